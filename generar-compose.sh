#!/bin/sh
# Writes a compose file with the server and N agencies: generar-compose.sh FILE N
# With 0 it has the server alone, whose settings say how many agencies to wait for.
set -eu

if [ $# -ne 2 ]; then
  echo "usage: $0 FILE N" >&2
  exit 2
fi
file=$1
agencies=$2
case $agencies in
'' | *[!0-9]* | 0?* | ??????*)
  echo "$0: AGENCIES '$agencies' is not a whole number from 0 to 99999" >&2
  exit 2
  ;;
esac

compose() {
  echo "# Written by generar-compose.sh for $agencies agencies."
  server
  agency=1
  while [ "$agency" -le "$agencies" ]; do
    agency "$agency"
    agency=$((agency + 1))
  done
  cat <<END

networks:
  lottery:

volumes:
  data:
  rejected:
END
}

server() {
  cat <<END
services:
  server:
    image: loteria:latest
    build: .
    command:
      - supervisor
      - --config=/etc/loteria/loteria.properties
END
  [ "$agencies" -eq 0 ] || echo "      - --agencies=$agencies"
  cat <<END
    environment:
      SERVER_PORT: 12345
      SERVER_DATA: /var/lib/loteria
      SERVER_RUN: /run/loteria
      SERVER_HTTP: 0.0.0.0:8080
      SERVER_HTTP_OPEN: "true" # reached only from this machine and from the other containers
      SERVER_HTTP_NAME: server # for Prometheus
    ports:
      - "127.0.0.1:\${LOTERIA_HTTP_PORT:-8080}:8080"
    volumes:
      - data:/var/lib/loteria
      - ./supervisor/src/main/dist/conf:/etc/loteria:ro
    networks:
      - lottery
    healthcheck:
      test: echo PING | nc -N -w 2 localhost 12345 | grep -qx PONG
      interval: 3s
      timeout: 3s
      retries: 30
    stop_grace_period: 35s
END
}

agency() {
  cat <<END

  agency$1:
    image: loteria:latest
    command: [agency, --config=/etc/loteria/agency.properties, --file=/bets/agency-$1.csv]
    environment:
      CLI_ID: $1
      CLI_SERVER_ADDRESS: server:12345
    volumes:
      - rejected:/bets
      - type: bind
        source: ./.data/agency-$1.csv
        target: /bets/agency-$1.csv
        read_only: true
      - ./agency/src/main/dist/conf:/etc/loteria:ro
    networks:
      - lottery
    depends_on:
      server:
        condition: service_healthy
    stop_grace_period: 15s
END
}

compose >"$file"
