# `make` alone lists what there is. The two that everyone needs: `make run` and `make test`.

LISTEN ?= 127.0.0.1:8080
ARGS ?=
FUZZTIME ?= 10s
SIZES ?= 10000 100000 1000000
PEERS_IMAGE ?= neo4j:5.26.20-community
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
TOOL := go tool -modfile=tools/go.mod
NODE := $(shell command -v npm 2>/dev/null)
# Packages in which goroutines meet: their tests run under the race detector, which makes them five times as slow. It
# needs a C compiler; the tests run without it too.
RACED := ./graph/follow ./graph/graphtest ./graph/image ./graph/ledger ./graph/memo ./graph/memstore ./graph/neo4jstore \
	./internal/cli ./internal/httpapi/... ./loaders/curated ./loaders/document ./loaders/input ./loaders/runner ./resolvers/...
RACE := $(shell command -v $$(go env CC) >/dev/null 2>&1 && [ "$$(go env CGO_ENABLED)" = 1 ] && echo -race)
TESTS := $(TOOL) gotestsum --format pkgname-and-test-fails --hide-summary skipped,output
PAGES := ui/dist/index.html
PAGE_SOURCES := $(shell find ui -path ui/node_modules -prune -o -path ui/dist -prune -o -type f -not -name '*.go' -print)
GENERATED := graph/generated resolvers/api/models.generated.go docs/ontology.md docs/coverage.md docs/coverage-atop-cow.md loaders/curated/compiled.json loaders/curated/compiled.version
SCRATCH := .cache

.DEFAULT_GOAL := help
.PHONY: help run build pages test test-ui test-clients prove check lint generate generated bench bench-peers growth fuzz neo4j clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: build ## build everything and serve the bundled data on http://localhost:8080 (LISTEN=, ARGS= for more flags)
	bin/entente serve --listen $(LISTEN) $(ARGS)

build: pages ## build bin/entente with its pages
	CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o bin/entente .

# Without Node the server is built all the same, and its pages say what is missing.
ifdef NODE
pages: $(PAGES)
else
pages:
	@echo "no Node: the binary is built without its pages (/ and /graphiql); install Node 20.19 or later for them"
endif

$(PAGES): $(PAGE_SOURCES) ui/node_modules/.package-lock.json
	cd ui && npm run --silent build -- --logLevel warn
	@touch $@

ui/node_modules/.package-lock.json: ui/package-lock.json
	cd ui && npm ci --no-audit --no-fund
	@touch $@

test: pages test-ui ## run all tests that this machine can run, and say what was left out
	@mkdir -p $(SCRATCH)
	@$(if $(RACE),,echo "no C compiler: the tests run without the race detector")
	$(TESTS) --jsonfile $(SCRATCH)/raced.json -- -timeout 40m $(RACE) $(RACED)
	$(TESTS) --jsonfile $(SCRATCH)/test.json -- -timeout 40m ./internal/acceptance $$(go list ./... | grep -vxF "$$(go list $(RACED))")
	@grep -ohE '[a-z0-9_]+\.go:[0-9]+: needs [^"]*' $(SCRATCH)/raced.json $(SCRATCH)/test.json | sed -E 's/^[^ ]+ //; s/\\n$$//' | sort | uniq -c | \
		awk '{n = $$1; $$1 = ""; printf "left out: %d tests, each%s\n", n, $$0; some = 1} END {if (!some) print "nothing was left out"}'

test-ui:
ifdef NODE
	cd ui && npm run --silent check
else
	@echo "no Node: the pages were neither checked nor tested"
endif

test-clients: ## run what clients are made of (Apollo Client, urql, relay-compiler, graphql-codegen, audits) against the binary
ifdef NODE
	@$(MAKE) --no-print-directory build clients/node_modules/.package-lock.json
	cd clients && npm run --silent test
else
	@echo "no Node: no client was tried against the binary"
endif

clients/node_modules/.package-lock.json: clients/package-lock.json
	cd clients && npm ci --no-audit --no-fund
	@touch $@

