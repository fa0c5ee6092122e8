#!/bin/sh
# Renders the plain manifests of deploy/ out of the charts: all of them, or only the one that is named, to standard output.
set -eu
cd "$(dirname "$0")/.."
helm=${HELM:-$(testbed/helm.sh)}
header() {
  echo "# Rendered from helm/ by helm/render.sh: do not edit. Apply deploy/crds first."
  echo "apiVersion: v1"
  echo "kind: Namespace"
  echo "metadata:"
  echo "  name: millrace-system"
  echo "  labels: {app.kubernetes.io/part-of: millrace, pod-security.kubernetes.io/enforce: restricted}"
}
render() {
  case $1 in
  deploy/install/millrace.yaml) values="" ;;
  deploy/k3s/millrace.yaml) values="-f deploy/k3s/values.yaml" ;;
  *) echo "unknown target $1" >&2; exit 2 ;;
  esac
  header
  # shellcheck disable=SC2086
  "$helm" template millrace helm/millrace -n millrace-system --skip-tests $values
}
if [ $# -gt 0 ]; then
  render "$1"
  exit
fi
for target in deploy/install/millrace.yaml deploy/k3s/millrace.yaml; do
  mkdir -p "$(dirname "$target")"
  render "$target" >"$target.new"
  mv "$target.new" "$target"
done
