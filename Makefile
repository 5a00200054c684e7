# make site    import the sample articles and build the archive into public/
# make serve   show it on http://127.0.0.1:8000/ and rebuild it on every change
# make test    lint, types and tests
# make html    the Nu Html Checker on every page; needs Java and npm
# make lighthouse    Lighthouse on a page of each important kind; needs npm
# make bench   builds beside other generators, figures into docs/performance.md; needs npm
# make fmt     format the code
# make clean   remove what these commands made

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BACKISSUE := $(BIN)/backissue
BENCH := --changes --growth 1000,3000,10000 --write docs/performance.md

.PHONY: site serve test html lighthouse bench fmt clean

site: $(VENV)/installed
	$(BACKISSUE) import sources --report import-report.json
	$(BACKISSUE) build
	@echo "To look at it: make serve"

serve: $(VENV)/installed
	$(BACKISSUE) serve

test: $(VENV)/tested-with
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses=auto --dist=loadfile

html lighthouse: $(VENV)/tested-with $(VENV)/node
	$(BIN)/pytest tests/browser/test_quality.py -m npm -k $@

bench: $(VENV)/installed
	$(BIN)/python benchmarks/building.py $(BENCH)

fmt: $(VENV)/tested-with
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

clean:
	rm -rf $(VENV) public .backissue import-report.json

# Installed again whenever pyproject.toml changes.
$(VENV)/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Backissue needs Python 3.11 or newer, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else 0'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/tested-with: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'  # the first that knows --group
	$(BIN)/python -m pip install --quiet --group dev
	touch $@

# Only these two checks need Node.
$(VENV)/node: Makefile
	npm install --silent --no-save --no-fund --ignore-scripts --prefix $@ lighthouse@12.8.2 vnu-jar@26.9.27
	touch $@
