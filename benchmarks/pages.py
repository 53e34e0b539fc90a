"""What a page's script costs on a city twenty times as large: every page's first look at a version, and the next one.

CPU seconds of the script alone, run as the dashboard runs it; first with everything that pages remember forgotten, then
once more. In turns on both cities; 36 months each, so that the larger one has twenty times the cases of every month.
"""

from __future__ import annotations

import logging
import os
import statistics
import sys
import time
from pathlib import Path

import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics.store.versions import Store
from benchmarks import city
from benchmarks.figures import Figures, figures
from dashboard import PAGES

TIMES_AS_LARGE = 20
GROWTH = 1.3  # of what a page takes, at most
ROUNDS = 3
PATIENCE = 300  # seconds
ROOT = Path(__file__).resolve().parents[1]


def run(size: int) -> dict[str, Figures]:
    """`pages_first`, `pages_again`: the median page beside that of the smaller city; `…_sum`: all pages together."""
    taken = measured(city.store(size), city.store(size // TIMES_AS_LARGE))
    found: dict[str, Figures] = {}
    for look in ("first", "again"):
        large, small = ([seconds[look] for seconds in each.values()] for each in taken)
        for name, of in (("", statistics.median), ("_sum", sum)):
            what = f"the same pages with {size // TIMES_AS_LARGE:,} cases"
            found[f"pages_{look}{name}"] = figures(of(large), of(small), what, 1 / GROWTH)
    return found


def measured(*stores: Store) -> list[dict[str, dict[str, float]]]:
    """For each store, page → CPU seconds of the first look and of the next one, medians of the rounds."""
    logging.getLogger("streamlit").setLevel(logging.ERROR)
    found: list[dict[str, dict[str, float]]] = [{} for _ in stores]
    for name in (page for pages in PAGES.values() for page in pages):
        rounds = [[_looks(name, store) for store in stores] for _ in range(ROUNDS)]
        for place, seconds in enumerate(found):
            looks = zip(*(each[place] for each in rounds), strict=True)
            seconds[name] = dict(zip(("first", "again"), map(statistics.median, looks), strict=True))
        told = (f"{seconds[name]['first']:.3f} {seconds[name]['again']:.3f}" for seconds in found)
        print(name, *told, file=sys.stderr)
    return found


def _looks(name: str, store: Store) -> tuple[float, float]:
    st.cache_data.clear()
    st.cache_resource.clear()
    return _look(name, store), _look(name, store)


def _look(name: str, store: Store) -> float:
    os.environ["LASTMILE_STORE"] = str(store.path.resolve())
    page = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=PATIENCE)
    page.switch_page(f"pages/{name}.py")
    began = time.process_time()
    page.run()
    taken = time.process_time() - began
    assert not page.exception, f"{name}: {page.exception[0].message}"
    return taken
