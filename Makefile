# From a bare clone: `make demo` codes the examples, `make test` checks everything.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test lint types golden gazetteer bench clean

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

test: $(STAMP) lint types  ## everything that CI checks
	$(BIN)/python -m pytest -q

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
