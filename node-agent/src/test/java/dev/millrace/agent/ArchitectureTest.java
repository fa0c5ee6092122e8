package dev.millrace.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.millrace", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule agentDependsOnCrdsAtMost = noClasses()
            .that()
            .resideInAPackage("dev.millrace.agent..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.millrace.queueing..",
                    "dev.millrace.placement..",
                    "dev.millrace.cluster..",
                    "dev.millrace.operator..",
                    "dev.millrace.cli..",
                    "dev.millrace.testbed..");

    @ArchTest
    static final ArchRule queuesKnowNoClusterProtocolOrRuntime = classes()
            .that()
            .resideInAPackage("dev.millrace.agent.device")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "dev.millrace.agent.device");

    @ArchTest
    static final ArchRule onlyClusterAndStatusTalkToTheApiServer = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.millrace.agent.cluster..", "dev.millrace.agent.status..", "dev.millrace.agent")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("io\\.fabric8\\.kubernetes\\.client\\.KubernetesClient.*");

    @ArchTest
    static final ArchRule wireFormatsStayInTheirPackages = noClasses()
            .that()
            .resideOutsideOfPackages("dev.millrace.agent.protocol..", "dev.millrace.agent.runtime.onnx")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.grpc..", "com.google.protobuf..");
}
