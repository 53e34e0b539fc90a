"""`python -m benchmarks [--size N] [--only NAME] [--json] [--markdown FILE]`: the product beside its peers."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import tempfile
import traceback
from pathlib import Path

from analytics.intake.confined import own_output
from benchmarks.city import WORK
from benchmarks.document import written
from benchmarks.figures import Figures

# Module -> whether it runs without --only. Whole cities through the whole flow take minutes each.
MODULES = {
    "ranking": True, "importing": True, "hotspots": True, "placing": True, "map_redraw": True, "loops_page": True,
    "publishing": True,
    "planted": False, "naming": False, "sessions": False, "pages": False,
}
# What stands in the JSON of every entry: the contract's, no more.
_KEYS = ("ours", "peer", "peer_name", "ratio", "required", "rss_mb")


def main(words: list[str]) -> int:
    """Runs the benchmarks that were asked for: 0 when all were measured, 1 when one failed, 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--size", type=_number, default=1_000_000, metavar="N", help="cases or points (1000000)")
    parser.add_argument("--only", choices=MODULES, metavar="NAME", help=", ".join(MODULES))
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser.add_argument("--markdown", metavar="FILE", help="writes the figures there as a document")
    parser.add_argument("--work", metavar="DIR", help="keeps the cities there (else they are removed)")
    options = parser.parse_args(words)
    output = own_output()
    chosen = [options.only] if options.only else [name for name, always in MODULES.items() if always]
    with tempfile.TemporaryDirectory(prefix="last-mile-benchmarks-") as work:
        os.environ[WORK] = options.work or work
        found = _measured(chosen, options.size)
    every = {name: each for several in found.values() for name, each in several.items()}
    said = {name: {key: each[key] for key in _KEYS} for name, each in every.items()}
    text = written(found, options.size)
    if options.markdown:
        Path(options.markdown).write_text(text, encoding="utf-8")
    print(json.dumps(said, allow_nan=False) if options.json else text, file=output, flush=True)
    return 0 if len(found) == len(chosen) else 1


def _number(word: str) -> int:
    size = int(word)
    if size < 1:
        raise ValueError
    return size


def _measured(names: list[str], size: int) -> dict[str, dict[str, Figures]]:
    """Module → its figures; one that fails says so and stops no other."""
    found: dict[str, dict[str, Figures]] = {}
    for name in names:
        print(f"{name} …", file=sys.stderr)
        try:
            found[name] = importlib.import_module(f"benchmarks.{name}").run(size)
        except Exception:  # noqa: BLE001 - whatever it was, the others are measured
            traceback.print_exc()
            print(f"{name}: not measured", file=sys.stderr)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
