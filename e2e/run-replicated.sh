#!/usr/bin/env bash
# Runs one draw on three servers and three Kafka brokers of this machine, kills one of each in the middle, and prints
# winners and pauses: run-replicated.sh DISTRIBUTION
# Agency N sends .data/agency-N.csv. All started processes end with this script, in whatever way it ends.
set -euo pipefail
distribution=$1
home=$(CDPATH="" cd -- "${0%/*}/.." && pwd)
agencies=5
work=
children=()

end() {
  trap '' HUP INT TERM
  [ ${#children[@]} -eq 0 ] || kill "${children[@]}" 2>/dev/null || true
  exec {to_brokers}>&- 2>/dev/null || true
  wait
  [ -z "$work" ] || rm -rf "$work"
}
trap end EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

fail() { # MESSAGE LOG
  echo "$1; the end of its log:" >&2
  tail -n 20 "$2" >&2
  exit 1
}

milliseconds() { date +%s%3N; }

await() { # WHAT LOG COMMAND...
  local what=$1 log=$2 until
  shift 2
  until=$(($(milliseconds) + 120000))
  until "$@"; do
    [ "$(milliseconds)" -lt "$until" ] || fail "$what did not come" "$log"
    sleep 0.05
  done
}

work=$(mktemp -d "$distribution/../run.XXXXXX") # not in /tmp, which may be in memory: the forces must be real

start_brokers() {
  mkfifo "$work/commands"
  "$home/brokers/run.sh" "$work/brokers" 3 <"$work/commands" >"$work/brokers.log" 2>&1 &
  children+=($!)
  exec {to_brokers}>"$work/commands"
  await "three brokers" "$work/brokers.log" grep -q '^brokers ready: ' "$work/brokers.log"
  brokers=$(sed -n 's/^brokers ready: //p' "$work/brokers.log")
  echo "three brokers are ready"
}

have_said_more() { # LINES
  [ "$(wc -l <"$work/brokers.log")" -gt "$1" ]
}

ask_brokers() { # COMMAND
  local before
  before=$(wc -l <"$work/brokers.log")
  echo "$1" >&"$to_brokers"
  await "an answer of the brokers" "$work/brokers.log" have_said_more "$before"
  tail -n 1 "$work/brokers.log"
}

start_server() { # N
  "$distribution/bin/supervisor" --workers 2 --agencies "$agencies" --winning-number 7574 --port 0 --data "$work/data-$1" --run "$work/run-$1" \
    --ledger kafka --kafka "$brokers" >"$work/server-$1.log" 2>&1 &
  servers[$1]=$!
  children+=($!)
}

is_ready() { # N
  port[$1]=$(sed -n 's/.*action: ready | .* port: \([0-9]*\).*/\1/p' "$work/server-$1.log")
  [ "${port[$1]}" ]
}

stored() { # N
  stat -c %s "$work/data-$1/default/bets.csv"
}

# The longest time that a server's copy does not grow, from now on until it has grown again after more than a moment.
pause_of() { # N
  local size last=0 longest=0 now until since
  since=$(milliseconds)
  last=$(stored "$1")
  until=$((since + 15000))
  while now=$(milliseconds); [ "$now" -lt "$until" ]; do
    size=$(stored "$1")
    if [ "$size" != "$last" ]; then
      [ $((now - since)) -le "$longest" ] || longest=$((now - since))
      since=$now
      last=$size
      [ "$longest" -lt 500 ] || break
    fi
    [ "$(alive_agencies)" -gt 0 ] || break
    sleep 0.02
  done
  echo "$longest"
}

alive_agencies() {
  local pid alive=0
  for pid in "${senders[@]}"; do
    ! kill -0 "$pid" 2>/dev/null || alive=$((alive + 1))
  done
  echo "$alive"
}

start_brokers
declare -A servers port
for n in 1 2 3; do start_server "$n"; done
for n in 1 2 3; do await "server $n" "$work/server-$n.log" is_ready "$n"; done
list="localhost:${port[1]},localhost:${port[2]},localhost:${port[3]}"
echo "three servers are ready: $(sed -n 's/.*ack_means: \([^|]*[^ |]\).*/an ACK means \1/p' "$work/server-1.log")"

senders=()
for agency in $(seq "$agencies"); do
  "$distribution/bin/agency" --id "$agency" --server "$list" --file ".data/agency-$agency.csv" --batch-bytes 900 --window 4 \
    >"$work/agency-$agency.log" 2>&1 &
  senders+=($!)
  children+=($!)
done

await "the first bets" "$work/server-1.log" test -s "$work/data-1/default/bets.csv"
leader=$(ask_brokers "leader loteria-default")
ask_brokers "kill ${leader#leader }" >/dev/null
echo "killed broker ${leader#leader }, which led: no bet was stored for $(pause_of 1) ms"
before=$(milliseconds)
disown "${servers[3]}" # or the shell would report its end
kill -9 "${servers[3]}"
echo "killed server 3: its agencies go to the others"

for agency in $(seq "$agencies"); do
  code=0
  wait "${senders[$((agency - 1))]}" || code=$?
  [ "$code" -eq 0 ] || [ "$code" -eq 3 ] || fail "agency $agency ended with $code" "$work/agency-$agency.log"
done
echo "all agencies have their winners $(($(milliseconds) - before)) ms later"
for n in 1 2; do await "the winners" "$work/server-$n.log" test -s "$work/data-$n/default/winners.csv"; done
cmp "$work/data-1/default/bets.csv" "$work/data-2/default/bets.csv"
cmp "$work/data-1/default/winners.csv" "$work/data-2/default/winners.csv"
echo "both copies have the same bets.csv and winners.csv"
echo "agency     bets  winners"
for agency in $(seq "$agencies"); do
  bets=$(grep -c "^$agency," "$work/data-1/default/bets.csv" || true)
  winners=$(sed -n 's/^winner: //p' "$work/agency-$agency.log" | paste -sd ' ')
  printf '%6d %8d  %s\n' "$agency" "$bets" "${winners:-none}"
done
# The servers have not ended: the auditor reads what is there.
for n in 1 2; do
  log=$work/auditor-$n.log
  "$distribution/bin/auditor" "$work/data-$n/default" >"$log" 2>&1 || fail "the auditor ended with $? on copy $n" "$log"
  echo "auditor, on copy $n: $(grep -E '^(seal|winners|agrees)' "$log" | paste -sd ';')"
done
