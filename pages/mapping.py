"""Import assistant: a foreign file in, a proposal of what its columns mean, a look at the rows, a mapping out."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from pages.widgets import address, frame, header, mapping_choices, mapping_files, mapping_outcome

frame.enter("mapping")
header.title("mapping")
language = address.language()
st.caption(text("mapping.told", language))
opened = mapping_files.choose(language)
if opened is None:
    st.stop()
draft = mapping_choices.draw(opened, language)
if draft is None:
    st.stop()
mapping_outcome.draw(opened, draft, language)
