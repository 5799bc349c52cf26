# The two commands of the README are `make run` and `make test`; `make help` lists the rest.
SHELL := /bin/bash
# The system's own Python, where it is new enough and can make environments: it is built with optimisations and gets security
# updates, which the first one on the PATH need not (docs/operations.md, “Python”).
PYTHON ?= $(shell /usr/bin/python3 -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo /usr/bin/python3 || echo python3)
VENV := .venv
BIN := $(VENV)/bin
export HOST ?= 127.0.0.1
export PORT ?= 8000
export DATA_DIR ?= $(CURDIR)/var
# Tools must never ask, and pip need not look for its own update.
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Without pip's own options, which tell where this machine gets its packages.
LOCK := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --no-emit-options --strip-extras --allow-unsafe

.PHONY: help run test test-quick check bench audit format lock clean

help:  ## Say what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(VENV)/.ready  ## Set up everything and serve the site on http://$(HOST):$(PORT)
	@exec $(BIN)/python manage.py start

test: $(VENV)/.ready-dev  ## Run the whole suite, browser tests included
	@tests/install-chromium
	@$(BIN)/python -m pytest -n auto --dist worksteal -m "not browser $(BUT)" $(PYTEST_ARGS)
	@$(BIN)/python -m pytest -n auto --dist loadfile -m "browser $(BUT)" $(PYTEST_ARGS)

test-quick: $(VENV)/.ready-dev  ## Run everything that needs no browser
	@$(BIN)/python -m pytest -n auto --dist worksteal -m "not browser" $(PYTEST_ARGS)

check: $(VENV)/.ready-dev  ## Run what CI checks besides the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet
	PYTHONPATH=site $(BIN)/lint-imports
	$(BIN)/mypy site people news search comments desk demo
	$(BIN)/python manage.py makemigrations --check --dry-run
	BASE_URL=https://pulse.example SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
	  $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: $(VENV)/.ready-dev  ## Load 10,000 stories and measure (tests/bench/README.md)
	@$(BIN)/python -m tests.bench

audit: $(VENV)/.ready-dev  ## Have vnu and Lighthouse judge the pages (tests/audit/README.md)
	@tests/install-chromium
	@$(BIN)/python -m tests.audit

format: $(VENV)/.ready-dev  ## Put code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(VENV)/.ready-dev  ## Renew requirements/*.txt from requirements/*.in
	$(BIN)/pip install --quiet pip-tools==7.6.2
	$(LOCK) -o requirements/base.txt requirements/base.in
	$(LOCK) -o requirements/dev.txt requirements/dev.in

clean:  ## Remove the virtual environment and caches; data in DATA_DIR stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Pulse needs Python 3.11 or newer: make run PYTHON=python3.11"; exit 1; }
	@echo "Making the virtual environment …"
	@$(PYTHON) -m venv $(VENV) || { echo "python3-venv is missing: apt-get install python3-venv"; exit 1; }

$(VENV)/.ready: requirements/base.txt | $(BIN)/python
	@echo "Installing dependencies …"
	@$(BIN)/pip install --quiet --require-hashes -r requirements/base.txt
	@touch $@

$(VENV)/.ready-dev: requirements/dev.txt $(VENV)/.ready
	@echo "Installing what tests and checks need …"
	@$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@
