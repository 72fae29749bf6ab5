#!/usr/bin/env bash
# Tests the containers end to end, through the targets of the Makefile: builds the image, has five agencies
# run, compares what they won with their files, stops all, starts all again on the same data, and again with TLS.
# A project of its own: containers and data of others are left alone.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

export COMPOSE_PROJECT_NAME=loteria-test-$$
export LOTERIA_HTTP_PORT=0 # any free port
agencies=5
passed=0
failed=0

compose() {
  if docker compose version >/dev/null 2>&1; then
    docker compose "$@"
  else
    docker-compose "$@"
  fi
}

check() { # CLAIM COMMAND...
  local claim=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
    echo "ok    $claim"
  else
    failed=$((failed + 1))
    echo "FAIL  $claim"
    compose logs --no-color --tail 20
  fi
}

within() { # SECONDS COMMAND...
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.5
  done
}

winners_in_file() {
  grep -c $',7574\r\\?$' ".data/agency-$1.csv"
}

winners_printed() {
  compose logs --no-color "agency$1" 2>/dev/null |
    sed -n 's/.*consulta_ganadores | result: success | cant_ganadores: \([0-9]*\).*/\1/p' | tail -n 1
}

each_agency_printed_its_winners() {
  local agency
  for agency in $(seq $agencies); do
    [ "$(winners_printed "$agency")" = "$(winners_in_file "$agency")" ] || return 1
  done
}

every_bet_is_stored_once() {
  local stored
  stored=$(compose exec -T server cat /var/lib/loteria/default/bets.csv | sort | md5sum)
  [ "$stored" = "$(bets_of_files | sort | md5sum)" ]
}

bets_of_files() {
  local agency
  for agency in $(seq $agencies); do
    sed "s/^/$agency,/" ".data/agency-$agency.csv"
  done
}

page_is_there() {
  local at page metrics
  at=$(compose port server 8080) &&
    page=$(curl -fsS "http://$at/") && [[ $page == *'<title>'* ]] &&
    metrics=$(curl -fsS "http://$at/metrics") && [[ $metrics == *'loteria_stored_bets_total'* ]]
}

status_counts_every_bet() {
  local bets status
  bets=$(bets_of_files | wc -l)
  status=$(compose exec -T server supervisor status --json) && [[ $status == *"\"totals\":{\"bets\":$bets,"* ]]
}

server_answers() {
  [ "$(./validar-servidor.sh)" = "action: test_server | result: success" ]
}

missing_server_is_noticed() {
  local said
  said=$(./validar-servidor.sh 2>/dev/null)
  [ $? -eq 1 ] && [ "$said" = "action: test_server | result: fail" ]
}

all_stop_with_0() { # CONTAINERS_BESIDE_AGENCIES ARGUMENT_OF_MAKE...
  local beside=$1 ended
  shift
  ended=$(make -s docker-compose-down "$@" 2>/dev/null | grep ' exited with ')
  echo "$ended"
  [ "$(grep -c ' exited with 0$' <<<"$ended")" -eq $((agencies + beside)) ]
}

no_agency_has_another_s_refused_rows() {
  local in_volume
  compose run --rm -T --no-deps --entrypoint sh agency1 -c 'touch /bets/agency-1.csv.rejected.csv' || return
  in_volume=$(compose run --rm -T --no-deps --entrypoint ls agency2 /bets | xargs)
  compose run --rm -T --no-deps --entrypoint rm agency1 /bets/agency-1.csv.rejected.csv &&
    [ "$in_volume" = agency-2.csv ]
}

compose_tls() {
  compose --file docker-compose.yml --file docker-compose.tls.yml "$@"
}

only_the_port_with_tls_is_open() {
  compose exec -T server sh -c 'nc -z localhost 12346 && ! nc -z localhost 12345'
}

each_container_has_its_own_key_only() {
  [ "$(compose_tls run --rm --no-deps --entrypoint ls agency1 /certificates | xargs)" = \
    "agency-1-key.pem agency-1.pem ca.pem" ] &&
    [ "$(compose exec -T server ls /certificates | xargs)" = "ca.pem crl.pem server-key.pem server.pem" ] &&
    compose exec -T server test ! -e /authority
}

in_authority() { # SHELL_COMMAND
  compose_tls run --rm -T --no-deps --entrypoint sh authority -ec "cd /authority/ca; $1"
}

no_key_of_a_container_stays_in_the_authority() {
  local files
  files=$(in_authority 'ls') && [[ $files == *agency-5.pem* && $files == *server.pem* && $files != *-key.pem* ]]
}

# As if `init` had been killed before it moved these files.
authority_completes_a_killed_init() { # FILES
  local before
  before=$(in_authority 'cat index.csv') && in_authority "mkdir -m 700 .complete && mv $1 .complete" &&
    compose_tls run --rm -T --no-deps authority >/dev/null &&
    [ "$(in_authority 'test ! -e .complete; cat index.csv')" = "$before" ]
}

