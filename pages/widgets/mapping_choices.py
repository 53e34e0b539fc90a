"""What a foreign file's columns mean: proposed, corrected by whoever knows the file."""

from __future__ import annotations

from collections.abc import Sequence

import pandas
import streamlit as st

from analytics.contract import codes
from analytics.contract.labels import text
from analytics.contract.schema import Column, Table, tables
from analytics.intake.drafts import Draft, Units, pattern_of
from analytics.intake.proposing import Proposal, likely_code, likely_table, likely_tier, propose, unknown_values
from pages.widgets import fresh, look, store
from pages.widgets.mapping_files import Opened

NONE = "—"
CRS = ("", "wgs84", "cgcs2000", "gcj02", "bd09")
TIERS = ("district", "subdistrict", "community")
_EXAMPLES, _VALUES_AT_MOST = 3, 40


def draw(opened: Opened, language: str) -> Draft | None:
    """Draws the choices, proposals filled in; the draft, or None while something required is open (which is said)."""
    names = list(tables())
    likely = likely_table(opened.head, opened.path.stem)
    st.subheader(text("mapping.step_table", language), anchor=False)
    shown = {name: text("importing.table_name", language, name=fresh.table_name(name, language), table=name)
             for name in names}
    left, right = st.columns([1, 2.2], gap="medium", vertical_alignment="bottom")
    chosen = left.selectbox(text("mapping.table", language), names, names.index(likely), shown.get,
                            key=f"table_{opened.key}")
    right.caption(text("mapping.found", language, columns=look.count(len(opened.head.names)), name=opened.name))
    table = tables()[chosen]
    st.subheader(text("mapping.step_columns", language), anchor=False)
    columns = _columns(opened, table, language)
    constants = _constants(opened, table, columns, language)
    translated = _codes(opened, table, columns, language)
    units, crs, time_format = _reading(opened, table, columns, language)
    missing = [name for name in table.required if name not in columns and name not in constants]
    if missing:
        told = text("mapping.separator", language).join(_label(table.columns[name], language) for name in missing)
        st.warning(text("mapping.missing", language, columns=told), icon=":material/warning:")
        return None
    return Draft(chosen, pattern_of(opened.name), columns, constants, translated, units, opened.head.sheet,
                 crs or None, time_format or None)


def _label(column: Column, language: str) -> str:
    return column.zh[0] if language == "zh" and column.zh else column.name


def _columns(opened: Opened, table: Table, language: str) -> dict[str, str]:
    """One line per column of ours: which of the file's it is."""
    proposed = propose(opened.head, table)
    order = sorted(table.columns.values(), key=lambda each: (not each.required, each.name not in proposed))
    lines = pandas.DataFrame([_line(column, proposed.get(column.name), opened, language) for column in order])
    word = lambda name: text(f"mapping.column.{name}", language)  # noqa: E731
    kinds = st.column_config
    edited = st.data_editor(
        lines, hide_index=True, width="stretch", height=35 * (min(len(lines), 16) + 1) + 3,
        key=f"columns_{opened.key}_{table.name}", disabled=["ours", "needed", "why", "examples"],
        column_order=["ours", "needed", "theirs", "examples", "why"],
        column_config={
            "ours": kinds.TextColumn(word("ours")), "needed": kinds.TextColumn(word("needed"), width="small"),
            "theirs": kinds.SelectboxColumn(word("theirs"), options=[NONE, *opened.head.names], required=True),
            "examples": kinds.TextColumn(word("examples"), width="large"), "why": kinds.TextColumn(word("why")),
        },
    )  # fmt: skip
    return {name: theirs for name, theirs in zip(lines["name"], edited["theirs"], strict=True) if theirs != NONE}


def _line(column: Column, proposal: Proposal | None, opened: Opened, language: str) -> dict[str, str]:
    values = opened.head.values(proposal.name) if proposal else []
    return {
        "name": column.name,
        "ours": f"{_label(column, language)}  {column.name}" if language == "zh" else column.name,
        "needed": text("mapping.needed", language) if column.required else "",
        "theirs": proposal.name if proposal else NONE,
        "examples": text("mapping.separator", language).join(list(dict.fromkeys(values))[:_EXAMPLES]),
        "why": text(f"mapping.why.{proposal.why}", language) if proposal else "",
    }


