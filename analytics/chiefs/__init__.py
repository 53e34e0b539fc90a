"""Alley chiefs: who leads which alley, how it is patrolled and checked, and what chiefs did with their four rights."""

from analytics.chiefs.calendars import (
    alley_calendar,
    alley_patrols,
    cases_of_patrols,
    current_streak,
    runs,
    span,
)
from analytics.chiefs.patrol_days import alley_levels, stretches, unit_levels
from analytics.chiefs.remediation import remediation
from analytics.chiefs.roll_out import roll_out_matrix
from analytics.chiefs.roster import figures, gap, roster
from analytics.chiefs.suspicions import suspicions, suspicious_patrols
from analytics.chiefs.traces import traces
from analytics.chiefs.violations import violations, violations_by_month

__all__ = [
    "alley_calendar",
    "alley_levels",
    "alley_patrols",
    "cases_of_patrols",
    "current_streak",
    "figures",
    "gap",
    "remediation",
    "roll_out_matrix",
    "roster",
    "runs",
    "span",
    "stretches",
    "suspicions",
    "suspicious_patrols",
    "traces",
    "unit_levels",
    "violations",
    "violations_by_month",
]
