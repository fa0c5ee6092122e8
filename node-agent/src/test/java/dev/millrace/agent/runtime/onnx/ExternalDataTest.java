package dev.millrace.agent.runtime.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import dev.millrace.agent.RunningAgent;
import dev.millrace.agent.runtime.LoadException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages are built by the numbers of their fields in onnx.proto. */
class ExternalDataTest {
    @TempDir
    private Path folder;

    @Test
    void tensorsInOtherFilesAreFoundWhereverTheyHide() throws Exception {
        UnknownFieldSet entry = message(1, text("location"))
                .mergeFrom(message(2, text("/etc/passwd")).build())
                .build();
        UnknownFieldSet named = message(13, entry).build();
        UnknownFieldSet flagged = UnknownFieldSet.newBuilder()
                .addField(14, Field.newBuilder().addVarint(1).build())
                .build();
        for (UnknownFieldSet tensor : new UnknownFieldSet[] {named, flagged}) {
            UnknownFieldSet initializer = message(5, tensor).build();
            UnknownFieldSet constant =
                    message(1, message(5, message(5, tensor).build()).build()).build();
            UnknownFieldSet branch = message(
                            1, message(5, message(6, initializer).build()).build())
                    .build();
            UnknownFieldSet sparse = message(15, message(1, tensor).build()).build();
            for (UnknownFieldSet graph : new UnknownFieldSet[] {initializer, constant, branch, sparse}) {
                assertThat(external(message(7, graph).build())).isTrue();
            }
            assertThat(external(message(
                                    25,
                                    message(
                                                    7,
                                                    message(
                                                                    5,
                                                                    message(5, tensor)
                                                                            .build())
                                                            .build())
                                            .build())
                            .build()))
                    .as("in a function")
                    .isTrue();
        }
        assertThat(external(message(
                                7,
                                message(5, message(8, text("weights")).build()).build())
                        .build()))
                .isFalse();
    }

    @Test
    void suchAModelIsRefused() throws Exception {
        UnknownFieldSet entry = message(1, text("location")).build();
        Path file =
                write(message(7, message(5, message(13, entry).build()).build()).build());
        LoadException error = catchThrowableOfType(LoadException.class, () -> OnnxModel.load(file));
        assertThat(error.reason()).isEqualTo("ExternalData");
    }

    @Test
    void realModelsAreNotMistaken() throws Exception {
        try (var models = Files.list(RunningAgent.MODELS)) {
            for (Path model :
                    models.filter(path -> path.toString().endsWith(".onnx")).toList()) {
                assertThat(ExternalData.in(model)).as("%s", model).isFalse();
            }
        }
    }

    private boolean external(UnknownFieldSet model) throws Exception {
        return ExternalData.in(write(model));
    }

    private Path write(UnknownFieldSet model) throws Exception {
        return Files.write(folder.resolve("m.onnx"), model.toByteArray());
    }

    private static ByteString text(String value) {
        return ByteString.copyFromUtf8(value);
    }

    private static UnknownFieldSet.Builder message(int field, ByteString value) {
        return UnknownFieldSet.newBuilder()
                .addField(field, Field.newBuilder().addLengthDelimited(value).build());
    }

    private static UnknownFieldSet.Builder message(int field, UnknownFieldSet value) {
        return message(field, value.toByteString());
    }
}
