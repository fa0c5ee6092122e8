package dev.millrace.crds;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** The types know nothing of the rest of Millrace, and nothing of how they are read. */
@AnalyzeClasses(packages = "dev.millrace.crds", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule KNOWS_NO_OTHER_MODULE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.millrace.queueing..",
                    "dev.millrace.placement..",
                    "dev.millrace.cluster..",
                    "dev.millrace.testbed..",
                    "dev.millrace.operator..",
                    "dev.millrace.agent..",
                    "dev.millrace.cli..");

    @ArchTest
    static final ArchRule TYPES_DO_NOT_KNOW_THEIR_READER = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.millrace.crds.v1alpha1..", "dev.millrace.crds.units..", "dev.millrace.crds.schema..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.millrace.crds.manifest..");

    @ArchTest
    static final ArchRule ONLY_THE_READER_KNOWS_ITS_LIBRARIES = noClasses()
            .that()
            .resideOutsideOfPackage("dev.millrace.crds.manifest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.networknt..", "org.snakeyaml..");

    @ArchTest
    static final ArchRule NO_CLIENT = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(io.fabric8.kubernetes.client.KubernetesClient.class);

    @ArchTest
    static final ArchRule NO_CYCLES = SlicesRuleDefinition.slices()
            .matching("dev.millrace.crds.(*)..")
            .should()
            .beFreeOfCycles();
}
