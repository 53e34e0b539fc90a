"""Funnel plots (Spiegelhalter 2005): which units' rates lie outside what their size alone would explain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

WINSORISED = 0.10  # share at either end drawn in, so that the outliers sought do not widen their own limits
ADJUSTMENTS = ("additive", "multiplicative", "none")
WARNING, ALARM = 0.95, 0.998  # about two and three standard deviations


@dataclass(frozen=True)
class Funnel:
    """A funnel over the compared units.

    table: one row per unit with a denominator (index), as given: numerator, denominator, value, z (standard deviations
    from the centre by binomial chance alone), z_adjusted (after the adjustment), place: 'inside', 'low' or 'high'
    beyond the warning limits, 'very_low' or 'very_high' beyond the alarm limits. centre: the rate of all (0–1).
    phi: mean square of the winsorised z, about 1 where chance explains all. tau: standard deviation between units
    (0–1) beyond chance. adjusted: which of ADJUSTMENTS the limits hold; 'none' where there is nothing to adjust.
    """

    table: pd.DataFrame
    centre: float
    phi: float
    tau: float
    adjusted: str

    def limits(self, denominators: np.ndarray, share: float) -> tuple[np.ndarray, np.ndarray]:
        """Lower and upper limits (0–1) that hold `share` of the units of those sizes."""
        reach = norm.isf((1 - share) / 2) * self.deviation(denominators)
        return np.clip(self.centre - reach, 0.0, 1.0), np.clip(self.centre + reach, 0.0, 1.0)

    def deviation(self, denominators: np.ndarray) -> np.ndarray:
        """Standard deviation of a rate at those sizes, the adjustment included."""
        return _deviation(np.asarray(denominators, dtype=float), self.centre, self.phi, self.tau, self.adjusted)


def funnel(numerators: pd.Series, denominators: pd.Series, adjustment: str = "additive") -> Funnel | None:
    """The funnel of numerators / denominators (same index); None with fewer than two units or no spread at all.

    Overdispersed: phi beyond 1 + 2·sqrt(2/units), as chance alone rarely makes it; only then the limits are widened.
    'additive': the variance between units is added (DerSimonian & Laird on the winsorised z). 'multiplicative': all
    limits are stretched by sqrt(phi). Raises ValueError for another adjustment.
    """
    if adjustment not in ADJUSTMENTS:
        raise ValueError(f"no such adjustment: {adjustment}")
    known = denominators > 0
    x, n = numerators[known].astype(float), denominators[known].astype(float)
    if len(n) < 2 or not 0 < x.sum() < n.sum():
        return None
    centre = x.sum() / n.sum()
    variances = (centre * (1 - centre) / n).to_numpy()
    z = ((x / n).to_numpy() - centre) / np.sqrt(variances)
    phi = float(np.mean(winsorised(z) ** 2))
    tau = _between(phi, variances)
    widened = phi > 1 + 2 * np.sqrt(2 / len(n)) and adjustment != "none"
    adjusted = adjustment if widened else "none"
    z_adjusted = ((x / n).to_numpy() - centre) / _deviation(n.to_numpy(), centre, phi, tau, adjusted)
    table = pd.DataFrame({"numerator": x, "denominator": n, "value": x / n, "z": z, "z_adjusted": z_adjusted})
    return Funnel(table.assign(place=[_place(each) for each in z_adjusted]), float(centre), phi, tau, adjusted)


def winsorised(z: np.ndarray, share: float = WINSORISED) -> np.ndarray:
    """The same values with those beyond the quantiles `share` and 1 − `share` drawn in to them."""
    return np.clip(z, np.quantile(z, share), np.quantile(z, 1 - share))


def _between(phi: float, variances: np.ndarray) -> float:
    weights = 1 / variances
    excess = len(variances) * phi - (len(variances) - 1)
    return float(np.sqrt(max(0.0, excess / (weights.sum() - (weights**2).sum() / weights.sum()))))


def _deviation(n: np.ndarray, centre: float, phi: float, tau: float, adjusted: str) -> np.ndarray:
    variance = centre * (1 - centre) / n
    if adjusted == "multiplicative":
        variance = variance * phi
    return np.sqrt(variance + (tau**2 if adjusted == "additive" else 0.0))


def _place(z: float) -> str:
    end = "low" if z < 0 else "high"
    if abs(z) > norm.isf((1 - ALARM) / 2):
        return f"very_{end}"
    return end if abs(z) > norm.isf((1 - WARNING) / 2) else "inside"
