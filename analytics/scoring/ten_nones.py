"""The ten nones in the wording of a day, read from data/ten_nones.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from analytics.contract.schema import DATA


@dataclass(frozen=True)
class TenNone:
    """One of the ten: its number 1–10, the standard and what violates it, each in 'zh' and 'en'."""

    item: int
    standard: dict[str, str]
    problem: dict[str, str]


def wording_since(day: date) -> date:
    """From which day on the wording in force on that day applies."""
    return _wording(day)["valid_from"]


@cache
def ten_nones(day: date) -> tuple[TenNone, ...]:
    """The ten in the wording in force on that day, in order; before the first wording, the first."""
    return tuple(
        TenNone(
            entry["item"],
            {"zh": entry["zh"], "en": entry["en"]},
            {"zh": entry["problem_zh"], "en": entry["problem_en"]},
        )
        for entry in _wording(day)["items"]
    )


def _wording(day: date) -> dict[str, Any]:
    versions = _versions()
    return next((version for version in reversed(versions) if version["valid_from"] <= day), versions[0])


@cache
def _versions() -> list[dict[str, Any]]:
    return tomllib.loads((DATA / "ten_nones.toml").read_text(encoding="utf-8"))["versions"]
