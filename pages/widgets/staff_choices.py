"""What the reader chooses for a plan: how many inspectors, how long a shift is, and what must be kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from analytics.contract.labels import text
from analytics.staffing import Demands
from analytics.staffing.settings import settings, shifts_a_week
from pages.widgets import address, filters, staff_answers
from pages.widgets.filters import View

_WITHOUT_ROSTER = 20  # inspectors to begin with where the data name none
_SHARES = [*range(0, 31, 5), 40, 50]  # per cent


@dataclass(frozen=True)
class Asked:
    """The plan that is asked for."""

    inspectors: int
    hours: int
    demands: Demands


def choose(view: View) -> Asked:
    """Draws the choices, mirrored into the address."""
    language, rules = view.language, settings("shifts")
    usual = Demands.usual()
    word = lambda name, **more: text(f"staffing.choice.{name}", language, **more)  # noqa: E731
    roster = staff_answers.inspectors(view)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=190):
            inspectors = _number("inspectors", word("inspectors"), roster or _WITHOUT_ROSTER, 1, 20_000)
        with st.container(width=210):
            lengths = [str(each) for each in range(rules["shortest_hours"], rules["longest_hours"] + 1)]
            told = lambda each: word("hours_told", hours=each, shifts=shifts_a_week(int(each)))  # noqa: E731
            hours = filters.pick("hours", word("hours"), lengths, str(rules["usual_hours"]), told)
        with st.popover(word("constraints"), icon=":material/tune:"):
            visits = _number("visits", word("visits"), usual.shifts_a_place, 0, 21)
            everywhere = _number("everywhere", word("everywhere"), usual.at_every_place_and_hour, 0, 5)
            on_duty = _share("on_duty", word("on_duty"), usual.on_duty_share, language)
            explore = _share("explore", word("explore"), usual.explore_share, language)
        st.caption(word("roster", count=f"{roster:,}") if roster else word("no_roster"))
    demands = Demands.usual(shifts_a_place=visits, at_every_place_and_hour=everywhere, on_duty_share=on_duty,
                            explore_share=explore)  # fmt: skip
    return Asked(inspectors, int(hours), demands)


def _share(name: str, label: str, usual: float, language: str) -> float:
    show: Callable[[str], str] = lambda each: text("look.rate", language, number=each)  # noqa: E731
    return int(filters.pick(name, label, [str(each) for each in _SHARES], f"{usual * 100:.0f}", show)) / 100


def _number(name: str, label: str, usual: int, least: int, most: int) -> int:
    asked = address.number(name)
    value = min(max(usual if asked is None else asked, least), most)
    key = f"filter_{name}"
    # The address decides, not the widget's memory: a link that was sent must open as it was sent.
    st.session_state[key] = value
    st.number_input(label, min_value=least, max_value=most, step=1, key=key, on_change=_keep, args=(name,))
    return value


def _keep(name: str) -> None:
    address.write(name, str(st.session_state[f"filter_{name}"]))
