package dev.millrace.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests made up from the agent's own description: none is answered 5xx, or otherwise than described. */
class SchemathesisIT {
    private static final String CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,"
            + "response_schema_conformance,response_headers_conformance,unsupported_method";

    @TempDir
    private Path folder;

    @Test
    void theAgentKeepsToItsDescription() throws Exception {
        Path tool = PythonClients.interpreter("schemathesis").resolveSibling("schemathesis");
        // Two emulated devices stand behind the models of the tests, of which only this one is asked.
        Path named = folder.resolve("named.toml");
        Files.writeString(named, "[parameters]\n\"path.model\" = \"site.cam\"\n\"path.version\" = \"1\"\n");
        try (PackagedAgent agent = PythonClients.agent(folder)) {
            run(tool, List.of(), agent, "--exclude-operation-id", "ready");
            // An unloaded model is answered 503, which counts as an error here.
            run(
                    tool,
                    List.of("--config-file", named.toString()),
                    agent,
                    "--exclude-operation-id",
                    "ready",
                    "--exclude-operation-id",
                    "unload");
            assertThat(Files.readString(folder.resolve("agent.err"))).doesNotContain("\tat ");
            agent.stop();
        }
    }

    private void run(Path tool, List<String> before, PackagedAgent agent, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(tool.toString()));
        command.addAll(before);
        command.addAll(List.of(
                "run",
                "http://" + agent.http() + "/v2/openapi",
                "--url",
                "http://" + agent.http(),
                "--checks",
                CHECKS,
                "--max-examples",
                "50",
                "--seed",
                "7",
                "--no-color"));
        command.addAll(List.of(options));
        // It exits with 1 where it finds something; this says that it has looked.
        assertThat(PythonClients.run(folder, command.toArray(String[]::new)))
                .containsPattern("([1-9][0-9]{2,}) generated, \\1 passed");
    }
}
