"""Evaluations both ways: of stewards, and what stewards give their chiefs."""

from __future__ import annotations

import pandas
import streamlit as st

from analytics.contract.labels import text
from pages.widgets import figures, filters, look, steward_answers, steward_rows, steward_words, tables
from pages.widgets.figures import Figure
from pages.widgets.filters import View

WAYS = ("of_stewards", "by_stewards")


def draw(view: View) -> None:
    """Draws both ways side by side, unit by unit, and the evaluations themselves, the lowest first."""
    language = view.language
    whole = steward_answers.ask(view, "evaluated").set_index("way") if view.version.has("evaluations") else None
    if whole is None or whole.empty:
        st.info(text("stewards.no_evaluations", language))
        return
    drawn = []
    for way in WAYS:
        row = whole.loc[way] if way in whole.index else None
        value = None if row is None else look.figure(row["score"], "score", language)
        told = [] if row is None else [
            text("stewards.evaluated_told", language, evaluations=look.count(row["evaluations"]),
                 subjects=look.count(row["subjects"]), awards=look.count(row["awards"])),
            text("stewards.from_to", language, low=f"{row['lowest']:.0f}", high=f"{row['highest']:.0f}"),
        ]  # fmt: skip
        drawn.append(Figure(text(f"stewards.way.{way}", language), value, told))
    figures.draw(drawn, language)
    _draw_units(view)
    shown = {each: text(f"stewards.way.{each}", language) for each in WAYS}
    with st.container(width="content"):
        way = filters.switch("way", text("stewards.way_label", language), list(WAYS), WAYS[0], shown.get,
                             label_visibility="collapsed")  # fmt: skip
    draw_rows(view, steward_answers.ask(view, "evaluation_rows", way=way), f"evaluations_{way}")


def _draw_units(view: View) -> None:
    if view.tier is None:
        return
    language = view.language
    rows = steward_answers.ask(view, "evaluated", by=view.tier)
    wide = rows.pivot(index="unit", columns="way", values=["score", "evaluations"])
    wide.columns = [f"{name}_{way}" for name, way in wide.columns]
    names = [f"{name}_{way}" for way in WAYS for name in ("score", "evaluations")]
    wide = wide.reindex(columns=names).reset_index().dropna(subset=["unit"])
    places = steward_words.places(view, wide["unit"])
    frame = wide.assign(name=wide["unit"].map(places)).astype(dict.fromkeys(names, float))
    columns = [tables.Column("name", text(f"frame.tier.{view.tier}", language))]
    columns += [
        tables.Column(f"{name}_{way}", text(f"stewards.{name}_{way}", language), kind)
        for way in WAYS for name, kind in (("score", "score"), ("evaluations", "count"))
    ]  # fmt: skip
    with st.expander(text("stewards.evaluated_units", language)):
        tables.draw(frame, columns, "steward_evaluated_units", tallest=440)


def draw_rows(view: View, rows: pandas.DataFrame, key: str) -> None:
    """Draws evaluations one by one; a click on one shows whose sheets it concerns."""
    language = view.language
    if rows.empty:
        st.caption(text("stewards.no_evaluations", language))
        return
    named = {each: [steward_words.person(*pair) for pair in zip(rows[f"{each}_name"], rows[f"{each}_id"], strict=True)]
             for each in ("evaluator", "subject", "alley")}  # fmt: skip
    frame = rows.assign(**named, evaluated_on=rows["evaluated_on"].dt.date,
                        way_name=[text(f"stewards.way.{each}", language) for each in rows["way"]],
                        award=rows["award_suggested"].astype("boolean").fillna(False).astype(bool))  # fmt: skip
    kinds = {"evaluated_on": "day", "way_name": "text", "evaluator": "text", "subject": "text", "alley": "text",
             "score": "score", "award": "yes"}  # fmt: skip
    columns = [tables.Column(name, text(f"stewards.column.{name}", language), kind) for name, kind in kinds.items()]
    row = tables.clickable(frame, columns, f"{key}_{view.area}_{view.period.text}", most=12)
    if row is None:
        return
    chosen = frame.iloc[row]
    is_of_steward = chosen["way"] == "of_stewards"
    steward, chief = ("subject", "evaluator") if is_of_steward else ("evaluator", "subject")
    steward_rows.links(view, steward=chosen[f"{steward}_id"], person=chosen[steward], chief=chosen[f"{chief}_id"],
                       chief_name=chosen[chief], alley=chosen["alley_id"], alley_name=chosen["alley"])  # fmt: skip
