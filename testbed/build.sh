#!/usr/bin/env bash
# Builds the Kubernetes programs that the testbed runs (etcd, kube-apiserver, kube-controller-manager, kube-scheduler,
# kubectl) from the Go modules pinned in testbed/go, once, into a cache folder of the user. Prints that folder on stdout;
# everything else goes to stderr. Safe to call at any time and from several processes at once: what is built is not built
# again, and a second caller waits for the first.
#
#   testbed/build.sh                 build what is missing and wait, with progress
#   testbed/build.sh --background    start the build, if one is needed and none runs, return at once (stdout stays empty)
#   testbed/build.sh --check         build nothing; exit 0 if everything is there, 1 if not
#   testbed/build.sh --nodes         kubelet and kube-proxy as well
#   testbed/build.sh --while PID     give up when process PID is gone
#
# KUBEBUILDER_ASSETS, a folder with etcd, kube-apiserver and kubectl, is used as it is and nothing is built.
# The cache is ${XDG_CACHE_HOME:-~/.cache}/millrace/testbed; MILLRACE_CACHE names another folder in place of …/millrace.
set -euo pipefail

{ # read to the end before any of it runs: an update of this file must not change a build under way
cd "$(dirname "${BASH_SOURCE[0]}")"
self=$PWD/build.sh
mode=wait
owner=
nodes=
log_lines=0

say() { echo "testbed: $*" >&2; }
fail() {
  say "$1"
  shift
  for line in "$@"; do echo "  $line" >&2; done
  exit 2
}

while [ $# -gt 0 ]; do
  case $1 in
  --background) mode=background ;;
  --check) mode=check ;;
  --nodes) nodes=yes ;;
  --while)
    [[ ${2-} =~ ^[0-9]+$ ]] || fail "--while needs a process id, not '${2-}'"
    owner=$2
    shift
    ;;
  -h | --help)
    sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$self"
    exit 0
    ;;
  *) fail "unknown option $1" "Maybe --help?" ;;
  esac
  shift
done

programs=(etcd kube-apiserver kubectl kube-controller-manager kube-scheduler)
[ -z "$nodes" ] || programs+=(kubelet kube-proxy)

if [ -n "${KUBEBUILDER_ASSETS-}" ]; then
  for program in etcd kube-apiserver kubectl; do
    [ -x "$KUBEBUILDER_ASSETS/$program" ] ||
      fail "KUBEBUILDER_ASSETS is $KUBEBUILDER_ASSETS, which has no program $program." \
        "Maybe unset it, and the testbed builds its own."
  done
  [ $mode = background ] || echo "$KUBEBUILDER_ASSETS"
  exit 0
fi

kubernetes=$(sed -n 's#^[[:space:]]*k8s.io/kubernetes \(v[0-9.]*\)$#\1#p' go/go.mod)
pins=$(cat go/go.mod go/go.sum | sha256sum | cut -c1-12)
cache=${MILLRACE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/millrace}/testbed
home=$cache/$kubernetes-$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m)-$pins
bin=$home/bin
progress=$home/progress

missing() { for program in "${programs[@]}"; do [ -x "$bin/$program" ] || echo "$program"; done; }

if [ -z "$(missing)" ]; then
  [ $mode = background ] || echo "$bin"
  exit 0
fi
[ $mode != check ] || exit 1

command -v flock >/dev/null || fail "building the testbed needs flock, which is not on PATH." "Debian: apt-get install util-linux"
go=$(command -v go || true)
for candidate in /usr/local/go/bin/go /usr/lib/go/bin/go /usr/lib/go-1.*/bin/go; do
  [ -n "$go" ] || { [ -x "$candidate" ] && go=$candidate; } || true
done
needed=$(sed -n 's/^go \([0-9.]*\)$/\1/p' go/go.mod)
[ -n "$go" ] || fail "building Kubernetes for the testbed needs Go $needed or newer, and none was found." \
  "Maybe install it (https://go.dev/dl/) and put its bin folder on PATH," \
  "or set KUBEBUILDER_ASSETS to a folder with etcd, kube-apiserver and kubectl."

mkdir -p "$bin"

