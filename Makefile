# The doors of the repository. Only Python 3.11 or newer and make are needed; everything else goes into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check bench docs clean

demo: $(VENV)/installed  ## align and check the sample articles
	@$(BIN)/python corpora/demo.py demo-output

test: $(VENV)/installed-test  ## format, lint, types, floors, docs, tests
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo > $(VENV)/lint-imports.log || { cat $(VENV)/lint-imports.log; exit 1; }
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict
	@$(BIN)/python -m pytest -q

check: test

docs: $(VENV)/installed-test  ## write the reference pages anew, take the pictures where there is a browser, build the site in site/
	@$(BIN)/python tools/reference.py
	@$(BIN)/python tools/screenshots.py || true
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

bench: $(VENV)/installed-bench  ## measure quality and speed with the benchmarks beside the repository; BENCH_OPTIONS chooses parts
	@$(BIN)/python -m tools.bench $(BENCH_OPTIONS)

clean:
	rm -rf $(VENV) site demo-output bench-results

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "aligner needs Python 3.11 or newer: make PYTHON=python3.11")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/installed-test: pyproject.toml constraints-test.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]' --constraint constraints-test.txt
	@touch $(VENV)/installed $@

$(VENV)/installed-bench: pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $(VENV)/installed $@
