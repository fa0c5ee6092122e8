"""One process of load: requests of one kind to one server, or to ONNX Runtime in this process.

Usage: load.py TARGET ADDRESS MODEL ONNX_FILE
TARGET is bare, http, json or grpc. Each line of the standard input asks for one window, as JSON: {"mode": "closed" or "open",
"seconds", "amount": clients or requests a second, "seed"}; each is answered by one line. In the closed loop clients send one
after another; in the open loop arrivals are Poisson, and latency counts from the moment a request is written, so what this
process is late by does not count.
"""

import json
import queue
import random
import socket
import sys
import threading
import time

import numpy as np
import onnxruntime

CONNECT_SECONDS = 30
WARM_SECONDS = 0.2
SHAPE = (1, 3, 48, 192)
IMAGE = np.random.default_rng(1).random(SHAPE, dtype=np.float32)


class Bare:
    """The model in this process: one thread a run, as the servers are told to."""

    def __init__(self, model, onnx_file):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(onnx_file, options, providers=["CPUExecutionProvider"])

    def connect(self, _address):
        return lambda: self.session.run(None, {"x": IMAGE})


class Http:
    """One kept connection, binary tensors both ways."""

    def __init__(self, model, _onnx_file):
        raw = IMAGE.tobytes()
        head = json.dumps(
            {
                "inputs": [
                    {
                        "name": "x",
                        "shape": list(SHAPE),
                        "datatype": "FP32",
                        "parameters": {"binary_data_size": len(raw)},
                    }
                ],
                "parameters": {"binary_data_output": True},
            }
        ).encode()
        self.request = (
            f"POST /v2/models/{model}/infer HTTP/1.1\r\nHost: bench\r\nContent-Type: application/octet-stream\r\n"
            f"Inference-Header-Content-Length: {len(head)}\r\nContent-Length: {len(head) + len(raw)}\r\n\r\n"
        ).encode() + head + raw

    def connect(self, address):
        host, port = address.rsplit(":", 1)
        connection = socket.create_connection((host, int(port)))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def once():
            connection.sendall(self.request)
            data = b""
            while b"\r\n\r\n" not in data:
                data += connection.recv(65536)
            head, body = data.split(b"\r\n\r\n", 1)
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(data[:300].decode(errors="replace"))
            length = next(int(l.split(b":")[1]) for l in head.split(b"\r\n") if l.lower().startswith(b"content-length"))
            while len(body) < length:
                body += connection.recv(65536)

        return once


class Json(Http):
    """The tensor as JSON, for servers that take no other form over HTTP."""

    def __init__(self, model, _onnx_file):
        tensor = {"name": "x", "shape": list(SHAPE), "datatype": "FP32", "data": IMAGE.ravel().tolist()}
        body = json.dumps({"inputs": [tensor]}).encode()
        self.request = (
            f"POST /v2/models/{model}/infer HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        ).encode() + body


class Grpc:
    """Raw contents over one channel a client; the message is made once, as the other clients' requests are."""

    def __init__(self, model, _onnx_file):
        import grpc
        from tritonclient.grpc import service_pb2

        self.grpc = grpc
        message = service_pb2.ModelInferRequest(model_name=model)
        message.inputs.add(name="x", datatype="FP32", shape=SHAPE)
        message.raw_input_contents.append(IMAGE.tobytes())
        self.message = message.SerializeToString()

    def connect(self, address):
        # An option that no other channel has: otherwise all of a process would share one connection.
        channel = self.grpc.insecure_channel(address, [("grpc.use_local_subchannel_pool", 1)])
        infer = channel.unary_unary("/inference.GRPCInferenceService/ModelInfer")

        def once():
            infer(self.message)
            return channel  # which ends with its last reference

        return once


def closed(once_of, clients, seconds):
    latencies = [[] for _ in range(clients)]
    ready = threading.Barrier(clients + 1)

    def work(mine):
        once = connected(once_of)
        ready.wait()
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            start = time.perf_counter()
            once()
            mine.append(time.perf_counter() - start)

    threads = [threading.Thread(target=work, args=(mine,), daemon=True) for mine in latencies]
    for thread in threads:
        thread.start()
    ready.wait(CONNECT_SECONDS)
    for thread in threads:
        thread.join()
    return [value for mine in latencies for value in mine]


def opened(once_of, rate, seconds, seed, workers):
    """With several workers a request is sent when it arrives; a single one is the server, and its line counts."""
    draw = random.Random(seed)
    arrivals = queue.SimpleQueue()
    latencies = []
    ready = threading.Barrier(workers + 1)

    def work():
        once = connected(once_of)
        ready.wait()
        while True:
            arrived = arrivals.get()
            if arrived is None:
                return
            start = time.perf_counter()
            once()
            latencies.append(time.perf_counter() - (arrived if workers == 1 else start))

    threads = [threading.Thread(target=work, daemon=True) for _ in range(workers)]
    for thread in threads:
        thread.start()
    ready.wait(CONNECT_SECONDS)
    due = time.perf_counter()
    until = due + seconds
    while due < until:
        due += draw.expovariate(rate)
        left = due - time.perf_counter()
        if left > 0:
            time.sleep(left)
        arrivals.put(time.perf_counter())
    for _ in threads:
        arrivals.put(None)
    for thread in threads:
        thread.join()
    return latencies


def connected(once_of):
    """A client that has its connection: a first request pays for that, and with 16 of them p99 would be of nothing else."""
    once = once_of()
    once()
    return once


def main(target, address, model, onnx_file):
    # A thread that holds the interpreter gives it up after 5 ms by default, which is longer than an answer takes.
    sys.setswitchinterval(0.0005)
    kind = {"bare": Bare, "http": Http, "json": Json, "grpc": Grpc}[target](model, onnx_file)
    workers = 1 if target == "bare" else 16

    def once_of():
        return kind.connect(address)

    for line in sys.stdin:
        window = json.loads(line)
        seconds = window["seconds"]
        closed(once_of, 1, WARM_SECONDS)  # Caches and connections, after another target's window.
        if window["mode"] == "closed":
            latencies = closed(once_of, window["amount"], seconds)
        else:
            latencies = opened(once_of, window["amount"], seconds, window["seed"], workers)
        print(json.dumps({"perSecond": len(latencies) / seconds, "latenciesMs": [l * 1000 for l in latencies]}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
