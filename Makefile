# Two commands: `make run` shows the demo city, `make test` is the definition of done.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STORE ?= data/store
PORT ?= 8501

.PHONY: run demo install test lint tests chromium pango methods spark-test clean walk pictures baselines

run: install pango demo
	@echo "Last Mile: http://127.0.0.1:$(PORT)   (Ctrl+C ends it)"
	$(BIN)/streamlit run dashboard.py --server.address 127.0.0.1 --server.port $(PORT)

demo: install
	@test -e $(STORE)/CURRENT || { \
	  echo "No store yet: making the demo city (about a minute)"; \
	  $(BIN)/python -m analytics demo --out data/demo_city && \
	  $(BIN)/python -m analytics import data/demo_city --store $(STORE); }

install: $(VENV)/.installed

$(VENV)/.installed: requirements.txt
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is needed: apt-get install python3.11 python3.11-venv"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.installed-dev: requirements.txt requirements-dev.txt
	$(MAKE) install
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

# What PDF needs of the system, and a Chinese font: Debian's packages, when they are missing and may be installed.
PDF_LIBRARIES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk
pango: $(VENV)/.installed
	@if ! $(BIN)/python -c "import weasyprint" 2>/dev/null || ! fc-list 2>/dev/null | grep -q "Noto Serif CJK"; then \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq -o Acquire::http::Timeout=20 && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(PDF_LIBRARIES) >/dev/null; } \
	  || echo "PDF documents need: apt-get install $(PDF_LIBRARIES)"; fi

# Chromium and a Chinese font for the browser tests: Debian's packages, when they are missing and may be installed.
chromium:
	@if ! command -v chromium >/dev/null; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null; \
	  else echo "chromium is missing: apt-get install chromium fonts-noto-cjk (the browser tests will be skipped)"; fi; fi

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache

tests: $(VENV)/.installed-dev chromium pango
	$(BIN)/python -m pytest -n 2 --dist loadgroup

test: lint tests

walk: $(VENV)/.installed-dev chromium   # every page in a real browser: harm in every text, names, contrast; a quiet machine, half an hour
	$(BIN)/python -m pytest -m walk tests/browser tests/access

baselines: $(VENV)/.installed-dev chromium   # the pictures that `make walk` holds pages against, taken anew
	BASELINES=renew $(BIN)/python -m pytest -m walk tests/browser/test_pictures.py

# Spark's client and server (440 MB) beside the rest; then a real cluster on this machine against DuckDB. Needs Java 17.
spark-test: $(VENV)/.installed-dev
	@command -v java >/dev/null || { echo "Java 17 is needed: apt-get install openjdk-17-jre-headless"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-spark.txt
	$(BIN)/python -m pytest tests/engines

methods: install   # docs/methods.md and docs/methods.zh.md, from the catalogue and the scorecards
	$(BIN)/python -m analytics.reports.methods

pictures: $(VENV)/.installed-dev chromium demo   # docs/screenshots: every page, both languages, both themes; some ten minutes
	$(BIN)/python -m docs.pictures --store $(STORE)

clean:
	rm -rf data/store data/demo_city