prove: ## run the long form of the proofs: open questions of 2,000 attacks, pivots of all eves of wars, 10,000 questions about what was known, deaths at 230 moments, all pages with 10^6 relationships
	PROOF=long go test -timeout 60m -run 'OpenQuestions|Pivots' ./graph/alliance
	PROOF=long go test -timeout 60m -run 'KeepsTheContract/agreeing|Conformance/agreeing' ./graph/memstore ./graph/neo4jstore
	PROOF=long go test -timeout 60m -run ThePastIsAnswered ./resolvers
	PROOF=long go test -timeout 60m -run 'Kill9|Killed' ./graph/memstore .
	PROOF=long go test -timeout 60m -run TestACrowd ./ui

check: generated lint test test-clients ## what CI runs

lint: ## run the linters, and see that go.mod lists what is imported and that the binary reaches every function
	go mod tidy -diff
	$(TOOL) golangci-lint run --allow-parallel-runners ./...
	@dead=$$($(TOOL) deadcode . ./resolvers/execution/rewrite) && test -z "$$dead" || { echo "$$dead"; exit 1; }

generate: ## write anew what is generated: gqlgen's code, docs/ontology.md, docs/coverage.md, the compiled bundled data
	go generate ./...
	go test ./internal/ontologydoc ./internal/coveragedoc -update

generated: generate ## fail where what is committed is not what would be generated
	@git diff --exit-code --stat -- $(GENERATED) || { echo "generated files are behind their sources: commit what \`make generate\` wrote"; exit 1; }
	@test -z "$$(git ls-files --others --exclude-standard $(GENERATED))" || { echo "generated files are not committed"; exit 1; }

bench: ## run the benchmarks
	go test -run '^$$' -bench . -benchmem ./...

# Figures are of the embedded store, memory of one process for each size; the largest takes about 400 bytes a relationship, and the load more.
growth: ## load, open and ask the embedded store at growing sizes (SIZES="10000 1000000"), as a table
	@for size in $(SIZES); do ENTENTE_BENCH_GROWTH=$$size go test -run '^$$' -bench Growth -benchtime 1x -timeout 8h ./internal/acceptance || exit 1; done | \
		awk '/^BenchmarkGrowth/ {n++; split($$1, name, "[/-]"); head = head " | " name[2]; \
			for (i = 5; i < NF; i += 2) {if (!($$(i+1) in row)) order[++units] = $$(i+1); row[$$(i+1)] = row[$$(i+1)] " | " $$i}} \
			/FAIL|panic/ {print} \
			END {print "| relationships" head " |"; printf "| ---"; for (i = 0; i < n; i++) printf " | ---"; print " |"; \
			for (i = 1; i <= units; i++) print "| " order[i] row[order[i]] " |"}'

# Without PEERS_NEO4J a container is started for it; ENTENTE_SHARED_DATA is the folder of published data, without which the bundled data stand alone.
bench-peers: build bench/peers/node_modules/.package-lock.json ## ask Entente and its peers the same questions over the same data, and print one table
	@neo4j=$$PEERS_NEO4J; container=; \
	if [ -z "$$neo4j" ]; then \
		container=$$(docker run -d -p 127.0.0.1::7687 -e NEO4J_AUTH=neo4j/entente-peers -e NEO4J_server_memory_heap_max__size=2g $(PEERS_IMAGE)) || exit 1; \
		trap "docker rm -f $$container >/dev/null" EXIT; \
		neo4j=neo4j://neo4j:entente-peers@$$(docker port $$container 7687/tcp); \
		until docker logs $$container 2>&1 | grep -q Started; do sleep 1; done; \
	fi; \
	PEERS_NEO4J=$$neo4j go run ./bench/peers

bench/peers/node_modules/.package-lock.json: bench/peers/package-lock.json
	cd bench/peers && npm ci --no-audit --no-fund
	@touch $@

# Go's fuzzer now and then takes the end of its time for a failure. What it really found is among the seeds of the second run, and fails again.
fuzz: ## run each fuzz test for ten seconds (FUZZTIME=1m for longer)
	@for package in $$(go list ./...); do \
		for name in $$(go test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$name"; \
			for try in first second; do \
				go test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) $$package && break; \
				test $$try = first || exit 1; \
			done; \
		done; \
	done

neo4j: ## start a Neo4j for development in a container and say how to use it
	docker compose up --wait neo4j
	@echo "bin/entente serve --store neo4j://neo4j:entente-graph@localhost"
	@echo "its browser: http://localhost:7474"

clean: ## delete what was built
	rm -rf bin ui/dist ui/node_modules clients/node_modules bench/peers/node_modules $(SCRATCH)
