# Sets `java` to a Java of at least 25, or says what is missing and exits with 2. The launchers source
# it. JAVA_HOME comes first, then the Java of the start-up caches, whose version is known, then the
# installed ones. The version comes from a runtime's `release` file, or from running Java if there is
# none, which takes longer than everything else together.

java_min=25
java=

# shellcheck disable=SC2154 # the launchers set home
case $home in
*:*)
  echo "${0##*/}: Java cannot run from '$home': it splits paths at colons; move or rename the folder" >&2
  exit 2
  ;;
esac

# Sets `java` to the one of the caches, unless JAVA_HOME names another.
try_cached() {
  # shellcheck disable=SC2154 # the launchers set home
  [ -r "$home/lib/aot/made-for" ] || return 0
  read -r made_for <"$home/lib/aot/made-for"
  cached=${made_for% "$home"}
  [ "$cached" != "$made_for" ] && [ -x "$cached" ] || return 0
  [ "${JAVA_HOME:-${cached%/bin/java}}" != "${cached%/bin/java}" ] || java=$cached
}

# Sets `java` if the runtime in folder $1 is new enough.
try_runtime() {
  [ -z "$java" ] && [ -x "$1/bin/java" ] || return 0
  version=
  if [ -r "$1/release" ]; then
    while IFS='="' read -r key _ value _; do
      [ "$key" != JAVA_VERSION ] || { version=$value && break; }
    done <"$1/release"
  fi
  [ -n "$version" ] || version=$("$1/bin/java" -version 2>&1) || version=
  version=${version#*\"}
  major=${version%%[!0-9]*}
  [ "${major:-0}" -lt "$java_min" ] || java=$1/bin/java
}

try_path() {
  on_path=$(command -v java) || return 0
  on_path=$(readlink -f "$on_path") || return 0
  try_runtime "${on_path%/bin/java}"
}

try_all() {
  for runtime in "$@"; do
    try_runtime "$runtime"
  done
}

sdkman_java=${SDKMAN_DIR:-${HOME:-}/.sdkman}/candidates/java

try_cached
[ -z "${JAVA_HOME:-}" ] || try_runtime "$JAVA_HOME"
[ -n "$java" ] || try_path
[ -n "$java" ] || try_all /usr/lib/jvm/* "$sdkman_java"/*

if [ -z "$java" ]; then
  cat >&2 <<END
${0##*/}: needs Java $java_min or newer, and found none.
  looked at: JAVA_HOME (${JAVA_HOME:-not set}), java on the PATH ($(command -v java || echo none)), /usr/lib/jvm/*, $sdkman_java/*
  to do:     install one, for instance from https://adoptium.net, or set JAVA_HOME to where it is
END
  exit 2
fi
