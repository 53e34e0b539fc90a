"""Made-up indicator rows and small scorecards for the tests of scoring."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from analytics.scoring.scorecards import Block, Main, Scorecard, Weighted

NO_WORDS = {"zh": "", "en": ""}


def card(blocks: dict[str, dict[str, float]], main: str = "a", minimum: float = 30, **fields) -> Scorecard:
    """A scorecard from {block: {indicator: weight}}; every indicator earns 0 points at 0 and 100 at 1."""
    line = ((0.0, 0.0), (1.0, 100.0))
    made = {
        block: tuple(Weighted(indicator, block, weight, "high", line, NO_WORDS) for indicator, weight in inside.items())
        for block, inside in blocks.items()
    }
    return Scorecard(
        **{
            "id": "made",
            "label": NO_WORDS,
            "why": NO_WORDS,
            "valid_from": date(2000, 1, 1),
            "valid_to": None,
            "seed": 7,
            "blocks": tuple(Block(name, NO_WORDS, indicators) for name, indicators in made.items()),
            "mains": {"default": Main(main, minimum, NO_WORDS)},
            "grouped_tiers": ("district",),
            "adjustments": (),
        }
        | fields
    )


def rows(table: dict[str, dict[str, tuple[float, float] | None]]) -> pd.DataFrame:
    """Indicator rows from {unit: {indicator: (numerator, denominator) or None}}."""
    found = []
    for unit, cells in table.items():
        for indicator, cell in cells.items():
            numerator, denominator = cell or (np.nan, np.nan)
            value = numerator / denominator if denominator else np.nan
            found.append((indicator, unit, numerator, denominator, value))
    return pd.DataFrame(found, columns=["indicator", "unit", "numerator", "denominator", "value"])


def units(codes: list[str], groups: dict[str, str] | None = None) -> pd.DataFrame:
    """Names of units: the code itself, in the given groups."""
    table = pd.DataFrame({"unit": codes, "name": codes, "name_en": None})
    table["group"] = pd.Series([(groups or {}).get(code) for code in codes], dtype=object)
    return table
