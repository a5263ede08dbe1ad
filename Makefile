# Frontdesk: the menu of tasks. `make help` prints it.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run reset test check bench bench-one-issue conformance torture-mail words migrate lock fmt

help: ## print this menu
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.runtime ## set everything up and open the desk: the sandbox, or the real bot if FRONTDESK_BOT_TOKEN is set
	@$(BIN)/frontdesk run

reset: ## empty the sandbox: forget its tickets, chats and letters
	@cd "$${FRONTDESK_DATA_DIR:-.frontdesk}" 2>/dev/null && rm -rf sandbox sandbox.log desk.log; echo "The sandbox is empty."

test: $(VENV)/.dev ## set everything up (PostgreSQL, Chromium, Dovecot and Exim too) and run all tests
	@$(BIN)/python -m tests.provide
	@$(BIN)/pytest -n 4 --dist loadgroup $(ARGS)

check: $(VENV)/.dev ## ruff, mypy --strict, import-linter
	@$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy && $(BIN)/lint-imports --no-cache

fmt: $(VENV)/.dev ## format the code and fix what ruff can fix
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

bench: $(VENV)/.dev ## print what an update costs: the desk's intake step against a bare echo
	@$(BIN)/python -m tests.bench $(ARGS)

bench-one-issue: $(VENV)/.dev ## print how well «one ticket, one problem» is judged, on texts the judge has not seen
	@$(BIN)/python -m tests.bench.one_issue

conformance: $(VENV)/.dev ## print each row of each regulation that a test holds, and what came of it
	@$(BIN)/python -m tests.regulations

torture-mail: $(VENV)/.dev ## read every letter of a folder as the desk would: make torture-mail MAIL_CORPUS=DIR
	@$(BIN)/python -m tests.torture_mail "$(MAIL_CORPUS)"

words: $(VENV)/.dev ## collect the strings to translate into locales/
	@$(BIN)/python locales/collect.py

migrate: $(VENV)/.runtime ## bring the database of the settings to the newest schema
	@$(BIN)/frontdesk db upgrade

lock: $(VENV)/.dev ## pin the dependencies anew (hashes, no download addresses)
	@$(BIN)/pip install -q uv
	@$(BIN)/uv pip compile -q --universal --upgrade --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --universal --upgrade --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra dev pyproject.toml -o requirements-dev.lock

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Frontdesk needs Python 3.11 or newer; name one with: make run PYTHON=/path/to/python3.11")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Setting up (once) ..." >&2
	@$(BIN)/pip install -q --require-hashes -r requirements.lock
	@$(BIN)/pip install -q --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	@echo "Setting up for development (once) ..." >&2
	@$(BIN)/pip install -q --require-hashes -r requirements-dev.lock
	@$(BIN)/pip install -q --no-deps -e .
	@touch $@ $(VENV)/.runtime
