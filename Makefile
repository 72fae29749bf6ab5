# The targets of this project; `make` alone lists them.

AGENCIES ?= 5
WORKERS  ?= 4
RUNS     ?= 5
ROUNDS   ?= 50
SEED     ?= 1
CLIENTS  ?= 20000
MINUTES  ?= 10
BASE     ?=
TLS      ?= 0
PREFIX   ?= /usr/local
DESTDIR  ?=

# Passed to scripts in the environment, so that a blank does not split them.
export PREFIX DESTDIR AGENCIES WORKERS TLS BASE

DIST    := target/loteria
BUILT   := target/built
BENCH   := target/bench-built
SOURCES := $(shell find pom.xml .mvn mvnw */pom.xml */src/main -type f)
PACKAGE := ./mvnw -B -Dmaven.test.skip=true package
IMAGE   := loteria:latest
COMPOSE  = $(shell docker compose version >/dev/null 2>&1 && echo docker compose || echo docker-compose)
# Lists the agencies of the compose file, one per line.
AGENCY_SERVICES = sed -n 's/^  \(agency[0-9]*\):$$/\1/p' docker-compose.yml
COMPOSE_TLS = docker-compose.tls.yml
ifeq ($(TLS),1)
COMPOSE += $(foreach file,docker-compose.yml $(wildcard docker-compose.override.yml) $(COMPOSE_TLS),--file $(file))
endif

.PHONY: help build numbers install uninstall run run-replicated test fault model bench bench-check format data compose clean docker-image docker-data docker-tls \
        docker-compose-up docker-compose-logs docker-compose-status docker-compose-down docker-compose-clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-22s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: $(BUILT) ## Build the distribution in target/loteria

$(BUILT): $(SOURCES)
	@e2e/build.sh $(PACKAGE) -Dbrokers.skip -pl '!bench'
	@touch $@

$(BENCH): $(BUILT)
	@e2e/build.sh $(PACKAGE) -pl bench -am
	@touch $@

# Looked at before a build of minutes: a wrong number is to be named at once. TLS=01 would switch TLS on in some
# places only.
numbers:
	@e2e/check-number.sh AGENCIES "$$AGENCIES" 1 999999
	@e2e/check-number.sh WORKERS "$$WORKERS" 1 256
	@e2e/check-switch.sh TLS "$$TLS"

install: build ## Install it, with a systemd unit and completion (PREFIX=/usr/local DESTDIR=)
	@e2e/install.sh install "$(DIST)" "$$PREFIX" "$$DESTDIR"

uninstall: ## Remove it again; changed settings and all data stay
	@e2e/install.sh uninstall "$$PREFIX" "$$DESTDIR"

run: numbers build data ## Run a lottery here: 4 workers, 5 agencies (WORKERS=, AGENCIES=, TLS=1)
	@e2e/run.sh $(DIST) "$$WORKERS" "$$AGENCIES"

# The brokers' jars come with the module brokers, which the distribution leaves out.
run-replicated: numbers build data ## Run a draw on 3 servers and 3 Kafka brokers here, and kill one of each
	@e2e/build.sh ./mvnw -B -Dmaven.test.skip=true package -pl brokers -am
	@e2e/run-replicated.sh $(DIST)

# Two modules at a time: their tests wait as much as they compute.
test: ## Build everything and run every test
	./mvnw -B -T 2 verify

fault: ## Run the fault suite at length (ROUNDS=500 CLIENTS=n MINUTES=n SEED=n)
	./mvnw -B verify -Dgroups=fault -Dloteria.fault.rounds=$(ROUNDS) -Dloteria.fault.seed=$(SEED) \
	  -Dloteria.fault.messages=100000 -Dloteria.fault.connections=20000 -Dloteria.fault.clients=$(CLIENTS) \
	  -Dloteria.fault.minutes=$(MINUTES)

model: ## Check every state of the protocol's model with spin and gcc
	docs/model/check.sh

bench: numbers $(BENCH) data ## Measure it, beside what the machine allows (RUNS=5 SCENARIOS="intake draw --full")
	bench/run.sh --runs $(RUNS) $(SCENARIOS)

bench-check: numbers $(BENCH) data ## Compare a short form with an earlier commit's, built beside (BASE=commit RUNS=5)
	@bench/check.sh "$$BASE" --runs $(RUNS)

format: ## Format the Java sources
	./mvnw -q -B -N -Dformat=apply process-sources

data: numbers build ## Make up the bets of each agency that has none, in .data (AGENCIES=5)
	@e2e/make-data.sh "$$AGENCIES" $(DIST)/bin/agency

compose: ## Write docker-compose.yml for so many agencies (AGENCIES=5)
	@./generar-compose.sh docker-compose.yml "$$AGENCIES"
	@./generar-compose.sh --tls $(COMPOSE_TLS) "$$AGENCIES"

# For as many agencies as docker-compose.yml has.
docker-tls:
	@e2e/check-switch.sh TLS "$$TLS"
	@[ "$$TLS" -eq 0 ] || ./generar-compose.sh --tls $(COMPOSE_TLS) "$$($(AGENCY_SERVICES) | wc -l)"

docker-image: ## Build the image
	docker build --tag $(IMAGE) .

docker-data: docker-image
	@e2e/make-data.sh $$($(AGENCY_SERVICES) | wc -l) \
	  docker run --rm $(IMAGE) agency

docker-compose-up: docker-tls docker-image docker-data ## Start the server and its agencies in containers (TLS=1)
	$(COMPOSE) up --detach --remove-orphans

docker-compose-logs: docker-tls ## Follow the logs; into a pipe, show them once the agencies have ended
	@if [ -t 1 ]; then exec $(COMPOSE) logs --follow; fi; \
	agencies=$$($(AGENCY_SERVICES)); \
	[ -z "$$agencies" ] || $(COMPOSE) ps --all --quiet $$agencies | xargs -r docker wait >/dev/null; \
	$(COMPOSE) logs --no-color

docker-compose-status: docker-tls ## Show how the draw stands; the page is at http://localhost:8080
	@$(COMPOSE) exec -T server supervisor status

docker-compose-down: docker-tls ## Stop the containers, show how each one ended; the data stays
	$(COMPOSE) stop
	@$(COMPOSE) ps --all --quiet | \
	  xargs -r docker inspect --format '{{.Name}} exited with {{.State.ExitCode}}'
	$(COMPOSE) down --remove-orphans

docker-compose-clean: docker-tls ## Stop the containers and delete their data
	$(COMPOSE) down --volumes

clean: ## Remove what was built; the bets in .data and a server's ./data stay
	rm -rf target */target
