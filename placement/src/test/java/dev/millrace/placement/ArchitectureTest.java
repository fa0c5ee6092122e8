package dev.millrace.placement;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.millrace.placement", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule KNOWS_NO_KUBERNETES = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.fabric8..",
                    "io.quarkus..",
                    "io.javaoperatorsdk..",
                    "dev.millrace.crds..",
                    "dev.millrace.cluster..",
                    "dev.millrace.operator..",
                    "dev.millrace.agent..",
                    "dev.millrace.cli..");

    @ArchTest
    static final ArchRule SOLVER_ENGINE_STAYS_BEHIND_ITS_PORT = noClasses()
            .that()
            .resideOutsideOfPackage("dev.millrace.placement.solver.optaplanner..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.optaplanner..");

    @ArchTest
    static final ArchRule VALUES_KNOW_NO_ALGORITHM = noClasses()
            .that()
            .resideInAPackage("dev.millrace.placement.model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.millrace.placement.problem..",
                    "dev.millrace.placement.cell..",
                    "dev.millrace.placement.solver..",
                    "dev.millrace.placement.baseline..");
}
