# Every target sets up what it needs. Python 3.11 and make are enough for `demo` and `test`.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
CONSTRAINTS := .ci/constraints.txt
STAMPS := .stamps
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint $(CONSTRAINTS)

.DEFAULT_GOAL := help
.PHONY: help demo test check lint bench soak wheel clean

help: ## List the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or later is needed; name one with PYTHON=…")'
	$(PYTHON) -m venv $(VENV)

$(STAMPS)/run: pyproject.toml $(CONSTRAINTS) | $(BIN)/python
	$(PIP) --editable '.[demo]'
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/test: $(STAMPS)/run
	$(PIP) --editable '.[test]'
	@touch $@

$(STAMPS)/check: $(STAMPS)/test
	$(PIP) --editable '.[test,lint,check]'
	@touch $@

demo: $(STAMPS)/run ## Publish the metadata and serve it on http://127.0.0.1:8000 (PORT=… for another)
	$(BIN)/catalogue demo --port $(PORT)

test: $(STAMPS)/test ## Run what Python alone can run, and list what it could not
	$(BIN)/python -m pytest -q -n auto -m "not system and not slow" --dist loadfile
	@echo "Not run here, because they need programs of the machine or take long (make check runs them):"
	@echo "        tests/clients/browser, test_citations.py, test_marquez.py, test_openapi.py and test_provenance.py, whose clients only make check installs"
	@$(BIN)/python -m pytest -q --collect-only -m "system or slow" 2>/dev/null | grep '::' | sed 's/\[.*//' | sort | uniq -c

lint: $(STAMPS)/check ## Style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: lint ## Everything: lint, all tests with the machine's programs, the other Whoosh, the wheel, dbt
	$(BIN)/python -m pytest -q -n auto --dist loadfile -m "not slow"
	$(BIN)/python -m pytest -q -m slow
	tests/clients/other_whoosh.sh $(PYTHON)
	tests/clients/wheel.sh $(PYTHON)
	tests/clients/dbt_ol.sh $(PYTHON) $(BIN)/python

bench: $(STAMPS)/check ## Measure, and print the tables of the README
	$(BIN)/python -m tests.benchmarks

soak: $(STAMPS)/check ## Long trials: more processes, more kills, more time
	CATALOGUE_SOAK=1 $(BIN)/python -m pytest -q -m slow

wheel: $(STAMPS)/check ## Build the wheel
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

clean: ## Remove what the targets made
	rm -rf $(VENV) $(STAMPS) dist build instance .pytest_cache .mypy_cache .ruff_cache .hypothesis
