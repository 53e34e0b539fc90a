"""Periods and as-of moments on which answers are compared: finished, running, in the middle of a day, not begun."""

from datetime import datetime

from analytics.contract.periods import Period
from tests.naive.city import Moment

MOMENTS = [
    Moment(Period.parse(text), datetime.fromisoformat(as_of))
    for text, as_of in (
        ("2018-09", "2018-10-04"),
        ("2018-09", "2018-09-21T15:30"),
        ("2018Q3", "2018-10-04"),
        ("2018-10", "2018-10-01T07:00"),
    )
]
