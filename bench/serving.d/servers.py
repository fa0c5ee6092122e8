"""Servers to compare, each started on free ports of 127.0.0.1 and stopped by its process."""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
MODEL = "bench.angle"


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Server:
    """A process that serves MODEL over HTTP and gRPC; addresses are set once it is ready."""

    protocols = ("http", "grpc")

    def __init__(self, name, work):
        self.name = name
        self.work = work / name
        self.work.mkdir()
        self.log = open(self.work / "log", "w")
        self.process = None

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()

    def wait_ready(self):
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"http://{self.http}/v2/models/{self.model}/ready", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"{self.name} is not ready: {(self.work / 'log').read_text()[-2000:]}")


class Agent(Server):
    model = MODEL

    def start(self, root, onnx_file, cores):
        (self.work / "site.yaml").write_text(
            f"""
apiVersion: millrace.dev/v1alpha1
kind: InferenceModel
metadata: {{name: angle, namespace: bench}}
spec:
  variants: [{{name: cpu, deviceClass: CPU, format: onnx, uri: "file:{onnx_file.name}"}}]
---
apiVersion: millrace.dev/v1alpha1
kind: InferenceApp
metadata: {{name: angle, namespace: bench}}
spec: {{modelRef: {{name: angle}}, arrivals: {{ratePerSecond: 100000}}, slo: {{latency: 1s}}}}
---
apiVersion: millrace.dev/v1alpha1
kind: InferenceNode
metadata: {{name: bench}}
spec:
  planEpoch: 1
  assignments: [{{app: {{namespace: bench, name: angle}}, device: cpu-0, variant: cpu, share: 1.0}}]
status:
  cpu: {{cores: {cores}}}
  memory: 4Gi
  devices: [{{name: cpu-0, class: CPU, type: x86-64, health: Healthy, emulated: false}}]
"""
        )
        command = [root / "millrace", "agent"]
        command += ["-f", self.work / "site.yaml", "--node", "bench", "--model-root", onnx_file.parent]
        command += ["--http-port", "0", "--grpc-port", "0", "--metrics-port", "0"]
        self.process = subprocess.Popen(
            [str(word) for word in command], stdout=subprocess.PIPE, stderr=self.log, text=True
        )
        ready = json.loads(next(line for line in self.process.stdout if line.startswith("{")))
        self.http, self.grpc = ready["http"], ready["grpc"]
        self.wait_ready()


class MlServer(Server):
    model = "angle"
    protocols = ("json", "grpc")  # No binary tensors over HTTP.

    def start(self, python, onnx_file):
        http, grpc, metrics = free_ports(3)
        shutil.copy(HERE / "mlserver_model.py", self.work)
        settings = {"host": "127.0.0.1", "http_port": http, "grpc_port": grpc, "metrics_port": metrics}
        settings |= {"parallel_workers": 0, "debug": False}
        (self.work / "settings.json").write_text(json.dumps(settings))
        (self.work / "model-settings.json").write_text(
            json.dumps(
                {
                    "name": "angle",
                    "implementation": "mlserver_model.OnnxModel",
                    "parameters": {"uri": str(onnx_file)},
                }
            )
        )
        self.process = subprocess.Popen(
            [python.parent / "mlserver", "start", self.work], stdout=self.log, stderr=self.log, cwd=self.work
        )
        self.http, self.grpc = f"127.0.0.1:{http}", f"127.0.0.1:{grpc}"
        self.wait_ready()


class Triton(Server):
    model = "angle"

    def start(self, python, onnx_file):
        http, grpc = free_ports(2)
        packages = next((python.parent.parent / "lib").glob("python3.*/site-packages"))
        home = packages / "pytriton" / "tritonserver"
        backends = self.work / "backends"
        shutil.copytree(home / "backends", backends)
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        stub = home / "python_backend_stubs" / version / "triton_python_backend_stub"
        shutil.copy(stub, backends / "python")
        model = self.work / "models" / "angle"
        (model / "1").mkdir(parents=True)
        shutil.copy(HERE / "triton_model.py", model / "1" / "model.py")
        shutil.copy(onnx_file, model / "1" / "model.onnx")
        (model / "config.pbtxt").write_text(
            'name: "angle"\nbackend: "python"\nmax_batch_size: 0\n'
            'input [{name: "x", data_type: TYPE_FP32, dims: [-1, 3, 48, 192]}]\n'
            'output [{name: "out", data_type: TYPE_FP32, dims: [-1, 2]}]\n'
            "instance_group [{count: 1, kind: KIND_CPU}]\n"
        )
        command = [home / "bin" / "tritonserver", "--model-repository", model.parent, "--backend-directory", backends]
        command += ["--http-address", "127.0.0.1", "--http-port", http, "--grpc-address", "127.0.0.1"]
        command += ["--grpc-port", grpc, "--allow-metrics", "false"]
        environment = os.environ | {"LD_LIBRARY_PATH": str(packages / "nvidia_pytriton.libs"), "PYTHONPATH": str(packages)}
        environment["PATH"] = f"{python.parent}:{environment['PATH']}"
        self.process = subprocess.Popen(
            [str(word) for word in command], stdout=self.log, stderr=self.log, env=environment
        )
        self.http, self.grpc = f"127.0.0.1:{http}", f"127.0.0.1:{grpc}"
        self.wait_ready()
