#!/usr/bin/env python3
"""Turns prediction cases (Kubernetes manifests + truth.json) into the JSON that the tests of this module read.

usage: convert_cases.py SOURCE_DIR OUTPUT_DIR

Every folder of SOURCE_DIR with a truth.json becomes OUTPUT_DIR/<folder>.json: the node models (names as in the records
of dev.millrace.queueing.model) and the true figures in ms. Needs PyYAML.
"""
import json
import pathlib
import re
import sys

import yaml

UNITS_MS = {"h": 3.6e6, "m": 6e4, "s": 1e3, "ms": 1.0, "us": 1e-3, "µs": 1e-3, "ns": 1e-6}


def millis(text):
    parts = re.findall(r"([0-9.]+)(h|ms|us|µs|ns|m|s)", text)
    return round(sum(float(number) * UNITS_MS[unit] for number, unit in parts), 9)


def key(app):
    return app["namespace"] + "/" + app["name"]


def copy_id(app, assignment, variant):
    artefact = variant.get("sha256") or variant["uri"]
    if app["spec"].get("tenancy", "Shared") == "Dedicated":
        return artefact[:8] + "@" + key(app["metadata"])
    return artefact[:8]


def convert(folder):
    documents = [d for f in sorted(folder.glob("manifests/*.yaml")) for d in yaml.safe_load_all(f.read_text()) if d]
    by_kind = {}
    for document in documents:
        by_kind.setdefault(document["kind"], []).append(document)
    apps = {key(a["metadata"]): a for a in by_kind["InferenceApp"]}
    models = {m["metadata"]["name"]: m for m in by_kind["InferenceModel"]}
    profiles = {(p["spec"]["model"], p["spec"]["deviceType"]): p["spec"] for p in by_kind["ModelProfile"]}
    nodes = []
    for node in by_kind["InferenceNode"]:
        spec, status = node["spec"], node["status"]
        devices, streams = {}, {}
        for device in status["devices"]:
            devices[device["name"]] = {
                "name": device["name"],
                "class": {"EdgeTPU": "EDGE_TPU", "GPU": "GPU", "CPU": "CPU"}[device["class"]],
                "discipline": {"Fcfs": "FCFS", "SwapAware": "SWAP_AWARE"}[
                    spec.get("disciplines", {}).get(device["name"], "Fcfs")
                ],
                "copies": {},
            }
        types = {d["name"]: d["type"] for d in status["devices"]}
        for assignment in spec["assignments"]:
            app = apps[key(assignment["app"])]
            model = models[app["spec"]["modelRef"]["name"]]
            variant = next(v for v in model["spec"]["variants"] if v["name"] == assignment["variant"])
            name = model["spec"].get("profile", model["metadata"]["name"])
            profile = profiles[(name, types[assignment["device"]])]
            identity = copy_id(app, assignment, variant)
            devices[assignment["device"]]["copies"][identity] = {
                "id": identity,
                "rows": [[r["batch"], millis(r["mean"]), r.get("cv2", 0.0)] for r in profile["serviceTime"]],
                "switchMs": millis(profile["switchTime"]) if "switchTime" in profile else 0.0,
                "set": assignment.get("coResident"),
                "maxBatch": assignment.get("maxBatch", 1),
            }
            if assignment["share"] <= 0:
                continue
            arrivals = app["spec"]["arrivals"]
            network = millis(app["spec"]["network"]["latency"]) if "network" in app["spec"] else 0.0
            stream = streams.setdefault(
                key(assignment["app"]),
                {
                    "id": key(assignment["app"]),
                    "process": arrivals.get("process", "Poisson").upper(),
                    "ratePerSecond": arrivals["ratePerSecond"],
                    "cv2": arrivals.get("cv2"),
                    "preprocessMs": millis(app["spec"].get("preprocess", {}).get("cpu", "0ms")),
                    "networkMs": network,
                    "deadlineMs": millis(app["spec"]["slo"]["latency"]) - network,
                    "branches": [],
                },
            )
            stream["branches"].append(
                {"device": assignment["device"], "copy": identity, "share": assignment["share"]}
            )
        for device in devices.values():
            device["copies"] = list(device["copies"].values())
        nodes.append(
            {
                "name": node["metadata"]["name"],
                "cores": status["cpu"]["cores"],
                "devices": list(devices.values()),
                "streams": list(streams.values()),
            }
        )
    truth = json.loads((folder / "truth.json").read_text())
    figures = ("requests", "mean", "p50", "p90", "p95", "p99", "p999", "halfWidth")
    return {
        "family": json.loads((folder / "case.json").read_text())["family"],
        "nodes": nodes,
        "truth": [{"stream": key(a), **{f: a[f] for f in figures if f in a}} for a in truth["apps"]],
    }


def main(source, output):
    output = pathlib.Path(output)
    output.mkdir(parents=True, exist_ok=True)
    for truth in sorted(pathlib.Path(source).glob("*/truth.json")):
        case = convert(truth.parent)
        (output / (truth.parent.name + ".json")).write_text(json.dumps(case, indent=1) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
