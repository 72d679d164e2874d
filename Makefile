# `make` alone lists what can be made.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
BIN := .venv/bin
# What `check` asks for, and `test` therefore need not ask again.
GUARDS := tests/test_shape.py tests/test_messages.py
export PORT

.DEFAULT_GOAL := help
.PHONY: help install run test check types shape fuzz e2e bench storm guide vendor messages migration lock

help: ## this list
	@grep -E '^[a-z0-9]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

install: .venv/installed ## the virtual environment with everything in it

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info[:2] == (3, 11) else "Python 3.11 is needed: make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: install ## the demonstration place at http://localhost:8000/ (PORT=, DATABASE_URL=)
	@tools/system-libraries
	@exec $(BIN)/coopcouncil run --demo --port $(PORT)

test: check ## everything, browser tests included
	@tools/system-libraries chromium
	$(BIN)/python -m pytest tests -q -n 2 --dist worksteal $(GUARDS:%=--ignore %)
	$(MAKE) e2e

fuzz: install ## the property tests with other examples each time: TIMES=10
	for round in $$(seq $(or $(TIMES),10)); do HYPOTHESIS_PROFILE=other $(BIN)/python -m pytest -q -n 2 \
		$$(grep -rl --include='test_*.py' 'from hypothesis' tests) || exit 1; done

e2e: install ## the browser's journeys alone
	@tools/system-libraries chromium
	$(BIN)/python -m pytest e2e -q -n 3 --dist loadfile --no-loadscope-reorder

check: install ## format, lint, types, imports, messages, templates
	@$(MAKE) --no-print-directory -j 2 -Otarget types shape

types:
	$(BIN)/mypy

shape:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo
	@tools/system-libraries
	$(BIN)/python -m pytest -q $(GUARDS)

bench: install ## how fast it is, beside what it is measured against; build/bench.json
	$(BIN)/python -m bench

storm: install ## months of money in bad weather, to the penny: MEMBERS=1000 MONTHS=12 MINUTES=60
	$(BIN)/python -m bench.storm $(or $(MEMBERS),1000) $(or $(MONTHS),12) $(if $(MINUTES),--minutes $(MINUTES))

guide: install ## the pictures of the user guide, from a demonstration of their own
	@tools/system-libraries chromium
	$(BIN)/python tools/guide-pictures

vendor: ## the style sheet, script and fonts again from their packages (needs node)
	npm ci --silent
	npm run --silent build

messages: install ## sentences to translate, from code and templates into locales/
	@mkdir -p build
	$(BIN)/pybabel -q extract -F babel.cfg -k lazy --no-location --sort-output --omit-header \
		--ignore-dirs ".* node_modules build static" -c "Translators:" -o build/coopcouncil.pot .
	$(BIN)/pybabel -q update -i build/coopcouncil.pot -d locales -D coopcouncil --no-fuzzy-matching -w 100

migration: install ## follow the models: make migration name=nomination_withdrawal
	@$(BIN)/python -m coopcouncil.kernel.db.newmigration "$(name)"

lock: ## the exact versions of everything, with hashes (needs uv)
	uv pip compile pyproject.toml --group dev --all-extras --python-version 3.11 --universal \
		--generate-hashes --no-header --no-annotate --quiet -o requirements.lock
