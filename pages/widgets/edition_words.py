"""How editions are named on screen: what one is of, its state with a sign, who did something when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analytics.contract.labels import has, text
from analytics.contract.periods import Period
from analytics.editions import State
from analytics.editions.states import APPROVED, DRAFT, DROPPED, OBJECTIONS, SEALED, Stamp
from pages.widgets import look

SIGNS = {DRAFT: "○", OBJECTIONS: "▲", APPROVED: "◆", SEALED: "●", DROPPED: "✕"}
INKS = {DRAFT: look.MUTED, OBJECTIONS: look.STATUS["watch"][0], APPROVED: look.ACCENT, SEALED: look.STATUS["good"][0],
        DROPPED: look.MUTED}  # fmt: skip


def word(key: str, language: str, **values: Any) -> str:
    """A label of the editions' own."""
    return text(f"editions.{key}", language, **values)


def state(name: str, language: str) -> str:
    """The state with its sign."""
    return f"{SIGNS[name]} {word(f'state.{name}', language)}"


def subject(edition: State, names: Mapping[str, str], language: str) -> str:
    """What it is an edition of, such as the monthly ranking of a district's streets in a month."""
    place = names.get(edition.within, edition.within) if edition.within else text("frame.whole_city", language)
    return word(
        f"subject.{edition.kind}",
        language,
        period=look.period(Period.parse(edition.period), language),
        place=place,
        units=units(edition.tier, language),
    )


def units(tier: str, language: str) -> str:
    """The units of a tier, as the ranking names them."""
    return text(f"ranking.units.{tier}" if has(f"ranking.units.{tier}") else f"frame.tier.{tier}", language)


def stamp(done: Stamp | None) -> str:
    """Who and when; a dash where nobody has yet."""
    return f"{done.by} · {done.at.replace('T', ' ')[:16]}" if done else "—"


def short(sha256: str | None) -> str:
    """The beginning of a hash, enough to tell two apart."""
    return f"{sha256[:12]}…" if sha256 else "—"


def points(value: float | None) -> str:
    """A score with two decimals; a dash when there is none."""
    return "—" if value is None else f"{value:.2f}"
