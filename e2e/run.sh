#!/usr/bin/env bash
# Runs a whole lottery on this machine, up to the winners and their audit: run.sh DISTRIBUTION WORKERS AGENCIES
# Agency N sends .data/agency-N.csv. With TLS=1 in the environment, server and agencies have certificates of an
# authority of this run. All started processes end with this script, in whatever way it ends.
set -euo pipefail
distribution=$1
workers=$2
agencies=$3
tls=${TLS:-0}
"${0%/*}/check-switch.sh" TLS "$tls"
"${0%/*}/check-number.sh" WORKERS "$workers" 1 256
"${0%/*}/check-number.sh" AGENCIES "$agencies" 1 999999
work=
data=
children=()

end() {
  trap '' HUP INT TERM
  [ ${#children[@]} -eq 0 ] || kill "${children[@]}" 2>/dev/null || true
  wait
  [ -z "$work" ] || rm -rf "$work"
  [ -z "$data" ] || rm -rf "$data"
}
trap end EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

work=$(mktemp -d)
data=$(mktemp -d "$distribution/../run.XXXXXX") # not in /tmp, which may be in memory: the forces must be real
server_log=$work/server.log
touch "$server_log"

fail() { # MESSAGE LOG
  echo "$1; the end of its log:" >&2
  tail -n 20 "$2" >&2
  exit 1
}

server_flags=(--port 0)
port_is=port

certificates() { # ACTION ARGUMENT...
  "$distribution/bin/supervisor" certificates "$@" >"$work/certificates.log" 2>&1 \
    || fail "supervisor certificates $1 failed" "$work/certificates.log"
}

make_certificates() {
  local agency ca=$work/ca
  certificates init "$ca"
  for agency in $(seq "$agencies"); do
    certificates issue "$ca" "$agency"
  done
  server_flags=(--tls-port 0 --tls-certificate "$ca/server.pem" --tls-key "$ca/server-key.pem"
    --tls-client-ca "$ca/ca.pem" --tls-crl "$ca/crl.pem")
  port_is=tls_port
  echo "made an authority, a certificate for the server and one for each of $agencies agencies"
}

start_server() {
  "$distribution/bin/supervisor" --workers "$workers" --agencies "$agencies" --winning-number 7574 \
    "${server_flags[@]}" \
    --data "$data" --run "$work/run" >"$server_log" 2>&1 &
  server=$!
  children+=("$server")
  until port=$(sed -n "s/.*action: ready | .* $port_is: \([0-9]*\).*/\1/p" "$server_log"); [ "$port" ]; do
    kill -0 "$server" 2>/dev/null || fail "the supervisor ended" "$server_log"
    sleep 0.02
  done
}

start_agency() { # AGENCY HOLDER_OF_ITS_CERTIFICATE LOG
  local tls_flags=()
  [ "$tls" -eq 0 ] || tls_flags=(--tls --server-ca "$work/ca/ca.pem"
    --certificate "$work/ca/agency-$2.pem" --key "$work/ca/agency-$2-key.pem")
  "$distribution/bin/agency" --id "$1" --server "localhost:$port" --file ".data/agency-$1.csv" \
    "${tls_flags[@]}" >"$3" 2>&1 &
}

# The process that ends first is checked first: the others may be waiting for a draw that the end
# of this one has made impossible.
run_agencies() {
  local agency pid code agency_of=()
  for agency in $(seq "$agencies"); do
    start_agency "$agency" "$agency" "$work/agency-$agency.log"
    agency_of[$!]=$agency
    children+=($!)
  done
  while [ ${#agency_of[@]} -gt 0 ]; do
    code=0
    wait -n -p pid "$server" "${!agency_of[@]}" || code=$?
    [ "$pid" -ne "$server" ] || fail "the supervisor ended with $code" "$server_log"
    agency=${agency_of[pid]}
    case $code in
      0) ;;
      3) with_refused+=("$agency") ;; # the agency has finished without them
      *) fail "agency $agency ended with $code" "$work/agency-$agency.log" ;;
    esac
    unset "agency_of[pid]"
    children=("$server" "${!agency_of[@]}")
  done
}

print_table() {
  local agency bets winners
  echo "agency     bets  winners"
  for agency in $(seq "$agencies"); do
    bets=$(grep -c "^$agency," "$data/default/bets.csv" || true)
    winners=$(sed -n 's/^winner: //p' "$work/agency-$agency.log" | paste -sd ' ')
    printf '%6d %8d  %s\n' "$agency" "$bets" "${winners:-none}"
  done
}

# Agency 1 with the key of agency 2 must fail before the lottery runs.
show_refusal() {
  [ "$tls" -eq 1 ] && [ "$agencies" -gt 1 ] || return 0
  local code=0 log=$work/other.log
  start_agency 1 2 "$log"
  children+=($!)
  wait $! || code=$?
  [ "$code" -eq 5 ] || fail "agency 1 with the certificate of agency 2 ended with $code" "$log"
  echo "agency 1 with the certificate of agency 2 was refused: $(sed -n 's/.*action: envio | .*error: //p' "$log")"
}

# Ends the server in order, so that its log is complete, and has the control system count everything again.
audit() {
  local code=0 log=$work/auditor.log
  kill "$server"
  wait "$server" || code=$?
  [ "$code" -eq 0 ] || fail "the supervisor ended with $code" "$server_log"
  children=()
  "$distribution/bin/auditor" "$data/default" >"$log" 2>&1 || fail "the auditor ended with $?" "$log"
  echo
  echo "auditor, which shares no code with the server:"
  sed 's/^/  /' "$log"
}

# What this ran is over: how the reader has one to look at.
say_how_to_go_on() {
  if [ "$tls" -eq 1 ]; then
    cat <<END

This server, what it stored and its authority are gone. One that stays, stores in ./data and has its authority in ./ca:
  $distribution/bin/supervisor certificates init ca
  for n in \$(seq $agencies); do $distribution/bin/supervisor certificates issue ca \$n; done
  $distribution/bin/supervisor --agencies $agencies --winning-number 7574 --http 127.0.0.1:8080 --tls-port 12346 --tls-certificate ca/server.pem \\
    --tls-key ca/server-key.pem --tls-client-ca ca/ca.pem --tls-crl ca/crl.pem
Then, in another terminal, all agencies at once, and how the draw stands:
  for n in \$(seq $agencies); do $distribution/bin/agency --id \$n --server localhost:12346 --file .data/agency-\$n.csv --tls \\
    --server-ca ca/ca.pem --certificate ca/agency-\$n.pem --key ca/agency-\$n-key.pem & done; wait
  $distribution/bin/supervisor status      or the live page, http://127.0.0.1:8080
On more than one machine: docs/security.md
END
    return
  fi
  cat <<END

This server and what it stored are gone. One that stays, stores in ./data and has a live page:
  $distribution/bin/supervisor --agencies $agencies --winning-number 7574 --http 127.0.0.1:8080
Then, in another terminal, all agencies at once, and how the draw stands:
  for n in \$(seq $agencies); do $distribution/bin/agency --id \$n --file .data/agency-\$n.csv & done; wait
  $distribution/bin/supervisor status      or the live page, http://127.0.0.1:8080
END
}

with_refused=()
[ "$tls" -eq 0 ] || make_certificates
start_server
show_refusal
started=${EPOCHREALTIME/[.,]/}
run_agencies
took_us=$((${EPOCHREALTIME/[.,]/} - started))

print_table
printf '%d bets, %d workers: %d.%03d s from the first agency to the last winner\n' \
  "$(wc -l <"$data/default/bets.csv")" "$workers" $((took_us / 1000000)) $((took_us / 1000 % 1000))
audit
say_how_to_go_on

if [ ${#with_refused[@]} -gt 0 ]; then
  for agency in "${with_refused[@]}"; do
    echo "agency $agency: rows were refused, each with its reason in .data/agency-$agency.csv.rejected.csv:" \
      "correct them in .data/agency-$agency.csv and run again" >&2
  done
  exit 3
fi
