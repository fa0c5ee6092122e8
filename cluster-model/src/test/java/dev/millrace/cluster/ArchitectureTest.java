package dev.millrace.cluster;

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
            .resideInAPackage("dev.millrace.cluster..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.millrace.operator..",
                    "dev.millrace.agent..",
                    "dev.millrace.cli..",
                    "dev.millrace.testbed..",
                    "dev.millrace.deviceplugin..");

    @ArchTest
    static final ArchRule nothingPointsBack = noClasses()
            .that()
            .resideInAnyPackage("dev.millrace.queueing..", "dev.millrace.placement..", "dev.millrace.crds..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.millrace.cluster..");

    @ArchTest
    static final ArchRule pure = noClasses()
            .that()
            .resideInAPackage("dev.millrace.cluster..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.fabric8.kubernetes.client", "java.io..", "java.nio.file..", "java.net..")
            .because("mapping objects to snapshots reads no clock, no file and no cluster");
}
