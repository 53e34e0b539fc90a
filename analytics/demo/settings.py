"""What the demo city is made of, read from data/demo: districts, names, classes, habits."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import numpy as np

DATA = Path(__file__).resolve().parents[2] / "data"


@cache
def settings(name: str) -> dict:
    """The content of data/demo/<name>.toml. Do not change what comes back: it is shared."""
    with (DATA / "demo" / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def districts() -> dict[str, dict]:
    """District code → its entry, in code order."""
    return dict(sorted(settings("districts").items()))


def diligence() -> np.ndarray:
    """How well each district does what it has to do, 0-1, in code order."""
    return np.array([entry["diligence"] for entry in districts().values()])


@cache
def core_districts() -> tuple[str, ...]:
    """The codes of the two districts that have alleys, chiefs and stewards from the start."""
    return tuple(settings("habits")["core"]["districts"])
