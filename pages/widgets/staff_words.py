"""What places and shifts of a plan are called."""

from __future__ import annotations

import pandas

from analytics.contract.labels import text
from analytics.staffing import Plan
from analytics.store import case_reading
from pages.widgets import look
from pages.widgets.filters import View


def place_names(view: View, plan: Plan) -> dict[str, str]:
    """Place → its name, after that of the subdistrict above it where the area is larger than that."""
    chain = plan.places.chain.set_index("place").loc[plan.places.codes]
    above = chain["subdistrict"] if plan.places.tier in ("grid", "community") else pandas.Series(dtype=str)
    names = case_reading.unit_names(view.version, [*plan.places.codes, *above.dropna().unique()])
    called = {code: look.named(*names.get(code, (code, None)), view.language) for code in names}
    if view.area_tier != "subdistrict":
        prefix = {code: called[up] for code, up in above.dropna().items() if up in called}
    else:
        prefix = {}
    return {code: " · ".join(each for each in (prefix.get(code), called.get(code, code)) if each)
            for code in plan.places.codes}  # fmt: skip


def shift_rows(view: View, plan: Plan) -> pandas.DataFrame:
    """One row per place and start: name, place, day, from, to, inspectors."""
    names, language = place_names(view, plan), view.language
    return pandas.DataFrame([
        {
            "name": names[row["place"]], "place": row["place"],
            "day": text(f"loops.weekday.{row['weekday'] + 1}", language), "from": f"{row['start']:02d}:00",
            "to": _end(row["start"] + row["hours"], language), "inspectors": row["inspectors"],
        }
        for row in plan.shifts()
    ])  # fmt: skip


def _end(hour: int, language: str) -> str:
    told = f"{hour % 24:02d}:00"
    return text("staffing.next_day", language, time=told) if hour > 24 else "24:00" if hour == 24 else told
