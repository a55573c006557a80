# make demo    what it does, on the bundled reports        make test    everything that must hold
# make score   quality on ../shared/gold                   make bench   speed on ../shared/corpus, beside trafilatura
# make lint    style, types, layers                        make docs    write the generated pages anew
# make quality how well it reads, as docs/quality.md       make bench-desk  times of the desk's pages in 100,000 claims
PYTHON ?= $(firstword $(foreach v,3.11 3.12 3.13,$(shell command -v python$(v))) python3)
GOLD ?= ../shared/gold
BIN := .venv/bin
# The net's matrices are small: a second thread doubles the processor time and saves none.
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: setup demo test test-setup test-kill test-readers score quality score-incidents bench bench-store bench-link bench-release bench-desk screenshots vendor lint docs net
setup: .venv/ready

.venv/ready: pyproject.toml requirements.lock
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

demo: setup
	$(BIN)/tawatur demo

test: setup
	$(BIN)/python -m pytest

# A real PostgreSQL and a real Chromium for the tests that need them; without them these are skipped (in CI: they fail).
test-setup:
	@need=""; ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || need="postgresql"; \
	command -v chromium >/dev/null || need="$$need chromium fonts-noto-core"; \
	test -z "$$need" || { apt-get update -qq && apt-get install -y -qq --no-install-recommends $$need; }

test-kill: setup
	TAWATUR_KILLS=200 $(BIN)/python -m pytest tests/project/test_crashes.py -k killed

test-readers: setup
	TAWATUR_READERS=1000 $(BIN)/python -m pytest -s tests/desk/test_readers.py

score: setup
	@if [ -e $(GOLD)/gold.jsonl ]; then $(BIN)/tawatur score $(GOLD) --floors eval/floors.json; \
	else echo "No figures: the gold reports ($(GOLD)) are not beside this checkout; set GOLD=FOLDER."; fi

quality: setup
	@if [ -e $(GOLD)/gold.jsonl ]; then $(BIN)/python eval/quality.py $(GOLD); \
	else echo "No figures: the gold reports ($(GOLD)) are not beside this checkout; set GOLD=FOLDER."; fi

score-incidents: setup
	@if [ -e $(GOLD)/incidents.jsonl ]; then $(BIN)/python eval/incidents.py $(GOLD) $(GOLD)/../corpus/conflict.jsonl.gz eval/incidents-floors.json; \
	else echo "No figures: the gold incidents ($(GOLD)) are not beside this checkout; set GOLD=FOLDER."; fi

bench-link: setup
	$(BIN)/python eval/bench_link.py

bench: setup
	$(BIN)/python eval/bench.py

# What the desk ships of others (map, fonts, outlines of countries), fetched again from the npm registry.
vendor: setup
	$(BIN)/python scripts/vendor_desk.py

bench-store: setup
	$(BIN)/python eval/bench_store.py

bench-release: setup
	$(BIN)/python eval/bench_release.py

bench-desk: setup
	$(BIN)/python eval/bench_desk.py

# The pictures of docs/desk.md, drawn anew.
screenshots: setup
	TAWATUR_SCREENSHOTS=1 $(BIN)/python -m pytest tests/desk/test_screenshots.py

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: setup
	$(BIN)/python docs/generate.py

# Learns the net anew from all labels (eval/learn); needs the gold and corpus folders and the packages of eval/learn/requirements.txt.
net: setup
	eval/learn/learn.sh $(GOLD)
