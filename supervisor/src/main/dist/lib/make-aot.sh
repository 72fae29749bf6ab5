#!/bin/sh
# Makes the start-up caches, which halve the programs' start, by running a small lottery on the Java
# that the launchers find. The build runs it; run it again after changing Java or moving this folder:
# until then the launchers ignore the caches. Fails if Java would not use the new caches.
set -eu
home=$(CDPATH="" cd -- "${0%/*}/.." && pwd)
. "$home/lib/use-utf8.sh"
. "$home/lib/find-java.sh"
. "$home/lib/find-aot.sh"
unset JAVA_OPTS

aot=$home/lib/aot
case $home in
*[[:space:]]*)
  rm -rf "$aot"
  echo "make-aot: no start-up caches, because flags for Java cannot name the blanks in '$home'." \
    "Everything works without them; a program starts some 50 ms later" >&2
  exit 0
  ;;
esac

rm -rf "$aot"
work=
supervisor=
end() {
  [ -z "$supervisor" ] || kill "$supervisor" 2>/dev/null || true
  [ -z "$work" ] || rm -rf "$work"
  [ -e "$aot/made-for" ] || rm -rf "$aot" # an incomplete set of caches is not usable
}
trap end EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
work=$(mktemp -d)
mkdir "$aot"

fail() {
  echo "make-aot: $1" >&2
  cat "$work"/*.log >&2
  exit 1
}

start_supervisor() { # FLAG FOR IT, FLAGS FOR ITS WORKER
  : >"$work/supervisor.log"
  JAVA_OPTS=$1 LOTERIA_WORKER_FLAGS=$2 "$home/bin/supervisor" --workers 1 --agencies 3 --winning-number 7574 --port 0 \
    --data "$work/data" --run "$work/run" --boot-timeout 60s --grace 60s \
    >"$work/supervisor.log" 2>&1 &
  supervisor=$!
  port=
  while [ -z "$port" ]; do
    kill -0 "$supervisor" 2>/dev/null || fail "the supervisor ended"
    sleep 0.1
    port=$(sed -n 's/.*action: ready | .* port: \([0-9]*\).*/\1/p' "$work/supervisor.log")
  done
}

stop_supervisor() {
  kill -TERM "$supervisor"
  wait "$supervisor" || fail "the supervisor ended with $?"
  supervisor=
}

run_agencies() { # FLAG FOR THE SECOND
  : >"$work/agency.log"
  "$home/bin/agency" --id 1 --server "localhost:$port" --file "$work/bets.csv" \
    >>"$work/agency.log" 2>&1 &
  first=$!
  # The third is one of other people's programs.
  "$java" -XX:TieredStopAtLevel=1 --module-path "$home/lib" --module loteria.agency/loteria.agency.TextTraining "$port" 3 \
    >>"$work/agency.log" 2>&1 &
  third=$!
  # While it waits for its winners, the processes run their periodic tasks.
  sleep 1.5
  JAVA_OPTS=$1 "$home/bin/agency" --id 2 --server "localhost:$port" --file "$work/bets.csv" \
    >>"$work/agency.log" 2>&1 || fail "an agency ended with $?"
  wait "$first" || fail "an agency ended with $?"
  wait "$third" || fail "the client in the text dialect ended with $?"
}

# No profiles: they are for a compiler that is not used, and C1 would compile everything they name immediately.
# shellcheck disable=SC2154 # find-aot.sh sets with_cache
record="$with_cache -XX:-AOTRecordTraining -XX:AOTCacheOutput"
"$home/bin/agency" generate --bets 60000 --seed 1 --winners 1 >"$work/bets.csv"
start_supervisor "$record=$aot/supervisor.aot" "$record=$aot/worker.aot"
run_agencies "$record=$aot/agency.aot"
stop_supervisor

# In this mode Java refuses to start without its cache.
on="$with_cache -XX:AOTMode=on"
start_supervisor "-XX:AOTCache=$aot/supervisor.aot $on" "-XX:AOTCache=$aot/worker.aot $on"
run_agencies "-XX:AOTCache=$aot/agency.aot $on"
stop_supervisor
! grep -h '\[aot' "$work"/*.log || fail "Java complains about a cache"

chmod 644 "$aot"/*.aot # the launchers let only the owner read what Java writes
echo "$java $home" >"$aot/made-for"
