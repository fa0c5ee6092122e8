package dev.millrace.queueing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.millrace.queueing", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule knowsOnlyTheJdkAndCommonsMath = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.millrace.queueing..", "java..", "org.apache.commons.math3..", "org.jspecify..");

    /** So that each can convict the other: the simulator shares no mathematics with the analytic methods. */
    @ArchTest
    static final ArchRule simulatorIsIndependent = noClasses()
            .that()
            .resideInAPackage("..simulation..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..transform..", "..fcfs..", "..edgetpu..", "..gpu..", "..cpu..", "..markov..");

    @ArchTest
    static final ArchRule modelDependsOnNothing = noClasses()
            .that()
            .resideInAPackage("..model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..result..", "..simulation..", "..load..", "..transform..");

    @ArchTest
    static final ArchRule methodsDoNotKnowTheRouter = noClasses()
            .that()
            .resideInAnyPackage(
                    "..transform..", "..fcfs..", "..edgetpu..", "..gpu..", "..cpu..", "..markov..", "..load..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.millrace.queueing");
}
