package dev.millrace.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.millrace", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule arrows = noClasses()
            .that()
            .resideInAPackage("dev.millrace.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.millrace.operator..", "dev.millrace.agent..", "dev.millrace.deviceplugin..")
            .because("agents and the operator run in processes of their own");

    @ArchTest
    static final ArchRule nothingPointsBack = noClasses()
            .that()
            .resideOutsideOfPackage("dev.millrace.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.millrace.cli..");

    @ArchTest
    static final ArchRule onlyTheLiveClusterTalksToOne = noClasses()
            .that()
            .resideInAnyPackage("dev.millrace.cli", "dev.millrace.cli.plan..", "dev.millrace.cli.report..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.fabric8.kubernetes.client.KubernetesClient")
            .because("predict, plan, simulate and explain work on what was read, wherever it came from");
}
