"""The steps of a case one by one, for one case in twenty."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from analytics.demo.cases import responsible
from analytics.demo.columns import MISSING, codes, identifiers, numbers, times
from analytics.demo.files import Files
from analytics.demo.offices import Offices
from analytics.demo.reports import Ground, Reports
from analytics.demo.settings import settings
from analytics.demo.stages import Stages

ACTIONS = (
    "report", "verify", "file", "reject", "dispatch", "return", "accept", "extend", "suspend", "resume", "dispose",
    "check_fail", "check_pass", "close", "void", "merge",
)  # fmt: skip
EVERY = 20
TURNS = (0.45, 0.62, 0.79)  # when a disposal that does not pass takes place, as a share of the handling time


def write_case_flow(
    files: Files, ground: Ground, offices: Offices, reports: Reports, stages: Stages, loop: np.ndarray, month: int
) -> None:
    """Adds the steps of a month's sampled cases to case_flow.parquet, in order, numbered from 1 within each case."""
    random = ground.plan.random("case flow", month)
    chosen = np.flatnonzero(reports.number % EVERY == 1)
    steps = _steps(reports, stages, chosen, ground.plan.now)
    action = np.repeat([ACTIONS.index(name) for name, _ in steps], len(chosen))
    at = np.concatenate([when for _, when in steps])
    case = np.tile(np.arange(len(chosen)), len(steps))
    here = at != MISSING
    action, at, case = action[here], at[here], case[here]
    order = np.lexsort((action, at, case))
    action, at, case = action[order], at[order], case[order]
    first = np.searchsorted(case, np.arange(len(chosen)))
    names, owner = responsible(ground, offices, reports, loop)
    centres = [mine[1] for mine in offices.district]
    centre = len(names) + ground.areas.district_of_grid[reports.grid]
    row = chosen[case]
    by_owner = np.isin(action, [ACTIONS.index(name) for name in ("return", "accept", "extend", "dispose")])
    to_owner = np.isin(action, [ACTIONS.index(name) for name in ("dispatch", "check_fail", "resume")])
    reasoned = np.isin(action, [ACTIONS.index(name) for name in ("reject", "return", "extend", "check_fail", "merge")])
    reasons = settings("names")["texts"]["flow"]
    files.parquet("case_flow", {
        "case_id": identifiers("C", reports.number[row], 13),
        "seq": numbers(np.arange(len(case)) - first[case] + 1),
        "at": times(at),
        "action": codes(ACTIONS, action),
        "from_org": codes(names + centres, np.where(by_owner, owner[row], centre[row])),
        "to_org": codes(names + centres, np.where(to_owner, owner[row], np.where(by_owner, centre[row], -1))),
        "reason": codes(reasons, np.where(reasoned, random.integers(0, len(reasons), len(case)), -1)),
    })  # fmt: skip


def _steps(reports: Reports, stages: Stages, chosen: np.ndarray, now: int) -> list[tuple[str, np.ndarray]]:
    """Action and its times, MISSING where it did not take place."""
    stage = {field.name: getattr(stages, field.name)[chosen] for field in fields(stages)}
    rejected = (stage["filed"] == MISSING) & (stage["verified"] != MISSING) & (stage["due"] == MISSING)
    doubled = (stage["voided"] != MISSING) & (reports.earlier[chosen] >= 0)
    handled = np.where(stage["disposed"] == MISSING, stage["accepted"], stage["disposed"])

    def between(where: np.ndarray, share: float) -> np.ndarray:
        return np.where(where, stage["accepted"] + ((handled - stage["accepted"]) * share).astype(np.int64), MISSING)

    turns = [
        step
        for turn, begins in enumerate(TURNS)
        for step in (
            ("dispose", between(stage["rework"] > turn, begins)),
            ("check_fail", between(stage["rework"] > turn, begins + 0.1)),
            ("dispatch", between(stage["rework"] > turn, begins + 0.15)),
        )
    ]
    refused = np.where(rejected & (stage["verified"] + 60 < now), stage["verified"] + 60, MISSING)
    returned = (reports.number[chosen] // EVERY % 15 == 0) & (stage["disposed"] != MISSING)
    return [
        ("report", reports.reported[chosen]), ("verify", stage["verified"]), ("file", stage["filed"]),
        ("reject", refused), ("dispatch", stage["dispatched"]), ("accept", stage["accepted"]),
        ("return", between(returned, 0.1)), ("dispatch", between(returned, 0.2)),
        ("extend", between(stage["extensions"] > 0, 0.4)),
        ("suspend", stage["suspended"]), ("resume", stage["resumed"]), *turns,
        ("dispose", stage["disposed"]), ("check_pass", stage["checked"]), ("close", stage["closed"]),
        ("void", np.where(doubled, MISSING, stage["voided"])), ("merge", np.where(doubled, stage["voided"], MISSING)),
    ]  # fmt: skip
