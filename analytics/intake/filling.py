"""Cells that were merged downwards: the value stands in the first row and is blank in the others."""

from __future__ import annotations

from dataclasses import replace

from analytics.intake import headers
from analytics.intake.bindings import Bindings
from analytics.intake.cells import cleaned
from analytics.intake.sources import Source


def filled_down(source: Source, columns: tuple[str, ...]) -> Source:
    """The source with blank cells of these columns, outermost first, filled from above, beside the cells as they were.

    A column is filled only as far as the columns before it have not begun anew: a class without a name has none. A row
    without anything stays blank. Columns that the file lacks are passed over.
    """
    names = [headers.normalised(name) for name in source.names]
    positions = [names.index(name) for name in map(headers.normalised, columns) if name in names]
    if not positions:
        return source
    bindings = Bindings(source.parameters)
    given = [cleaned(f"c{i}", bindings) if kind == "VARCHAR" else f"c{i}" for i, kind in enumerate(source.types)]
    sql = source.sql
    for number, position in enumerate(positions):
        before = ", ".join(f"cast({given[other]} as varchar)" for other in positions[:number]) or "null"
        sql = f"""select * exclude (_begun),
                last_value({given[position]} ignore nulls) over (partition by _begun order by _line) as f{position}
            from (select *, count(coalesce({before})) over (order by _line) as _begun from ({sql}))"""
    blank = " and ".join(f"{cell} is null" for cell in given)
    cleared = ", ".join(f"case when not ({blank}) then f{i} end as f{i}" for i in positions)
    sql = f"select * replace ({cleared}) from ({sql})"
    return replace(source, sql=sql, parameters=bindings.values, filled=frozenset(positions))
