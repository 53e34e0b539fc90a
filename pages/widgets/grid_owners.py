"""Whose the cells are: cells, cases and load per responsible or fallback organisation, and the cells without one."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from analytics.grids import groups
from pages.widgets import address, filters, grid_answers, grid_words, look, tables
from pages.widgets.filters import View
from pages.widgets.grid_cells import ROLES


def draw(view: View) -> None:
    """Draws a line per organisation, those without one on top; a click on a line opens its cells."""
    language = view.language
    shown = {each: text(f"grids.column.{name}", language) for each, name in ROLES.items()}
    with st.container(width="content"):
        role = filters.switch("role", text("grids.role_label", language), list(shown), "responsible_org",
                              shown.__getitem__, label_visibility="collapsed")  # fmt: skip
    found = grid_answers.cells(view)
    names = dict(zip(found[role], found[ROLES[role]], strict=True))
    rows = grid_words.with_measures(groups(found, found[role].fillna(""))).reset_index(names="org")
    rows["name"] = [names.get(each) or each or text("grids.nobody", language) for each in rows["org"]]
    rows["missing"] = rows["org"] == ""
    rows = rows.sort_values(["missing", "cells", "org"], ascending=[False, False, True], ignore_index=True)
    without = int(rows.loc[rows["missing"], "cells"].sum())
    told = text("grids.owners_told", language, without=look.count(without), all=look.count(len(found)))
    st.caption(told)
    kinds = {"name": "text", "cells": "count", "cases": "count", "visits_kept": "rate", "respond_kept": "rate",
             "inspectors": "count", "hours": "hours", "load": "hours", "org": "text"}  # fmt: skip
    columns = [tables.Column(each, text(f"grids.column.{'organisation' if each == 'name' else each}", language), kind)
               for each, kind in kinds.items()]  # fmt: skip
    row = tables.clickable(rows, columns, f"grid_{role}")
    if address.newly(f"grid_{role}_row", row):
        owner = role if rows["missing"].iloc[row] else f"{role}:{rows['org'].iloc[row]}"
        for name, value in {"show": "cells", "owner": owner, "level": None, "tag": None}.items():
            address.write(name, value)
        st.rerun()
    note = text("unit_table.known", language, as_of=look.moment(view.as_of), version=view.version.id)
    tables.download(rows, columns, f"grids_{role}_{view.period.text}", language, [text("grids.title", language), note])
