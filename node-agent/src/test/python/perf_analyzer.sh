#!/bin/sh
# perf_analyzer.sh ARGUMENTS…: Triton's load generator. Its wheel wants a newer C library than many distributions have, so
# it runs through the loader of a small Debian root, made once into the user's cache. Exits with 77 where that cannot be made.
set -eu
home=${XDG_CACHE_HOME:-$HOME/.cache}/millrace/perf_analyzer-2.60.0
if [ ! -e "$home/done" ]; then
  command -v mmdebstrap >/dev/null || {
    echo "mmdebstrap is missing"
    exit 77
  }
  rm -rf "$home"
  mkdir -p "$home"
  {
    python3 -m pip download --quiet --no-deps --only-binary=:all: --platform manylinux_2_38_x86_64 \
      --dest "$home" perf-analyzer==2.60.0 &&
      python3 -m zipfile -e "$home"/perf_analyzer-*.whl "$home/wheel" &&
      mmdebstrap --quiet --variant=extract --include=libc6,libstdc++6,libssl3t64,zlib1g trixie "$home/root"
  } >"$home/log" 2>&1 || {
    tail -n 3 "$home/log"
    exit 77
  }
  chmod +x "$home/wheel/perf_analyzer/bin/perf_analyzer"
  touch "$home/done"
fi
exec "$home/root/usr/lib64/ld-linux-x86-64.so.2" --library-path "$home/root/usr/lib/x86_64-linux-gnu" \
  "$home/wheel/perf_analyzer/bin/perf_analyzer" "$@"
