package dev.millrace.agent.node;

import dev.millrace.agent.device.emulated.EmulatedModel;
import dev.millrace.agent.model.Fetched;
import dev.millrace.agent.model.ModelStore;
import dev.millrace.agent.plan.CopyPlan;
import dev.millrace.agent.plan.DeviceDeclaration;
import dev.millrace.agent.runtime.LoadException;
import dev.millrace.agent.runtime.Model;
import dev.millrace.agent.runtime.ModelRuntimes;
import dev.millrace.agent.runtime.WarmUp;
import dev.millrace.agent.tensor.Signature;
import org.jspecify.annotations.Nullable;

/** Makes a model ready to execute on a device. Blocks; used on threads of its own. */
final class ModelLoader {
    /** @param sha256 digest of the artefact, null where none was fetched */
    record Loaded(Model model, @Nullable String sha256) {}

    private final ModelStore store;

    private final ModelRuntimes runtimes;

    ModelLoader(ModelStore store, ModelRuntimes runtimes) {
        this.store = store;
        this.runtimes = runtimes;
    }

    /** @param fetched runs between fetching and loading */
    Loaded load(CopyPlan copy, DeviceDeclaration device, Runnable fetched) throws LoadException {
        if (device.emulated()) {
            fetched.run();
            return new Loaded(
                    new EmulatedModel(Signature.UNKNOWN), copy.artefact().sha256());
        }
        Fetched file = store.fetch(copy.artefact());
        fetched.run();
        // One model at a time takes the memory that loading needs; downloads go on meanwhile.
        synchronized (this) {
            return load(file, copy, device);
        }
    }

    private Loaded load(Fetched file, CopyPlan copy, DeviceDeclaration device) throws LoadException {
        String format = copy.artefact().format();
        Model model = runtimes.load(file.file(), format, device.edgeTpu(), device.gpu());
        if (device.edgeTpu() == null) {
            WarmUp.run(model);
        }
        return new Loaded(model, file.sha256());
    }
}
