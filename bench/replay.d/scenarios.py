"""Twelve nodes with one emulated device each: those of ReplayTest, as manifests."""

# Name, class of device, discipline, apps: mean ms, cv2, switch ms, requests per second, co-resident set, most of a batch.
SCENARIOS = [
    ("switching, two equal", "EdgeTPU", "Fcfs", [(5, 0, 10, 25, "", 1), (5, 0, 10, 25, "", 1)]),
    (
        "switching, four unequal",
        "EdgeTPU",
        "Fcfs",
        [(3, 0.1, 6, 20, "", 1), (8, 0, 12, 10, "", 1), (15, 0.5, 3, 8, "", 1), (2, 1, 20, 5, "", 1)],
    ),
    ("switching, heavy load", "EdgeTPU", "Fcfs", [(4, 0.2, 8, 45, "", 1), (6, 0.2, 9, 30, "", 1)]),
    (
        "switching, swap-aware",
        "EdgeTPU",
        "SwapAware",
        [(5, 0.1, 10, 40, "", 1), (5, 0.1, 10, 40, "", 1), (9, 0, 15, 15, "", 1)],
    ),
    ("co-resident, all", "EdgeTPU", "Fcfs", [(5, 0.2, 10, 50, "a", 1), (7, 0.1, 10, 40, "a", 1)]),
    (
        "co-resident, two sets",
        "EdgeTPU",
        "Fcfs",
        [(5, 0.2, 10, 20, "a", 1), (4, 0, 8, 20, "a", 1), (6, 0.1, 12, 12, "b", 1), (9, 0.3, 15, 6, "", 1)],
    ),
    ("GPU, two", "GPU", None, [(8, 0.1, 0, 40, "", 1), (12, 0.3, 0, 25, "", 1)]),
    (
        "GPU, six",
        "GPU",
        None,
        [
            (4, 0, 0, 25, "", 1),
            (6, 0.1, 0, 20, "", 1),
            (9, 0.2, 0, 15, "", 1),
            (12, 0.5, 0, 10, "", 1),
            (15, 1, 0, 6, "", 1),
            (20, 0, 0, 5, "", 1),
        ],
    ),
    ("GPU, heavy load", "GPU", None, [(10, 0.2, 0, 45, "", 1), (10, 0.2, 0, 40, "", 1)]),
    ("GPU, variable", "GPU", None, [(10, 2, 0, 30, "", 1), (5, 1.5, 0, 50, "", 1), (20, 0.7, 0, 8, "", 1)]),
    ("batching, one", "GPU", None, [(10, 0.1, 0, 150, "", 8)]),
    ("batching, two", "GPU", None, [(10, 0.1, 0, 80, "", 8), (6, 0.2, 0, 60, "", 4)]),
]
NAMES = [scenario[0] for scenario in SCENARIOS]


def write(name, folder):
    """Writes the manifests of one scenario to site.yaml of the folder."""
    _, device_class, discipline, apps = next(scenario for scenario in SCENARIOS if scenario[0] == name)
    device_type = "coral-usb" if device_class == "EdgeTPU" else "jetson-nano"
    variant = device_class.lower()
    extra = ", onChipMemory: 6.9Mi" if device_class == "EdgeTPU" else ""
    documents = []
    assignments = []
    for number, (mean, cv2, switch, rate, resident, batch) in enumerate(apps):
        app = f"app{number}"
        rows = [f"{{batch: 1, mean: {mean}ms, cv2: {cv2}}}"]
        if batch > 1:
            rows.append(f"{{batch: {batch}, mean: {mean * (1 + 0.3 * batch):g}ms, cv2: {cv2}}}")
        device = f"switchTime: {switch}ms, onChipMemory: 1Mi, " if device_class == "EdgeTPU" else ""
        kind = "apiVersion: millrace.dev/v1alpha1\nkind: "
        documents.append(
            f"{kind}InferenceModel\nmetadata: {{name: {app}, namespace: site}}\n"
            f"spec: {{variants: [{{name: {variant}, deviceClass: {device_class}, format: onnx,"
            f' uri: "https://models.example.com/{app}"}}]}}\n'
        )
        documents.append(
            f"{kind}ModelProfile\nmetadata: {{name: {app}.{device_type}}}\n"
            f"spec: {{model: {app}, deviceType: {device_type}, serviceTime: [{', '.join(rows)}], {device}"
            f"memory: 10Mi, source: {{kind: Estimated, reference: bench}}}}\n"
        )
        documents.append(
            f"{kind}InferenceApp\nmetadata: {{name: {app}, namespace: site}}\n"
            f"spec: {{modelRef: {{name: {app}}}, arrivals: {{ratePerSecond: {rate}}}, slo: {{latency: 60ms}}}}\n"
        )
        assignments.append(
            f"{{app: {{namespace: site, name: {app}}}, device: device-0, variant: {variant}, share: 1.0"
            + (f", coResident: {resident}" if resident else "")
            + (f", maxBatch: {batch}" if batch > 1 else "")
            + "}"
        )
    order = f"  disciplines: {{device-0: {discipline}}}\n" if discipline else ""
    documents.append(
        f"apiVersion: millrace.dev/v1alpha1\nkind: InferenceNode\nmetadata: {{name: bench}}\n"
        f"spec:\n  planEpoch: 1\n{order}  assignments: [{', '.join(assignments)}]\n"
        f"status:\n  cpu: {{cores: 2}}\n  memory: 4Gi\n  devices:\n"
        f"  - {{name: device-0, class: {device_class}, type: {device_type}, memory: 4Gi{extra},"
        f" health: Healthy, emulated: true}}\n"
    )
    (folder / "site.yaml").write_text("---\n".join(documents))
