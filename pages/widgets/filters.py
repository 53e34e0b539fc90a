"""What the reader chooses: area, tier, scorecard and more, mirrored into the page's address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import streamlit as st

from analytics.contract.labels import text
from analytics.contract.periods import Period
from analytics.contract.pinyin import readings
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


def findable(
    show: Callable[[str], str], chosen: str | None, name: Callable[[str], str] | None = None
) -> Callable[[str], str]:
    """`show` with the pinyin of the place behind it, which the box's own search then finds by letters and initials.

    `name` gives the place's name where `show` says more. The chosen option stays bare: it stands in the closed box.
    """
    told = name or show

    def shown(option: str) -> str:
        pinyin = () if option == chosen else readings(told(option))
        return "  ".join((show(option), *pinyin))

    return shown


def section(page: str, names: Sequence[str], default: str, language: str) -> str:
    """Lets the reader choose one of a page's sections, named by its labels; it stands in the address as `show`."""
    shown = {each: text(f"{page}.show.{each}", language) for each in names}
    with st.container(width="content"):
        return switch(
            "show", text(f"{page}.show_label", language), list(names), default, shown.__getitem__,
            label_visibility="collapsed",
        )  # fmt: skip


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

    asked = address.read("area")
    search = findable(show, asked if asked in rows else codes[0], names.__getitem__)
    wanted = pick("area", text("frame.area", language), codes, codes[0], search)
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
