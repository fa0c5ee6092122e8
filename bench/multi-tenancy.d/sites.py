"""Manifests of the configurations: one node, apps on its devices."""

import pathlib

MODEL = "ch_ppocr_mobile_v2.0_cls_infer.onnx"
KIND = "apiVersion: millrace.dev/v1alpha1\nkind: "
DEVICES = {
    "tpu": "{name: tpu, class: EdgeTPU, type: coral-usb, onChipMemory: 6.9Mi, memory: 4Gi, health: Healthy, emulated: true}",
    "gpu": "{name: gpu, class: GPU, type: jetson-tx1, memory: 4Gi, health: Healthy, emulated: true}",
    "cpu": "{name: cpu, class: CPU, type: bench, health: Healthy, emulated: false}",
}
CLASSES = {"tpu": "EdgeTPU", "gpu": "GPU", "cpu": "CPU"}

# Title, device whose first row is the base, cores, discipline, copies (app, profile, device, share, maxBatch),
# clients an app, requests' own batch.
CONFIGURATIONS = [
    ("one model", "cpu", 2, None, [("a", "cls", "cpu", 1, 1)], 1, 1),
    ("one model, batches of 4 by the client", "cpu", 2, None, [("a", "cls", "cpu", 1, 1)], 1, 4),
    ("one model, 4 clients, 2 cores", "cpu", 2, None, [("a", "cls", "cpu", 1, 1)], 4, 1),
    ("two models at once, 2 clients each, 2 cores", "cpu", 2, None, [("a", "cls", "cpu", 1, 1), ("b", "cls", "cpu", 1, 1)], 2, 1),
    ("one model", "gpu", 2, None, [("a", "squeezenet1-1-224", "gpu", 1, 1)], 1, 1),
    ("one model, 16 clients, up to 2 a batch", "gpu", 2, None, [("a", "squeezenet1-1-224", "gpu", 1, 2)], 16, 1),
    ("one model, 16 clients, up to 4 a batch", "gpu", 2, None, [("a", "squeezenet1-1-224", "gpu", 1, 4)], 16, 1),
    ("one model, 16 clients, up to 8 a batch", "gpu", 2, None, [("a", "squeezenet1-1-224", "gpu", 1, 8)], 16, 1),
    ("two copies at once, 8 clients each, batch 1", "gpu", 2, None, [("a", "squeezenet1-1-224", "gpu", 1, 1), ("b", "squeezenet1-1-224", "gpu", 1, 1)], 8, 1),
    ("two copies at once, 16 clients each, up to 8 a batch", "gpu", 2, None, [("a", "squeezenet1-1-224", "gpu", 1, 8), ("b", "squeezenet1-1-224", "gpu", 1, 8)], 16, 1),
    ("one model", "tpu", 2, None, [("a", "mobilenet-v2-224", "tpu", 1, 1)], 1, 1),
    ("two models, switching, Fcfs", "tpu", 2, "Fcfs", [("a", "mobilenet-v2-224", "tpu", 1, 1), ("b", "mobilenet-v1-224", "tpu", 1, 1)], 4, 1),
    ("two models, switching, SwapAware", "tpu", 2, "SwapAware", [("a", "mobilenet-v2-224", "tpu", 1, 1), ("b", "mobilenet-v1-224", "tpu", 1, 1)], 4, 1),
    ("one app on EdgeTPU and GPU (batches of 8), 32 clients", "tpu", 2, None, [("a", "mobilenet-v2-224", "tpu", 0.7, 1), ("a", "squeezenet1-1-224", "gpu", 0.3, 8)], 32, 1),
]


def profiles(root, needed):
    """The published documents of those models, as they stand, by name of the object."""
    found = []
    for file in ("coral-usb", "jetson-tx1"):
        for document in (root / f"deploy/profiles/{file}.yaml").read_text().split("\n---\n"):
            if any(f"name: {name}.{file}\n" in document for name in needed):
                found.append(document.strip("-\n") + "\n")
    return found


def write(root, folder, configuration):
    """Writes site.yaml; returns the names of the apps."""
    _, _, cores, discipline, copies, _, _ = configuration
    documents = profiles(root, {copy[1] for copy in copies})
    apps = sorted({copy[0] for copy in copies})
    for app in apps:
        mine = [copy for copy in copies if copy[0] == app]
        uri = f"file:{MODEL}"
        variants = ", ".join(
            f"{{name: {device}, deviceClass: {CLASSES[device]}, format: onnx,"
            f' uri: "{uri if device == "cpu" else f"https://models.example.com/{app}"}"}}'
            for _, _, device, *_ in mine
        )
        # One app has one model, and a model one key of profiles: where devices ask for different ones, each gets a copy.
        key = mine[0][1]
        documents.append(f"{KIND}InferenceModel\nmetadata: {{name: {app}, namespace: bench}}\nspec: {{profile: {key}, variants: [{variants}]}}\n")
        documents.append(
            f"{KIND}InferenceApp\nmetadata: {{name: {app}, namespace: bench}}\nspec: {{modelRef: {{name: {app}}},"
            " tenancy: Dedicated, arrivals: {ratePerSecond: 100000}, slo: {latency: 60s}}\n"
        )
    for _, profile, device, *_ in copies:
        if profile != copies[0][1]:
            documents = [rekeyed(text, profile, copies, apps) for text in documents]
    assignments = ", ".join(
        f"{{app: {{namespace: bench, name: {app}}}, device: {device}, variant: {device}, share: {share}"
        + (f", maxBatch: {batch}" if batch > 1 else "")
        + "}"
        for app, _, device, share, batch in copies
    )
    devices = sorted({copy[2] for copy in copies})
    order = f"  disciplines: {{tpu: {discipline}}}\n" if discipline else ""
    documents.append(
        f"{KIND}InferenceNode\nmetadata: {{name: bench}}\nspec:\n  planEpoch: 1\n{order}  assignments: [{assignments}]\n"
        f"status:\n  cpu: {{cores: {cores}}}\n  memory: 8Gi\n  devices: [{', '.join(DEVICES[name] for name in devices)}]\n"
    )
    pathlib.Path(folder / "site.yaml").write_text("---\n".join(documents))
    return apps


def rekeyed(text, profile, copies, apps):
    """Profiles of one app's other device under the key of its first: both are of one app here."""
    if len(apps) > 1 or f"model: {profile}\n" not in text:
        return text
    return text.replace(f"model: {profile}\n", f"model: {copies[0][1]}\n")
