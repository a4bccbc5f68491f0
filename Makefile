# From a bare clone: `make demo` codes the examples, `make test` checks everything.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test browser lint types golden gazetteer bench clean

$(STAMP): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "dateline needs Python 3.11 or newer; set PYTHON=")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,parquet]'
	@touch $@

demo: $(STAMP)  ## code the examples into a fresh folder, print the table, write the dossier
	@mkdir -p demo && rm -f demo/incidents.db demo/incidents.db-wal demo/incidents.db-shm
	@echo "Coding examples/reports, where every incident is invented. Two inputs are there to be refused:"
	@$(BIN)/dateline code examples/reports --db demo/incidents.db || test $$? -eq 1  # 1: some refused
	@$(BIN)/dateline report --db demo/incidents.db -o demo/dossier.html --title "Examples: invented incidents"
	@echo
	@echo "The dossier is $(CURDIR)/demo/dossier.html: open it in a browser."
	@echo "Look further, e.g.: $(BIN)/dateline list --db demo/incidents.db --country NG"
	@echo "Check and correct them in a browser: $(BIN)/dateline serve --db demo/incidents.db --open"

test: $(STAMP) lint types browser  ## everything that CI checks
	$(BIN)/python -m pytest -q
	$(BIN)/python -m evaluate gate

# Tests of the review desk drive any Chromium or Chrome that is there. Where Debian's may be
# installed without asking, it is; elsewhere these tests are skipped, and say so.
browser:
	@for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do \
		command -v $$name >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "installing Debian's chromium for the browser tests"; \
		(apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core) \
			>/dev/null 2>&1 || echo "chromium could not be installed: browser tests are skipped"; \
	else echo "no Chromium or Chrome found: browser tests are skipped"; fi

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(STAMP)
	$(BIN)/mypy

golden: $(STAMP)  ## rewrite the golden files; read the diff before committing it
	$(BIN)/python -m pytest -q --update-golden tests/test_examples.py tests/test_readme.py

gazetteer: $(STAMP)  ## build the packaged gazetteer anew; DUMP=cities500.txt as in docs/places.md
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[gazetteer]'
	$(BIN)/python -m dateline.gazetteer.build $(if $(DUMP),--dump $(DUMP)) --out src/dateline/gazetteer/gazetteer.sqlite

bench: $(STAMP)
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) demo
