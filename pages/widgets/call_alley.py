"""An alley's falling and rising, replayed month by month: the evidence behind a name on the lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pandas
import streamlit as st

from analytics.contract.labels import text
from analytics.contract.periods import Period
from analytics.scoring.replay import alley_states
from analytics.scoring.settings import settings
from analytics.store.versions import Version
from pages.widgets import address, call_answers, filters, look, sheets
from pages.widgets.filters import View
from pages.widgets.sheets import Cell


def draw(view: View, tried: call_answers.Tried, names: Mapping[str, str]) -> None:
    """Lets the reader choose one of the quarter's downgraded or restored alleys and draws its months."""
    language = view.language
    call = call_answers.call(view, tried)
    only = view.area if view.area_tier == "district" else None
    lines = {
        each["alley_id"]: (event, each)
        for event in ("downgraded", "restored") for each in call[event] if only is None or each["unit"] == only
    }  # fmt: skip
    if not lines:
        st.info(text("replay.nobody", language))
        return

    def shown(alley: str) -> str:
        event, line = lines[alley]
        name = line["name"] or alley
        return f"{text(f'call_words.{event}', language)}　{names.get(line['unit'], '—')} · {name}"

    start = next(iter(lines))
    search = filters.findable(shown, address.read("alley") or start, lambda each: lines[each][1]["name"] or "")
    alley = filters.pick("alley", text("roll_call.column.alley", language), list(lines), start, search, width=420)
    rule = settings().downgrade
    numbers = {"mark": f"{rule.pass_mark:g}", "months": rule.months_in_a_row}
    st.caption(text(f"replay.rule_{rule.decided_by}", language, **numbers))
    version = view.version
    found = _states(version, version.key, alley, view.period, view.as_of)
    word = lambda name: text(f"replay.column.{name}", language)  # noqa: E731
    rows: list[sheets.Row] = [_row(line, rule.pass_mark, language) for line in found.iloc[::-1].itertuples(index=False)]
    counted = [Cell(word(name), align="right") for name in ("score", "run", "quarter_score")]
    sheets.draw([word("month"), *counted, word("event"), word("after")], rows, dense=True)
    address.link("alley_chiefs", text("call_words.open_alley_chiefs", language), area=lines[alley][1]["unit"])


def _row(line, mark: float, language: str) -> sheets.Row:
    failed = not look.is_missing(line.score) and line.score < mark
    event = line.event if isinstance(line.event, str) else None
    ink = look.STATUS["bad" if event == "downgraded" else "good"][0]
    return [
        Cell(line.month, align="short"),
        Cell("—" if look.is_missing(line.score) else f"{line.score:.1f}", align="right", strong=failed,
             ink=look.STATUS["bad"][0] if failed else None),
        Cell(str(line.run) if line.run else "·", align="right"),
        Cell("—" if look.is_missing(line.quarter_score) else f"{line.quarter_score:.1f}", align="right"),
        Cell(text(f"call_words.{event}", language) if event else "", align="short", ink=ink, strong=True),
        Cell(text(f"replay.{line.after}", language), align="short"),
    ]  # fmt: skip


@st.cache_data(show_spinner=False, max_entries=80)
def _states(_version: Version, version_id: str, alley: str, quarter: Period, as_of: datetime) -> pandas.DataFrame:
    return alley_states(_version, alley, quarter, as_of)
