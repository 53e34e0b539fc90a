"""The three loops: is everything found and handled, in time, and if not, at which stage and whose?

Every function takes a version and a Selection (period, as-of, unit, loop, source, class, organisation), asks the store
and returns a small DataFrame; most can be divided by unit, loop, source, class, organisation or hour of the week.
"""

from analytics.loops.backlog import backlog
from analytics.loops.balance import adds_up, balance, units_balance, untold
from analytics.loops.departments import departments
from analytics.loops.discovery import citizen_first, discovery, repeated_reports, reported_twice
from analytics.loops.fallback import fallback_cases, fallback_money
from analytics.loops.funnel import funnel
from analytics.loops.listing import loops
from analytics.loops.residents import reports_per_resident, satisfaction
from analytics.loops.selection import Selection
from analytics.loops.sentinels import evidence, sentinels
from analytics.loops.setbacks import setbacks
from analytics.loops.stages import stage_hours, stage_survival
from analytics.loops.statements import UnknownGroup
from analytics.loops.supervision import supervision
from analytics.loops.whistles import report_ins, whistle_rates, whistles

__all__ = [
    "Selection",
    "UnknownGroup",
    "adds_up",
    "backlog",
    "balance",
    "citizen_first",
    "departments",
    "discovery",
    "evidence",
    "fallback_cases",
    "fallback_money",
    "funnel",
    "loops",
    "repeated_reports",
    "report_ins",
    "reported_twice",
    "reports_per_resident",
    "satisfaction",
    "sentinels",
    "setbacks",
    "stage_hours",
    "stage_survival",
    "supervision",
    "units_balance",
    "untold",
    "whistle_rates",
    "whistles",
]
