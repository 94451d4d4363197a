# Careline's commands. Needs make and Python 3.11 or newer; everything else is installed into .venv.

SHELL := /bin/sh
PORT ?= 8000
DATA ?= ./var
TEST_WORKERS ?= 2

# an interpreter that is new enough, or nothing
PYTHON ?= $(shell for one in python3.13 python3.12 python3.11 python3 python; do \
	command -v $$one >/dev/null 2>&1 && $$one -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { command -v $$one; break; }; done)
IN := .venv/bin

.PHONY: help run test check bench docs lock clean browser

help:
	@echo "make run     serve the desk with the demo operator (PORT=$(PORT) DATA=$(DATA))"
	@echo "make test    all tests, installing what they need"
	@echo "make check   format, lint, types, order of the rooms, documentation"
	@echo "make bench   the measurements that the documentation quotes"
	@echo "make docs    write the reference pages that are made from the program"
	@echo "make lock    choose the newest versions that fit, into constraints.txt"

run: .venv/.run
	@exec $(IN)/careline run --port $(PORT) --data $(DATA)

test: .venv/.test browser
	$(IN)/python -m pytest -n $(TEST_WORKERS) --dist loadgroup

check: .venv/.test
	$(IN)/ruff format --check .
	$(IN)/ruff check .
	$(IN)/mypy
	$(IN)/lint-imports
	$(IN)/careline reference --check
	$(IN)/python -m pytest -q tests/architecture $(wildcard tests/docs)

bench: .venv/.bench
	$(IN)/python -m bench.run $(ONLY)

docs: .venv/.run
	$(IN)/careline reference

lock: .venv/.run
	$(IN)/pip install -q uv
	$(IN)/uv pip compile -q --universal --no-header --no-annotate --upgrade --all-extras --python-version 3.11 \
		-o constraints.txt pyproject.toml

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info

# -- what has to be there --------------------------------------------------------------------------------------------

# a virtual environment; where Python came without ensurepip (Debian's python3 alone), the pip that is there fills it
.venv/.made:
	@test -n "$(PYTHON)" || { echo "Careline needs Python 3.11 or newer, and none was found."; \
		echo "Install it (Debian and Ubuntu: apt install python3 python3-pip; macOS: brew install python@3.12),"; \
		echo "or name yours: make PYTHON=/path/to/python3.12"; exit 1; }
	@rm -rf .venv
	@echo "Making a virtual environment with $(PYTHON)"
	@$(PYTHON) -m venv .venv >/dev/null 2>&1 || { rm -rf .venv; $(PYTHON) -m venv --without-pip .venv; }
	@test -x $(IN)/pip || $(PYTHON) -m pip --version >/dev/null 2>&1 || { rm -rf .venv; \
		echo "Python's package installer pip is missing. Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@test -x $(IN)/pip || $(PYTHON) -m pip --python .venv install -q pip
	@touch $@

.venv/.run: .venv/.made pyproject.toml constraints.txt
	@echo "Installing Careline and what it needs"
	@$(IN)/pip install -q --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/.test: .venv/.run
	@echo "Installing what the tests need"
	@$(IN)/pip install -q --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@

.venv/.bench: .venv/.test
	@echo "Installing what the benchmarks compare with"
	@$(IN)/pip install -q --disable-pip-version-check -c constraints.txt -e '.[bench]'
	@touch $@

# Debian's Chromium for the browser tests; without it they are skipped, and say so
browser:
	@if command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 \
		|| command -v google-chrome >/dev/null 2>&1; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		echo "Installing Chromium for the browser tests"; \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
			chromium fonts-dejavu-core; } >/dev/null 2>&1 \
			|| echo "Chromium could not be installed: browser tests are skipped. Install it: apt install chromium"; \
	else \
		echo "No Chromium here: browser tests are skipped. Install it: sudo apt install chromium"; \
	fi