def _constants(opened: Opened, table: Table, columns: dict[str, str], language: str) -> dict[str, str]:
    """For a required coded column that the file lacks: one value for every row."""
    found = {}
    for name in table.required:
        column = table.columns[name]
        if name in columns or not column.codes:
            continue
        offered = ["", *codes.codes(column.codes)]
        picked = st.selectbox(
            text("mapping.constant", language, column=_label(column, language)), offered,
            format_func=lambda code, of=column.codes: codes.label(of, code, language) if code else NONE,
            key=f"all_{opened.key}_{name}",
        )
        if picked:
            found[name] = picked
    return found


def _codes(opened: Opened, table: Table, columns: dict[str, str], language: str) -> dict[str, dict[str, str]]:
    """For each coded column, what its unknown values mean."""
    found: dict[str, dict[str, str]] = {}
    for name, theirs in columns.items():
        column = table.columns[name]
        strange = unknown_values(column, opened.head.values(theirs))[:_VALUES_AT_MOST] if column.codes else []
        if strange:
            found[name] = _translated(opened, column, strange, language)
    return {name: translated for name, translated in found.items() if translated}


def _translated(opened: Opened, column: Column, strange: Sequence[str], language: str) -> dict[str, str]:
    labels = {codes.label(column.codes, code, language): code for code in codes.codes(column.codes)}
    st.markdown(f"**{text('mapping.codes', language, column=_label(column, language))}**")
    likely = (likely_code(column, value) for value in strange)
    means = [codes.label(column.codes, code, language) if code else NONE for code in likely]
    edited = st.data_editor(
        pandas.DataFrame({"theirs": strange, "means": means}), hide_index=True,
        key=f"codes_{opened.key}_{column.name}", disabled=["theirs"], width=640,
        column_config={
            "theirs": st.column_config.TextColumn(text("mapping.column.value", language)),
            "means": st.column_config.SelectboxColumn(text("mapping.column.means", language), options=[NONE, *labels]),
        },
    )  # fmt: skip
    return {value: labels[means] for value, means in zip(edited["theirs"], edited["means"], strict=True)
            if means in labels}


def _reading(
    opened: Opened, table: Table, columns: dict[str, str], language: str
) -> tuple[Units | None, str, str]:
    """Units made from the file's own column, the coordinate system, and how times are written."""
    units = None
    if "area_code" in columns and table.name != "areas":
        word = lambda name, **values: text(f"mapping.units.{name}", language, **values)  # noqa: E731
        label = word("make", column=columns["area_code"])
        if st.checkbox(label, not _has_areas(), key=f"units_{opened.key}", help=word("help")):
            left, right, _ = st.columns([1, 1, 1.4], gap="medium")
            city = left.text_input(word("city"), word("city_name"), key=f"city_{opened.key}").strip()
            shown = {tier: text(f"frame.tier.{tier}", language) for tier in TIERS}
            likely = TIERS.index(likely_tier(opened.head.values(columns["area_code"])))
            tier = right.selectbox(word("tier"), TIERS, likely, shown.get, key=f"tier_{opened.key}")
            units = Units(tier, columns["area_code"], city) if city else None
    with st.expander(text("mapping.more", language)):
        left, right, _ = st.columns([1, 1, 1.4], gap="medium")
        crs = left.selectbox(text("mapping.crs", language), CRS, key=f"crs_{opened.key}",
                             format_func=lambda name: text(f"mapping.crs_of.{name or 'own'}", language))
        time_format = right.text_input(text("mapping.time_format", language), key=f"time_{opened.key}",
                                       placeholder="%d/%m/%Y %H:%M", help=text("mapping.time_format_help", language))
    return units, crs, time_format.strip()


def _has_areas() -> bool:
    """Whether units are known already: without any, a file of cases can only bring its own."""
    version = store.current()
    return version is not None and version.has("areas")
