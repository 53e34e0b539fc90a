"""What the reader chooses: area, period, tier, scorecard and as-of, mirrored into the page's address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import streamlit as st

from analytics.contract.labels import text
from analytics.contract.periods import BadPeriod, Period, parse_as_of
from analytics.scoring.scorecards import scorecards
from analytics.store.versions import Version
from pages.widgets import address, answers, look

AREA_TIERS = ("city", "district", "subdistrict")


@dataclass(frozen=True)
class View:
    """What a page shows: a version of the store, an area of it, a period as known at a moment, in a language."""

    version: Version
    language: str
    area: str | None  # unit code; None when the store knows no areas
    area_tier: str
    area_name: str
    period: Period
    as_of: datetime
    newest: datetime | None
    tier: str | None = None  # of the units compared; None when the page does not ask or the area has no units inside
    scorecard: str | None = None  # id; None when the page does not ask

    @property
    def within(self) -> str | None:
        """The code for `within=` of the analytics calls; None for the whole city."""
        return None if self.area_tier == "city" else self.area

    @property
    def day(self) -> date:
        """The day whose units are meant: the last day of the period that has ended, else its first."""
        return self.period.last_day(self.as_of) or self.period.first


def pick(name: str, label: str, options: Sequence[str], default: str, show: Callable[[str], str], **more: Any) -> str:
    """A select box whose choice stands in the address under `name`; an unknown value there gives the default."""
    return _choose(st.selectbox, name, label, options, default, show, more)


def switch(name: str, label: str, options: Sequence[str], default: str, show: Callable[[str], str], **more: Any) -> str:
    """As `pick`, drawn as a row of buttons; for a handful of options."""
    return _choose(st.segmented_control, name, label, options, default, show, {"required": True, **more})


def _choose(
    widget: Callable[..., Any],
    name: str,
    label: str,
    options: Sequence[str],
    default: str,
    show: Callable[[str], str],
    more: dict[str, Any],
) -> str:
    asked = address.read(name)
    chosen = asked if asked in options else default
    address.write(name, chosen)
    key = f"filter_{name}"
    # The address decides, not the widget's memory: a link that was sent must open as it was sent.
    st.session_state[key] = chosen
    widget(label, options, format_func=show, key=key, on_change=_keep, args=(name,), **more)
    return chosen


def _keep(name: str) -> None:
    address.write(name, st.session_state[f"filter_{name}"])


def area(version: Version, chosen: Period, moment: datetime, language: str) -> tuple[str | None, str, str]:
    """Lets the reader choose the city, a district or a subdistrict: code, tier and name."""
    rows = {
        row.unit: (tier, row)
        for tier in AREA_TIERS
        for row in answers.units(version, tier, chosen, moment).itertuples()
    }
    if not rows:
        return None, "city", text("frame.whole_city", language)
    names = {code: look.named(row.name, row.name_en, language) for code, (_, row) in rows.items()}
    # The city, then each district followed by its subdistricts, all in code order.
    codes = sorted(rows, key=lambda code: _in_tree(code, *rows[code]))

    def show(code: str) -> str:
        tier, row = rows[code]
        return f"{names[row.parent]} · {names[code]}" if tier == "subdistrict" and row.parent in names else names[code]

    wanted = pick("area", text("frame.area", language), codes, codes[0], show)
    return wanted, rows[wanted][0], names[wanted]


def _in_tree(code: str, tier: str, row: Any) -> tuple[bool, str, bool, str]:
    district = row.parent if tier == "subdistrict" and isinstance(row.parent, str) else code
    return tier != "city", district, tier == "subdistrict", code


def tier(view: View, offered: Sequence[str], label: str | None = None) -> str | None:
    """Lets the reader choose a tier below the area's own that has units there; None when there is none."""
    finer = offered[offered.index(view.area_tier) + 1 :] if view.area_tier in offered else offered
    tiers = [
        each for each in finer if len(answers.units(view.version, each, view.period, view.as_of, view.within))
    ]
    if not tiers:
        return None
    shown = {each: text(f"frame.tier.{each}", view.language) for each in tiers}
    return pick("tier", label or text("frame.tier_choice", view.language), tiers, tiers[0], shown.__getitem__)


def scorecard(view: View, offered: Sequence[str]) -> str:
    """Lets the reader choose one of the scorecards; at first the first one that the store can answer."""
    start = answers.fitting_scorecard(view.version, view.period, view.as_of, offered)
    shown = {each: scorecards()[each].label[view.language] for each in offered}
    return pick("scorecard", text("frame.scorecard", view.language), list(offered), start, shown.__getitem__)


def period(version: Version, language: str, kinds: Sequence[str], kind: str) -> Period:
    """Lets the reader choose a kind of period and one of them; the newest finished one at first."""
    first, newest = answers.first_day(version), _newest_day(version)
    asked = _asked_period()
    given = asked.kind if asked and asked.kind in kinds else kind
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
            args=(newest,),
        )
    options = _periods(given, first, newest)
    shown = {each.text: _period_name(each, newest, language) for each in options}
    default = newest_finished(given, newest)
    start = default.text if default.text in shown else options[0].text
    return Period.parse(pick("period", text("frame.period", language), list(shown), start, shown.__getitem__))


def newest_finished(kind: str, newest: date) -> Period:
    """The newest period of that kind whose days have all ended by the start of `newest`."""
    return Period.holding(newest, kind).previous()


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


def _change_kind(newest: date) -> None:
    """Goes to the period of the new kind in which the old one ended, as long as that one is finished."""
    kind, old = st.session_state["filter_period_kind"], _asked_period()
    finished = newest_finished(kind, newest)
    wanted = Period.holding(old.after - timedelta(days=1), kind) if old else finished
    address.write("period", min(wanted, finished).text)
    address.write("as_of", None)


def _newest_day(version: Version) -> date:
    """The first day that has not ended yet, as far as the store knows."""
    newest = version.newest_known_at
    return newest.date() if newest else answers.first_day(version) + timedelta(days=31)


def _periods(kind: str, first: date, newest: date) -> list[Period]:
    """All periods of the kind from the first day to the newest, newest first."""
    found = [Period.holding(newest, kind)]
    while found[-1].first > first:
        found.append(found[-1].previous())
    return found


def _period_name(each: Period, newest: date, language: str) -> str:
    name = look.period(each, language)
    return name if each.after <= newest else text("frame.unfinished", language, period=name)
