"""Which period, and as known when: chosen by the reader, mirrored into the page's address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import streamlit as st

from analytics.contract.labels import text
from analytics.contract.periods import BadPeriod, Period, parse_as_of
from analytics.store.versions import Version
from pages.widgets import address, answers, filters, look


def period(version: Version, language: str, kinds: Sequence[str], kind: str) -> Period:
    """Lets the reader choose a kind of period and one of them; the newest finished one at first.

    A kind alone in the address (`period=week`) asks for its newest finished one.
    """
    first, last, newest = answers.first_day(version), answers.last_day(version), version.newest_known_at
    asked, wanted = _asked_period(), address.read("period")
    given = asked.kind if asked and asked.kind in kinds else wanted if wanted in kinds else kind
    start = _of_kind(given, asked, last, newest)
    if len(kinds) > 1:
        key = "filter_period_kind"
        st.session_state[key] = given
        st.segmented_control(
            text("frame.period_kind", language),
            kinds,
            format_func=lambda each: text(f"frame.kind.{each}", language),
            key=key,
            required=True,
            on_change=_change_kind,
            args=(last, newest),
        )
    shown = {each.text: _name(each, newest, language) for each in _periods(given, first, last)}
    begin = start.text if start.text in shown else next(iter(shown))
    return Period.parse(filters.pick("period", text("frame.period", language), list(shown), begin, shown.__getitem__))


def as_of(chosen: Period, newest: datetime | None, language: str) -> datetime:
    """Lets the reader go back to what was known on a day; empty means the usual moment for the period."""
    usual = chosen.default_as_of(newest)
    asked = _asked_moment()
    latest = (newest or usual).date() + timedelta(days=1)
    key = "filter_as_of"
    st.session_state[key] = asked.date() if asked and chosen.first <= asked.date() <= latest else None
    st.date_input(
        text("frame.as_of", language),
        min_value=chosen.first,
        max_value=latest,
        key=key,
        on_change=_keep_moment,
        help=text("frame.as_of_help", language, usual=look.moment(usual)),
        format="YYYY-MM-DD",
    )
    return asked if st.session_state[key] else usual


def newest_finished(kind: str, last: date, newest: datetime | None) -> Period:
    """The newest period of that kind that has rows and whose days have all ended."""
    found = Period.holding(last, kind)
    return found if newest is None or found.is_finished(newest) else found.previous()


def _of_kind(kind: str, asked: Period | None, last: date, newest: datetime | None) -> Period:
    """The period of the kind in which the one asked for ended, as long as that one is finished."""
    finished = newest_finished(kind, last, newest)
    return min(Period.holding(asked.after - timedelta(days=1), kind), finished) if asked else finished


def _asked_period() -> Period | None:
    try:
        return Period.parse(address.read("period") or "")
    except BadPeriod:
        return None


def _asked_moment() -> datetime | None:
    try:
        return parse_as_of(address.read("as_of") or "")
    except BadPeriod:
        return None


def _keep_moment() -> None:
    chosen = st.session_state["filter_as_of"]
    address.write("as_of", chosen.isoformat() if chosen else None)


def _change_kind(last: date, newest: datetime | None) -> None:
    address.write("period", _of_kind(st.session_state["filter_period_kind"], _asked_period(), last, newest).text)
    address.write("as_of", None)


def _periods(kind: str, first: date, last: date) -> list[Period]:
    """All periods of the kind from the first day to the last, newest first."""
    found = [Period.holding(last, kind)]
    while found[-1].first > first:
        found.append(found[-1].previous())
    return found


def _name(each: Period, newest: datetime | None, language: str) -> str:
    name = look.period(each, language)
    finished = newest is None or each.is_finished(newest)
    return name if finished else text("frame.unfinished", language, period=name)
