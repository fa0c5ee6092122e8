package dev.millrace.agent.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The inputs that fuzzing starts from, and those it once failed on. */
class CorpusTest {
    @Test
    void restRequests() throws IOException {
        RestFuzzer.fuzzerInitialize();
        try {
            replay("rest", RestFuzzer::fuzzerTestOneInput);
        } finally {
            RestFuzzer.fuzzerTearDown();
        }
    }

    @Test
    void grpcMessages() throws IOException {
        GrpcFuzzer.fuzzerInitialize();
        try {
            replay("grpc", GrpcFuzzer::fuzzerTestOneInput);
        } finally {
            GrpcFuzzer.fuzzerTearDown();
        }
    }

    @Test
    void manifests() throws IOException {
        replay("manifest", ManifestFuzzer::fuzzerTestOneInput);
    }

    private static void replay(String target, Consumer<byte[]> fuzzer) throws IOException {
        int count = 0;
        try (var files = Files.newDirectoryStream(Path.of("src/test/resources/fuzz", target))) {
            for (Path file : files) {
                fuzzer.accept(Files.readAllBytes(file));
                count++;
            }
        }
        assertThat(count).isGreaterThanOrEqualTo(3);
    }
}
