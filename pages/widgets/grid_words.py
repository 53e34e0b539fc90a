"""What cells, levels and tags are called, and their measures as shares."""

from __future__ import annotations

import pandas

from analytics.contract import codes
from analytics.contract.labels import text
from analytics.store import case_reading
from pages.widgets import look
from pages.widgets.filters import View

# Measure → numerator and denominator; `times` cases per so many inspector-hours.
SHARES = {"visits_kept": ("weeks_kept", "weeks"), "respond_kept": ("responded", "respond_due")}
PER_HOURS = 100


def level(value: float | None, language: str) -> str:
    """What a management level is called."""
    if look.is_missing(value):
        return text("grids.no_level", language)
    return text("grids.level", language, level=f"{value:.0f}")


def tag(family: str, code: str, language: str) -> str:
    """What a tag of a family is called."""
    return codes.tags(family)[code][language]


def with_measures(rows: pandas.DataFrame) -> pandas.DataFrame:
    """The rows with the shares kept, and the load: cases per PER_HOURS inspector-hours (NaN without any hour)."""
    found = {name: rows[top] / rows[bottom].where(rows[bottom] > 0) for name, (top, bottom) in SHARES.items()}
    found["load"] = PER_HOURS * rows["cases"] / rows["hours"].where(rows["hours"] > 0)
    return rows.assign(**{name: values.astype(float) for name, values in found.items()})


def area_names(view: View, rows: pandas.DataFrame) -> list[str]:
    """Where each cell lies: its subdistrict and community, as far as it has them."""
    known = case_reading.unit_names(view.version, pandas.concat([rows["subdistrict"], rows["community"]]).dropna())
    called = {code: look.named(*names, view.language) for code, names in known.items()}
    return [
        " · ".join(called[code] for code in pair if isinstance(code, str) and code in called) or "—"
        for pair in zip(rows["subdistrict"], rows["community"], strict=True)
    ]
