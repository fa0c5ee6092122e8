package dev.millrace.deviceplugin.dra;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.millrace.deviceplugin.dra", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule knowsOnlyTheOfferedDevices = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("dev.millrace..")
                    .and(not(resideInAnyPackage(
                            "dev.millrace.deviceplugin.dra..", "dev.millrace.deviceplugin.kubelet"))));
}
