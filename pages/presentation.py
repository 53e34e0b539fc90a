"""The roll-call for the hall: one message a screen, by keyboard; Escape goes back to the roll-call."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from analytics.scoring import NoScorecard
from analytics.store.case_reading import unit_names
from pages.widgets import address, call_answers, call_slides, header, look, slides


def leave() -> None:
    """Goes back to the roll-call, with what was chosen there."""
    kept = {name: st.query_params[name] for name in address.STICKY if name in st.query_params}
    st.switch_page("pages/roll_call.py", query_params=kept)


view = header.open_page("presentation", kinds=("quarter",), kind="quarter")
language = view.language
try:
    call, ranking = call_answers.call(view), call_answers.ranking(view)
except NoScorecard:
    call = None
if call and call["districts"]:
    units = {line["unit"] for name in ("districts", "downgraded", "restored", "tasks") for line in call[name]}
    names = {code: look.named(*pair, language) for code, pair in unit_names(view.version, units).items()}
    shown = call_slides.slides(call, ranking, names, language)
else:
    shown = [slides.Slide(text("roll_call.title", language), text("roll_call.no_districts", language))]
foot = text("presentation.foot", language, period=look.period(view.period, language), as_of=look.moment(view.as_of),
            version=view.version.id)
slides.draw(shown, foot, language, leave)
