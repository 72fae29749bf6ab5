#!/usr/bin/env bash
# Runs Maven and shows how far it is, a line a module with the seconds so far: build.sh COMMAND...
# Of what Maven prints, complaints and what the programs that it runs say are shown; all of it is in
# target/build.log.
set -euo pipefail

log=target/build.log
mkdir -p target

# The compiler's plugin is the last of what a build fetches.
if [ -d "${HOME:-}/.m2/repository/com/uber/nullaway" ]; then
  echo "building target/loteria, which takes a minute or two (all that Maven says is in $log)"
else
  echo "building target/loteria: the first build takes a few minutes and needs the internet, from which"
  echo "Maven, its plugins and the libraries come into ~/.m2, once (all that Maven says is in $log)"
fi

show() {
  local line module number
  while IFS= read -r line; do
    case $line in
    "[INFO] Building "*" ["*"]")
      module=${line#"[INFO] Building "}
      module=${module% [0-9]*.[0-9]* *}
      number=${line##*[}
      printf '%5d s  %s: %s\n' "$SECONDS" "${number%]}" "$module"
      ;;
    "[INFO] --- "*"(format) "*)
      printf '%5d s  checking the format of the sources\n' "$SECONDS"
      ;;
    "[INFO] --- "*"(start-up-caches)"*)
      printf '%5d s  start-up caches, from a small lottery\n' "$SECONDS"
      ;;
    "[ERROR] " | "[ERROR] [Help "* | "[ERROR] To see the full "* | "[ERROR] Re-run Maven "* | \
      "[ERROR] For more information "*) ;;
    "[ERROR]"*) printf '%s\n' "$line" >&2 ;;
    "["* | "" | [[:space:]]*"at "* | "Caused by: "* | *Exception:\ * | *"... "*" more") ;;
    *) printf '%s\n' "$line" ;;
    esac
  done
}

SECONDS=0
code=0
"$@" 2>&1 | tee "$log" | show || code=$?
if [ "$code" -ne 0 ]; then
  if grep -qiE 'unknown host|could not transfer|unresolved|network is unreachable|failed to fetch|timed out' "$log"; then
    echo "build: something could not be fetched: a first build needs the internet; once all is in ~/.m2, none does" >&2
  fi
  echo "build: failed with $code after $SECONDS s; all that Maven said is in $log" >&2
  exit "$code"
fi
printf '%5d s  built\n' "$SECONDS"
