package dev.millrace.deviceplugin.gpu;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.millrace", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule knowsTheKubeletsSideOnly = noClasses()
            .that()
            .resideInAPackage("dev.millrace.deviceplugin.gpu")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.millrace..")
                    .and(not(resideInAnyPackage(
                            "dev.millrace.deviceplugin.gpu..", "dev.millrace.deviceplugin.kubelet.."))));
}
