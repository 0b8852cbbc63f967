# The commands of the portal. `make help` lists them.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
# The first Python on this machine that is new enough.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$python; break; fi; done)
# Stamp files named by the checksum of the requirements: reinstall exactly when these change.
INSTALLED := $(VENV)/.installed-$(shell cksum < requirements.txt | cut -d' ' -f1)
INSTALLED_DEV := $(VENV)/.installed-dev-$(shell cat requirements.txt requirements-dev.txt | cksum | cut -d' ' -f1)
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help run start test quick check audit audit-repeatable audit-gate screenshots format messages bench clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-16s %s\n", $$1, $$2}' Makefile

run: $(INSTALLED) ## serve the portal with demonstration content on 127.0.0.1:8000 (PORT=… for another)
	@DEMO=1 $(BIN)/python deploy/prepare.py
	@DEMO=1 exec $(BIN)/gunicorn --config deploy/gunicorn.conf.py

start: $(INSTALLED) ## serve an empty portal to set up your own, with its data in var/start (VAR_DIR=… for another folder)
	@mkdir -p $${VAR_DIR:-var/start}
	@VAR_DIR=$${VAR_DIR:-var/start} DEMO=1 DEMO_CONTENT=0 $(BIN)/python deploy/prepare.py
	@VAR_DIR=$${VAR_DIR:-var/start} DEMO=1 DEMO_CONTENT=0 exec $(BIN)/gunicorn --config deploy/gunicorn.conf.py

test: $(INSTALLED_DEV) ## run every test on SQLite and on PostgreSQL, then those in the browser
	@$(BIN)/python tools/run_tests.py

quick: $(INSTALLED_DEV) ## the fast tests on SQLite, schema reused, up to the first failure (APP=news for one app)
	@$(BIN)/python tools/run_tests.py --quick $(APP)

check: $(INSTALLED_DEV) ## lint code and templates, check for missing migrations and unsafe settings
	@$(BIN)/python tools/check.py

audit: $(INSTALLED_DEV) ## measure accessibility, weight and speed of every page; adds a row to docs/audit.md (PAGES=… for some)
	@$(BIN)/python -m tools.audit $(PAGES)

audit-repeatable: $(INSTALLED_DEV) ## the deterministic checks only, without speed and screenshots
	@$(BIN)/python -m tools.audit --only repeatable $(PAGES)

audit-gate: $(INSTALLED_DEV) ## the same for the few pages that gate a merge
	@$(BIN)/python -m tools.audit --only repeatable --gate

screenshots: $(INSTALLED_DEV) ## screenshots of every page, phone and desktop, light and dark, in var/screenshots/
	@$(BIN)/python -m tools.audit --only screenshots $(PAGES)

format: $(INSTALLED_DEV) ## format code and templates
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .
	@git ls-files --cached --others --exclude-standard -z 'templates/*.html' | xargs -0 -r $(BIN)/djade --target-version 5.2

messages: $(INSTALLED_DEV) ## update and compile the English catalogue; lists untranslated texts
	@$(BIN)/python tools/messages.py

bench: $(INSTALLED_DEV) ## measure pages, queries and throughput; prints a table
	@$(BIN)/python -m tools.benchmark

clean: ## remove the virtual environment and the caches; keeps var/
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then echo "Python 3.11 or newer is needed: apt-get install python3" >&2; exit 1; fi
	@if ! $(PYTHON) -c 'import ensurepip' 2>/dev/null; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(notdir $(PYTHON))-venv; \
		else echo "Python's venv is missing: apt-get install $(notdir $(PYTHON))-venv" >&2; exit 1; fi; \
	fi
	@echo "Making $(VENV) with $$($(PYTHON) --version) …"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
	@# Debian's pip warns that lxml has no extra "html_clean".
	@$(PIP_INSTALL) --upgrade 'pip>=24' || { rm -rf $(VENV); exit 1; }

$(INSTALLED): | $(BIN)/python
	@echo "Installing the requirements …"
	@$(PIP_INSTALL) -r requirements.txt
	@rm -f $(VENV)/.installed-[0-9]* && touch $@

$(INSTALLED_DEV): | $(INSTALLED)
	@echo "Installing what tests and checks need …"
	@$(PIP_INSTALL) -r requirements-dev.txt
	@rm -f $(VENV)/.installed-dev-* && touch $@
