"""Map: any indicator by district, subdistrict, grid or alley; a click opens the unit."""

from __future__ import annotations

import streamlit as st

from analytics.contract.labels import text
from analytics.indicators import catalogue, themes
from pages.widgets import answers, filters, header, legends, look, markdown, panel, unit_map, unit_table

view = header.open_page(
    "map",
    kinds=("month", "quarter", "year"),
    tiers=("city", "district", "subdistrict", "community", "grid", "alley"),
)
language = view.language
if view.tier is None:
    st.info(text("map.no_units", language, area=markdown.plain(view.area_name)))
    st.stop()

entries = catalogue()
shown = {
    name: f"{getattr(themes()[entry.theme], language)} · {getattr(entry, language)}" for name, entry in entries.items()
}
left, right = st.columns([2.1, 1], gap="medium")
with left:
    chosen = filters.pick("indicator", text("map.indicator", language), list(shown), "on_time_rate", shown.__getitem__)
entry = entries[chosen]
rows = answers.values(view, view.tier, [chosen]).set_index("unit")
units = answers.units(view.version, view.tier, view.period, view.as_of, view.within).set_index("unit")
names = {code: look.named(row["name"], row["name_en"], language) for code, row in units.iterrows()}
standing = unit_table.worst_first(rows, entry.direction)
unit = unit_map.chosen_unit(view, standing.index)
found = legends.classes(rows["value"].tolist(), entry.direction)
with left:
    unit_map.draw(view, entry, rows, names, found, unit)
with right:
    if unit is None:
        st.caption(text("map.click", language))
    else:
        panel.draw(view, entry, rows.loc[unit], unit, names[unit])
    unit_table.draw(view, entry, standing, names, unit)
