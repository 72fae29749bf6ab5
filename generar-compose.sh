#!/bin/sh
# Writes a compose file with the server and N agencies: generar-compose.sh FILE N
# With 0 it has the server alone, whose settings say how many agencies to wait for.
# With --tls before FILE, writes what has to be added to that file for TLS: docker-compose --file both.
set -eu

write=compose
if [ "${1:-}" = --tls ]; then
  write=compose_tls
  shift
fi
if [ $# -ne 2 ]; then
  echo "usage: $0 [--tls] FILE N" >&2
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
END
  seq "$agencies" | sed 's|.*|  agency&-rejected:|'
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
  echo "      - --winning-number=7574"
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
      - agency$1-rejected:/bets
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

# An authority that runs before the server and gives each container only the files that are its own: a key leaves the
# authority once its container has it. It is root in its container, to give them away, and has no network. It may be
# killed at any moment: `certificates list` completes what an interrupted command left, so it comes before `init`.
compose_tls() {
  cat <<END
# Written by generar-compose.sh --tls for $agencies agencies. Added to docker-compose.yml by make docker-compose-up TLS=1.
services:
  authority:
    image: loteria:latest
    user: root
    network_mode: none
    command:
      - sh
      - -euc
      - |
        umask 077
        ca=/authority/ca
        give() { # NAME FOLDER ARGUMENTS_OF_ISSUE...
          from=\$\$ca/\$\$1 to=/certificates/\$\$2 file=\$\$1.pem
          shift 2
          [ -e \$\$from-key.pem ] || cmp -s \$\$from.pem \$\$to/\$\$file || supervisor certificates issue \$\$ca "\$\$@"
          [ -e \$\$from-key.pem ] || return 0
          install -o loteria -g loteria -m 400 \$\$ca/ca.pem \$\$from.pem \$\$from-key.pem \$\$to
          chown loteria:loteria \$\$to
          chmod 500 \$\$to
          sync \$\$to/* \$\$to
          rm \$\$from-key.pem
        }
        supervisor certificates list \$\$ca >/dev/null 2>&1 || supervisor certificates init \$\$ca --name server
        install -o loteria -g loteria -m 400 \$\$ca/crl.pem /certificates/server
        give server server server --name server
        agency=1
        while [ \$\$agency -le $agencies ]; do
          give agency-\$\$agency agency\$\$agency \$\$agency
          agency=\$\$((agency + 1))
        done
    volumes:
      - authority:/authority
      - server-certificates:/certificates/server
END
  seq "$agencies" | sed 's|.*|      - agency&-certificates:/certificates/agency&|'
  cat <<END

  server:
    environment:
      SERVER_PORT: "" # only the port with TLS is open
      SERVER_TLS_PORT: 12346
      SERVER_TLS_CERTIFICATE: /certificates/server.pem
      SERVER_TLS_KEY: /certificates/server-key.pem
      SERVER_TLS_CLIENT_CA: /certificates/ca.pem
      SERVER_TLS_CRL: /certificates/crl.pem
    volumes:
      - server-certificates:/certificates:ro
    depends_on:
      authority:
        condition: service_completed_successfully
    healthcheck:
      test: printf 'GET /readyz HTTP/1.0\r\n\r\n' | nc -w 2 localhost 8080 | grep -q '^HTTP/1.. 200 '
END
  agency=1
  while [ "$agency" -le "$agencies" ]; do
    agency_tls "$agency"
    agency=$((agency + 1))
  done
  cat <<END

volumes:
  authority:
  server-certificates:
END
  seq "$agencies" | sed 's|.*|  agency&-certificates:|'
}

agency_tls() {
  cat <<END

  agency$1:
    environment:
      CLI_SERVER_ADDRESS: server:12346
      CLI_TLS: "true"
      CLI_SERVER_CA: /certificates/ca.pem
      CLI_CERTIFICATE: /certificates/agency-$1.pem
      CLI_KEY: /certificates/agency-$1-key.pem
    volumes:
      - agency$1-certificates:/certificates:ro
END
}

"$write" >"$file"
