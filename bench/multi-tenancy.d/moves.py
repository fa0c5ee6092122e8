"""One app that moves between devices of its node under load (DMP); see bench/multi-tenancy.

A real API server holds the InferenceNode; what the operator would write of a move is written here: the new copy at share 0,
the traffic once it is Ready, and the end of the old copy.
"""

import argparse
import json
import pathlib
import re
import statistics
import subprocess
import tempfile
import threading
import time

import sites
from tenancy import Client

CLIENTS = 4
MOVES = 10
SETTLED_SECONDS = 3
PROFILES = {"tpu": "mobilenet-v1-224.coral-usb", "gpu": "mobilenet-v1-224-fast-depthwise.jetson-tx1"}
EMULATE = ["tpu=coral-usb,memory=4Gi,onChipMemory=6.9Mi", "gpu=jetson-tx1,memory=4Gi"]


class Timed(Client):
    """Notes when each answer came and how long it took; a request that fails is noted and the client goes on."""

    def __init__(self, address, stop):
        super().__init__(address, "a", False, 1, 0, float("inf"))
        self.address, self.stop, self.answers, self.failures = address, stop, [], []

    def run(self):
        while not self.stop.is_set():
            sent = time.perf_counter()
            try:
                self.once()
            except (OSError, RuntimeError) as error:
                self.failures.append(str(error))
                self.connect(self.address)
                continue
            now = time.perf_counter()
            self.answers.append((now, now - sent))
        self.connection.close()


class Cluster:
    """An API server of the testbed with one InferenceNode."""

    def __init__(self, root, work):
        said = subprocess.run([root / "millrace", "testbed", "up"], check=True, capture_output=True, text=True).stdout
        self.kubeconfig = re.search(r"KUBECONFIG=(\S+)", said).group(1)
        self.kubectl = re.search(r"kubectl: (\S+)", said).group(1)
        self.folder = re.search(r"testbed/down (\S+)", said).group(1)
        self.root, self.work, self.epoch = root, work, 0

    def run(self, *words):
        command = [self.kubectl, "--kubeconfig", self.kubeconfig, *map(str, words)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def apply(self, text):
        file = self.work / "apply.yaml"
        file.write_text(text)
        self.run("apply", "--server-side", "--field-manager=millrace-operator", "-f", file)

    def plan(self, **shares):
        """Tells the node those shares by device; returns once its agent runs them, with every copy Ready."""
        self.epoch += 1
        copies = ", ".join(
            f"{{app: {{namespace: bench, name: a}}, device: {device}, variant: {device}, share: {share}}}"
            for device, share in shares.items()
        )
        self.apply(
            f"{sites.KIND}InferenceNode\nmetadata: {{name: bench}}\n"
            f"spec: {{planEpoch: {self.epoch}, assignments: [{copies}]}}\n"
        )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            status = json.loads(self.run("get", "inferencenode", "bench", "-o", "json")).get("status", {})
            ready = {app["device"] for app in status.get("apps", []) if app["state"] == "Ready"}
            if status.get("planEpoch") == self.epoch and ready == set(shares):
                return
            time.sleep(0.05)  # between two looks
        raise RuntimeError(f"the agent does not follow the plan of {shares}: {status}")

    def stop(self):
        subprocess.run([self.root / "millrace", "testbed", "down", self.folder], check=True, capture_output=True)


def documents(root):
    """One model with a variant and a published profile for each device, and its app."""
    found = []
    for name in PROFILES.values():
        file = name.rsplit(".", 1)[1]
        for document in (root / f"deploy/profiles/{file}.yaml").read_text().split("\n---\n"):
            if f"name: {name}\n" in document:
                found.append(re.sub(r"\n  model: \S+\n", "\n  model: a\n", document.strip("-\n") + "\n"))
    variants = ", ".join(
        f'{{name: {device}, deviceClass: {sites.CLASSES[device]}, format: onnx, uri: "https://models.example.com/a"}}'
        for device in PROFILES
    )
    found.append(f"{sites.KIND}InferenceModel\nmetadata: {{name: a, namespace: bench}}\nspec: {{profile: a, variants: [{variants}]}}\n")
    found.append(
        f"{sites.KIND}InferenceApp\nmetadata: {{name: a, namespace: bench}}\n"
        "spec: {modelRef: {name: a}, arrivals: {ratePerSecond: 100000}, slo: {latency: 60s}}\n"
    )
    return "---\n".join(found)


def moved_under_load(cluster, address):
    """Answers by phase (a device, or a move), failures, and the longest response."""
    stop = threading.Event()
    clients = [Timed(address, stop) for _ in range(CLIENTS)]
    phases = []
    for client in clients:
        client.start()
    try:
        here, there = "tpu", "gpu"
        for _ in range(MOVES):
            begin = time.perf_counter()
            time.sleep(SETTLED_SECONDS)  # the phase that is measured
            phases.append((here, begin, time.perf_counter()))
            begin = time.perf_counter()
            cluster.plan(**{here: 1, there: 0})
            cluster.plan(**{here: 0, there: 1})
            cluster.plan(**{there: 1})
            phases.append(("move", begin, time.perf_counter()))
            here, there = there, here
    finally:
        stop.set()
        for client in clients:
            client.join()
    answers = [answer for client in clients for answer in client.answers]
    failures = [failure for client in clients for failure in client.failures]
    return phases, answers, failures


def row(title, kind, phases, answers):
    rates, longest = [], 0
    for name, begin, end in phases:
        if name == kind:
            inside = [took for when, took in answers if begin <= when < end]
            rates.append(len(inside) / (end - begin))
            longest = max([longest, *inside])
    spread = f"{statistics.median(rates):.1f} ({min(rates):.1f}–{max(rates):.1f})"
    print(f"| {title} | {len(rates)} | {spread} | {longest * 1000:.0f} |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, required=True)
    root = parser.parse_args().root
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        cluster = Cluster(root, work)
        try:
            cluster.run("apply", "--server-side", "-f", root / "deploy/crds")
            cluster.run("wait", "--for=condition=Established", "crd", "--all", "--timeout=60s")
            for namespace in ("bench", "millrace-system"):
                cluster.run("create", "namespace", namespace)
            cluster.apply(documents(root))
            cluster.apply(f"{sites.KIND}InferenceNode\nmetadata: {{name: bench}}\nspec: {{}}\n")
            command = [root / "millrace", "agent", "--kubeconfig", cluster.kubeconfig, "--node", "bench"]
            command += [f"--emulate={device}" for device in EMULATE]
            command += ["--bind", "127.0.0.1", "--state-dir", work / "state"]
            command += ["--http-port", "0", "--grpc-port", "0", "--metrics-port", "0", "--insecure"]
            with open(work / "log", "w") as log:
                agent = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, stderr=log, text=True)
                try:
                    ready = json.loads(next(line for line in agent.stdout if line.startswith("{")))
                    cluster.plan(tpu=1)
                    phases, answers, failures = moved_under_load(cluster, ready["http"])
                finally:
                    agent.terminate()
                    agent.wait(30)
        finally:
            cluster.stop()
    print("| the copy | phases | inferences/s | longest response, ms |")
    print("|---|---|---|---|")
    row("on the EdgeTPU", "tpu", phases, answers)
    row("on the GPU", "gpu", phases, answers)
    row("between them: loaded, switched, unloaded", "move", phases, answers)
    print(f"\n{MOVES} moves, {len(answers) + len(failures)} requests of {CLIENTS} clients, {len(failures)} failed.")


if __name__ == "__main__":
    main()
