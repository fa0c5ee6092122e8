package dev.millrace.deviceplugin.edgetpu;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.millrace", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule discoveryKnowsNoOtherModuleButTheKubeletsSide = classes()
            .that()
            .resideInAPackage("dev.millrace.deviceplugin.edgetpu")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "dev.millrace.deviceplugin.edgetpu",
                    "dev.millrace.deviceplugin.dra",
                    "dev.millrace.deviceplugin.kubelet");
}
