"""How a task is told: its state with a mark, how many days are left, where it is."""

from __future__ import annotations

from typing import Any

from analytics.contract.labels import text
from pages.widgets import look

INK = {"overdue": look.STATUS["bad"][0], "open": look.STATUS["watch"][0], "late": look.MUTED,
       "on_time": look.STATUS["good"][0], "done": look.STATUS["good"][0]}  # fmt: skip


def state(code: str, language: str) -> str:
    """The state in words, with the mark that stands for it."""
    return text(f"tasks.state.{code}", language)


def days_left(row: Any, language: str) -> str:
    """How long there is, or by how many days it is over, while it is not done; empty otherwise."""
    if row.state not in ("overdue", "open") or row.days_left is None or row.days_left != row.days_left:
        return ""
    days = int(row.days_left)
    key = "over" if days < 0 else "today" if days == 0 else "left"
    return text(f"tasks.days.{key}", language, days=look.count(abs(days)))


def place(row: Any, language: str) -> str:
    """The area's name, and the alley's where it has one."""
    area = look.named(row.area_name, row.area_name_en or row.area_code, language)
    alley = row.alley_name or row.alley_id
    return " · ".join(each for each in (area, alley) if each and each != "—") or "—"
