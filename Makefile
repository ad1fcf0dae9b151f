# make serve   the site at http://127.0.0.1:8000, rebuilt as you type
# make test    installs all that the tests need, a browser too, and runs them
# make build   writes site/, with each edition as an electronic book in site/books/
# make pdf       writes pdf/, the whole guide of each edition on paper, and site/, which offers it
# make publish   writes site/ and adds to the ledger what it publishes for the first time
# make recheck     the facts that are due to be checked again, as a worksheet, into recheck/
# make replies     SITE_URL=https://…: replies for support desks, into replies/
# make sign        a list of checksums of site/, signed: KEY=~/.ssh/id_ed25519
# make verify      whether a copy is true: SITE=folder SIGNERS=allowed_signers
# make lint        all faults of what authors wrote, in seconds, without building
# make faults      the faults that the checks are tried with, by kind, and what came of them
# make page        PAGE=court/new-thing: a page from a template, in the menu, with queries to fill in
# make check       lint, types, units and one build, in minutes
# make learn       what the search learns, after a change of queries, words or headings
# make offline   writes each edition as a zip that opens from disk, into site-offline/
# make bench       what the second edition costs, beside its peer
# make bench-build   what a build costs, beside MkDocs and the theme alone, at three sizes
# make bench-links   what links cost and catch
# make bench-tools   what the tools weigh, and how soon they answer
# make bench-replies   what keywords of support desks answer, beside the search's first result
# make bench-search  our search beside its peers, on the judged queries
# make audit       what a reader gets: Lighthouse, axe, Ace, weight, load (the first run installs)
# make looks       the pictures that the tests compare pages with, anew
# make pins        hashes of all pinned packages, after one was added or upgraded
# make conversion  our Simplified against the official OpenCC

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

# The theme's notice about another generator, on every build.
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help

.PHONY: help serve build lint faults page check types build-of-check pdf publish recheck sign verify replies offline learn test bench bench-build bench-links bench-tools bench-replies bench-search audit looks pins conversion clean

help:
	@sed -n 's/^# make/make/p' Makefile

serve: $(VENV)/site.stamp
	$(BIN)/mkdocs serve --dirty --no-strict --dev-addr 127.0.0.1:8000

build: $(VENV)/site.stamp
	$(BIN)/mkdocs build --strict

lint: $(VENV)/site.stamp
	$(BIN)/python hooks/lint.py

# The cases of tests/cases/faults/; fails if one passes in silence or ends in a traceback.
faults: $(VENV)/site.stamp
	$(BIN)/python tests/fault_cases.py

# Then write what it says, `make learn` and `make publish`.
page: $(VENV)/site.stamp
	$(BIN)/python hooks/new_page.py $(PAGE)

check: $(VENV)/dev.stamp
	$(BIN)/python hooks/lint.py
	$(BIN)/ruff check --config tests/ruff.toml hooks tests
	$(BIN)/ruff format --check --config tests/ruff.toml hooks tests
	@$(MAKE) --no-print-directory --output-sync --jobs 2 types build-of-check
	$(BIN)/python -m pytest -c tests/pytest.ini -m "not browser and not slow" tests

# These use one core each.
types: $(VENV)/dev.stamp
	$(BIN)/mypy --config-file tests/mypy.ini

build-of-check: $(VENV)/site.stamp
	$(BIN)/mkdocs build --strict --site-dir .site-of-check
	@rm -rf .site-of-check

# SITE_URL=https://… make pdf: its links and short addresses lead there. PDF=pdf is for later builds
# too: they offer what lies there, as long as it has the same text.
pdf: $(VENV)/dev.stamp build
	$(BIN)/python tests/install_tools.py
	$(BIN)/python tests/make_pdf.py site pdf
	PDF=pdf $(BIN)/mkdocs build --strict

# Before the site goes out; commit what it writes into docs/_data/. DAY=2026-11-23 for another day.
publish: build
	$(BIN)/python hooks/publish.py site $(if $(DAY),--day $(DAY))

# What such a build publishes below replies/, without the site.
replies: $(VENV)/site.stamp
	@test -n "$(SITE_URL)" || { echo 'Replies hold short links: SITE_URL=https://… make replies'; exit 1; }
	SITE_URL="$(SITE_URL)" $(BIN)/mkdocs build --strict
	rm -rf replies && cp -R site/replies replies

# After all else that goes into site/. Not part of a build: it needs a key.
sign: $(VENV)/site.stamp
	$(BIN)/python hooks/sums.py sign site $(if $(KEY),--key $(KEY))

verify: $(VENV)/site.stamp
	$(BIN)/python hooks/sums.py verify $(or $(SITE),site) $(if $(SIGNERS),--signers $(SIGNERS))

# RECHECK="--all" for all facts, due or not. TAKE=filled.csv takes the filled list back.
recheck: $(VENV)/site.stamp
	$(BIN)/python hooks/recheck.py $(if $(TAKE),take $(TAKE),write $(RECHECK))

