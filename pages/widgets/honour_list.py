"""The shortlist as a table: rank, person, score and the value of every criterion."""

from __future__ import annotations

from collections import Counter

import pandas
import streamlit as st

from analytics.contract.labels import text
from analytics.honours import Shortlist
from analytics.store import case_reading
from pages.widgets import honour_answers, look, sheets, tables
from pages.widgets.filters import View


def draw(view: View, found: Shortlist) -> str | None:
    """Draws the table and gives the person who was clicked; ties are said, and who could not be considered."""
    language, rules = view.language, found.honour
    standing = {name: look.count(found.standing.get(name, 0)) for name in ("too_short", "ranked", "quota")}
    unknown = found.standing.get("no_data", 0) + found.standing.get("too_few", 0)
    told = text("honours.told", language, served=look.count(found.considered), days=rules.least_days,
                unknown=look.count(unknown), **standing)  # fmt: skip
    heading = text("honours.heading", language, title=rules.card.label[language], year=found.year.first.year,
                   count=len(found.listed))  # fmt: skip
    sheets.line(heading, told)
    tied = sum(times for times in Counter(row["rank"] for row in found.listed).values() if times > 1)
    if tied or not found.year.is_finished(found.as_of):
        notes = [text("honours.tied", language, count=tied)] if tied else []
        notes += [] if found.year.is_finished(found.as_of) else [text("honours.provisional", language)]
        st.caption(" ".join(notes))
    frame, columns = _table(view, found)
    row = tables.clickable(frame, columns, f"honours_{rules.role}_{view.area}_{found.year.text}", most=20)
    known = text("unit_table.known", language, as_of=look.moment(view.as_of), version=view.version.id)
    columns = [tables.Column("person_id", text("honours.column.person_id", language)), *columns]
    tables.download(frame, columns, f"honours_{rules.role}_{found.year.text}", language, [heading, told, known])
    return None if row is None else frame["person_id"].iloc[row]


def _table(view: View, found: Shortlist) -> tuple[pandas.DataFrame, list[tables.Column]]:
    language = view.language
    word = lambda name: text(f"honours.column.{name}", language)  # noqa: E731
    times = Counter(row["rank"] for row in found.listed)
    places = case_reading.unit_names(view.version, {row["unit"] for row in found.listed})
    criteria = [each.id for each in found.honour.card.indicators]
    frame = pandas.DataFrame([
        {
            "place": text("honours.shared", language, rank=row["rank"]) if times[row["rank"]] > 1 else str(row["rank"]),
            "person_id": row["person_id"],
            "name": row["name"] or row["person_id"],
            "unit": look.named(*places.get(row["unit"], (row["unit"], None)), language),
            "score": row["score"],
            "days_in_force": row["days_in_force"],
            **{name: row["criteria"][name]["value"] for name in criteria},
        }
        for row in found.listed
    ])  # fmt: skip
    columns = [
        tables.Column("place", word("rank")), tables.Column("name", word("name")), tables.Column("unit", word("unit")),
        tables.Column("score", word("score"), "points"), tables.Column("days_in_force", word("days"), "count"),
        *(tables.Column(name, honour_answers.name(name, language), honour_answers.unit(name)) for name in criteria),
    ]  # fmt: skip
    return frame.astype(dict.fromkeys(criteria, float)), columns
