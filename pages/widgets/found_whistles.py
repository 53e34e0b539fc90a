"""Whistles: who was called, who came and how fast, what was solved, by kind; how often one is blown, not scored."""

from __future__ import annotations

import pandas
import streamlit as st

from analytics.contract.labels import text
from analytics.loops.settings import settings
from analytics.store import case_reading
from pages.widgets import figures, look, loop_answers, loop_words, multiples, tables
from pages.widgets.figures import Figure
from pages.widgets.filters import View
from pages.widgets.loop_words import MOST

_BAND_COLOURS = {"low": look.STATUS["watch"][0], "high": look.STATUS["bad"][0]}
_COLUMNS = ("blown", "solved", "solved_share", "solve_hours", "due", "came", "in_time", "arrival_rate",
            "arrival_hours", "rating")  # fmt: skip
_KINDS = {"solved_share": "rate", "solve_hours": "hours", "arrival_rate": "rate", "arrival_hours": "hours",
          "rating": "score"}  # fmt: skip


def draw(view: View) -> None:
    """Draws the whistles of the period: in all, by kind, by whom was called, and the rate of every unit."""
    language = view.language
    if not view.version.has("whistles"):
        st.info(text("found_handled.no_whistles", language))
        return
    whole = _both(view).iloc[0]
    if not whole["blown"] and not whole["due"]:
        st.info(text("found_handled.none_blown", language))
        return
    word = lambda name: text(f"found_handled.column.{name}", language)  # noqa: E731
    shown = lambda name, unit: None if look.is_missing(whole[name]) else look.figure(whole[name], unit, language)  # noqa: E731
    figures.draw([
        Figure(word("blown"), look.count(whole["blown"])),
        Figure(word("arrival_rate"), shown("arrival_rate", "rate"),
               [f"{look.count(whole['in_time'])} / {look.count(whole['due'])}"]),
        Figure(word("arrival_hours"), shown("arrival_hours", "hours"), [text("found_handled.by_km", language)]),
        Figure(word("solved_share"), shown("solved_share", "rate"),
               [f"{look.count(whole['solved'])} / {look.count(whole['blown'])}"]),
    ], language)  # fmt: skip
    st.caption(text("found_handled.whistles_told", language))
    _draw_table(view, "kind")
    _draw_rates(view)
    _draw_table(view, "org")


def _both(view: View, *by: str) -> pandas.DataFrame:
    """Whistles and report-ins of the same groups side by side; a count without rows is 0."""
    blown = loop_answers.ask(view, "whistles", by=by).rename(columns={"km_median_hours": "solve_hours"})
    came = loop_answers.ask(view, "report_ins", by=by).rename(columns={"km_median_hours": "arrival_hours"})
    both = blown.merge(came, on=list(by), how="outer") if by else pandas.concat([blown, came], axis="columns")
    counts = ["blown", "solved", "due", "came", "in_time"]
    return both.assign(**{name: both[name].fillna(0) for name in counts})


def _draw_table(view: View, by: str) -> None:
    language = view.language
    rows = _both(view, by)
    if by == "kind":
        names = loop_words.code_names("whistle_kind", rows["kind"], language)
    else:
        known = case_reading.org_names(view.version, rows["org"].dropna().tolist())
        names = [known.get(org) or org or text("loops.unsaid", language) for org in rows["org"]]
        rows = rows.assign(name=names).sort_values(["arrival_rate", "due"], ascending=[True, False])
        names = rows["name"]
    columns = [tables.Column("name", text(f"found_handled.column.{by}", language))]
    columns += [
        tables.Column(each, text(f"found_handled.column.{each}", language), _KINDS.get(each, "count"))
        for each in _COLUMNS
    ]
    st.markdown(f"**{text(f'found_handled.whistles_by.{by}', language)}**")
    tables.draw(rows.assign(name=names), columns, f"whistles_{by}", tallest=440)


def _draw_rates(view: View) -> None:
    """The rate of every unit against the usual band: outside it on either side is worth a question, no score."""
    if view.tier is None:
        return
    language, limits = view.language, settings("whistles")
    rows = loop_answers.ask(view, "whistle_rates", tier=view.tier, within=view.within)
    rows = rows[rows["filed"] > 0].sort_values("rate", ascending=False)
    outside = rows["band"].isin(("low", "high"))
    # Where there are too many lines, those outside the band, then the highest.
    shown = rows if len(rows) <= MOST else pandas.concat([rows[outside], rows[~outside]]).head(MOST)
    shown = shown.sort_values("rate", ascending=False)
    if shown.empty:
        return
    names = loop_words.unit_names(shown, language)
    told = [text(f"found_handled.band.{band}", language) for band in shown["band"]]
    hovers = [
        (name, text("found_handled.rate_hover", language, rate=f"{row.rate:.1f}", low=f"{row.low:.1f}",
                    high=f"{row.high:.1f}"), f"{look.count(row.blown)} / {look.count(row.filed)}", band)
        for name, row, band in zip(names, shown.itertuples(), told, strict=True)
    ]  # fmt: skip
    title = text("found_handled.rate_title", language, per=look.count(limits["per_cases"]))
    panel = multiples.Dots(
        title, shown["rate"].tolist(), hovers, shown["low"].tolist(), shown["high"].tolist(),
        [_BAND_COLOURS.get(band, look.ACCENT) for band in shown["band"]],
        band=(limits["usual_low"], limits["usual_high"]), per_cent=False,
    )  # fmt: skip
    marks = {"low": "▼ ", "high": "▲ "}
    labels = [marks.get(band, "") + name for band, name in zip(shown["band"], names, strict=True)]
    st.markdown(f"**{text('found_handled.whistle_rate', language)}**")
    st.caption(text("found_handled.rate_told", language, low=limits["usual_low"], high=limits["usual_high"],
                    outside=int(outside.sum()), all=len(rows)))  # fmt: skip
    multiples.show(multiples.dots(labels, [panel]))
    if len(rows) > len(shown):
        st.caption(text("found_handled.most_only", language, shown=len(shown), all=len(rows)))
