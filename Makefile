# `make demo` sets up and runs the main job; `make test` sets up and runs the tests. Both make the virtual
# environment .venv and install into it only what is not there yet; `make test` also makes .venv-label-studio, in which
# the Label Studio server of the tests runs (1 GB, some 2 minutes).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LABEL_STUDIO := .venv-label-studio
DEMO := runs/demo
DEMO_EPOCHS := 4

.PHONY: demo test

demo: $(VENV)/installed-compact
	@echo
	@echo "This demonstration trains a tagger on the articles in data/authored.jsonl (a shortened training of"
	@echo "$(DEMO_EPOCHS) epochs; the full one is: $(BIN)/solieu train configs/compact.yaml), measures it on the five real"
	@echo "articles in data/seeds.jsonl, which it has not seen, and extracts the entities of all these articles."
	@echo "On two cores without a GPU it takes about 6 minutes, at most 15."
	@echo
	$(BIN)/solieu train configs/compact.yaml epochs=$(DEMO_EPOCHS) data.evaluate= output=$(DEMO) --overwrite
	$(BIN)/solieu evaluate --model $(DEMO) --data data/seeds.jsonl --json $(DEMO)/seeds-scores.json
	$(BIN)/solieu extract $(DEMO) data/seeds.jsonl data/authored.jsonl --out $(DEMO)/entities.jsonl
	@echo
	@echo "Done. The model: $(DEMO)/   its scores: $(DEMO)/seeds-scores.json   all entities: $(DEMO)/entities.jsonl"
	@echo "Try it on a text of your own: $(BIN)/solieu extract $(DEMO) FILE.txt"

# Both environments are made side by side. Without a Label Studio server its tests are skipped; everything else is
# tested all the same. The tests run on all cores, those of a file in one process.
test:
	-@$(MAKE) --no-print-directory --jobs=2 --keep-going $(VENV)/installed-dev $(LABEL_STUDIO)/installed
	@$(MAKE) --no-print-directory $(VENV)/installed-dev
	$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile --no-loadscope-reorder

# One file for each set of packages that is installed, newer than what decides about it.
$(VENV)/installed-%: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "solieu needs Python 3.11 or newer, but $(PYTHON) is `$(PYTHON) --version`; run: make PYTHON=python3.11 ..."; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --constraint constraints.txt --editable '.[$*]'
	@touch $@

# The server asks for other releases of packages than solieu does, so it has an environment of its own. Its empty
# database is laid out here, once, as that takes longer than its start.
$(LABEL_STUDIO)/installed: tests/label_studio/constraints.txt
	test -x $(LABEL_STUDIO)/bin/python || $(PYTHON) -m venv $(LABEL_STUDIO)
	$(LABEL_STUDIO)/bin/python -m pip install --constraint $< label-studio
	rm -rf $(LABEL_STUDIO)/data
	LABEL_STUDIO_BASE_DATA_DIR=$(CURDIR)/$(LABEL_STUDIO)/data COLLECT_ANALYTICS=False SENTRY_DSN= \
		$(LABEL_STUDIO)/bin/python $(LABEL_STUDIO)/lib/python*/site-packages/label_studio/manage.py migrate --verbosity 0
	@touch $@
