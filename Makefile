# The doors of the repository. Only Python 3.11 or newer and make are needed; everything else goes into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BENCH := ../shared/bench

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

docs: $(VENV)/installed-test  ## write the reference pages anew and build the site in site/
	@$(BIN)/python tools/reference.py
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

bench: $(VENV)/installed  ## run the benchmarks beside the repository, where there are some
	@test -d $(BENCH) || { echo "no benchmarks at $(BENCH)"; exit 1; }
	@mkdir -p bench-results
	@if [ -f $(BENCH)/alignment/run.py ]; then \
	  $(BIN)/python $(BENCH)/alignment/run.py --cmd $(BIN)/aligner --report bench-results/alignment.json; fi
	@if [ -f $(BENCH)/checks/run.py ]; then \
	  $(BIN)/python $(BENCH)/checks/run.py --cmd $(BIN)/aligner --out checks-results; fi

clean:
	rm -rf $(VENV) site demo-output bench-results checks-results

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "aligner needs Python 3.11 or newer: make PYTHON=python3.11")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/installed-test: pyproject.toml constraints-test.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]' --constraint constraints-test.txt
	@touch $(VENV)/installed $@
