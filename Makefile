# What a developer and a school need; `make site` and `make test` do all their set-up.
.DEFAULT_GOAL := site
.PHONY: site test check serve lock docs format clean

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
# the tests of one file stay together, since they share what they look at
SHARED := --numprocesses auto --maxprocesses 4 --dist loadfile

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	@touch $@

site: $(READY)  ## build the sample handbook into site/
	$(BIN)/handbook build

test: $(READY)  ## run the tests
	$(BIN)/python -m pytest $(SHARED)

check: $(READY)  ## everything that CI runs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/handbook check
	$(BIN)/python -m pytest $(SHARED)

serve: $(READY)  ## one view with live reload; make serve VIEW=staff
	$(BIN)/handbook serve --view $(or $(VIEW),public)

lock: $(READY)  ## choose the newest versions that fit and write them down
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	  --custom-compile-command "make lock" --extra dev --output-file requirements.lock pyproject.toml

docs: $(READY)  ## write the generated documents anew
	$(BIN)/python -m pytest --quiet --update-golden tests/test_docs.py

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv site .handbook-cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
