package dev.millrace.agent.node;

import dev.millrace.agent.device.emulated.EmulatedModel;
import dev.millrace.agent.model.Fetched;
import dev.millrace.agent.model.ModelStore;
import dev.millrace.agent.plan.CopyPlan;
import dev.millrace.agent.plan.DeviceDeclaration;
import dev.millrace.agent.runtime.LoadException;
import dev.millrace.agent.runtime.Model;
import dev.millrace.agent.runtime.onnx.OnnxModel;
import dev.millrace.agent.tensor.Signature;
import org.jspecify.annotations.Nullable;

/** Makes a model ready to execute on a device. Blocks; used on a thread of its own. */
final class ModelLoader {
    /** @param sha256 digest of the artefact, null where none was fetched */
    record Loaded(Model model, @Nullable String sha256) {}

    private final ModelStore store;

    ModelLoader(ModelStore store) {
        this.store = store;
    }

    /** @param fetched runs between fetching and loading */
    Loaded load(CopyPlan copy, DeviceDeclaration device, Runnable fetched) throws LoadException {
        if (device.emulated()) {
            fetched.run();
            return new Loaded(
                    new EmulatedModel(Signature.UNKNOWN), copy.artefact().sha256());
        }
        if (!copy.artefact().format().equals("onnx")) {
            throw new LoadException(
                    "UnsupportedFormat",
                    "format '" + copy.artefact().format() + "' does not run on " + device.deviceClass()
                            + "; Maybe use onnx");
        }
        Fetched file = store.fetch(copy.artefact());
        fetched.run();
        return new Loaded(OnnxModel.load(file.file()), file.sha256());
    }
}
