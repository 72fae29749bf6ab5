#!/usr/bin/env bash
# The same lottery several times, each from nothing: measure.sh RUNS DISTRIBUTION WORKERS AGENCIES
set -euo pipefail
runs=$1
shift
times=()
for _ in $(seq "$runs"); do
  last=$("$(dirname "$0")/run.sh" "$@" | tail -n 1)
  seconds=$(sed -n 's/.*: \([0-9.]*\) s from .*/\1/p' <<<"$last")
  times+=("$seconds")
  echo "$last"
done
printf '%s\n' "${times[@]}" | sort -n | awk '
  { t[NR] = $1 }
  END {
    median = NR % 2 ? t[(NR + 1) / 2] : (t[NR / 2] + t[NR / 2 + 1]) / 2
    printf "median of %d: %.3f s (%.3f to %.3f)\n", NR, median, t[1], t[NR]
  }'
