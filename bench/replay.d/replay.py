"""Runs the scenarios and prints their table; see bench/replay."""

import argparse
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

import scenarios


def percentile(values, p):
    ordered = sorted(values)
    position = (len(ordered) - 1) * p
    low = int(position)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (position - low) * (ordered[high] - ordered[low])


def observed(trace):
    """Responses in ms by app."""
    responses = collections.defaultdict(list)
    for line in trace.read_text().splitlines():
        fields = line.split("\t")
        if fields[0] == "response":
            responses[fields[1]].append(float(fields[3]))
    return responses


def drop_warm_up(trace):
    """Cuts the trace at its longest pause, between the two loads: nothing was under way then."""
    lines = trace.read_text().splitlines(keepends=True)
    arrivals = [(number, float(line.split("\t")[1])) for number, line in enumerate(lines) if line.startswith("arrival")]
    gaps = [(after[1] - before[1], after[0]) for before, after in zip(arrivals, arrivals[1:])]
    trace.write_text(lines[0] + "".join(lines[max(gaps)[1] :]))


def run(options, name, work):
    scenarios.write(name, work)
    trace = work / "node.trace"
    command = [options.root / "millrace", "agent", "-f", work / "site.yaml"]
    command += ["--node", "bench", "--record-trace", trace]
    command += ["--http-port", "0", "--grpc-port", "0", "--metrics-port", "0"]
    with open(work / "log", "w") as log:
        agent = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            ready = json.loads(agent.stdout.readline())
            for seconds in (options.warm, options.seconds):
                load = [options.root / "millrace", "load", "-f", work / "site.yaml", "--url", f"http://{ready['http']}"]
                load += ["--duration", f"{seconds}s", "-o", "json"]
                subprocess.run([str(word) for word in load], check=True, stdout=subprocess.DEVNULL)
        finally:
            agent.terminate()
            agent.wait(30)
    drop_warm_up(trace)
    simulate = [options.root / "millrace", "simulate", "-f", work / "site.yaml", "--trace", trace, "-o", "json"]
    answer = subprocess.run([str(word) for word in simulate], check=True, capture_output=True, text=True)
    replayed = {f"{app['namespace']}/{app['name']}": app["responseMs"] for app in json.loads(answer.stdout)["apps"]}
    responses = observed(trace)
    # Weighted by requests: one figure a scenario, as one agent was observed.
    total = sum(len(values) for values in responses.values())
    mean = sum(sum(values) for values in responses.values()) / total
    replayed_mean = sum(len(values) * replayed[app]["mean"] for app, values in responses.items()) / total
    p95 = {app: percentile(values, 0.95) for app, values in responses.items()}
    worst = max(((p95[app] / replayed[app]["p95"] - 1) for app in responses), key=abs)
    return total, mean, mean / replayed_mean - 1, worst


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--warm", type=int, default=12)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    print("| scenario | requests | observed mean, ms | mean against the replay | p95 of the app furthest off |")
    print("|---|---|---|---|---|")
    for name in options.names or scenarios.NAMES:
        with tempfile.TemporaryDirectory() as folder:
            total, mean, off, worst = run(options, name, pathlib.Path(folder))
        print(f"| {name} | {total} | {mean:.2f} | {off:+.2%} | {worst:+.2%} |")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
