"""Runs the configurations and prints their table; see bench/multi-tenancy."""

import argparse
import json
import pathlib
import socket
import subprocess
import tempfile
import threading
import time

import sites

SHAPE = [3, 48, 192]


class Client(threading.Thread):
    """One connection, one request after the other; counts what was answered within the measured time."""

    def __init__(self, address, app, real, batch, begin, end):
        super().__init__()
        self.begin, self.end, self.answered, self.failure = begin, end, 0, None
        elements = batch * SHAPE[0] * SHAPE[1] * SHAPE[2]
        raw = bytes(4 * elements) if real else bytes(1000)
        tensor = {"name": "x", "shape": [batch, *SHAPE], "datatype": "FP32"}
        if not real:
            tensor = {"name": "input", "shape": [len(raw)], "datatype": "UINT8"}
        tensor["parameters"] = {"binary_data_size": len(raw)}
        head = json.dumps({"inputs": [tensor], "parameters": {"binary_data_output": True}}).encode()
        self.request = (
            f"POST /v2/models/bench.{app}/infer HTTP/1.1\r\nHost: bench\r\n"
            f"Inference-Header-Content-Length: {len(head)}\r\nContent-Length: {len(head) + len(raw)}\r\n\r\n"
        ).encode() + head + raw
        self.connect(address)

    def connect(self, address):
        host, port = address.rsplit(":", 1)
        self.connection = socket.create_connection((host, int(port)))
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def run(self):
        try:
            while (now := time.perf_counter()) < self.end:
                self.once()
                self.answered += now >= self.begin and time.perf_counter() < self.end
        except (OSError, RuntimeError) as error:
            self.failure = error
        finally:
            self.connection.close()

    def once(self):
        self.connection.sendall(self.request)
        data = b""
        while b"\r\n\r\n" not in data:
            data += self.connection.recv(65536) or self.gone()
        head, body = data.split(b"\r\n\r\n", 1)
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(data[:300].decode(errors="replace"))
        length = next(int(l.split(b":")[1]) for l in head.split(b"\r\n") if l.lower().startswith(b"content-length"))
        while len(body) < length:
            body += self.connection.recv(65536) or self.gone()

    def gone(self):
        raise RuntimeError("the agent closed the connection")


def throughput(options, configuration, work):
    """Answered inferences a second."""
    _, _, _, _, copies, clients, batch = configuration
    apps = sites.write(options.root, work, configuration)
    command = [options.root / "millrace", "agent", "-f", work / "site.yaml", "--node", "bench"]
    command += ["--model-root", options.root / "node-agent/target/models"]
    command += ["--http-port", "0", "--grpc-port", "0", "--metrics-port", "0"]
    with open(work / "log", "w") as log:
        agent = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            ready = json.loads(next(line for line in agent.stdout if line.startswith("{")))
            begin = time.perf_counter() + options.warm
            end = begin + options.seconds
            real = copies[0][2] == "cpu"
            threads = [Client(ready["http"], app, real, batch, begin, end) for app in apps for _ in range(clients)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            agent.terminate()
            agent.wait(30)
    failures = [thread.failure for thread in threads if thread.failure is not None]
    if failures:
        raise failures[0]
    return sum(thread.answered for thread in threads) * batch / options.seconds


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--warm", type=float, default=2)
    parser.add_argument("--seconds", type=float, default=5)
    options = parser.parse_args()
    print("| device | configuration | inferences/s | gain |")
    print("|---|---|---|---|")
    bases = {}
    for configuration in sites.CONFIGURATIONS:
        title, device = configuration[:2]
        with tempfile.TemporaryDirectory() as folder:
            rate = throughput(options, configuration, pathlib.Path(folder))
        base = bases.setdefault(device, rate)
        print(f"| {device} | {title} | {rate:.1f} | {rate / base:.2f} |", flush=True)


if __name__ == "__main__":
    main()
