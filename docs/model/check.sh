#!/usr/bin/env bash
# Looks at every state of the model with spin: the rule must hold, and the old one must not.
set -euo pipefail
model=$(cd "$(dirname "$0")" && pwd)/exactly-once.pml
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cp "$model" model.pml

search() { # FLAG...
  rm -f pan* ./*.trail
  spin -a "$@" model.pml
  gcc -w -O2 -DSAFETY -DCOLLAPSE -DMEMLIM=4096 -o pan pan.c
  ./pan -m100000 -w24 >found || true
}

holds() { # NAME FLAG...
  local name=$1
  shift
  search "$@"
  if ! grep -q 'errors: 0$' found || grep -q 'too small\|out of memory\|memory limit' found; then
    echo "$name: violated, or not searched to the end"
    cat found
    [ ! -e model.pml.trail ] || spin -T -t "$@" model.pml || true
    exit 1
  fi
  echo "$name: $(awk '/states, stored/ { print $1 }' found) states, none violates the rule"
}

holds "2 sessions, a crash, a worker that stands still and wakes" -DSESSIONS=2
holds "3 sessions, a crash" -DSESSIONS=3 -DMOVES=0

search -DOLD_RULE -DSESSIONS=2
if ! grep -q 'assertion violated' found; then
  echo "the old rule is not violated: the model shows nothing"
  cat found
  exit 1
fi
echo "the old rule is violated, as it must be:"
spin -T -B -t -DOLD_RULE -DSESSIONS=2 model.pml | sed "/^spin: trail ends/d; s/^ */  /" || true
