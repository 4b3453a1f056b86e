# Everything a newcomer needs is `make run`; `make test` checks the project. `make help` lists the rest.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || echo python3)
VENV := .venv
BIN := $(VENV)/bin
SOURCES := flows tasks stages modeling reporting samples storage data_contracts
RUN_ARGS ?=

.PHONY: help run install test test-ops test-ui check format lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: install ## run the whole study on the built-in sample films
	@$(BIN)/film-genres run $(RUN_ARGS)

install: $(VENV)/.installed ## set up .venv with the film-genres command

test: $(VENV)/.installed-dev ## run the tests
	$(BIN)/pytest -n 2 --dist loadfile

test-ops: $(VENV)/.installed-dev ## kill trainings and whole runs, and see them go on
	$(BIN)/pytest -m ops

test-ui: $(VENV)/.installed-dev $(VENV)/.installed-ui ## look at the pages in a real browser
	$(BIN)/pytest -m ui

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

# A stamp each: a second call finds it newer than the locks and installs nothing.
$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# The browser is Debian's; axe-core looks at accessibility, and has no dependency of its own.
$(VENV)/.installed-ui: requirements-dev.lock | $(VENV)/.installed-dev
	command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium; }
	npm install --silent --no-save --prefix $(VENV)/axe axe-core@4.14
	@touch $@
