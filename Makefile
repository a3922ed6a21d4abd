# Two commands do everything: `make atlas` builds the graph, its map and the atlas, `make test` runs every test.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: atlas test lint bench chromium servers clean

atlas: .venv/installed
	@$(BIN)/styrkegraf build --out build --lang en
	@echo
	@$(BIN)/styrkegraf atlas --graph build --out atlas

test: .venv/tested lint chromium servers
	$(BIN)/python -m pytest

lint: .venv/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/tested servers
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -r constraints-bench.txt -c constraints.txt
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.service

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Styrkegraf needs Python 3.11 or later; say which with: make PYTHON=python3.11" >&2; exit 1; }
	@echo "Setting up .venv (once, about half a minute) …"
	@$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/tested: .venv/installed constraints-dev.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -r constraints-dev.txt -c constraints.txt
	@touch $@

# Some tests need programs of the system; where one is missing and cannot be installed they are skipped, with the reason.
INSTALL = [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends

chromium:
	@command -v chromium >/dev/null || { $(INSTALL) chromium >/dev/null; } || \
	  echo "Chromium is missing and could not be installed here: the browser tests will be skipped."

servers:
	@PATH="$$PATH:/usr/sbin"; \
	for program in virtuoso-t:virtuoso-opensource-7-bin nginx:nginx-light apache2:apache2-bin caddy:caddy; do \
	  command -v $${program%:*} >/dev/null || missing="$$missing $${program#*:}"; \
	done; \
	[ -z "$$missing" ] || { $(INSTALL) $$missing >/dev/null 2>&1; } || \
	  echo "Missing, and could not be installed here:$$missing. The tests of these servers will be skipped."

clean:
	rm -rf .venv build atlas
