# Everything a developer runs. `make demo` and `make test` set themselves up on a machine that has only Python, pip, venv and make.
PYTHON ?= python3
JOBS ?= 2
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
READY := $(VENV)/.ready
SHELL := /bin/bash

.PHONY: demo test check lint types generate translations pictures reports conformance sweep faults fuzz soak kills clashes engines audit lock windows windows-suite bench wheel clean

demo: $(INSTALLED)            ## do the main job on demo numbers, and leave workbook and picture in demo/
	$(BIN)/socroi demo

test: $(READY)            ## run the tests, in JOBS processes of about 1 GiB each
	$(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile

check: lint types test    ## all that a change must pass: lint, strict types, tests; generated files are checked by the tests

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

generate: $(READY)        ## rebuild the templates, the function pages and everything else that is generated
	$(BIN)/python -m socroi.generate

translations: $(READY)    ## list what is not translated yet, and what translates an older English text
	@$(BIN)/python -m socroi.hosts.translations

pictures: $(READY)        ## draw the pictures of the templates anew (needs LibreOffice 25.2 and poppler-utils)
	$(BIN)/python tests/hosts/draw_pictures.py

reports: $(READY)         ## write the example's report in every format, its pictures, and the outputs of the notebook (needs Chromium)
	$(BIN)/python tests/reports/draw_reports.py

conformance: $(READY)     ## compare the engine with values that Excel stored (needs ../shared/conformance)
	$(BIN)/python ../shared/conformance/score.py ../shared/conformance/excel --command '$(BIN)/socroi calc {input} -o {output}'

sweep: $(READY)           ## unknown formulas in many places of many workbooks, a disk that fails at each moment, 20,000 calls in JavaScript (slow)
	SOCROI_SWEEP=20 $(BIN)/python -m pytest -q tests/books/test_uncomputed.py tests/engine/schedule/test_uncomputed.py \
		tests/cli/test_interrupted_writing.py tests/cli/test_refused_memory.py tests/cli/test_strange_places.py tests/hosts/javascript/test_library.py

fuzz: $(READY)            ## random attacks on all that reads what others wrote: make fuzz N=1000000 SEED=3 COUNTS=counts.json goes on where it ended
	$(BIN)/python tests/fuzz -n $(or $(N),20000) --seed $(or $(SEED),0) $(if $(COUNTS),--counts $(COUNTS))

faults: $(READY)          ## each command that writes, with a disk or a memory that refuses at each moment of it: make faults COUNTS=counts.json goes on
	$(BIN)/python tests/fuzz/faults.py $(if $(COUNTS),--counts $(COUNTS))

soak: $(READY)            ## the xlwings Server project under mixed load on this machine, and its memory: make soak MINUTES=60
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[server]'
	$(BIN)/python tests/soak --minutes $(or $(MINUTES),60)

kills: $(READY)           ## kill -9 at random moments of writing: make kills N=1000
	$(BIN)/python tests/fuzz/killing.py -n $(or $(N),200)

clashes: $(READY)         ## two that save one book at once, and another program that saves during ours: make clashes N=200
	$(BIN)/python tests/fuzz/saving_at_once.py -n $(or $(N),200)

engines: $(READY)         ## drawn books, engine against engine, each difference by its function: make engines N=10000
	$(BIN)/python tests/engines -n $(or $(N),1000) $(if $(COUNTS),--counts $(COUNTS))

audit: $(READY)           ## look up known weaknesses of the versions that CI installs (asks a database on the network; not in CI)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check pip-audit
	$(BIN)/pip-audit -r .ci/requirements.lock --no-deps --disable-pip --strict

lock: $(READY)            ## write anew which versions CI installs: those of this environment, after the suite was green with them
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade --upgrade-strategy eager --editable '.[dev,server]'
	(head -1 .ci/requirements.lock; $(BIN)/python -m pip freeze --exclude-editable) > .ci/requirements.new && mv .ci/requirements.new .ci/requirements.lock

windows: $(READY)         ## what users do, by a Windows Python under Wine, fetched once into .cache/wine (1 GB; needs wine64; slow)
	SOCROI_WINE=1 SOCROI_WINE_FOLDER=.cache/wine $(BIN)/python -m pytest -q tests/test_wine.py

windows-suite: $(READY)   ## tests of other parts under Wine: make windows-suite PARTS="tests/books tests/intake"
	SOCROI_WINE_FOLDER=.cache/wine $(BIN)/python tests/windows $(or $(PARTS),tests/workbook)

rulers: $(READY)          ## three rulers and LibreOffice over every template, edition and language (slow)
	SOCROI_SWEEP=1 $(BIN)/python -m pytest -q tests/workbook/test_rulers.py tests/hosts/plain

bench: $(READY)           ## compare speed and memory with other engines, and write docs/benchmarks.md
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	if command -v npm >/dev/null; then npm install --prefix benchmarks --no-package-lock --no-audit --no-fund --silent; fi
	$(BIN)/python -m benchmarks -o docs/benchmarks.md

wheel: $(READY)           ## build the one file to install from, with templates and add-ins inside, into dist/
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .

clean:
	rm -rf $(VENV) demo build dist

# Reinstalled whenever the dependencies change; the project itself is installed in place.
# What a marketer needs, and no more.
$(INSTALLED): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@# As pip does for a wheel: where Python may not keep bytecode, every start would compile the package again.
	$(BIN)/python -m compileall -q socroi
	@touch $@

$(READY): $(INSTALLED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
