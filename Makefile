# One virtual environment, in .venv, made from the locks. Stamps in it say what is installed, so
# that nothing is done twice; `make PYTHON=python3.13 ...` chooses another Python for a new one.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check
# A lock names all there is to install, so pip resolves nothing: older ones stumble over extras.
LOCKED := $(PIP) --require-hashes --no-deps --no-build-isolation
RUNTIME := $(VENV)/.runtime-installed
DEV := $(VENV)/.dev-installed
REPORT := $(VENV)/.report-installed
OLDEST := .venv-oldest

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help compare install test lint types golden bench lock oldest everyday clean

help: ## List what make can do here
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

compare: $(REPORT) ## Compare the two plans of 2025, and write a report to plans.html
	@missing=$$($(BIN)/aiplans texts list --format tsv | awk -F '\t' \
		'($$1 == "us-2025" || $$1 == "cn-2025") && $$4 != "text" { print $$1 }'); \
	test -z "$$missing" \
		|| $(BIN)/aiplans texts fetch $$missing --timeout 8 >/dev/null 2>&1 \
		|| echo "The official texts could not all be fetched; going on with what is here." >&2
	@$(BIN)/aiplans compare </dev/null
	@$(BIN)/aiplans report --quiet -o plans.html </dev/null
	@echo "The report, with charts and the lines behind each number, is in plans.html." >&2

install: $(RUNTIME) ## Install aiplans into .venv, with the versions of the lock

# A module's tests stay in one process, since what they prepare is shared.
test: $(DEV) ## Run all tests, and the examples in the docstrings (ARGS='-n0 -k name' for some)
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile $(ARGS)

lint: $(DEV) ## Check style and formatting
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(DEV) ## Check types
	@$(BIN)/mypy

golden: $(DEV) ## Rewrite the golden files from what the program now says; review the diff
	@AIPLANS_GOLDEN=1 $(BIN)/python -m pytest $$(grep -l AIPLANS_GOLDEN tests/test_*.py)
	@git --no-pager diff --stat -- tests/golden

bench: $(DEV) ## Run the benchmarks
	@$(BIN)/python -m pytest benchmarks $(ARGS)

# --universal keeps one lock good for all Pythons and systems; --no-config and --no-emit-* keep it
# free of where this machine gets its packages. UPGRADE=--upgrade moves to the newest versions.
COMPILE = $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links $(UPGRADE)

lock: $(RUNTIME) ## Write the locks anew from pyproject.toml (UPGRADE=--upgrade for newer versions)
	@$(PIP) uv
	@$(COMPILE) --group build -o requirements-build.lock
	@$(COMPILE) pyproject.toml -c requirements-build.lock -o requirements.lock
	@$(COMPILE) pyproject.toml --group dev -c requirements-build.lock -c requirements.lock \
		-o requirements-dev.lock
	@$(COMPILE) pyproject.toml --extra semantic -c requirements-build.lock -c requirements.lock \
		-o requirements-semantic.lock
	@$(COMPILE) pyproject.toml --extra report -c requirements-build.lock -c requirements.lock \
		-o requirements-report.lock

# The bounds of pyproject.toml are promises; the locks, which hold newer versions, do not test them.
oldest: $(OLDEST)/oldest.txt ## Run the tests with the oldest versions that are allowed (ARGS=...)
	@$(OLDEST)/bin/python -m pytest $(ARGS)

everyday: $(RUNTIME) ## Run the everyday commands with those, and with each other Python that is here
	@.ci/everyday

$(OLDEST)/oldest.txt: pyproject.toml | $(RUNTIME)
	@$(PIP) uv
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(OLDEST)
	@$(BIN)/uv pip compile --quiet --no-header --no-annotate --resolution lowest-direct \
		--python $(OLDEST)/bin/python pyproject.toml -o $(OLDEST)/bounds.txt >/dev/null
	@$(BIN)/uv pip install --quiet --python $(OLDEST)/bin/python -c $(OLDEST)/bounds.txt \
		--group dev --group build --editable .
	@mv $(OLDEST)/bounds.txt $@

clean: ## Remove caches and what was built; .venv stays
	@rm -rf build dist *.egg-info .coverage htmlcov .pytest_cache .mypy_cache .ruff_cache \
		.hypothesis .benchmarks
	@find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "aiplans needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; \
		exit 1; }
	@echo "Making $(VENV) ..." >&2
	@$(PYTHON) -m venv $(VENV)

# What builds comes first: jieba is published as source only, and without build isolation nothing
# is installed that the locks do not name.
$(RUNTIME): requirements-build.lock requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing aiplans into $(VENV) ..." >&2
	@$(LOCKED) -r requirements-build.lock
	@$(LOCKED) -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q aiplans_cli  # which pip does for all but an editable package
	@touch $@

# What draws charts is an extra of the package: most commands do without.
$(REPORT): requirements-report.lock $(RUNTIME)
	@echo "Installing what draws charts ..." >&2
	@$(LOCKED) -r requirements-report.lock
	@touch $@

$(DEV): requirements-dev.lock $(RUNTIME)
	@echo "Installing what the tests need ..." >&2
	@$(LOCKED) -r requirements-dev.lock
	@touch $@