# After a change of queries, words, titles, aliases or headings; commit docs/_data/learned/.
learn: $(VENV)/dev.stamp
	$(BIN)/python hooks/search/learn.py

offline: build
	$(BIN)/python hooks/pack.py site site-offline

test: $(VENV)/dev.stamp .venv-properdocs
	$(BIN)/python tests/install_tools.py browsers
	$(BIN)/ruff check --config tests/ruff.toml hooks tests
	$(BIN)/ruff format --check --config tests/ruff.toml hooks tests
	$(BIN)/mypy --config-file tests/mypy.ini
	$(BIN)/python -m pytest -c tests/pytest.ini tests

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 5))' || \
	  { echo 'Python 3.11.5 or newer is needed: make PYTHON=/path/to/python3.11 …'; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo 'The venv module is needed (Debian: apt-get install python3-venv)'; exit 1; }

$(VENV)/site.stamp: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --disable-pip-version-check -q --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements.txt requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --disable-pip-version-check -q --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/site.stamp

# In a folder of its own: another builder is no part of the site.
.venv-properdocs: tests/requirements-properdocs.txt | $(VENV)/bin/python
	@rm -rf $@
	$(BIN)/python -m pip install --disable-pip-version-check -q --require-hashes --no-deps --target $@ -r $<

# An environment of its own: the peer is no part of the site. BENCH="--pages 100 --rounds 5"
bench: .venv-bench/bench.stamp
	.venv-bench/bin/python tests/bench/editions.py $(BENCH)

.venv-bench/bench.stamp: requirements.txt tests/bench/requirements-bench.txt
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --disable-pip-version-check -q --require-hashes -r tests/bench/requirements-bench.txt
	@touch $@

# What a build costs, beside what it costs without us, at three sizes. BUILD="--pages 47"
bench-build: $(VENV)/dev.stamp
	$(BIN)/python tests/bench/build.py $(BUILD)

bench-links: $(VENV)/dev.stamp
	$(BIN)/python tests/bench/links.py

bench-tools: $(VENV)/dev.stamp
	$(BIN)/python tests/bench/tools.py

bench-replies: $(VENV)/dev.stamp
	$(BIN)/python tests/install_tools.py
	SITE_URL=https://guide.test/ $(BIN)/mkdocs build --strict --site-dir .site-of-check
	$(BIN)/python tests/bench/replies.py .site-of-check
	@rm -rf .site-of-check

# Ours beside its peers, then what it weighs and costs, then by writers who were left out of what it
# learned from. SEARCH="--worker --misses", SIZES="--sizes 47 147 1047 4000"
bench-search: .venv-bench-search/search.stamp $(VENV)/dev.stamp
	.venv-bench-search/bin/python tests/install_tools.py audit
	@$(MAKE) --no-print-directory tests/bench/node_modules/.package-lock.json
	.venv-bench-search/bin/python tests/bench/search.py $(SEARCH)
	$(BIN)/mkdocs build --strict --site-dir .site-of-check
	$(BIN)/python tests/bench/search_cost.py .site-of-check $(SIZES)
	$(BIN)/python tests/bench/search_writers.py .site-of-check
	@rm -rf .site-of-check

.venv-bench-search/search.stamp: requirements.txt tests/bench/requirements-search.txt
	$(PYTHON) -m venv .venv-bench-search
	.venv-bench-search/bin/python -m pip install --disable-pip-version-check -q --require-hashes -r tests/bench/requirements-search.txt
	@touch $@

# Needs the network only the first time, to install. AUDIT="--no-axe --level 1"
audit: $(VENV)/dev.stamp
	$(BIN)/python tests/install_tools.py audit
	@$(MAKE) --no-print-directory tests/audit/node_modules/.package-lock.json
	$(BIN)/python tests/audit/audit.py $(AUDIT)

tests/%/node_modules/.package-lock.json: tests/%/package-lock.json
	cd tests/$* && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

looks: $(VENV)/dev.stamp
	$(BIN)/python tests/install_tools.py
	$(BIN)/python tests/looks.py

# Write "name==version" into a list of requirements first.
pins: .venv-pins/pins.stamp
	$(PYTHON) tests/pins.py --uv .venv-pins/bin/uv

.venv-pins/pins.stamp: tests/requirements-pins.txt
	$(PYTHON) -m venv .venv-pins
	.venv-pins/bin/python -m pip install --disable-pip-version-check -q --require-hashes -r $<
	@touch $@

conversion: $(VENV)/site.stamp .venv-opencc/opencc.stamp
	$(BIN)/python tests/quality/compare_opencc.py

# An environment of its own: the official package has the import name of ours.
.venv-opencc/opencc.stamp: tests/quality/requirements-opencc.txt
	$(PYTHON) -m venv --clear .venv-opencc
	.venv-opencc/bin/python -m pip install --disable-pip-version-check -q --require-hashes -r $<
	@touch $@

clean:
	rm -rf site site.raw site.new site.old site-offline pdf .venv .venv-* tests/*/node_modules
