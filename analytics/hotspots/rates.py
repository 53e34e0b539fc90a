"""Cases per exposure, smoothed: a place with little exposure borrows from the city, so that chance does not look hot.

Global empirical Bayes of Marshall (1991), method of moments; esda.smoothing.Empirical_Bayes is the same wherever its
variance between places is positive.
"""

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod

FloatArray = NDArray[np.float64]

_ELLIPSOID = Geod(ellps="WGS84")


def empirical_bayes_rates(counts: ArrayLike, exposure: ArrayLike) -> FloatArray:
    """Smoothed rate per place, or per place and month: cases per unit of exposure, the shape of `counts`.

    `exposure` is (places,) or the shape of `counts`: km2, metres of alley, inhabitants, patrol hours. Every month is
    smoothed towards its own mean. Where the counts differ no more than chance would make them, every place gets the
    mean. NaN where the count or the exposure is missing or the exposure is zero: that place borrows and lends nothing.
    ValueError for infinite or negative values, or shapes that do not fit.
    """
    cases, shares = _checked(counts, exposure)
    known = np.isfinite(cases) & (shares > 0)
    cases, shares = np.where(known, cases, 0.0), np.where(known, shares, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        total = shares.sum(axis=0)
        mean = cases.sum(axis=0) / total
        raw = cases / shares
        spread = np.where(known, shares * (raw - mean) ** 2, 0.0).sum(axis=0) / total
        between = np.maximum(spread - mean * known.sum(axis=0) / total, 0.0)
        trust = np.where(between > 0, between / (between + mean / shares), 0.0)
        return np.where(known, mean + trust * (raw - mean), np.nan)


def area_km2(geometries: ArrayLike) -> FloatArray:
    """Area per geometry on the WGS84 ellipsoid in km2, geodesic edges; holes taken off; NaN where it is missing.

    Geometries in longitude and latitude. A geometry without an inside (a line, an empty one) has no area: NaN.
    """
    shapes = np.asarray(geometries, dtype=object)
    areas = np.full(shapes.shape, np.nan)
    # Oriented outlines: the sign then tells holes from shells, whatever the file's order was.
    for place in np.flatnonzero(shapely.area(shapes) > 0):
        areas[place] = abs(_ELLIPSOID.geometry_area_perimeter(shapely.orient_polygons(shapes[place]))[0]) / 1e6
    return areas


def _checked(counts: ArrayLike, exposure: ArrayLike) -> tuple[FloatArray, FloatArray]:
    cases = np.asarray(counts, dtype=np.float64)
    shares = np.asarray(exposure, dtype=np.float64)
    if cases.ndim == 2 and shares.shape == cases.shape[:1]:
        shares = shares[:, None]
    if cases.ndim not in (1, 2) or shares.ndim != cases.ndim or len(shares) != len(cases):
        raise ValueError(f"exposure of shape {shares.shape} does not fit counts of shape {cases.shape}")
    for values, name in ((cases, "counts"), (shares, "exposure")):
        if np.isinf(values).any() or (values < 0).any():
            raise ValueError(f"{name} must be finite and not negative")
    return cases, np.broadcast_to(shares, cases.shape)
