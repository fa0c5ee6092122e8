# shellcheck shell=sh
# Sourced by the scripts of this folder: builds the benchmarks where they are older than the sources.
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
. "$root/.mvn/find-jdk.sh"

build_bench() {
  jar=$root/bench/target/millrace-bench.jar
  newer=$(find "$root/bench/src" "$root/bench/pom.xml" "$root/queueing-model/src" "$root/placement/src" -name '*.json' -prune -o -type f -newer "$jar" -print 2>/dev/null | head -n 1)
  if [ ! -f "$jar" ] || [ -n "$newer" ]; then
    (cd "$root" && ./mvnw -q -B -DskipTests -Dspotless.check.skip=true package -pl bench -am) </dev/null
  fi
}

# java_bench CLASS ARGUMENTS…: runs a class of the benchmarks.
java_bench() {
  # shellcheck disable=SC2086
  "$JAVA_HOME/bin/java" -Djava.awt.headless=true ${MILLRACE_JAVA_OPTS-} -cp "$root/bench/target/millrace-bench.jar:$root/bench/target/lib/*" "$@"
}
