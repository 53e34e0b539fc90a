"""Suspicious patrols: what each pattern looks for, who shows it, and the patrols behind it; never a score."""

from __future__ import annotations

import streamlit as st

from analytics.chiefs import settings
from analytics.chiefs.suspicions import PATTERNS
from analytics.contract.labels import text
from pages.widgets import address, chief_answers, look, markdown, tables
from pages.widgets.filters import View


def draw(view: View) -> None:
    """Draws the findings in the area and the rows of the one in the address."""
    language = view.language
    st.caption(text("alley_chiefs.suspicions_told", language))
    if not view.version.has("patrols"):
        st.info(text("alley_chiefs.no_patrols", language))
        return
    found = chief_answers.ask(view, "suspicions", view.within)
    if found.empty:
        st.success(text("alley_chiefs.no_suspicions", language))
        _draw_meanings(language, True)
        return
    units = chief_answers.unit_names(view, found["unit"])
    frame = found.assign(
        pattern=[text(f"alley_chiefs.pattern.{each}", language) for each in found["pattern"]],
        person=found["person"].fillna(found["person_id"]),
        unit=[units.get(each, each) for each in found["unit"]],
    )
    kinds = {"patrols": "count", "of": "count", "share": "rate", "first_day": "day", "last_day": "day"}
    columns = [
        tables.Column(each, text(f"alley_chiefs.column.{each}", language), kinds.get(each, "text"))
        for each in ("pattern", "person", "unit", "patrols", "of", "share", "first_day", "last_day")
    ]
    key = f"suspicions_{view.area}_{view.period.text}"
    row = tables.clickable(frame, columns, key, 12)
    if address.newly(key, row):
        address.write("finding", str(row))
    asked = address.number("finding") or 0
    chosen = asked if asked < len(found) else 0
    _draw_rows(view, found.iloc[chosen], frame.iloc[chosen])
    _draw_meanings(language, False)


def _draw_rows(view: View, finding, shown) -> None:
    language = view.language
    asked = (finding["pattern"], finding["person_id"], view.within)
    rows = chief_answers.ask(view, "suspicious_patrols", *asked)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{markdown.plain(shown['pattern'])} · {markdown.plain(shown['person'])}** · "
                    + text("alley_chiefs.rows_told", language, count=look.count(len(rows))))  # fmt: skip
        st.button(text("alley_chiefs.open_chief", language), icon=":material/badge:", key="open_suspect",
                  on_click=address.write, args=("chief", finding["person_id"]))  # fmt: skip
    frame = rows.assign(minutes=((rows["ended_at"] - rows["started_at"]).dt.total_seconds() / 60).round())
    kinds = {"started_at": "moment", "ended_at": "moment", "recorded_at": "moment", "before": "moment",
             "minutes": "count", "sitting": "count"}  # fmt: skip
    names = ["started_at", "ended_at", "minutes", "recorded_at", "alley", "patrol_id"]
    names += [name for name in ("before", "sitting") if rows[name].notna().any()]
    columns = [
        tables.Column(each, text(f"alley_chiefs.column.{each}", language), kinds.get(each, "text")) for each in names
    ]
    key = f"suspicious_{finding['pattern']}_{finding['person_id']}_{view.period.text}"
    row = tables.clickable(frame, columns, key, 12)
    if address.newly(key, row):
        address.write("alley", rows["alley_id"].iloc[row])
        address.write("day", f"{rows['started_at'].iloc[row]:%Y-%m-%d}")
        st.rerun()


def _draw_meanings(language: str, is_open: bool) -> None:
    with st.expander(text("alley_chiefs.meanings", language), expanded=is_open):
        lines = []
        for pattern in PATTERNS:
            limits = settings.limits(pattern)
            numbers = {name: f"{value:.0%}" if name == "share" else f"{value:g}" for name, value in limits.items()}
            told = text(f"alley_chiefs.meaning.{pattern}", language, **numbers)
            lines.append(f"- **{text(f'alley_chiefs.pattern.{pattern}', language)}**: {told}")
        st.markdown("\n".join(lines))
