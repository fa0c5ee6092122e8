#!/usr/bin/env bash
# Builds a container runtime that hands out devices by name (CDI), which Debian 12's does not: containerd and its shim, from
# the Go modules pinned beside this file, once (about 2 minutes on 2 idle cores), into a cache folder of the user. Prints
# that folder on stdout, everything else on stderr. A second caller waits for the first.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
version=$(sed -n 's#.*github.com/containerd/containerd \(v[0-9.]*\)$#\1#p' go.mod)
pins=$(cat go.mod go.sum | sha256sum | cut -c1-12)
home=${MILLRACE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/millrace}/testbed/containerd-$version-$(uname -m)-$pins
programs=(containerd containerd-shim-runc-v2)

there() { for program in "${programs[@]}"; do [ -x "$home/bin/$program" ] || return 1; done; }
if ! there; then
  command -v go >/dev/null || { echo "testbed: building containerd needs Go, which is not on PATH" >&2; exit 2; }
  mkdir -p "$home/bin"
  exec 9>"$home/lock"
  flock 9
  if ! there; then
    echo "testbed: building containerd ${version#v} (about 2 minutes on 2 cores)" >&2
    work=$(mktemp -d "$home/build.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    for program in "${programs[@]}"; do
      CGO_ENABLED=0 GOFLAGS=-mod=readonly go build -buildvcs=false -trimpath -o "$work/$program" \
        -tags "no_btrfs no_devmapper no_zfs no_aufs" \
        -ldflags "-s -w -X github.com/containerd/containerd/version.Version=$version" \
        "github.com/containerd/containerd/cmd/$program" >&2 9>&-
      mv "$work/$program" "$home/bin/$program"
    done
  fi
fi
echo "$home/bin"
