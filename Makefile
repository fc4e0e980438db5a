# make run        start the program (off screen where there is no display)
# make test       format, lint, types, tests
# make referees   compare with PyTorch and scikit-learn, and print the benchmarks
# make setup      what all of them do first

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

export OPENBLAS_NUM_THREADS := 1
export PYQTGRAPH_QT_LIB := PySide6

.PHONY: run test referees setup system lint clean

run: $(VENV)/.run
	$(BIN)/python main.py

test: $(VENV)/.test lint
	$(BIN)/python -m pytest -n auto --dist worksteal

lint: $(VENV)/.test
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

referees: $(VENV)/.referees
	$(BIN)/python -m pytest -n auto -m referee
	$(BIN)/python benchmarks/training_step.py
	$(BIN)/python benchmarks/plane.py

setup: $(VENV)/.test

system:
	sh scripts/install_system_libraries.sh

$(VENV)/.made:
	$(MAKE) system
	sh scripts/make_environment.sh $(PYTHON) $(VENV)
	touch $@

$(VENV)/.run: $(VENV)/.made pyproject.toml constraints.txt
	$(INSTALL) --editable .
	touch $@

$(VENV)/.test: $(VENV)/.run
	$(INSTALL) --editable '.[test]'
	touch $@

$(VENV)/.referees: $(VENV)/.test
	$(INSTALL) --editable '.[test,referees]'
	touch $@

clean:
	rm -rf $(VENV) out .pytest_cache .mypy_cache .ruff_cache .hypothesis
