"""Runs the comparison and prints its table; see bench/serving."""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

from servers import Agent, MlServer, Triton

HERE = pathlib.Path(__file__).resolve().parent
LOAD = 0.6


def measure(target, address, model, onnx_file, mode, seconds, amount, seed):
    command = [sys.executable, HERE / "load.py", target, address, model, onnx_file, mode, seconds, amount, seed]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout)


def spread(values, form="{:.2f}"):
    text = form.format(statistics.median(values))
    return f"{text} ({form.format(min(values))}–{form.format(max(values))})"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--mlserver", type=pathlib.Path)
    parser.add_argument("--triton", type=pathlib.Path)
    parser.add_argument("--warm", type=float, default=10)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5)
    options = parser.parse_args()
    onnx_file = options.root / "node-agent/target/models/ch_ppocr_mobile_v2.0_cls_infer.onnx"
    rows = {}
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        servers = []
        try:
            agent = Agent("agent", work)
            servers.append(agent)
            agent.start(options.root, onnx_file, 1)
            if options.mlserver:
                servers.append(MlServer("MLServer", work))
                servers[-1].start(options.mlserver, onnx_file)
            if options.triton:
                servers.append(Triton("Triton", work))
                servers[-1].start(options.triton, onnx_file)
            for server in servers:
                for target in server.protocols:
                    address = server.grpc if target == "grpc" else server.http
                    try:
                        measure(target, address, server.model, onnx_file, "closed", options.warm, 4, 0)
                    except RuntimeError as error:
                        print(f"{server.name} {target} does not warm up: {error}", file=sys.stderr)
            for repetition in range(options.repetitions):
                figures = round_of(servers, onnx_file, options.seconds, repetition)
                for key, value in figures.items():
                    rows.setdefault(key, []).append(value)
        finally:
            for server in servers:
                server.stop()
    table(rows)


def round_of(servers, onnx_file, seconds, seed):
    figures = {}
    bare = measure("bare", "-", "-", onnx_file, "closed", seconds, 1, seed)
    rate = LOAD * bare["perSecond"]
    calm = measure("bare", "-", "-", onnx_file, "open", seconds, rate, seed)
    figures["bare", "in-process"] = {"throughput": 1.0, "perSecond": bare["perSecond"], "p99Ms": calm["p99Ms"]}
    for server in servers:
        for target in server.protocols:
            address = server.grpc if target == "grpc" else server.http
            try:
                full = measure(target, address, server.model, onnx_file, "closed", seconds, 4, seed)
                load = min(rate, LOAD * full["perSecond"])
                part = measure(target, address, server.model, onnx_file, "open", seconds, load, seed)
            except RuntimeError as error:
                print(f"{server.name} {target} is left out: {error}", file=sys.stderr)
                continue
            figures[server.name, target] = {
                "throughput": full["perSecond"] / bare["perSecond"],
                "perSecond": full["perSecond"],
                "p99Ms": part["p99Ms"],
                "addedMs": part["p99Ms"] - calm["p99Ms"],
            }
    return figures


def table(rows):
    print("| server | protocol | requests/s | of bare | p99 at 60 % load, ms | added to bare's, ms |")
    print("|---|---|---|---|---|---|")
    for (name, target), values in rows.items():
        added = spread([value["addedMs"] for value in values]) if "addedMs" in values[0] else "–"
        print(
            f"| {name} | {target} | {spread([value['perSecond'] for value in values], '{:.0f}')} "
            f"| {spread([value['throughput'] for value in values])} "
            f"| {spread([value['p99Ms'] for value in values])} | {added} |"
        )


if __name__ == "__main__":
    main()
