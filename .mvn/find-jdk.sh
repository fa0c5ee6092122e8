# shellcheck shell=sh
# Sourced by ./mvnw and ./millrace: sets JAVA_HOME to a JDK of at least the required release, or says what is missing.
#
# Order: JAVA_HOME, the javac on PATH, then the usual installation folders. A JRE (no javac) does not count.

MILLRACE_JDK_RELEASE=25

millrace_jdk_release_of() {
  # Prints the feature release (e.g. 25) of the JDK in $1; nothing if there is none.
  [ -x "$1/bin/javac" ] || return 0
  # The file costs nothing; asking javac starts a JVM, at each start of anything here.
  millrace_release_file=$(sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true)
  if [ -n "$millrace_release_file" ]; then
    echo "$millrace_release_file"
  else
    "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9][0-9]*\).*/\1/p'
  fi
}

millrace_find_jdk() {
  set +f
  millrace_seen=""
  millrace_path_javac=$(command -v javac 2>/dev/null || true)
  millrace_path_home=""
  if [ -n "$millrace_path_javac" ]; then
    millrace_path_home=$(dirname "$(dirname "$(readlink -f "$millrace_path_javac")")")
  fi
  for millrace_home in "${JAVA_HOME-}" "$millrace_path_home" /usr/lib/jvm/* /opt/java/* /opt/jdk* \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$millrace_home" ] || continue
    millrace_release=$(millrace_jdk_release_of "$millrace_home")
    [ -n "$millrace_release" ] || continue
    if [ "$millrace_release" -ge "$MILLRACE_JDK_RELEASE" ]; then
      JAVA_HOME=$millrace_home
      export JAVA_HOME
      set -f
      return 0
    fi
    millrace_seen="$millrace_seen
    JDK $millrace_release in $millrace_home"
  done
  set -f
  {
    echo "Millrace needs a JDK $MILLRACE_JDK_RELEASE or newer (with javac), and none was found."
    [ -z "$millrace_seen" ] || echo "  Found, but too old:$millrace_seen"
    echo "  Maybe install one and set JAVA_HOME to its folder:"
    echo "    Debian 13 or newer:  apt-get install openjdk-$MILLRACE_JDK_RELEASE-jdk-headless"
    echo "    elsewhere:           https://adoptium.net/temurin/releases/?version=$MILLRACE_JDK_RELEASE"
  } >&2
  return 1
}

millrace_find_jdk || exit 2
set +f
