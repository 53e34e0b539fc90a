"""What data/documents.toml says of documents: fonts, sizes, limits, colours."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from analytics.contract.schema import DATA


@cache
def settings() -> dict[str, Any]:
    """The settings as shipped or changed by the city."""
    with (DATA / "documents.toml").open("rb") as file:
        return tomllib.load(file)


def limit(name: str) -> int:
    """A limit by name: rows, units or slides."""
    return settings()["limits"][name]


def colour(name: str) -> str:
    """A colour by name, #rrggbb."""
    return settings()["colours"][name]


def font(name: str, language: str) -> str:
    """The font of a part of an office document (title, heading, subheading, body, table, slides, latin)."""
    return settings()["fonts"][language][name]


def score_class(score: float | None) -> int | None:
    """Which of the score colours a score has, 0 = lowest; None without a score."""
    return None if score is None else sum(score >= mark for mark in settings()["colours"]["score_marks"])
