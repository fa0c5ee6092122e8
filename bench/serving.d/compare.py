"""Runs the comparison and prints its tables; see bench/serving."""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

from servers import Agent, MlServer, Triton

HERE = pathlib.Path(__file__).resolve().parent
LOAD = 0.6
CLIENTS = 4
BARE = ("bare", "in-process")
STOLEN = 0.005
TRIES = 6


class Load:
    """One client process, which measures a window at a time."""

    def __init__(self, target, address, model, onnx_file):
        command = [sys.executable, HERE / "load.py", target, address, model, onnx_file]
        self.process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def window(self, mode, seconds, amount, seed):
        print(
            json.dumps({"mode": mode, "seconds": seconds, "amount": amount, "seed": seed}),
            file=self.process.stdin,
            flush=True,
        )
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the client ended with {self.process.wait()}")
        return json.loads(answer)

    def stop(self):
        self.process.stdin.close()
        self.process.wait(20)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--mlserver", type=pathlib.Path)
    parser.add_argument("--triton", type=pathlib.Path)
    parser.add_argument("--warm", type=float, default=10)
    parser.add_argument("--repetitions", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=2)
    options = parser.parse_args()
    onnx_file = options.root / "node-agent/target/models/ch_ppocr_mobile_v2.0_cls_infer.onnx"
    loads = {BARE: Load("bare", "-", "-", onnx_file)}
    servers = []
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        try:
            servers.append(Agent("agent", work))
            servers[-1].start(options.root, onnx_file, 1)
            if options.mlserver:
                servers.append(MlServer("MLServer", work))
                servers[-1].start(options.mlserver, onnx_file)
            if options.triton:
                servers.append(Triton("Triton", work))
                servers[-1].start(options.triton, onnx_file)
            for server in servers:
                for target in server.protocols:
                    address = server.grpc if target == "grpc" else server.http
                    loads[server.name, target] = Load(target, address, server.model, onnx_file)
            figures = rounds(loads, options)
        finally:
            for load in loads.values():
                load.stop()
            for server in servers:
                server.stop()
    print("\n".join(table(figures) + [""] + ratios(figures)))


def rounds(loads, options):
    """
    Windows of all targets by turns, so that a machine whose speed changes by the minute treats them alike. Each round has
    a rate and arrivals of its own, the same for each target.
    """
    for key, load in list(loads.items()):
        try:
            load.window("closed", options.warm, clients(key), 0)
        except RuntimeError as error:
            print(f"{' '.join(key)} is left out: {error}", file=sys.stderr)
            del loads[key]
    figures = {key: {"perSecond": [], "p99Ms": []} for key in loads}
    for repetition in range(options.repetitions):
        for key, load in loads.items():
            window = undisturbed(load, "closed", options.seconds, clients(key), repetition)
            figures[key]["perSecond"].append(window["perSecond"])
        for key, load in loads.items():
            rate = LOAD * min(figures[BARE]["perSecond"][-1], figures[key]["perSecond"][-1])
            window = undisturbed(load, "open", options.seconds, rate, repetition)
            figures[key]["p99Ms"].append(float(np.percentile(window["latenciesMs"], 99)))
        print(f"repetition {repetition + 1} of {options.repetitions}", file=sys.stderr)
    return figures


def undisturbed(load, mode, seconds, amount, seed):
    """A window of which a hypervisor took no more than STOLEN of the cores' time, or the least disturbed of TRIES."""
    windows = []
    for _ in range(TRIES):
        before = stolen_seconds()
        window = load.window(mode, seconds, amount, seed)
        windows.append((stolen_seconds() - before, window))
        if windows[-1][0] <= STOLEN * seconds * os.cpu_count():
            break
    return min(windows, key=lambda measured: measured[0])[1]


def stolen_seconds():
    """What /proc/stat counts as stolen from all cores; 0 on machines that do not tell."""
    try:
        with open("/proc/stat") as stat:
            return int(stat.readline().split()[8]) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return 0.0


def clients(key):
    return 1 if key == BARE else CLIENTS


def quartiles(values, form):
    low, middle, high = (form.format(value) for value in np.percentile(values, [25, 50, 75]))
    return f"{middle} ({low}–{high})"


def table(figures):
    lines = ["| server | protocol | requests/s | of bare | p99 at 60 % load, ms | added to bare's, ms |"]
    lines.append("|---|---|---|---|---|---|")
    bare = {name: np.array(values) for name, values in figures[BARE].items()}
    for key, values in figures.items():
        added = "–" if key == BARE else quartiles(values["p99Ms"] - bare["p99Ms"], "{:.2f}")
        lines.append(
            f"| {' | '.join(key)} | {quartiles(values['perSecond'], '{:.0f}')} "
            f"| {quartiles(values['perSecond'] / bare['perSecond'], '{:.2f}')} "
            f"| {quartiles(values['p99Ms'], '{:.2f}')} | {added} |"
        )
    return lines


def ratios(figures):
    """The agent's throughput over each other server's, round by round; JSON is compared with the agent's binary HTTP."""
    lines = ["| throughput of the agent over | http | grpc |", "|---|---|---|"]
    others = dict.fromkeys(name for name, _ in figures if name not in ("bare", "agent"))
    for name in others:
        cells = []
        for target in ("http", "grpc"):
            theirs = figures.get((name, target)) or figures.get((name, "json"))
            ours = figures.get(("agent", target))
            if not ours or not theirs:
                cells.append("–")
                continue
            cells.append(quartiles(np.array(ours["perSecond"]) / theirs["perSecond"], "{:.2f}"))
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


if __name__ == "__main__":
    main()
