"""The demo city: every input table as a file, written month by month so that any number of cases fits into memory."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np

from analytics.demo.alleys import Alleys, make_alleys, write_alleys
from analytics.demo.areas import Areas, make_areas, write_areas
from analytics.demo.cases import write_cases
from analytics.demo.cells import make_cells
from analytics.demo.census import write_audits, write_budgets, write_census_runs, write_parts
from analytics.demo.checks import Condition, write_ten_none_checks, write_weekly_checks
from analytics.demo.classes import write_class_tables
from analytics.demo.columns import MISSING
from analytics.demo.dirty import write_dirty
from analytics.demo.duties import write_chief_log, write_evaluations, write_trainings
from analytics.demo.files import Files
from analytics.demo.flow import write_case_flow
from analytics.demo.offices import Offices, write_alley_teams, write_grids, write_orgs
from analytics.demo.patrols import write_patrols
from analytics.demo.people import write_assignments, write_people
from analytics.demo.plan import DEFAULT_SEED, Plan
from analytics.demo.reports import Ground, Reports, make_reports
from analytics.demo.roster import ALLEY_CHIEF, INSPECTOR, STEWARD, Assignments, by_day, make_roster
from analytics.demo.sampling import Sampler
from analytics.demo.shifts import write_shifts
from analytics.demo.spots import Spot, excess, plant
from analytics.demo.stages import Performance, make_stages
from analytics.demo.stewards import Zeal, write_steward_activity
from analytics.demo.tasks import write_tasks
from analytics.demo.whistles import write_whistles
from analytics.demo.workdays import Workdays

Progress = Callable[[str, int, int], None]


def write_city(
    out: Path,
    cases: int = 500_000,
    seed: int = DEFAULT_SEED,
    months: int = 21,
    dirty: bool = False,
    progress: Progress | None = None,
    alleys: int | None = None,
) -> dict[str, int]:
    """Rows per table of the city written to the folder `out`, with truth.json on what was planted.

    The same arguments give the same content. `dirty` adds files of bad rows and expected_issues.json. `progress` is
    called with (what, done, of) after every month. `alleys` makes a smaller core than the true 2,435. ValueError for a
    city without cases or months.
    """
    plan = Plan(cases, seed, months, alleys)
    with Files(Path(out)) as files:
        areas = make_areas(plan, make_cells(plan))
        sampler = Sampler(areas.polygons)
        lanes = make_alleys(plan, areas, sampler)
        roster = make_roster(plan, areas, lanes)
        offices = _write_places(files, plan, areas, lanes, roster)
        spots = plant(plan, areas.polygons)
        _write_truth(Path(out), plan, areas, spots)
        ground = _ground(plan, areas, lanes, sampler, roster, spots)
        _write_checks(files, plan, lanes, roster)
        _write_standing(files, ground, offices, roster)
        _write_months(files, ground, offices, roster, progress)
        if dirty:
            write_dirty(files, plan, areas, lanes, sampler, roster)
    return files.rows


def _write_places(files: Files, plan: Plan, areas: Areas, lanes: Alleys, roster: Assignments) -> Offices:
    """Everything that stands still: areas, organisations, grids, alleys, people, classes, calendar."""
    write_areas(files, areas)
    offices = write_orgs(files, areas)
    write_grids(files, plan, areas, offices)
    write_alleys(files, plan, areas, lanes, *_chiefs(roster, len(lanes.grid)))
    write_people(files, plan, areas, lanes, offices, roster)
    write_assignments(files, areas, lanes, roster)
    write_class_tables(files)
    Workdays(plan).write(files)
    return offices


def _chiefs(roster: Assignments, alleys: int) -> tuple[np.ndarray, np.ndarray]:
    """Per alley the last chief and the one before, MISSING where there is none."""
    last, before = np.full(alleys, MISSING), np.full(alleys, MISSING)
    mine = roster.of(ALLEY_CHIEF)
    for index in np.argsort(mine.first, kind="stable"):
        place = mine.place[index]
        before[place] = last[place]
        last[place] = mine.person[index]
    return last, before


def _ground(
    plan: Plan, areas: Areas, lanes: Alleys, sampler: Sampler, roster: Assignments, spots: list[Spot]
) -> Ground:
    grids = len(areas.grid_codes)
    inspectors = roster.of(INSPECTOR)
    nearest = np.searchsorted(inspectors.place, np.arange(grids))  # grids are in code order: the next one's inspector
    return Ground(
        plan, areas, lanes, sampler, excess(spots, grids, plan.cases_per_month / grids),
        by_day(roster.of(ALLEY_CHIEF), plan, len(lanes.grid)), by_day(roster.of(STEWARD), plan, len(lanes.grid)),
        inspectors.person[np.minimum(nearest, len(inspectors.person) - 1)],
    )  # fmt: skip


def _write_truth(out: Path, plan: Plan, areas: Areas, spots: list[Spot]) -> None:
    truth = {"hot_spots": [spot.truth(plan, areas.grid_codes) for spot in spots]}
    (out / "truth.json").write_text(json.dumps(truth, indent=1) + "\n", encoding="utf-8")


def _write_checks(files: Files, plan: Plan, lanes: Alleys, roster: Assignments) -> None:
    condition = Condition(plan, lanes)
    write_weekly_checks(files, plan, lanes, condition, roster)
    write_ten_none_checks(files, plan, lanes, condition)


def _write_standing(files: Files, ground: Ground, offices: Offices, roster: Assignments) -> None:
    """What is not written month by month."""
    write_alley_teams(files, ground.plan, ground.alleys, offices)
    write_trainings(files, ground.plan, roster)
    write_tasks(files, ground.plan, ground.areas, ground.alleys, offices)
    write_parts(files, ground)
    write_census_runs(files, ground)
    write_audits(files, ground)
    write_budgets(files, ground, offices)


def _write_months(
    files: Files, ground: Ground, offices: Offices, roster: Assignments, progress: Progress | None
) -> None:
    """What happens: patrols and cases, month by month."""
    plan = ground.plan
    performance, workdays = Performance(plan, ground), Workdays(plan)
    zeal = Zeal(plan, ground, roster)
    for month in range(plan.months):
        patrols = write_patrols(files, plan, ground.alleys, ground.chief, month)
        reports = make_reports(ground, month)
        stages = make_stages(ground, performance, workdays, reports, month)
        loop = write_cases(files, ground, offices, reports, stages, patrols, month)
        write_case_flow(files, ground, offices, reports, stages, loop, month)
        _write_duties(files, ground, offices, roster, zeal, reports, month)
        if progress:
            progress("months", month + 1, plan.months)


def _write_duties(
    files: Files, ground: Ground, offices: Offices, roster: Assignments, zeal: Zeal, reports: Reports, month: int
) -> None:
    """What people do in a month beside patrols and cases; rows are numbered on from those before."""

    def before(table: str) -> int:
        return files.rows.get(table, 0)

    write_steward_activity(files, ground, zeal, reports, month, before("steward_activity"))
    write_chief_log(files, ground, offices, reports, month, before("chief_log"))
    write_evaluations(files, ground, offices, month, before("evaluations"))
    write_whistles(files, ground, offices, reports, month, before("whistles"))
    write_shifts(files, ground, roster, month, before("shifts"))
