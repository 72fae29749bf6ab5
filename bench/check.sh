#!/bin/sh
# Compares this build with that of an earlier commit, which it builds beside: check.sh COMMIT [flag...], after a
# build. The flags are those of run.sh. Ends with 1 if this one is worse than it may be.
set -eu
home=$(CDPATH="" cd -- "${0%/*}/.." && pwd)
commit=$(git -C "$home" rev-parse --verify --quiet "$1^{commit}") || {
  echo "bench-check: no commit '$1'; name one, as in: make bench-check BASE=HEAD~1" >&2
  exit 2
}
shift
base=$home/target/base/$commit
if [ ! -e "$base/built" ]; then
  rm -rf "$base"
  mkdir -p "$base"
  git -C "$home" archive "$commit" | tar -x -C "$base"
  echo "bench-check: building $commit"
  MAKEFLAGS='' make -C "$base" --no-print-directory build
  touch "$base/built"
fi
cd "$home"
exec bench/run.sh --base "$base/target/loteria" "$@"
