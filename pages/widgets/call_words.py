"""Sentences of a roll-call: ends of groups and what chance has to do with them, movement, tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analytics.contract.labels import text
from analytics.indicators import indicator
from analytics.scoring.comments import Change
from analytics.scoring.naming import GroupEnd
from analytics.scoring.settings import settings
from pages.widgets import look


def end(each: GroupEnd, group: str, language: str) -> str:
    """First or last of a group: whether that could be chance, and what comes of it."""
    rules = settings().naming
    key = f"call_words.{each.end}_{'named' if each.is_named else 'not_named'}"
    sure = text(f"call_words.place_{'unsure' if each.could_be_chance else 'sure'}", language, again=f"{each.again:.0%}")
    numbers = {"among": rules.among, "chance": f"{each.chance:.0%}", "limit": f"{rules.probability:.0%}"}
    place = text(f"call_words.{each.end}_place", language, group=group)
    return place + sure + text(key, language, **numbers)


def moved(line: Mapping[str, Any], language: str) -> str:
    """How a district's rank moved since the quarter before, and whether that is more than chance."""
    places = line["movement"]
    if places is None:
        return text("call_words.no_movement", language)
    if places == 0:
        return text("call_words.same", language)
    told = text(f"call_words.{'up' if places > 0 else 'down'}", language, places=abs(places))
    sure = "sure" if line["movement_significant"] else "unsure"
    return told + text(f"call_words.{sure}", language)


def change(each: Change, language: str) -> str:
    """An indicator's change, with both values and what it did to the score."""
    entry = indicator(each.indicator)
    values = [look.figure(value, entry.unit, language) for value in (each.before, each.now)]
    points = f"{each.points:+.2f}".replace("-", "−")
    told = text("call_words.change", language, indicator=getattr(entry, language), before=values[0], now=values[1],
                points=points)  # fmt: skip
    return told + ("" if each.is_real is not False else text("call_words.unsure", language))


def tasks(lines: Sequence[Mapping[str, Any]], language: str) -> str:
    """What was asked for last quarter and what became of it, in one sentence."""
    if not lines:
        return text("call_words.no_tasks", language)
    late = sum(task_state(line) == "late" for line in lines)
    done = sum(line["done"] for line in lines)
    return text("call_words.tasks", language, all=len(lines), done=done, late=late, open=len(lines) - done)


def task_state(line: Mapping[str, Any]) -> str:
    """Whether a task is ``open``, was done ``on_time`` or ``late``."""
    if not line["done"]:
        return "open"
    return "late" if line["due_on"] and line["done_on"] > line["due_on"] else "on_time"
