package dev.millrace.queueing.truth;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** So that the truth convicts engine and predictor alike; the generator alone asks for loads, to choose rates. */
@AnalyzeClasses(packages = "dev.millrace.queueing")
class IndependenceTest {
    @ArchTest
    static final ArchRule knowsNeitherEngineNorPredictor = noClasses()
            .that()
            .resideInAPackage("..truth..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..simulation..",
                    "..transform..",
                    "..fcfs..",
                    "..edgetpu..",
                    "..gpu..",
                    "..cpu..",
                    "..markov..",
                    "..result..");

    @ArchTest
    static final ArchRule loadsOnlyChooseRates = noClasses()
            .that()
            .resideInAPackage("..truth..")
            .and()
            .doNotHaveSimpleName("CaseDraft")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..load..");
}