# As if it had been killed between the key's arrival and its removal.
authority_gives_a_key_that_it_still_has() {
  in_authority 'cp /certificates/agency1/agency-1-key.pem .; rm /certificates/agency1/agency-1-key.pem' &&
    compose_tls run --rm -T --no-deps authority >/dev/null && no_key_of_a_container_stays_in_the_authority &&
    each_container_has_its_own_key_only
}

a_lost_key_is_replaced() {
  in_authority 'rm /certificates/agency1/*' && compose_tls run --rm -T --no-deps authority >/dev/null &&
    [ "$(in_authority 'cut -d , -f 2 index.csv | grep -cx 1')" = 2 ] && each_container_has_its_own_key_only
}

page_has_tls() {
  local at page
  at=$(compose port server 8080) && page=$(curl -fsSk "https://$at/") && [[ $page == *'<title>'* ]] &&
    ! curl -fsS "http://$at/" >/dev/null 2>&1
}

# As docs/OPERATIONS.md has Prometheus do: over HTTPS, by the server's name there, with the authority's certificate.
metrics_over_tls_have_the_certificates() {
  local at metrics
  compose exec -T server cat /certificates/ca.pem >"$work/ca.pem" && at=$(compose port server 8080) &&
    metrics=$(curl -fsS --cacert "$work/ca.pem" --connect-to "server:8080:$at" https://server:8080/metrics) &&
    [[ $metrics == *'loteria_certificate_expiry_time_seconds{certificate="server"}'* ]]
}

another_agency_s_number_is_refused() {
  local said code=0
  said=$(compose_tls run --rm --no-deps -e CLI_ID=2 agency1 2>&1) || code=$?
  [ $code -eq 5 ] && [[ $said == *certificate* ]]
}

file_is_the_script_s() {
  ./generar-compose.sh "$work/compose.yml" $agencies && cmp "$work/compose.yml" docker-compose.yml
}

tls_file_is_the_script_s() {
  ./generar-compose.sh --tls "$work/tls.yml" $agencies && cmp "$work/tls.yml" docker-compose.tls.yml
}

file_is_valid_for() {
  ./generar-compose.sh "$work/compose.yml" "$1" && ./generar-compose.sh --tls "$work/tls.yml" "$1" &&
    compose --file "$work/compose.yml" --project-directory . config >/dev/null &&
    compose --file "$work/compose.yml" --file "$work/tls.yml" --project-directory . config >/dev/null
}

end() {
  make -s docker-compose-clean TLS=1 >/dev/null 2>&1
  rm -rf "$work"
}

work=$(mktemp -d)
trap end EXIT

check "docker-compose.yml is what generar-compose.sh writes" file_is_the_script_s
check "docker-compose.tls.yml is what generar-compose.sh --tls writes" tls_file_is_the_script_s
for n in 0 1 200; do
  check "the compose file for $n agencies is valid, with and without TLS" file_is_valid_for $n
done
check "the containers start" make -s docker-compose-up
check "every agency printed its winners" within 120 each_agency_printed_its_winners
check "every bet is stored, once" every_bet_is_stored_once
check "PING is answered" server_answers
check "the page and the metrics are there" page_is_there
check "the status counts every bet" status_counts_every_bet
check "no agency has another's refused rows" no_agency_has_another_s_refused_rows
check "every container ends with 0" all_stop_with_0 1
check "a server that is not there is noticed" missing_server_is_noticed
check "the containers start again on the same data" make -s docker-compose-up
check "every agency prints the same winners" within 120 each_agency_printed_its_winners
check "every bet is still stored, once" every_bet_is_stored_once
check "every container ends with 0 again" all_stop_with_0 1
check "the containers start with TLS on the same data" make -s docker-compose-up TLS=1
check "every agency prints the same winners over TLS" within 120 each_agency_printed_its_winners
check "only the port with TLS is open" only_the_port_with_tls_is_open
check "the page has TLS" page_has_tls
check "the metrics over TLS have the certificates" metrics_over_tls_have_the_certificates
check "each container has its own key only" each_container_has_its_own_key_only
check "no key of a container stays in the authority" no_key_of_a_container_stays_in_the_authority
check "an authority that was killed before ca.pem was moved continues" authority_completes_a_killed_init '*.*'
check "an authority that was killed before crl.pem was moved continues" authority_completes_a_killed_init '[!ac]*.* crl.pem'
check "a key that is still in the authority reaches its container" authority_gives_a_key_that_it_still_has
check "a container that lost its key gets a new one" a_lost_key_is_replaced
check "another agency's number is refused" another_agency_s_number_is_refused
check "the status counts every bet over TLS" status_counts_every_bet
check "every container ends with 0 over TLS" all_stop_with_0 2 TLS=1

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
