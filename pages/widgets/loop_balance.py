"""The balance: due = on time + late + overdue and open, per loop and per unit, as bars that add up."""

from __future__ import annotations

import html

import pandas
import streamlit as st

from analytics import loops
from analytics.contract.labels import text
from analytics.loops.balance import ALL, BALANCE, LOOPS, UNASSIGNED
from pages.widgets import address, case_links, look, loop_answers, loop_words, multiples, screen, tables
from pages.widgets.filters import View
from pages.widgets.loop_words import MOST, PARTS

_STYLE = """<style>
.loop .name { color: #4a5563; } .loop .rate { font-size: 1.7rem; font-weight: 600; line-height: 1.3; }
.loop .rate small { font-size: .9rem; font-weight: 400; color: #4a5563; }
.loop .parts { display: flex; height: .9rem; margin: .3rem 0; background: #e6e9ed; }
.loop .told { font-size: .88rem; } .loop { font-variant-numeric: tabular-nums; }
</style>"""


def draw_loops(view: View) -> None:
    """Draws the area's balance: all cases and the three loops side by side."""
    rows = loop_answers.ask(view, "balance", by=("loop",))
    if _is_untold(view):
        return
    if not loops.adds_up(rows):
        _draw_mistake(view, rows.assign(name=[loop_words.loop_name(each, view.language) for each in rows["loop"]]))
        return
    by_loop = {row.loop if isinstance(row.loop, str) else None: row for row in rows.itertuples()}
    counts = ["filed", "closed", "voided", *BALANCE]
    every = rows[counts].sum()
    has_loops = not by_loop.keys() <= {None}
    shown = ([ALL, *LOOPS] + ([None] if None in by_loop else [])) if has_loops or not by_loop else [ALL]
    if len(shown) == 1:
        st.caption(text("loops.no_loops", view.language))
    for place, loop in zip(st.columns(len(shown), border=True), shown, strict=True):
        with place:
            _draw_loop(view, loop, every if loop == ALL else by_loop.get(loop))


def draw(view: View, loop: str | None) -> None:
    """Draws the balance of every unit, one panel per loop; a click on a part opens its cases."""
    language = view.language
    if _is_untold(view):
        st.info(text("loops.no_deadlines", language))
        return
    if view.tier is None:
        st.info(text("loops.no_units", language))
        return
    rows = loop_answers.ask(view, "units_balance", tier=view.tier, within=view.within)
    if not loops.adds_up(rows):
        _draw_mistake(view, rows.assign(name=loop_words.unit_names(rows, language)))
        return
    whole = rows[rows["loop"] == ALL].sort_values(["on_time_rate", "unit"], na_position="last")
    shown = whole[whole["due"] > 0].head(MOST)
    if shown.empty:
        st.info(text("loops.nothing_due", language))
        return
    st.caption(text("loops.balance_told", language))
    met = [each for each in LOOPS if _met(rows, each)]
    met += [UNASSIGNED] if met and _met(rows, UNASSIGNED) else []
    panels = [_panel(view, rows, shown["unit"], each) for each in (ALL, *met)]
    clicked = multiples.draw(
        multiples.stacked(loop_words.unit_names(shown, language), panels), f"balance_{view.tier}_{view.area}"
    )
    if clicked:
        case_links.open_cases(clicked)
    if len(whole) > len(shown):
        st.caption(text("loops.worst_only", language, shown=len(shown), all=len(whole)))
    _draw_table(view, rows)


def _met(rows: pandas.DataFrame, loop: str) -> bool:
    return bool(rows.loc[rows["loop"] == loop, "due"].sum())


def _is_untold(view: View) -> bool:
    return bool(set(BALANCE) & loop_answers.untold(view))


