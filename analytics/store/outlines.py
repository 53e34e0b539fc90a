"""Whether the outlines of areas fit together: overlaps within a tier, and parts that do not fill their whole."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import numpy as np
import pandas
import shapely

from analytics.contract.messages import message

# Borders drawn by different hands differ by a little everywhere; what is more than this is a mistake.
TOLERATED_SHARE = 0.01


def find_overlaps_and_gaps(connection: duckdb.DuckDBPyConnection) -> None:
    """Adds to `issues` one row for each pair of areas that overlap and each area that its parts leave partly empty.

    Looked at are the areas in force on the last day that any of them is.
    """
    areas = connection.execute("""
        with known as (select *, coalesce(valid_to, date '9999-12-31') as last from areas where geometry is not null)
        select area_code, parent_code, tier, geometry, _file, _line, _import from known
        where last = (select max(last) from known) order by area_code""").df()
    areas["shape"] = shapely.from_wkb(areas.pop("geometry").map(bytes).to_numpy(dtype=object))
    areas = areas[shapely.area(areas["shape"].to_numpy()) > 0]
    rows = [*_overlaps(areas), *_gaps(areas)]
    if rows:
        connection.executemany(
            "insert into issues values ('issue', 'areas', ?, ?, ?, ?, ?, json_object('area_code', ?), ?)", rows
        )


def _overlaps(areas: pandas.DataFrame) -> Iterator[tuple]:
    for _, tier in areas.groupby("tier", sort=True):
        shapes = tier["shape"].to_numpy()
        left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
        left, right = left[left > right], right[left > right]
        # Neighbours touch; only what lies inside one another needs to be cut out.
        shared = shapely.area(shapely.intersection(shapes[left], shapes[right]))
        shares = shared / np.minimum(shapely.area(shapes[left]), shapely.area(shapes[right]))
        codes = tier["area_code"].to_numpy()
        for at in np.flatnonzero(shares > TOLERATED_SHARE):
            said = {"other": codes[right[at]], "share": f"{shares[at]:.1%}"}
            yield _row(tier.iloc[left[at]], "areas_overlap", **said)


def _gaps(areas: pandas.DataFrame) -> Iterator[tuple]:
    whole = areas.set_index("area_code")
    for code, parts in areas.groupby("parent_code", sort=True):
        if code in whole.index:
            parent = whole.loc[[code]].iloc[0]
            covered = shapely.intersection(parent["shape"], shapely.union_all(parts["shape"].to_numpy()))
            share = 1 - shapely.area(covered) / shapely.area(parent["shape"])
            if share > TOLERATED_SHARE:
                yield _row(areas[areas["area_code"] == code].iloc[0], "area_gap", share=f"{share:.1%}")


def _row(area: pandas.Series, code: str, **values: object) -> tuple:
    zh, en = message(code, **values)
    return area["_file"], int(area["_line"]), code, zh, en, area["area_code"], area["_import"]
