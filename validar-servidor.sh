#!/bin/sh
# Sends PING to the server with netcat, from a container on the server's network: the host needs only
# Docker. Prints the result; exits with 0 if the reply is PONG, else with 1.
set -eu
cd "$(dirname "$0")"

compose() {
  if docker compose version >/dev/null 2>&1; then
    docker compose "$@"
  else
    docker-compose "$@"
  fi
}

ping_server() {
  server=$(compose ps --quiet server)
  [ -n "$server" ] || return 1
  # shellcheck disable=SC2016 # for Docker to expand
  networks='{{range $name, $_ := .NetworkSettings.Networks}}{{println $name}}{{end}}'
  network=$(docker inspect --format "$networks" "$server" | head -n 1)
  image=$(docker inspect --format '{{.Image}}' "$server")
  answer=$(docker run --rm --network "$network" "$image" \
    sh -c 'echo PING | nc -N -w 3 server 12345')
  [ "$answer" = PONG ]
}

if ping_server; then
  echo "action: test_server | result: success"
else
  echo "action: test_server | result: fail"
  exit 1
fi