if [ $mode = background ]; then
  exec 9>"$home/lock"
  flock -n 9 || exit 0
  exec 9>&-
  setsid nice -n 10 "$self" ${nodes:+--nodes} ${owner:+--while "$owner"} </dev/null >"$home/build.log" 2>&1 &
  say "building Kubernetes ${kubernetes#v} for tests in the background (about 9 minutes on 2 cores); log: $home/build.log"
  exit 0
fi

owner_gone() { [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; }

# One line, rewritten in place on a terminal, every 15 seconds elsewhere. $1: the text, $2: seconds since the start.
show() {
  echo "$1" >"$progress"
  if [ -t 2 ]; then
    printf '\r\033[Ktestbed: %s' "$1" >&2
  elif [ "$2" -ge "$log_lines" ]; then
    log_lines=$((log_lines + 15))
    say "$1"
  fi
}

exec 9>"$home/lock"
if ! flock -n 9; then
  say "another process is building Kubernetes ${kubernetes#v}; waiting for it (log: $home/build.log)"
  while ! flock -w 5 9; do
    ! owner_gone || exit 1
    waited=${waited:-0}
    waited=$((waited + 5))
    text=$(cat "$progress" 2>/dev/null || true)
    if [ -t 2 ]; then printf '\r\033[Ktestbed: %s' "$text" >&2; elif [ $((waited % 15)) = 0 ]; then say "$text"; fi
  done
  [ ! -t 2 ] || echo >&2
fi

# Go writes its version as "go version go1.26.8 linux/amd64".
version=$("$go" env GOVERSION | sed 's/^go//')
[ "$(printf '%s\n' "$needed" "$version" | sort -V | head -n 1)" = "$needed" ] ||
  fail "building Kubernetes for the testbed needs Go $needed or newer; $go is $version."

work=$(mktemp -d "$home/build.XXXXXX")
builder=
# shellcheck disable=SC2329 # called by trap
stop() {
  [ -z "$builder" ] || kill -TERM -- "-$builder" 2>/dev/null || true
  rm -rf "$work" "$progress"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

package_of() {
  case $1 in
  etcd) echo go.etcd.io/etcd/server/v3 ;;
  *) echo "k8s.io/kubernetes/cmd/$1" ;;
  esac
}

minor=${kubernetes#v1.}
minor=${minor%%.*}
stamp=k8s.io/component-base/version
export CGO_ENABLED=0 GOFLAGS=-mod=readonly

set -m # each build in a process group of its own, so that all of it can be stopped
started=$SECONDS
for program in $(missing); do
  package=$(package_of "$program")
  show "$program: resolving modules" $((SECONDS - started))
  (cd go && "$go" list -deps "$package") >"$work/packages" 2>"$work/$program.log" 9>&- ||
    { cat "$work/$program.log" >&2; fail "the modules of $program could not be resolved (see above)"; }
  total=$(wc -l <"$work/packages")
  (cd go && exec "$go" build -v -trimpath -o "$work/$program" \
    -ldflags "-s -w -X $stamp.gitVersion=$kubernetes -X $stamp.gitMajor=1 -X $stamp.gitMinor=$minor" \
    "$package") >"$work/$program.log" 2>&1 9>&- &
  builder=$!
  while kill -0 "$builder" 2>/dev/null; do
    ! owner_gone || exit 1
    elapsed=$((SECONDS - started))
    show "$(printf '%s: %d of at most %d packages compiled, %d:%02d min' "$program" \
      "$(wc -l <"$work/$program.log")" "$total" $((elapsed / 60)) $((elapsed % 60)))" $elapsed
    sleep 1
  done
  wait "$builder" || { grep -v '^[a-z0-9./_-]*$' "$work/$program.log" | tail -n 20 >&2; fail "$program did not build (see above)"; }
  builder=
  mv "$work/$program" "$bin/$program"
done
[ ! -t 2 ] || echo >&2
elapsed=$((SECONDS - started))
[ $elapsed = 0 ] || say "$(printf 'Kubernetes %s is built (%d:%02d min): %s' "${kubernetes#v}" $((elapsed / 60)) $((elapsed % 60)) "$bin")"
echo "$bin"
exit
}
