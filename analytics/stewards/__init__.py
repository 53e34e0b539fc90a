"""Alley stewards: who they are and where, what they do in six forms, what became of it, points and evaluations."""

from analytics.stewards.acts import UnknownGroup, act_rows, forms
from analytics.stewards.alleys import SPREAD, alleys_of, spread
from analytics.stewards.evaluations import evaluated, evaluation_rows
from analytics.stewards.findings import findings, outcomes
from analytics.stewards.points import points_by_form
from analytics.stewards.question import FORMS, Question
from analytics.stewards.roster import composition, people
from analytics.stewards.sheet import sheet
from analytics.stewards.tariff import Tariff, tariffs

__all__ = [
    "FORMS",
    "SPREAD",
    "Question",
    "Tariff",
    "UnknownGroup",
    "act_rows",
    "alleys_of",
    "composition",
    "evaluated",
    "evaluation_rows",
    "findings",
    "forms",
    "outcomes",
    "people",
    "points_by_form",
    "sheet",
    "spread",
    "tariffs",
]
