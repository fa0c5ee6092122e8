package dev.millrace.agent.runtime.edgetpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.agent.runtime.LoadException;
import dev.millrace.agent.runtime.foreign.CLibrary;
import dev.millrace.agent.runtime.tflite.TfLiteModel;
import dev.millrace.agent.runtime.tflite.TinyModel;
import dev.millrace.agent.tensor.Datatype;
import dev.millrace.agent.tensor.InferRequest;
import dev.millrace.agent.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a stand-in for libedgetpu (no device behind it), and without any. */
class EdgeTpusTest {
    @TempDir
    private Path folder;

    public interface Counter {
        int call();
    }

    @Test
    void withoutTheLibraryNothingServesAndTheReasonIsSaid() {
        EdgeTpus none = EdgeTpus.find(folder.resolve("no-such-library.so"), folder, folder);
        assertThat(none.devices()).isEmpty();
        assertThat(none.problem()).hasValueSatisfying(text -> assertThat(text).contains("libedgetpu1-std"));
        LoadException error = catchThrowableOfType(
                LoadException.class, () -> none.load(folder.resolve("m.tflite"), new EdgeTpu(0, "/dev/apex_0")));
        assertThat(error.reason()).isEqualTo("DeviceAbsent");
    }

    @Test
    void aDeviceThatIsPluggedInIsSeenWithoutTheLibrary() throws IOException {
        Path usb = Files.createDirectories(folder.resolve("bus/usb/devices/1-1.2"));
        Files.writeString(usb.resolve("idVendor"), "1a6e\n");
        Files.writeString(usb.resolve("idProduct"), "089a\n");
        Path mouse = Files.createDirectories(folder.resolve("bus/usb/devices/1-1.3"));
        Files.writeString(mouse.resolve("idVendor"), "046d\n");
        Files.writeString(mouse.resolve("idProduct"), "c077\n");
        Files.createFile(folder.resolve("apex_0"));
        EdgeTpus found = EdgeTpus.find(folder.resolve("no-such-library.so"), folder, folder);
        assertThat(found.devices()).extracting(EdgeTpu::name).containsExactly("apex-0", "usb-1-1-2");
        assertThat(found.devices()).extracting(EdgeTpu::type).containsExactly("coral-pcie", "coral-usb");
        assertThat(found.problem()).isPresent();
    }

    @Test
    void noDeviceIsAnOrdinaryState() throws Exception {
        EdgeTpus none = EdgeTpus.find(StandIn.compile(folder.resolve("none.so"), "DEVICES=0"), folder, folder);
        assertThat(none.problem()).contains("no EdgeTPU is plugged in");
        Files.createFile(folder.resolve("apex_0"));
        EdgeTpus unusable = EdgeTpus.find(StandIn.compile(folder.resolve("unusable.so"), "DEVICES=0"), folder, folder);
        assertThat(unusable.problem())
                .hasValueSatisfying(
                        text -> assertThat(text).contains("cannot open").contains("apex_0"));
    }

    @Test
    void modelsRunThroughTheDelegateAndNothingStaysBehind() throws Exception {
        Path library = StandIn.compile(folder.resolve("standin.so"), "DEVICES=2");
        EdgeTpus found = EdgeTpus.find(library, folder, folder);
        assertThat(found.problem()).isEmpty();
        assertThat(found.devices()).extracting(EdgeTpu::name).containsExactly("apex-0", "usb-2-1-4");
        Path file = TinyModel.custom(folder.resolve("m_edgetpu.tflite"), "edgetpu-custom-op");
        Counter open = CLibrary.open(library).function("standin_open_delegates", Counter.class);
        try (TfLiteModel model = found.load(file, found.devices().getFirst())) {
            assertThat(open.call()).isEqualTo(1);
            assertThat(model.platform()).isEqualTo("edgetpu");
            Tensor input = new Tensor("x", Datatype.UINT8, new long[] {1}, ByteBuffer.wrap(new byte[] {41}));
            Tensor output = model.run(new InferRequest("m", "", Map.of(), List.of(input), List.of()))
                    .getFirst();
            assertThat(output.bytes().get(0)).isEqualTo((byte) 41);
        }
        assertThat(open.call()).isZero();
        LoadException other = catchThrowableOfType(
                LoadException.class,
                () -> found.load(
                        TinyModel.custom(folder.resolve("other.tflite"), "another-op"),
                        found.devices().getFirst()));
        assertThat(other).hasMessageContaining("another-op");
        assertThat(open.call()).as("a refused model's delegate is closed too").isZero();
    }

    @Test
    void aDeviceThatDoesNotOpenIsSaidToBeInUse() throws Exception {
        EdgeTpus found =
                EdgeTpus.find(StandIn.compile(folder.resolve("busy.so"), "DEVICES=1", "OPENS=0"), folder, folder);
        Path file = TinyModel.custom(folder.resolve("m_edgetpu.tflite"), "edgetpu-custom-op");
        LoadException error = catchThrowableOfType(
                LoadException.class, () -> found.load(file, found.devices().getFirst()));
        assertThat(error).hasMessageContaining("does not open");
    }
}
