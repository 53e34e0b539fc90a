"""Indicators: declared in data/indicators, counted by one generated statement per fact table."""

from analytics.indicators.catalogue import TIERS, Formula, Indicator, UnknownIndicator, catalogue, indicator, themes
from analytics.indicators.computing import compute, compute_periods
from analytics.indicators.explaining import explain
from analytics.indicators.methods import methods_markdown
from analytics.indicators.units import UnknownUnit, units_in_force

__all__ = [
    "TIERS",
    "Formula",
    "Indicator",
    "UnknownIndicator",
    "UnknownUnit",
    "catalogue",
    "compute",
    "compute_periods",
    "explain",
    "indicator",
    "methods_markdown",
    "themes",
    "units_in_force",
]
