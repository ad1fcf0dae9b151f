# make serve   the site at http://127.0.0.1:8000, rebuilt as you type
# make test    installs all that the tests need, a browser too, and runs them
# make build   writes site/
# make pdf       writes site/, and pdf/: the whole guide of each edition on paper
# make publish   writes site/ and adds to the ledger what it publishes for the first time
# make learn       what the search learns from what people ask, after a change of the askings
# make offline   writes each edition as a zip that opens from disk, into site-offline/
# make bench       what the second edition costs, beside its peer
# make bench-links   what links cost and catch
# make bench-tools   what the tools weigh, and how soon they answer
# make bench-search  our search beside its peers, on the judged queries
# make audit       what a reader gets: Lighthouse, axe, weight, load (the first run installs)
# make looks       the pictures that the tests compare pages with, anew
# make conversion  our Simplified against the official OpenCC

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

# The theme's notice about another generator, on every build.
export NO_MKDOCS_2_WARNING := 1

.PHONY: serve build pdf publish offline learn test bench bench-links bench-tools bench-search audit looks conversion clean

serve: $(VENV)/site.stamp
	$(BIN)/mkdocs serve --no-strict --dev-addr 127.0.0.1:8000

build: $(VENV)/site.stamp
	$(BIN)/mkdocs build --strict

# SITE_URL=https://… make pdf: its links and short addresses lead there.
pdf: $(VENV)/dev.stamp build
	$(BIN)/python tests/install_tools.py
	$(BIN)/python tests/make_pdf.py site pdf

# Before the site goes out; commit docs/_data/published.txt. DAY=2026-11-23 for another day.
publish: build
	$(BIN)/python hooks/publish.py site $(if $(DAY),--day $(DAY))

# After a change in docs/_data/askings/ or search.yml; commit docs/_data/learned.json.
learn: $(VENV)/dev.stamp
	$(BIN)/python hooks/search/learn.py

offline: build
	$(BIN)/python hooks/pack.py site site-offline

test: $(VENV)/dev.stamp
	$(BIN)/python tests/install_tools.py
	$(BIN)/ruff check --config tests/ruff.toml hooks tests
	$(BIN)/ruff format --check --config tests/ruff.toml hooks tests
	$(BIN)/mypy --config-file tests/mypy.ini
	$(BIN)/python -m pytest -c tests/pytest.ini tests

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 …'; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo 'The venv module is needed (Debian: apt-get install python3-venv)'; exit 1; }

$(VENV)/site.stamp: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --disable-pip-version-check -q -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements.txt requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --disable-pip-version-check -q -r requirements-dev.txt
	@touch $@ $(VENV)/site.stamp

# An environment of its own: the peer is no part of the site. BENCH="--pages 100 --rounds 5"
bench: .venv-bench/bench.stamp
	.venv-bench/bin/python tests/bench/editions.py $(BENCH)

.venv-bench/bench.stamp: requirements.txt tests/bench/requirements-bench.txt
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --disable-pip-version-check -q -r tests/bench/requirements-bench.txt
	@touch $@

bench-links: $(VENV)/dev.stamp
	$(BIN)/python tests/bench/links.py

bench-tools: $(VENV)/dev.stamp
	$(BIN)/python tests/bench/tools.py

# The same for the peers of the search, then what ours weighs and costs. SEARCH="--worker --misses"
bench-search: .venv-bench-search/search.stamp
	.venv-bench-search/bin/python tests/install_tools.py
	.venv-bench-search/bin/python tests/bench/search.py $(SEARCH)
	.venv-bench-search/bin/python tests/bench/search_cost.py

.venv-bench-search/search.stamp: requirements.txt tests/bench/requirements-search.txt
	$(PYTHON) -m venv .venv-bench-search
	.venv-bench-search/bin/python -m pip install --disable-pip-version-check -q -r tests/bench/requirements-search.txt
	@touch $@

# Needs the network only the first time, to install. AUDIT="--no-lighthouse --no-axe"
audit: $(VENV)/dev.stamp
	$(BIN)/python tests/install_tools.py audit
	@$(MAKE) --no-print-directory tests/audit/node_modules/.package-lock.json
	$(BIN)/python tests/audit/audit.py $(AUDIT)

tests/audit/node_modules/.package-lock.json: tests/audit/package-lock.json
	cd tests/audit && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

looks: $(VENV)/dev.stamp
	$(BIN)/python tests/install_tools.py
	$(BIN)/python tests/looks.py

conversion: $(VENV)/site.stamp .venv-opencc/opencc.stamp
	$(BIN)/python tests/quality/compare_opencc.py

# An environment of its own: the official package has the import name of ours.
.venv-opencc/opencc.stamp: tests/quality/requirements-opencc.txt
	$(PYTHON) -m venv --clear .venv-opencc
	.venv-opencc/bin/python -m pip install --disable-pip-version-check -q -r $<
	@touch $@

clean:
	rm -rf site site-offline pdf .venv .venv-* tests/audit/node_modules
