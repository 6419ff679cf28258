VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
# The first Python that it is tested with.
PYTHON ?= $(firstword $(foreach python,python3.11 python3 python3.12 python3.13,$(shell $(python) -c \
	'import sys; (3, 11) <= sys.version_info < (3, 14) and print("$(python)")' 2>/dev/null)))

# The locks name all that is installed, so pip resolves nothing: a release of today changes nothing.
# --no-compile: Python compiles what it imports; most modules are never imported.
PIP = $(BIN)/python -m pip --disable-pip-version-check
PIP_INSTALL = $(PIP) install --quiet --no-deps --no-compile --require-hashes
# --dist worksteal: a worker that is done takes over tests of one that is not.
PYTEST = $(BIN)/pytest --numprocesses auto --dist worksteal
# Not to be collected: the planning module's tests have no database.
WITH_DATABASE = -m "$(if $(ALL),database,writes) and not browser" --ignore tests/planning --ignore tests/browser
TEMPLATES = find templates campaigns -name '*.html' -exec
PARTS = find templates -name '*.jinja' -exec
# --no-strip-extras: old versions of pip take "coverage[toml]" for another requirement than "coverage".
LOCK = $(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
	--no-strip-extras --no-header --no-annotate pyproject.toml

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run demo serve system test test-operations test-postgres test-random test-thorough test-readers coverage load check check-types check-style check-app format bench picture screenshots font faults fuzz attack lock

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 24

setup: $(VENV)/.runtime .env ## install, make .env, the database and the price books
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py createcachetable --verbosity 0
	@$(BIN)/python manage.py load_price_books

run: setup ## set up and serve on this machine (PORT=8000)
	@echo
	@echo "The planner:        http://127.0.0.1:$(PORT)/"
	@echo "The prices' admin:  http://127.0.0.1:$(PORT)/admin/"
	@echo "                    (an account for it: $(BIN)/python manage.py createsuperuser)"
	@echo
	@exec $(BIN)/python manage.py runserver 127.0.0.1:$(PORT)

demo: setup ## save three campaigns to look at, and print their addresses
	@$(BIN)/python manage.py load_demo --site http://127.0.0.1:$(PORT)

serve: setup ## serve as on a server (docs/operations.md: wants its environment)
	$(BIN)/python manage.py check --deploy --fail-level WARNING
	@$(BIN)/python manage.py collectstatic --no-input --verbosity 0
	@exec $(BIN)/python -m planner.operations.serve

system: $(VENV)/.dev ## install what some tests want, by apt as root (chromium, postgresql)
	@$(BIN)/python -m tests.system --install

test: $(VENV)/.dev ## run every test, also in a browser and with servers of its own
	@$(BIN)/python -m tests.system
	$(PYTEST) $(if $(SKIP),-m "not $(SKIP)")

.PHONY: test-browser
test-browser: $(VENV)/.dev ## run the tests that drive a browser
	@$(BIN)/python -m tests.system
	$(PYTEST) -m browser

test-operations: $(VENV)/.dev ## run the tests with processes of their own: servers, moves, migrations
	@$(BIN)/python -m tests.system
	$(PYTEST) -m operations

test-postgres: $(VENV)/.dev ## run the tests that write on a throw-away PostgreSQL (ALL=yes: all with a database)
	$(BIN)/python -m tests.operations.postgresql $(PYTEST) $(WITH_DATABASE)

test-random: $(VENV)/.dev ## try new random examples; one that fails is tried again first
	HYPOTHESIS_PROFILE=random $(PYTEST) -m hypothesis

test-thorough: $(VENV)/.dev ## run every test with many examples and drawn cases
	@$(BIN)/python -m tests.system
	HYPOTHESIS_PROFILE=thorough $(PYTEST)

coverage: $(VENV)/.dev ## hold the planning module's tests to every line and branch of it
	$(PYTEST) tests/planning -m covers --cov

test-readers: $(VENV)/.dev ## open the exports with LibreOffice (apt: libreoffice-calc)
	$(BIN)/python -m tools.readers

load: $(VENV)/.dev ## measure it under load (apt: hey; LOAD="--stored 1000000", "--memory 100000", "--worst")
	$(BIN)/python -m tools.load $(LOAD)

faults: $(VENV)/.dev ## kill it, fill its disk, take its database away (wants root)
	$(BIN)/python -m tools.faults

fuzz: $(VENV)/.dev ## send it 10,000 requests that nobody should send
	$(BIN)/python -m tools.fuzz --requests 10000

attack: $(VENV)/.dev ## attack a copy of it on this machine (ATTACKS="slow_bodies" for some)
	$(BIN)/python -m tools.attack $(ATTACKS)

check: check-style check-types check-app ## lint, formatting, types, imports, migrations, Django's checks

# Apart, so that `make --jobs=2 check` has the types beside all others.
check-types: $(VENV)/.dev
	$(BIN)/mypy

check-style: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(TEMPLATES) $(BIN)/djade --check {} +
	$(BIN)/djangofmt --check templates
	$(PARTS) $(BIN)/djangofmt --profile jinja --check {} +
	$(BIN)/oxlint --deny-warnings static
	$(BIN)/zizmor --offline --quiet .github

check-app: $(VENV)/.dev
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run --settings tests.settings
	$(BIN)/python manage.py check --settings tests.settings

format: $(VENV)/.dev ## format code and templates
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/djangofmt templates
	$(PARTS) $(BIN)/djangofmt --profile jinja {} +
	$(TEMPLATES) $(BIN)/djade {} +

bench: $(VENV)/.dev ## measure how fast it is (BENCH=pages or BENCH=engine for a part)
	$(BIN)/python -m tools.bench $(BENCH)

picture: $(VENV)/.dev ## take docs/planner.png anew
	$(BIN)/python -m tools.picture

screenshots: $(VENV)/.dev ## take the pictures again that tests/browser/test_screenshots.py compares with
	SCREENSHOTS=take $(BIN)/pytest tests/browser/test_screenshots.py

font: $(VENV)/.dev ## make static/fonts again (wants npm; see tools/font.py)
	$(BIN)/python -m tools.font

lock: $(VENV)/.dev ## pin anew what pyproject.toml asks for (LOCK_FLAGS=--upgrade)
	$(LOCK) $(LOCK_FLAGS) --extra dev --output-file requirements-dev.txt
	$(LOCK) --constraint requirements-dev.txt --output-file requirements.txt

$(BIN)/pip:
	$(if $(PYTHON),,$(error Python 3.11, 3.12 or 3.13 is needed and not found; name yours with PYTHON=...))
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt | $(BIN)/pip
	$(PIP_INSTALL) --requirement requirements.txt
	@$(PIP) check
	@touch $@

# It holds the runtime's packages too.
$(VENV)/.dev: requirements-dev.txt | $(BIN)/pip
	$(PIP_INSTALL) --requirement requirements-dev.txt
	@$(PIP) check
	@touch $@ $(VENV)/.runtime

.env: | $(BIN)/pip
	@umask 077 && key=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') && \
		sed "s/^SECRET_KEY=.*/SECRET_KEY=$$key/" .env.example > $@
