"""The moments that a measure may speak of: its period, its as-of, and the days that have ended by then."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from analytics.contract.periods import Period
from analytics.indicators.catalogue import routing_table


def parameters(period: Period, as_of: datetime) -> dict[str, Any]:
    """Every named parameter of the facts. Dates about the last day are None while no day of the period has ended."""
    last = period.last_day(as_of)
    month = timedelta(days=30)
    routed = [
        (kind, action) for route in routing_table() for kind in (route.kind, *route.zh) for action in route.actions
    ]
    return {
        "as_of": as_of,
        "as_of_less_30_days": as_of - month,
        "start": period.start,
        "end": period.end,
        "start_month": _month(period.start),
        "end_month": _month(period.end - timedelta(microseconds=1)),
        "start_less_30_days": period.start - month,
        "end_less_30_days": period.end - month,
        "ended_until": period.start + timedelta(days=period.ended_days(as_of)),
        "first_day": period.first,
        "after_day": period.after,
        "last_day": last,
        "last_day_less_90": _before(last, 90),
        "last_day_less_364": _before(last, 364),
        "last_day_less_365": _before(last, 365),
        "elapsed_days": period.ended_days(as_of),
        "routes": [f"{kind} {action}" for kind, action in routed],
    }


def unit_day(period: Period, as_of: datetime) -> date:
    """The day whose units are listed: the last ended day of the period, else its first day."""
    return period.last_day(as_of) or period.first


def _month(moment: datetime) -> int:
    """Months since January 1970, as cases carry them."""
    return (moment.year - 1970) * 12 + moment.month - 1


def _before(day: date | None, days: int) -> date | None:
    return None if day is None else day - timedelta(days=days)
