"""`python -m benchmarks [--size N] [--only NAME] --json`: the product beside its peers, in one run each."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import tempfile

from benchmarks.city import WORK
from benchmarks.figures import Figures

# Module -> whether it runs without --only. Whole cities through the whole flow take minutes each.
MODULES = {
    "ranking": True, "importing": True, "hotspots": True, "placing": True, "map_redraw": True, "loops_page": True,
    "planted": False,
}


def main(words: list[str]) -> int:
    """Runs the benchmarks that were asked for; 2 for a name that does not exist."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--size", type=int, default=1_000_000, metavar="N", help="how many cases or points (1000000)")
    parser.add_argument("--only", choices=MODULES, metavar="NAME", help=", ".join(MODULES))
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser.add_argument("--work", metavar="DIR", help="keeps the cities there for the next run (else they are removed)")
    options = parser.parse_args(words)
    chosen = [options.only] if options.only else [name for name, always in MODULES.items() if always]
    with tempfile.TemporaryDirectory(prefix="last-mile-benchmarks-") as work:
        os.environ[WORK] = options.work or work
        found = _measured(chosen, options.size)
    print(json.dumps(found) if options.json else table(found))
    return 0


def _measured(names: list[str], size: int) -> dict[str, Figures]:
    found: dict[str, Figures] = {}
    for name in names:
        print(f"{name} …", file=sys.stderr)
        found |= importlib.import_module(f"benchmarks.{name}").run(size)
    return found


def table(found: dict[str, Figures]) -> str:
    """The figures as a Markdown table."""
    lines = ["| what | ours | peer | peer is | ratio | required | MB |", "|---|---|---|---|---|---|---|"]
    for name, each in found.items():
        lines.append(
            f"| {name} | {each['ours']:.4g} | {each['peer']:.4g} | {each['peer_name']} | {each['ratio']:.1f} "
            f"| {each['required']:g} | {each['rss_mb']:.0f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
