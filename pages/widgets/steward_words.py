"""How stewards' work is called: forms, kinds of problem, actions, members, teams, places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from analytics.contract import codes
from analytics.contract.labels import has, text
from analytics.stewards import FORMS
from analytics.store import case_reading
from pages.widgets import look
from pages.widgets.filters import View

COLOURS = dict(zip(FORMS, (*look.BLOCKS, "#b9c2cc"), strict=True))


def form(code: str, language: str) -> str:
    """A form of work."""
    return codes.label("steward_form", code, language)


def action(code: str | None, language: str) -> str:
    """What was done about a problem; a dash where nothing is told."""
    return codes.label("steward_action", code, language) if code else "—"


def kind(code: str | None, language: str) -> str:
    """A kind of problem: its name where the routing table knows it, else the word of the data."""
    key = f"stewards.kind.{code}"
    return "—" if not code else text(key, language) if has(key) else code


def member(code: str | None, language: str) -> str:
    """What kind of member a steward is."""
    return codes.label("member_kind", code, language) if code else text("stewards.unsaid", language)


def places(view: View, units: Iterable[Any]) -> dict[Any, str]:
    """Code → name of units and alleys; one that nobody knows is its own name, none is called unknown."""
    listed = list(units)
    known = case_reading.unit_names(view.version, [each for each in listed if isinstance(each, str)])
    unknown = text("stewards.nowhere", view.language)
    return {
        each: look.named(*known.get(each, (each, None)), view.language) if isinstance(each, str) else unknown
        for each in listed
    }


def person(name: Any, code: Any) -> str:
    """A person's name, the id where it is not told."""
    return name if isinstance(name, str) and name else code if isinstance(code, str) else "—"
