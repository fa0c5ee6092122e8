package dev.millrace.agent.plan;

import dev.millrace.agent.device.emulated.GammaTimes;
import dev.millrace.agent.model.Artefact;
import dev.millrace.agent.model.SecretName;
import dev.millrace.agent.serving.AppId;
import dev.millrace.crds.units.Durations;
import dev.millrace.crds.units.Quantities;
import dev.millrace.crds.v1alpha1.Assignment;
import dev.millrace.crds.v1alpha1.DeviceClass;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceModel;
import dev.millrace.crds.v1alpha1.ModelProfileSpec;
import dev.millrace.crds.v1alpha1.ModelVariant;
import dev.millrace.crds.v1alpha1.Tenancy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides which copy serves an assignment: apps of tenancy Shared with the same artefact on one device share one, a
 * Dedicated app has its own.
 */
final class CopyPlanner {
    private static final double NANOS_PER_MS = 1e6;

    private final Inventory inventory;
    private final Map<AppId, InferenceModel> models;
    private final Profiles profiles;
    private final Map<String, CopyPlan> planned = new LinkedHashMap<>();

    /** @param models by namespace and name */
    CopyPlanner(Inventory inventory, Map<AppId, InferenceModel> models, Profiles profiles) {
        this.inventory = inventory;
        this.models = models;
        this.profiles = profiles;
    }

    List<CopyPlan> planned() {
        return List.copyOf(planned.values());
    }

    ReplicaPlan place(AppId id, @Nullable InferenceApp app, Assignment assignment) {
        String device = assignment.device();
        double share = assignment.share() == null ? 1 : assignment.share();
        DeviceDeclaration declared = inventory.device(device).orElse(null);
        if (declared == null) {
            return ReplicaPlan.failed(device, share, "NoSuchDevice", "this node has no device '" + device + "'");
        }
        if (declared.problem() != null) {
            return ReplicaPlan.failed(device, share, "DeviceAbsent", declared.problem());
        }
        if (app == null) {
            return ReplicaPlan.failed(device, share, "NoSuchApp", "InferenceApp " + id + " does not exist");
        }
        String modelName = app.getSpec().modelRef().name();
        InferenceModel model = models.get(new AppId(id.namespace(), modelName));
        if (model == null) {
            return ReplicaPlan.failed(
                    device,
                    share,
                    "NoSuchModel",
                    "InferenceModel " + id.namespace() + "/" + modelName + " does not exist");
        }
        ModelVariant variant = model.getSpec().variants().stream()
                .filter(candidate -> candidate.name().equals(assignment.variant()))
                .findFirst()
                .orElse(null);
        if (variant == null) {
            return ReplicaPlan.failed(
                    device,
                    share,
                    "NoSuchVariant",
                    "InferenceModel " + id.namespace() + "/" + modelName + " has no variant '" + assignment.variant()
                            + "'");
        }
        String key =
                model.getSpec().profile() == null ? modelName : model.getSpec().profile();
        ModelProfileSpec profile = profiles.find(key, declared.type(), variant).orElse(null);
        if (profile == null && declared.emulated()) {
            return ReplicaPlan.failed(
                    device,
                    share,
                    "NoProfile",
                    "no ModelProfile for model '" + key + "' on device type '" + declared.type()
                            + "', which an emulated device needs");
        }
        CopyPlan copy = copy(id, app, assignment, declared, modelName, variant, profile);
        CopyPlan other = planned.putIfAbsent(copy.id(), copy);
        if (other != null && copy.maxBatch() > other.maxBatch()) {
            planned.put(copy.id(), copy);
        }
        return new ReplicaPlan(device, copy.id(), share, "", "");
    }

    private static CopyPlan copy(
            AppId id,
            InferenceApp app,
            Assignment assignment,
            DeviceDeclaration device,
            String modelName,
            ModelVariant variant,
            @Nullable ModelProfileSpec profile) {
        Artefact artefact = artefact(id.namespace(), variant);
        String owner = app.getSpec().tenancy() == Tenancy.DEDICATED ? "!" + id : "";
        // Who merely knows a digest must not be served another's artefact: real copies are shared by source as well.
        String source = device.emulated() || artefact.sha256() == null ? "" : "@" + artefact.origin();
        List<GammaTimes.Row> rows = profile == null
                ? List.of()
                : profile.serviceTime().stream()
                        .map(row -> new GammaTimes.Row(
                                row.batch(),
                                Durations.millis(row.mean()) * NANOS_PER_MS,
                                row.cv2() == null ? 0 : row.cv2()))
                        .toList();
        boolean edgeTpu = device.deviceClass() == DeviceClass.EDGE_TPU;
        int largest = rows.stream().mapToInt(GammaTimes.Row::batch).max().orElse(1);
        int wanted = assignment.maxBatch() == null ? 1 : assignment.maxBatch();
        return new CopyPlan(
                device.name() + "!" + artefact.identity() + source + owner,
                device.name(),
                modelName,
                artefact,
                rows,
                edgeTpu && profile != null && profile.switchTime() != null
                        ? Math.round(Durations.millis(profile.switchTime()) * NANOS_PER_MS)
                        : 0,
                device.deviceClass() == DeviceClass.GPU ? Math.max(1, Math.min(wanted, largest)) : 1,
                edgeTpu && assignment.coResident() != null ? assignment.coResident() : "",
                profile == null || profile.memory() == null ? 0 : Quantities.bytes(profile.memory()));
    }

    /** @param namespace of the model, where its credentials are */
    static Artefact artefact(String namespace, ModelVariant variant) {
        return new Artefact(
                variant.uri(),
                variant.format(),
                variant.sha256(),
                variant.credentialsSecretRef() == null
                        ? null
                        : new SecretName(
                                namespace, variant.credentialsSecretRef().name()));
    }
}
