# What can be done here; `make help` explains it. Programs live in tools/.
PORT ?= 8000
COMMONROOT_HOME ?= home
COMMONROOT_PORT = $(PORT)
export COMMONROOT_HOME COMMONROOT_PORT COMMONROOT_DEMO ONLY CHECK
PYTHON3 ?= python3
PYTHON = .venv/bin/python

.DEFAULT_GOAL = help
.PHONY: help setup run test check fix bench screens docs lock messages

help: ## Explain each command
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 17
	@echo
	@echo "  make run PORT=8123 COMMONROOT_HOME=folder   another port, another folder"
	@echo "  make run COMMONROOT_DEMO=1                  straight into the demo school"
	@echo "  make test ONLY=tests/sheets                 some of the tests, on SQLite alone"
	@echo "  make bench ONLY=pages CHECK=1               one measurement, failing on a missed bound"

setup: ## Install what Commonroot runs on, into .venv
	@$(PYTHON3) tools/bootstrap run

run: setup ## Start Commonroot on http://localhost:8000 (Ctrl-C ends it)
	@exec $(PYTHON) manage.py serve

test: ## Everything: checks, then all tests on SQLite and on PostgreSQL
	@$(PYTHON3) tools/bootstrap dev
	@$(PYTHON3) tools/test_needs
	@exec $(PYTHON) tools/test $(ONLY)

check: ## Form, types, templates and who may import whom
	@$(PYTHON3) tools/bootstrap dev
	@exec $(PYTHON) tools/check

fix: ## Put Python and templates into the common form
	@$(PYTHON3) tools/bootstrap dev
	@exec $(PYTHON) tools/check --fix

bench: ## Measure speed and memory; writes docs/performance.md
	@$(PYTHON3) tools/bootstrap dev
	@exec $(PYTHON) -m bench $(ONLY)

screens: ## Take the pictures in docs/screens
	@$(PYTHON3) tools/bootstrap dev
	@exec $(PYTHON) tools/screens $(ONLY)

docs: ## Make docs/generated from the code
	@$(PYTHON3) tools/bootstrap dev
	@exec $(PYTHON) manage.py document

lock: ## Lock requirements/*.in again (UPGRADE=1 takes the newest)
	@$(PYTHON3) tools/bootstrap lock

messages: ## Collect the words to translate into commonroot/locale
	@$(PYTHON3) tools/bootstrap dev
	@exec $(PYTHON) tools/messages
