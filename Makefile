# make site    import the sample articles and build the archive into public/
# make serve   show it on http://127.0.0.1:8000/ and rebuild it on every change
# make test    lint, types and tests
# make html    the Nu Html Checker on every page; needs Java and npm
# make lighthouse    Lighthouse on a page of each important kind; needs npm
# make bench   builds beside other generators, figures into docs/performance.md; needs npm
# make fuzz    thousands of damaged inputs of every kind; for hours: see tests/fuzz/guided.py
# make audit   known vulnerabilities of what the locks name; needs the network
# make lock    the locks anew, after a change of pyproject.toml; UPGRADE=1 raises all versions
# make dist    sdist, wheel and SBOM into dist/, the same bytes for the same commit
# make fmt     format the code
# make clean   remove what these commands made

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BACKISSUE := $(BIN)/backissue
DIST := dist
BENCH := --changes --growth 1000,3000,10000 --write docs/performance.md

.PHONY: site serve test html lighthouse bench fuzz audit lock dist fmt clean

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

fuzz: $(VENV)/tested-with
	BACKISSUE_FUZZ=5000 $(BIN)/pytest tests/fuzz

# What cannot be looked up is no success.
AUDIT := $(VENV)/release/bin/pip-audit --strict --disable-pip --require-hashes --progress-spinner off

audit: $(VENV)/release
	for name in test release; do $(AUDIT) --requirement locks/$$name.txt || exit 1; done

# One solution for every Python from 3.11 on, and for every system that Backissue runs on.
LOCK := $(VENV)/release/bin/uv pip compile --quiet --no-config --universal --generate-hashes \
	--python-version 3.11 --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

lock: $(VENV)/release
	$(LOCK) --extra cluster --group build --group dev --output-file locks/test.txt pyproject.toml
	$(LOCK) --constraint locks/test.txt --output-file locks/runtime.txt pyproject.toml
	$(LOCK) --constraint locks/test.txt --group build --output-file locks/build.txt
	$(LOCK) --group release --output-file locks/release.txt

# The time in the archives is the commit's. https://reproducible-builds.org/specs/source-date-epoch/
dist: export SOURCE_DATE_EPOCH = $(shell git log -1 --format=%ct)
dist: $(VENV)/tested-with
	rm -rf $(DIST)
	$(BIN)/python -m hatchling build --directory $(DIST)
	$(BIN)/python -W ignore -m cyclonedx_py requirements --pyproject pyproject.toml \
		--output-reproducible --output-file $(DIST)/backissue.cdx.json locks/runtime.txt

fmt: $(VENV)/tested-with
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

clean:
	rm -rf $(VENV) $(DIST) public .backissue import-report.json

# Installed again whenever what is asked for changes: what the locks name, with their hashes, and
# nothing that is built with tools from elsewhere.
INSTALL := $(BIN)/python -m pip install --quiet --no-build-isolation
LOCKED := --require-hashes --requirement locks

$(VENV)/installed: pyproject.toml locks/build.txt locks/runtime.txt
	@$(PYTHON) -c 'import sys; sys.exit("Backissue needs Python 3.11 or newer, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else 0'
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) $(LOCKED)/build.txt
	$(INSTALL) $(LOCKED)/runtime.txt
	$(INSTALL) --no-deps --editable .
	touch $@

$(VENV)/tested-with: $(VENV)/installed locks/test.txt
	$(INSTALL) $(LOCKED)/test.txt
	touch $@

$(VENV)/release: locks/release.txt
	$(PYTHON) -m venv $@
	$@/bin/python -m pip install --quiet --only-binary :all: $(LOCKED)/release.txt
	touch $@

# Only these two checks need Node.
$(VENV)/node: Makefile
	npm install --silent --no-save --no-fund --ignore-scripts --prefix $@ lighthouse@12.8.2 vnu-jar@26.9.27
	touch $@
