"""Slides for the hall: one message a screen, large type, no frame; arrow keys go on and back, Escape leaves."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from analytics.contract.labels import text
from pages.widgets import address, screen

_STYLE = Path(__file__).with_name("slides.css")


@dataclass(frozen=True)
class Entry:
    """One line of a slide: what stands out, what is said of it, its colour, and the evidence in small below.

    bar: 0 to 1, drawn behind the line's figure; cells: what a table says of it, one for each heading.
    """

    strong: str
    told: str = ""
    ink: str | None = None
    small: Sequence[str] = ()
    bar: float | None = None
    cells: Sequence[str] = ()


@dataclass(frozen=True)
class Slide:
    """One message: a title, a large sentence or figure, and lines below; `columns` of them.

    form: lines; figures (`strong` very large, `told` below it); bars; table (under `headings`, the first for `strong`).
    """

    title: str
    message: str = ""
    entries: Sequence[Entry] = ()
    columns: int = 1
    foot: str = ""
    form: str = "lines"
    headings: Sequence[str] = ()


def draw(slides: Sequence[Slide], foot: str, language: str, leave: Callable[[], None]) -> None:
    """Draws the slide that the address asks for, and the keys to the others; `leave` is what Escape does."""
    screen.html(f"<style>{_STYLE.read_text(encoding='utf-8')}</style>")
    number = min(max(address.number("slide") or 1, 1), len(slides))
    screen.html(_body(slides[number - 1], foot))
    with st.container(key="slide_keys", horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        st.button(text("presentation.back", language), key="slide_back", shortcut="Left", disabled=number == 1,
                  on_click=address.write, args=("slide", str(number - 1)), type="tertiary")  # fmt: skip
        st.markdown(f"{number} / {len(slides)}")
        st.button(text("presentation.next", language), key="slide_next", shortcut="Right",
                  disabled=number == len(slides), on_click=address.write, args=("slide", str(number + 1)),
                  type="tertiary")  # fmt: skip
        if st.button(text("presentation.leave", language), key="slide_leave", shortcut="Esc", type="tertiary"):
            leave()


def _body(slide: Slide, foot: str) -> str:
    message = f'<p class="message">{html.escape(slide.message)}</p>' if slide.message else ""
    small = html.escape(" · ".join(part for part in (slide.foot, foot) if part))
    return (f'<section class="slide"><h1>{html.escape(slide.title)}</h1>{message}'
            f'{_FORMS[slide.form](slide) if slide.entries else ""}<footer>{small}</footer></section>')  # fmt: skip


def _lines(slide: Slide) -> str:
    rows = -(-len(slide.entries) // slide.columns)
    small = any(each.small for each in slide.entries)
    size = "few" if rows <= 4 and not small else "many" if rows > 7 else ""
    entries = "".join(
        f"<li>{_strong(each)} <span>{html.escape(each.told)}</span>"
        + "".join(f"<small>{html.escape(line)}</small>" for line in each.small) + "</li>"
        for each in slide.entries
    )  # fmt: skip
    return f'<ul class="{size}" style="columns:{slide.columns}">{entries}</ul>'


def _figures(slide: Slide) -> str:
    told = "".join(f"<div>{_strong(each)}<span>{html.escape(each.told)}</span></div>" for each in slide.entries)
    return f'<div class="figures" style="grid-template-columns:repeat({slide.columns},1fr)">{told}</div>'


def _bars(slide: Slide) -> str:
    rows = "".join(
        f'<tr><th>{html.escape(each.strong)}</th>'
        f'<td><i style="width:{max(0.0, min(1.0, each.bar or 0)) * 100:.1f}%"></i></td>'
        f"<td>{html.escape(each.told)}</td></tr>"
        for each in slide.entries
    )
    return f'<table class="bars"><tbody>{rows}</tbody></table>'


def _table(slide: Slide) -> str:
    head = "".join(f"<th>{html.escape(each)}</th>" for each in slide.headings)
    rows = "".join(
        f"<tr><td>{_strong(each)}</td>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in each.cells) + "</tr>"
        for each in slide.entries
    )
    size = "" if len(slide.entries) <= 8 else ' class="many"'
    return f"<table{size}><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _strong(entry: Entry) -> str:
    colour = f' style="color:{entry.ink}"' if entry.ink else ""
    return f"<b{colour}>{html.escape(entry.strong)}</b>"


_FORMS = {"lines": _lines, "figures": _figures, "bars": _bars, "table": _table}
