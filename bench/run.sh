#!/bin/sh
# Runs benchmarks: run.sh [flag...] [scenario...], from the project's folder, after a build.
set -eu
home=$(CDPATH="" cd -- "${0%/*}" && pwd)
. "$home/../target/loteria/lib/find-java.sh"
# shellcheck disable=SC2154 # find-java.sh sets java
exec "$java" -XX:+UseParallelGC -Xmx2g --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow -Dloteria.brokers.lib="$home/../brokers/target/lib" \
  -cp "$(echo "$home"/target/loteria-bench-*.jar):$home/target/lib/*" loteria.bench.BenchMain "$@"
