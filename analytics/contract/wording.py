"""Periods in words, as notices, tables and screens write them."""

from __future__ import annotations

from datetime import timedelta

from analytics.contract.labels import text
from analytics.contract.periods import Period


def period_in_words(period: Period, language: str) -> str:
    """The period as an official notice writes it in 'zh' or 'en'; the patterns stand in the labels `look.period`."""
    iso = period.first.isocalendar()
    # A statistical month bears the name of the calendar month in which it ends.
    named = period.after - timedelta(days=1)
    return text(
        f"look.period.{period.kind}",
        language,
        year=iso.year if period.kind == "week" else named.year,
        month=named.month,
        day=named.day,
        week=iso.week,
        quarter=text(f"look.quarter.{(named.month + 2) // 3}", language),
        month_name=f"{named:%b}",
    )
