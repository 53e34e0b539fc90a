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
    """One line of a slide: what stands out, what is said of it, its colour, and the evidence in small below."""

    strong: str
    told: str = ""
    ink: str | None = None
    small: Sequence[str] = ()


@dataclass(frozen=True)
class Slide:
    """One message: a title, a large sentence or figure, and lines below; `columns` of them."""

    title: str
    message: str = ""
    entries: Sequence[Entry] = ()
    columns: int = 1
    foot: str = ""


def draw(slides: Sequence[Slide], foot: str, language: str, leave: Callable[[], None]) -> None:
    """Draws the slide that the address asks for, and the keys to the others; `leave` is what Escape does."""
    screen.html(f"<style>{_STYLE.read_text(encoding='utf-8')}</style>")
    asked = address.read("slide") or "1"
    number = min(max(int(asked) if asked.isdigit() else 1, 1), len(slides))
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
    entries = "".join(_entry(each) for each in slide.entries)
    message = f'<p class="message">{html.escape(slide.message)}</p>' if slide.message else ""
    lines = f'<ul style="columns:{slide.columns}">{entries}</ul>' if entries else ""
    small = html.escape(" · ".join(part for part in (slide.foot, foot) if part))
    size = "many" if len(slide.entries) > 6 * slide.columns else "few" if len(slide.entries) <= 4 else ""
    return (f'<section class="slide {size}"><h1>{html.escape(slide.title)}</h1>{message}{lines}'
            f'<footer>{small}</footer></section>')  # fmt: skip


def _entry(entry: Entry) -> str:
    colour = f' style="color:{entry.ink}"' if entry.ink else ""
    small = "".join(f"<small>{html.escape(each)}</small>" for each in entry.small)
    return f"<li><b{colour}>{html.escape(entry.strong)}</b> <span>{html.escape(entry.told)}</span>{small}</li>"
