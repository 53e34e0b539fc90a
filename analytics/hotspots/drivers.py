"""What drives the excess of a place: its cases and its neighbours', by class and by source, against what is usual."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.hotspots.counting import COLUMNS, INSIDE
from analytics.hotspots.expected import shares
from analytics.hotspots.finding import HotSpots
from analytics.store.versions import Version

CLASS = ("scheme", "kind", "major_code")
SOURCE = ("source",)


def neighbourhood(found: HotSpots, place: str) -> NDArray[np.int64]:
    """Positions of the places that Gi* sums for this one: itself and those that touch it. KeyError if not listed."""
    row = found.row(place)
    if row is None:
        raise KeyError(place)
    weights = found.places.weights
    return weights.indices[weights.indptr[row] : weights.indptr[row + 1]]


def drivers(version: Version, found: HotSpots, place: str) -> pd.DataFrame:
    """One row per class and source with cases: scheme, kind, major_code, source, total, around, here.

    Cases of the period in all compared places, in the place with its neighbours, and in the place alone.
    """
    around = neighbourhood(found, place)
    if found.places.hexagons is not None:
        return _by_point(version, found, place, around)
    codes = np.array(found.places.codes, dtype=object)
    sql = f"""
        -- one row per class and source
        with compared as (select unnest($compared) as place),
             near as (select unnest($around) as place),
             counted as (select {COLUMNS[found.places.tier]} as place, scheme, kind, major_code, source
                         from cases where {found.selection.condition})
        select scheme, kind, major_code, source, count(*) as total, count(near.place) as around,
               count(*) filter (where counted.place = $place) as here
        from counted
        join compared on compared.place = counted.place
        left join near on near.place = counted.place
        group by all
    """
    compared = codes[found.places.weights.diagonal() > 0]
    bound = found.selection.parameters(found.period, found.period)
    bound |= {"compared": compared.tolist(), "around": codes[around].tolist(), "place": place}
    return version.frame(sql, bound)


def grouped(rows: pd.DataFrame, found: HotSpots, place: str, by: Sequence[str]) -> pd.DataFrame:
    """One row per class (`by` CLASS) or source (SOURCE) of `drivers`: with `expected` and `excess` around the place.

    What is expected is the kind's share of all cases times what the neighbourhood would have if places were alike. The
    largest excess stands first; over all rows they add up to the excess of the neighbourhood.
    """
    share = shares(found.places, found.rate)[neighbourhood(found, place)].sum()
    table = rows.groupby(list(by), dropna=False, sort=True)[["total", "around", "here"]].sum().reset_index()
    table["expected"] = table["total"] * share
    table["excess"] = table["around"] - table["expected"]
    return table.sort_values("excess", ascending=False, kind="stable", ignore_index=True)


def _by_point(version: Version, found: HotSpots, place: str, around: NDArray[np.int64]) -> pd.DataFrame:
    sql = f"""
        -- one row per located case
        select lon, lat, scheme, kind, major_code, source from cases
        where {found.selection.condition} and located and {INSIDE}
    """
    rows = version.frame(sql, found.selection.parameters(found.period, found.period))
    holding = found.places.hexagons.holding(rows["lon"].to_numpy(), rows["lat"].to_numpy())
    rows["total"], rows["around"] = holding >= 0, np.isin(holding, around)
    rows["here"] = holding == found.row(place)
    by = [*CLASS, *SOURCE]
    return rows.groupby(by, dropna=False)[["total", "around", "here"]].sum().reset_index()
