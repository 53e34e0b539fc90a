"""Scoring: scorecards as data → scores, ranks with their intervals, movement, and the quarterly roll-call."""

from analytics.scoring.downgrades import Rule
from analytics.scoring.movement import why_moved
from analytics.scoring.ranking import Ranking, rank
from analytics.scoring.roll_calls import roll_call
from analytics.scoring.scorecards import BadScorecard, NoScorecard, Scorecard, scorecards
from analytics.scoring.standings import Standing, bands
from analytics.scoring.ten_nones import ten_nones

__all__ = [
    "BadScorecard",
    "NoScorecard",
    "Ranking",
    "Rule",
    "Scorecard",
    "Standing",
    "bands",
    "rank",
    "roll_call",
    "scorecards",
    "ten_nones",
    "why_moved",
]
