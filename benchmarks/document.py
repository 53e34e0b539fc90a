"""The figures of a run as the Markdown of docs/benchmarks.md, one table a benchmark."""

from __future__ import annotations

import importlib
import os
import platform

from benchmarks.figures import Figures

_HEAD = """# Benchmarks

Written by `python -m benchmarks --size {size} --markdown docs/benchmarks.md` on {cores} cores with Python {python}
(load {load:.0f}). Both sides of a comparison run in turns in one process; seconds
are CPU seconds of all threads, so that neighbours do not count; the ratio is that of the medians, peer / ours,
its spread (largest − smallest) / median over the rounds (— where the best round alone was kept). A limit stands as a
peer: a ratio of 1 or more means that it holds. MB: the most that a process held which did our part alone, or did all
before. What was decided, and what is not done: [decision 14](decisions/0014-speed.md). At 5 and 20 million cases:
[benchmarks at scale](benchmarks_at_scale.md).
"""
_COLUMNS = "| what | ours | peer | peer is | ratio | spread | required | reached | MB |\n" + "|---" * 9 + "|"


def written(found: dict[str, dict[str, Figures]], size: int) -> str:
    """The whole document: a section for each benchmark, with what its module says that it measures."""
    parts = [_HEAD.format(size=size, cores=os.cpu_count(), python=platform.python_version(), load=os.getloadavg()[0])]
    for name, several in found.items():
        said = importlib.import_module(f"benchmarks.{name}").__doc__ or name
        parts.append(f"## {name}\n\n{said.strip()}\n\n{_COLUMNS}\n" + "\n".join(map(_line, several, several.values())))
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _line(name: str, each: Figures) -> str:
    spread = f"{each['spread']:.2f}" if each["spread"] else "—"
    reached = "yes" if each["ratio"] >= each["required"] else "**no**"
    return (
        f"| `{name}` | {each['ours']:.3g} | {each['peer']:.3g} | {each['peer_name']} | {each['ratio']:.3g} | {spread} "
        f"| {each['required']:.2g} | {reached} | {each['rss_mb']:.0f} |"
    )
