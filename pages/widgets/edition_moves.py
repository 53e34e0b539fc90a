"""What differs from an edition: units that moved, by how much, which indicators, because of which rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from analytics.editions import Edition, NotAllowed
from analytics.indicators import indicator
from pages.widgets import edition_answers, fresh, look, sheets
from pages.widgets.edition_words import points, word
from pages.widgets.filters import View
from pages.widgets.sheets import Cell

_ROWS_SHOWN = 30


def draw_today(edition: Edition, view: View, names: Mapping[str, str], language: str) -> None:
    """Draws what would be different if the same were published from today's data."""
    st.caption(word("today_told", language))
    try:
        with st.spinner(word("comparing", language)):
            told = edition_answers.today(edition, view)
    except NotAllowed as refused:
        st.info(refused.told(language))
        return
    draw(told, names, language)


def draw(told: Mapping[str, Any], names: Mapping[str, str], language: str) -> None:
    """Draws a comparison (see `analytics.editions.comparing.correction`)."""
    changed = [word(f"changed.{name}", language) for name in told["changed"]]
    since = {"edition": told["corrects"], "what": word("and", language).join(changed)}
    st.markdown(word("changed_told" if changed else "nothing_changed", language, **since))
    # First those whose own figures changed: the others only made room.
    seen = (each for each in told["moved"] if each["unit"] in names)
    moved = sorted(seen, key=lambda each: not each["indicators"])
    if not moved and not told["lists"]:
        st.success(word("nobody_moved", language), icon=":material/check_circle:")
        return
    if not told["rows_known"]:
        st.warning(word("rows_unknown", language), icon=":material/warning:")
    if moved:
        headings = [word("column.unit", language), Cell(word("column.rank", language), align="centre"),
                    Cell(word("column.score", language), align="centre"), word("column.why", language)]  # fmt: skip
        sheets.draw(headings, [_row(each, names, language) for each in moved])
    for name, both in told["lists"].items():
        counted = {side: len(both[side]) for side in ("added", "removed")}
        st.markdown(f"**{word(f'list.{name}', language)}** · {word('list_changed', language, **counted)}")
    for each in moved:
        if each.get("rows") or each.get("counted"):
            _draw_rows(each, names, language)


def _row(each: Mapping[str, Any], names: Mapping[str, str], language: str) -> sheets.Row:
    ranks = [look.count(each[f"rank_{when}"]) for when in ("before", "now")]
    scores = [points(each[f"score_{when}"]) for when in ("before", "now")]
    figures = "\n".join(_figure(line, language) for line in each["indicators"])
    return [
        Cell(names[each["unit"]], align="short"),
        Cell(" → ".join(ranks), align="centre", strong=ranks[0] != ranks[1]),
        Cell(" → ".join(scores), align="centre"),
        Cell(figures) if figures else Cell(word("by_others", language), ink=look.MUTED),
    ]


def _figure(line: Mapping[str, Any], language: str) -> str:
    entry = indicator(line["indicator"])
    values = [look.figure(line[f"value_{when}"], entry.unit, language) for when in ("before", "now")]
    counts = [look.fraction(line[f"numerator_{when}"], line[f"denominator_{when}"], entry.unit, language)
              for when in ("before", "now")]  # fmt: skip
    named = {"name": getattr(entry, language), "before": values[0], "now": values[1]}
    return word("figure_moved", language, **named, counts_before=counts[0], counts_now=counts[1])


def _draw_rows(each: Mapping[str, Any], names: Mapping[str, str], language: str) -> None:
    """Draws the rows of the input behind one unit's move."""
    counts = {"rows": look.count(each["rows_total"]), "counted": look.count(each["counted_total"])}
    with st.expander(word("rows_behind", language, unit=names[each["unit"]], **counts)):
        shown = each["rows"][:_ROWS_SHOWN]
        headings = [word(f"column.{name}", language) for name in ("table", "key", "change", "columns", "source")]
        sheets.draw(headings, [_changed_row(row, language) for row in shown], dense=True)
        if each["rows_total"] > len(shown):
            st.caption(word("more_rows", language, count=look.count(each["rows_total"] - len(shown))))


def _changed_row(row: Mapping[str, Any], language: str) -> sheets.Row:
    pairs = row["columns"].items() if row["change"] == "changed" else ()
    columns = "\n".join(f"{name}: {_value(old)} → {_value(new)}" for name, (old, new) in pairs)
    return [
        Cell(fresh.table_name(row["table"], language), align="short"),
        Cell(" ".join(str(value) for value in row["key"].values())),
        Cell(word(f"row.{row['change']}", language), align="short"),
        Cell(columns or "—"),
        Cell("\n".join(_source(row[when]) for when in ("before", "now") if row[when]["import"]), ink=look.MUTED),
    ]


def _value(value: Any) -> str:
    return "—" if value is None else str(value).replace("T", " ")


def _source(side: Mapping[str, Any]) -> str:
    return f"{side['import']} · {side['file']}:{side['line']}"


def draw_proof(edition: Edition, language: str) -> None:
    """Draws all that is needed to compute the edition again, and its place in the chain."""
    paper, status = edition.paper, edition.status
    code, inputs = paper["code"], paper["inputs"]
    imports: Sequence[Mapping[str, Any]] = inputs["imports"]
    lines = {
        "result_sha256": status.sha256,
        "document_sha256": status.document_sha256,
        "seal": status.seal or "—",
        "previous": status.previous or "—",
        "as_of": look.moment(edition.as_of),
        "scorecard": f"{edition.scorecard.label[language]} ({paper['scorecard']}) · {paper['rules_sha256'][:16]}…",
        "seed": str(paper["seed"]),
        "version": f"{inputs['version']} · {inputs['file_sha256'][:16]}…",
        "imports": "\n".join(f"{each['import']} · {(each['sha256'] or '—')[:16]}…" for each in imports),
        "code": f"{code['version']} · {code['commit'] or '—'} · {code['files_sha256'][:16]}…",
        "libraries": ", ".join(f"{name} {number}" for name, number in code["libraries"].items()),
    }
    sheets.draw([], [[Cell(word(f"proof.{name}", language), align="short"), value] for name, value in lines.items()])
