# Two commands do all the set-up: `make run` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check
STAMP  := $(VENV)/.installed
DEV    := $(VENV)/.installed-dev

.DEFAULT_GOAL := help
.PHONY: help install run test lint evals bench drills lock clean

help:            ## show the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

install: $(STAMP)   ## set up .venv from the hashed lock (nothing compiles)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Oneframe needs Python 3.11 to 3.13; this is " + sys.version.split()[0] + ". Say e.g. make PYTHON=python3.12 install") if not (3, 11) <= sys.version_info[:2] <= (3, 13) else 0'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing Oneframe into $(VENV) (once, about 350 MB of wheels) ..."
	@$(PIP) --require-hashes --no-deps --only-binary :all: -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): $(STAMP) requirements-dev.lock
	@echo "Installing the development tools ..."
	@$(PIP) --require-hashes --no-deps --only-binary :all: -r requirements-dev.lock
	@touch $@

run: $(STAMP)       ## open the chat in the browser (embedded writer, no key, no network)
	@$(BIN)/oneframe run

test: $(DEV)        ## every check a commit must pass
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -m 'not slow'

lint: $(DEV)        ## style and types only
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

drills: $(DEV)      ## the long faults: kills, fuzz, corruptions (minutes); the record is evals/records/drills.txt
	@mkdir -p evals/records
	@$(BIN)/python -c "import datetime, os, platform as p; print(datetime.date.today(), os.cpu_count(), 'cores,', p.system(), 'Python', p.python_version())" > evals/records/drills.txt
	@$(BIN)/python -m pytest -m slow -n 0 -rA --durations=5 -p no:cacheprovider | tee -a evals/records/drills.txt

evals: $(DEV)       ## read, route and rewrite the test split, mutants, our own gates; records in evals/records
	@mkdir -p evals/records
	@$(BIN)/oneframe data measure evals/messages/test --rewrite --delivered evals/records/delivered.jsonl > evals/records/evals.json
	@$(BIN)/python -c "import json; r=json.load(open('evals/records/evals.json')); [print(k, n, v) for k in ('read','route','rewrite') for n, v in r[k].items() if n not in ('wrong','missed','false','guards','confusion','by_trigger')]"
	@$(BIN)/oneframe data questions evals/questions/test.jsonl > evals/records/questions.json
	@$(BIN)/oneframe eval mutate evals/messages/test > evals/records/mutants.json
	@$(BIN)/oneframe eval judge calibrate checker --labels evals/messages/test -o app/oneframe/evals/checker.json > /dev/null
	@rm -rf build/evals && mkdir -p build/evals
	@for s in canaries pressure; do $(BIN)/oneframe eval run evals/suites/$$s.yaml -o build/evals/$$s; done
	@$(BIN)/oneframe eval gate build/evals/pressure
	@$(BIN)/oneframe eval gate build/evals/canaries > build/evals/canaries.txt; test $$? -eq 1 && echo "every canary is red"

bench: $(DEV)       ## time the parts where people wait, and other harnesses beside ours; records in evals/records
	@mkdir -p evals/records
	@$(BIN)/oneframe data bench | tee evals/records/bench.json
	@$(BIN)/python -m oneframe.evals.scale evals/questions/dev.jsonl | tee evals/records/scale.json
	@$(BIN)/python -m oneframe.evals.peers evals/messages | tee evals/records/peers.json

lock:               ## resolve the locks again (maintainers; needs uv)
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-annotate pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-annotate --no-deps - >> requirements.lock < requirements-extra.in
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-annotate -c requirements.lock --extra dev pyproject.toml -o requirements-dev.lock

clean:              ## remove the environment and everything derived
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache build dist
