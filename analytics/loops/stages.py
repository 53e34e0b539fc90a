"""Where time goes: how long each stage of a case takes, and how much is still waiting in it.

Every stage runs from the stage before. Two readings stand side by side. *Finished*: of the cases that left the stage
in the period, median and 90th percentile; of disposal this is the indicator handling_hours. *Entered*: of the cases
that entered it in the period, the Kaplan-Meier estimate, in which a case still waiting counts with the time it has
waited by as-of. The clock runs day and night, and through a suspension. A report that was rejected has waited for
filing until then and waits no longer. Void cases are left out; so is a case that went on without a time for this stage,
since nobody knows how long it took.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from analytics.loops.selection import Selection
from analytics.loops.statements import REJECTIONS, cases_statement, in_period, key_columns, keys, placed
from analytics.loops.survival import curve_steps, quantile_hours
from analytics.store.versions import Version


@dataclass(frozen=True)
class Stage:
    """A stage by its name, the moment at which it begins and the one at which it ends."""

    name: str
    begins: str
    ends: str


_CHAIN = ("reported_at", "filed_at", "dispatched_at", "disposed_at", "checked_at", "closed_at")
STAGES = tuple(Stage(end.removesuffix("_at"), start, end) for start, end in zip(_CHAIN[:-1], _CHAIN[1:], strict=True))
_READS = in_period(*_CHAIN)
_FINISHED = """count(*) filter (where is_finished) as finished,
        quantile_cont(hours, 0.5) filter (where is_finished) as median_hours,
        quantile_cont(hours, 0.9) filter (where is_finished) as p90_hours"""
_ORDER = {stage.name: place for place, stage in enumerate(STAGES)}


def stage_hours(
    version: Version, selection: Selection, by: Sequence[str] = (), tier: str | None = None
) -> pd.DataFrame:
    """One row per group and stage: finished, median_hours, p90_hours, entered, waiting, km_median_hours, km_p90_hours.

    `stage` is named after the moment that ends it (filed … closed); `waiting` of the `entered` had not left it by
    as-of. A Kaplan-Meier quantile is NaN while fewer than that share have left. Groups as in `balance`. Raises
    UnknownGroup.
    """
    groups = keys(by, tier)
    names = [*groups, "stage"]
    columns = ", ".join(names)
    # None is a group of its own, which `using` would not join.
    matching = " and ".join(f"p.{name} is not distinct from k.{name}" for name in names)
    select = f"""select p.*, k.km_median_hours, k.km_p90_hours
        from plain as p left join (
            select {columns}, {quantile_hours(0.5)} as km_median_hours, {quantile_hours(0.9)} as km_p90_hours
            from survival group by {columns}
        ) as k on {matching}"""
    plain = f"""plain as (
    select {columns}, {_FINISHED}, count(*) filter (where is_entered) as entered,
        count(*) filter (where is_entered and is_waiting) as waiting
    from spells group by {columns}
)"""
    entered = "entered as (select * from spells where is_entered)"
    more = (REJECTIONS, _spells(groups), plain, entered, *curve_steps("entered", names))
    return _ordered(version.frame(cases_statement(selection, _READS, select, *more), selection.parameters()), groups)


def finished_hours(
    version: Version, selection: Selection, by: Sequence[str] = (), tier: str | None = None
) -> pd.DataFrame:
    """One row per group and stage that cases finished in the period: finished, median_hours, p90_hours.

    As in `stage_hours`, which also asks how long the others have been waiting.
    """
    groups = keys(by, tier)
    columns = ", ".join([*groups, "stage"])
    select = f"select {columns}, {_FINISHED} from spells where is_finished group by {columns}"
    reads = in_period(*_CHAIN[1:])
    statement = cases_statement(selection, reads, select, REJECTIONS, _spells(groups))
    return _ordered(version.frame(statement, selection.parameters()), groups)


def stage_survival(version: Version, selection: Selection, stage: str, points: int = 200) -> pd.DataFrame:
    """The share of cases still in a stage after so many hours: hours, share_open (0-1), at_risk; at most `points` rows.

    Begins at 0 hours with all; of more rows, those at even steps of the share are kept. Raises KeyError: no such stage.
    """
    if stage not in _ORDER:
        raise KeyError(stage)
    entered = f"entered as (select * from spells where is_entered and stage = '{stage}')"
    select = f"""select hours, share_open, at_risk
        from (select *, floor(share_open * {int(points)}) as band from survival)
        qualify row_number() over (partition by band order by hours) = 1 order by hours"""
    more = (REJECTIONS, _spells({}), entered, *curve_steps("entered", ()))
    found = version.frame(cases_statement(selection, _READS, select, *more), selection.parameters())
    if found.empty:
        return found
    start = pd.DataFrame({"hours": [0.0], "share_open": [1.0], "at_risk": found["at_risk"].head(1).to_numpy()})
    return pd.concat([start, found], ignore_index=True)


def _ordered(rows: pd.DataFrame, groups: Iterable[str]) -> pd.DataFrame:
    """The rows by group and, in it, in the order of the stages."""
    ordered = rows.assign(_order=rows["stage"].map(_ORDER)).sort_values([*groups, "_order"], ignore_index=True)
    return ordered.drop(columns="_order")


def _spells(groups: dict[str, str]) -> str:
    """The step `spells`: one row per case and stage that it has entered, finished or not."""
    each = []
    for place, stage in enumerate(STAGES):
        rejected = "rejected_at" if stage is STAGES[0] else "null"
        later = [f"{column} is null" for column in _CHAIN[place + 1 :]]
        each.append(f"""select {key_columns(groups)}'{stage.name}' as stage,
            {stage.ends} is not null as is_ended, {stage.ends} is null and {rejected} is null as is_waiting,
            (epoch(coalesce({stage.ends}, {rejected}, $as_of)) - epoch({stage.begins})) / 3600e0 as hours,
            {stage.ends} >= $start and {stage.ends} < $end as is_finished,
            {stage.begins} >= $start and {stage.begins} < $end as is_entered
        from fact {"left join rejections using (case_id)" if stage is STAGES[0] else ""}
        where not is_void and {placed(groups)} and {stage.begins} is not null
            and ({stage.ends} is not null or ({" and ".join(later)}))""")
    return "spells as (\n" + "\nunion all\n".join(each) + "\n)"
