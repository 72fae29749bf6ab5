#!/usr/bin/env bash
# Checks every state of the model with spin: the rule must hold, and the old rule must fail.
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

holds "1 session, 2 batches with a bad row, a crash, a worker that stands still and wakes" \
  -DSESSIONS=1 -DBADS=2 -DWINDOW=3
holds "2 sessions, 2 batches with a bad row, a crash" -DSESSIONS=2 -DMOVES=0 -DBADS=2

fails() { # NAME FLAG...
  local name=$1
  shift
  search "$@"
  if ! grep -q 'assertion violated' found; then
    echo "$name is not violated: the model shows nothing"
    cat found
    exit 1
  fi
  echo "$name is violated, as it must be:"
  spin -T -B -t "$@" model.pml | sed "/^spin: trail ends/d; s/^ */  /" || true
}

fails "the old rule" -DOLD_RULE -DSESSIONS=2
fails "the old rule for refused batches" -DOLD_REFUSAL -DSESSIONS=1 -DBADS=1 -DWINDOW=3
