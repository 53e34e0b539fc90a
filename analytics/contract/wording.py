"""Periods in words, as notices, tables and screens write them."""

from __future__ import annotations

from analytics.contract.labels import text
from analytics.contract.periods import Period


def period_in_words(period: Period, language: str) -> str:
    """The period as an official notice writes it in 'zh' or 'en'; the patterns stand in the labels `look.period`."""
    first, iso = period.first, period.first.isocalendar()
    return text(
        f"look.period.{period.kind}",
        language,
        year=iso.year if period.kind == "week" else first.year,
        month=first.month,
        day=first.day,
        week=iso.week,
        quarter=text(f"look.quarter.{(first.month + 2) // 3}", language),
        month_name=f"{first:%b}",
    )
