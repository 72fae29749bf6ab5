#!/bin/sh
# Runs brokers in the foreground until its input ends: run.sh [--full-jit] FOLDER COUNT [SETTING=VALUE...]
# It needs the distribution and the module brokers, both built.
set -eu
home=$(CDPATH="" cd -- "${0%/*}" && pwd)
. "$home/../target/loteria/lib/find-java.sh"
# shellcheck disable=SC2154 # find-java.sh sets java
exec "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx64m \
  -cp "$(echo "$home"/target/loteria-brokers-*.jar):$home/target/lib/*" loteria.brokers.BrokersMain "$@"
