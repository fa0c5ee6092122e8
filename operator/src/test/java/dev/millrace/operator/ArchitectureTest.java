package dev.millrace.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

@AnalyzeClasses(packages = "dev.millrace", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] PURE = {
        "dev.millrace.operator.condition..",
        "dev.millrace.operator.planning..",
        "dev.millrace.operator.inferenceapp..",
        "dev.millrace.operator.inferencenode.."
    };

    @ArchTest
    static final ArchRule arrows = noClasses()
            .that()
            .resideInAPackage("dev.millrace.operator..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.millrace.agent..",
                    "dev.millrace.cli..",
                    "dev.millrace.testbed..",
                    "dev.millrace.deviceplugin..");

    @ArchTest
    static final ArchRule nothingPointsBack = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.millrace.queueing..",
                    "dev.millrace.placement..",
                    "dev.millrace.crds..",
                    "dev.millrace.cluster..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.millrace.operator..");

    @ArchTest
    static final ArchRule desiredStateIsPure = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(
                            "io.fabric8.kubernetes.client..", "io.javaoperatorsdk..", "io.quarkus..", "jakarta..")
                    // The base class of our kinds lives there.
                    .and(com.tngtech.archunit.base.DescribedPredicate.not(
                            JavaClass.Predicates.type(io.fabric8.kubernetes.client.CustomResource.class))))
            .because("what is decided must not depend on when the API server answers");

    @ArchTest
    static final ArchRule onlyControllersWrite = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.millrace.operator.controller..", "dev.millrace.operator.agentpod..", "dev.millrace.operator")
            .and()
            .resideInAPackage("dev.millrace.operator..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(io.fabric8.kubernetes.client.KubernetesClient.class);

    @ArchTest
    static final ArchRule noCycles = SlicesRuleDefinition.slices()
            .matching("dev.millrace.operator.(*)..")
            .should()
            .beFreeOfCycles();
}