def _panel(view: View, rows: pandas.DataFrame, units: pandas.Series, loop: str) -> multiples.Panel:
    language = view.language
    own = rows[rows["loop"] == loop].set_index("unit").reindex(units)
    own[list(BALANCE)] = own[list(BALANCE)].fillna(0)
    names = dict(zip(rows["unit"], loop_words.unit_names(rows, language), strict=True))
    title = loop_words.loop_name(None if loop == UNASSIGNED else loop, language)
    segments = []
    for part, colour in PARTS.items():
        called = loop_words.part_name(part, language)
        hovers = [
            (f"{names[row.Index]} · {title}", f"{called} {look.count(getattr(row, part))}",
             loop_words.equation(row, language))
            for row in own.itertuples()
        ]  # fmt: skip
        asked = loop if loop in LOOPS else None
        links = [
            case_links.link(dated="due", tier=view.tier, unit=unit, outcome=part, loop=asked) for unit in own.index
        ]
        segments.append(multiples.Segment(called, colour, own[part].tolist(), hovers, links))
    ends = ["" if look.is_missing(rate) else f"{rate:.1%}" for rate in own["on_time_rate"]]
    return multiples.Panel(title, segments, ends)


def _draw_loop(view: View, loop: str | None, row: object | None) -> None:
    language = view.language
    name = html.escape(loop_words.loop_name(loop, language))
    if row is None or not row.due:
        told = html.escape(text("loops.none_of_loop" if row is None else "loops.nothing_due", language))
        screen.html(f'{_STYLE}<div class="loop"><div class="name">{name}</div><div class="told">{told}</div></div>')
        return
    parts = "".join(
        f'<div style="background:{colour};width:{100 * getattr(row, part) / row.due:.2f}%"></div>'
        for part, colour in PARTS.items()
    )
    rate = look.figure(row.on_time / row.due, "rate", language)
    counts = {each: look.count(getattr(row, each)) for each in ("filed", "closed", "voided")}
    moves = text("loops.moves", language, **counts)
    screen.html(
        f'{_STYLE}<div class="loop"><div class="name">{name}</div>'
        f'<div class="rate">{rate} <small>{html.escape(text("loops.on_time", language))}</small></div>'
        f'<div class="parts">{parts}</div><div class="told">{html.escape(loop_words.equation(row, language))}</div>'
        f'<div class="told">{html.escape(moves)}</div></div>'
    )
    asked = loop if loop in LOOPS else None
    label = text("loops.overdue_cases", language)
    address.link("cases", label, ":material/assignment_late:", dated="due", overdue="yes", loop=asked)


def _draw_table(view: View, rows: pandas.DataFrame) -> None:
    language = view.language
    frame = rows.assign(
        name=loop_words.unit_names(rows, language),
        loop=[loop_words.loop_name(None if each == UNASSIGNED else each, language) for each in rows["loop"]],
    )
    kinds = {"name": "text", "loop": "text", "on_time_rate": "rate"}
    names = ("name", "loop", *BALANCE, "on_time_rate", "filed", "disposed", "closed", "voided", "fallback")
    hidden = loop_answers.untold(view)
    columns = [
        tables.Column(each, text(f"loops.column.{each}", language), kinds.get(each, "count"))
        for each in names if each not in hidden
    ]  # fmt: skip
    with st.expander(text("loops.as_table", language)):
        tables.draw(frame, columns, f"balance_table_{view.tier}")
        title = text("loops.title", language)
        known = text("unit_table.known", language, as_of=look.moment(view.as_of), version=view.version.id)
        tables.download(frame, columns, f"balance_{view.period.text}", language, [title, known])


def _draw_mistake(view: View, rows: pandas.DataFrame) -> None:
    """Says that the balance does not add up, and where; nothing is drawn from such figures."""
    st.error(text("loops.does_not_add_up", view.language))
    wrong = rows[rows["due"] != rows["on_time"] + rows["late"] + rows["overdue_open"]]
    columns = [tables.Column("name", text("loops.column.name", view.language))]
    columns += [tables.Column(each, text(f"loops.column.{each}", view.language), "count") for each in BALANCE]
    tables.draw(wrong, columns, f"mistake_{len(wrong)}")
