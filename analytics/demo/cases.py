"""Cases as a table: reports and stages of a month with who answers for them and how it ended."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from analytics.demo.classes import KINDS, UNITS, conditions
from analytics.demo.columns import MISSING, codes, identifiers, numbers, times
from analytics.demo.files import Files
from analytics.demo.offices import Offices
from analytics.demo.patrols import PatrolMonth
from analytics.demo.plan import DAY_SECONDS
from analytics.demo.reports import CHIEF, CITIZEN, HOTLINE, INSPECTOR, SOURCES, Ground, Reports
from analytics.demo.settings import settings
from analytics.demo.stages import Stages

LOOPS = ("small", "middle", "large")
TIERS = ("subdistrict", "district", "city")
VOID_REASONS = ("duplicate", "invalid", "merged", "other")
DUPLICATE, MERGED = 0, 2
SATISFACTION = ("satisfied", "basic", "unsatisfied")
FALLBACK_REASONS = ("owner_unclear", "urgent")


def write_cases(
    files: Files, ground: Ground, offices: Offices, reports: Reports, stages: Stages, patrols: PatrolMonth, month: int
) -> np.ndarray:
    """Adds a month to cases.parquet; returns the loop of each case (index into LOOPS)."""
    random = ground.plan.random("cases", month)
    loop = np.where(stages.filed == MISSING, -1, random.choice(3, len(reports.grid), p=[0.72, 0.22, 0.06]))
    files.parquet("cases", {
        "case_id": identifiers("C", reports.number, 13),
        **_parent(reports, stages),
        **_class(reports),
        "source": codes(SOURCES, reports.source),
        "reporter_id": identifiers("P", reports.reporter, 6),
        "patrol_id": identifiers("X", _patrol(reports, patrols), 14),
        "loop": codes(LOOPS, loop),
        "assigned_from_tier": codes(TIERS, loop),
        "is_major": numbers(random.random(len(loop)) < 0.003),
        **_place(ground, reports),
        "responsible_org": codes(*responsible(ground, offices, reports, loop)),
        **_times(reports, stages, random),
        **_course(ground, offices, stages, reports, loop, random),
        **_fallback(ground, offices, reports, stages, random),
        "satisfaction": _satisfaction(reports, stages, random),
        **_words(reports, random),
    })  # fmt: skip
    return loop


def _parent(reports: Reports, stages: Stages) -> dict[str, pa.Array]:
    """The case that a double report repeats, and why cases were voided."""
    doubled = (stages.voided != MISSING) & (reports.earlier >= 0)
    parent = np.where(doubled, reports.number[np.maximum(reports.earlier, 0)], MISSING)
    number = reports.number % 10
    reason = np.where(doubled, np.where(number < 7, DUPLICATE, MERGED), np.where(number < 8, 1, 3))
    return {
        "parent_case_id": identifiers("C", parent, 13),
        "void_reason": codes(VOID_REASONS, np.where(stages.voided == MISSING, -1, reason)),
    }


def _class(reports: Reports) -> dict[str, pa.Array]:
    found, index = conditions(), reports.condition
    return {
        "scheme": codes([settings("classes")["scheme"]], np.zeros(len(index), dtype=int)),
        "kind": codes(KINDS, found.kind[index]),
        "major_code": codes(found.major, index),
        "minor_code": codes(found.minor, index),
        "condition_id": codes(found.condition_id, index),
    }


def _place(ground: Ground, reports: Reports) -> dict[str, pa.Array]:
    """Point, grid, alley, and the community for what did not come from an inspector; one in 500 has no place at all."""
    placed = reports.placed | (reports.alley >= 0)
    located = placed & reports.located
    community = np.where(placed & (reports.source != INSPECTOR), ground.areas.community_of_grid[reports.grid], -1)
    return {
        "lon": numbers(reports.point[:, 0], located),
        "lat": numbers(reports.point[:, 1], located),
        "grid_code": codes(list(ground.areas.grid_codes), np.where(placed, reports.grid, -1)),
        "alley_id": identifiers("A", np.where(reports.alley >= 0, reports.alley + 1, MISSING), 6),
        "area_code": codes(list(ground.areas.community_codes), community),
    }


def responsible(ground: Ground, offices: Offices, reports: Reports, loop: np.ndarray) -> tuple[list[str], np.ndarray]:
    """Organisations and the index of each case's: the street's office in the small loop, the district's trade in the
    middle one, the city's centre in the large one; -1 where a report was not filed."""
    names = [*offices.subdistrict, *(org for mine in offices.district for org in mine), *offices.city]
    streets, trades = len(offices.subdistrict), len(offices.district[0])
    district, street = ground.areas.district_of_grid[reports.grid], ground.areas.subdistrict_of_grid[reports.grid]
    trade = streets + district * trades + conditions().organisation[reports.condition]
    city = np.full(len(loop), len(names) - len(offices.city) + 1)
    return names, np.select([loop == 0, loop == 1, loop == 2], [street, trade, city], -1)


def _patrol(reports: Reports, patrols: PatrolMonth) -> np.ndarray:
    """The patrol on which a chief found it: the last one begun on that alley that day before the report, or MISSING."""
    found = np.full(len(reports.grid), MISSING)
    mine = np.flatnonzero(reports.source == CHIEF)
    if len(patrols.number) == 0 or len(mine) == 0:
        return found
    span = 2**40
    order = np.argsort(patrols.alley * span + patrols.started, kind="stable")
    keys = (patrols.alley * span + patrols.started)[order]
    at = np.searchsorted(keys, reports.alley[mine] * span + reports.reported[mine], side="right") - 1
    patrol = order[np.maximum(at, 0)]
    fits = (at >= 0) & (patrols.alley[patrol] == reports.alley[mine])
    fits &= patrols.started[patrol] // DAY_SECONDS == reports.reported[mine] // DAY_SECONDS
    found[mine[fits]] = patrols.number[patrol[fits]]
    return found


def _times(reports: Reports, stages: Stages, random: np.random.Generator) -> dict[str, pa.Array]:
    """All stages; three deadlines in five are given, the others follow from the limit or from the condition's rule."""
    found, index, count = conditions(), reports.condition, len(reports.grid)
    drawn = random.random(count)
    given = (drawn < 0.6) | (stages.dispatched == MISSING)
    limited = (drawn < 0.8) & (stages.filed != MISSING)
    names = ("verified", "filed", "dispatched", "accepted", "disposed", "feedback", "checked", "closed", "voided")
    return {
        "reported_at": times(reports.reported),
        **{f"{name}_at": times(getattr(stages, name)) for name in names},
        "dispose_due": times(np.where(given, stages.due, MISSING)),
        "close_due": times(np.where(drawn < 0.7, stages.close_due, MISSING)),
        "limit_value": numbers(np.where(limited, found.limit[index], np.nan)),
        "limit_unit": codes(UNITS, np.where(limited, found.unit[index], -1)),
        "rework_count": numbers(stages.rework),
        "extension_count": numbers(stages.extensions),
        "suspended_at": times(stages.suspended),
        "resumed_at": times(stages.resumed),
    }


def _course(
    ground: Ground, offices: Offices, stages: Stages, reports: Reports, loop: np.ndarray, random: np.random.Generator
) -> dict[str, pa.Array]:
    """Supervision of what is late, escalation to the tier above, the naming of an owner."""
    count, now = len(loop), ground.plan.now
    done = np.where(stages.disposed == MISSING, now, stages.disposed)
    supervised = stages.due + random.integers(3600, 2 * DAY_SECONDS, count)
    late = (stages.dispatched != MISSING) & (done > supervised) & (supervised < now) & (random.random(count) < 0.4)
    escalated = stages.dispatched + random.integers(1800, DAY_SECONDS, count)
    raised = (stages.dispatched != MISSING) & (escalated < done) & (escalated < now) & (random.random(count) < 0.03)
    named = stages.filed + random.integers(600, 6 * 3600, count)
    has_owner = (stages.dispatched != MISSING) & (named < done) & (named < now) & (random.random(count) < 0.02)
    above = np.where(loop == 0, ground.areas.district_of_grid[reports.grid] + 1, 0)
    return {
        "supervised_at": times(np.where(late, supervised, MISSING)),
        "escalated_at": times(np.where(raised, escalated, MISSING)),
        "escalated_to": codes([offices.city[0], *(mine[0] for mine in offices.district)], np.where(raised, above, -1)),
        "owner_named_at": times(np.where(has_owner, named, MISSING)),
    }


def _fallback(
    ground: Ground, offices: Offices, reports: Reports, stages: Stages, random: np.random.Generator
) -> dict[str, pa.Array]:
    """What the fallback team did where no owner was clear or it was urgent, and what it cost."""
    count = len(reports.grid)
    chosen = (stages.dispatched != MISSING) & (random.random(count) < 0.014)
    cost = np.round(random.lognormal(6.6, 0.8, count))
    return {
        "is_fallback": numbers(chosen),
        "fallback_reason": codes(FALLBACK_REASONS, np.where(chosen, random.choice(2, count, p=[0.65, 0.35]), -1)),
        "fallback_org": codes(offices.fallback, np.where(chosen, ground.areas.district_of_grid[reports.grid], -1)),
        "fallback_cost_cny": numbers(cost, chosen & (stages.disposed != MISSING)),
    }


def _satisfaction(reports: Reports, stages: Stages, random: np.random.Generator) -> pa.Array:
    """Answers of callers and citizens whose case is closed: fewer are content where it came late or twice."""
    count = len(reports.grid)
    asked = ((reports.source == HOTLINE) | (reports.source == CITIZEN)) & (stages.closed != MISSING)
    asked &= random.random(count) < 0.62
    trouble = 0.5 * (stages.disposed > stages.due) + 0.35 * (stages.rework > 0)
    drawn = random.random(count) + 0.5 * trouble
    return codes(SATISFACTION, np.where(asked, np.digitize(drawn, [0.66, 0.90]), -1))


def _words(reports: Reports, random: np.random.Generator) -> dict[str, pa.Array]:
    """A description for each, a photo for one in three."""
    places, patterns = settings("classes")["tag_places"], settings("names")["texts"]["description"]
    texts = [
        pattern.format(place=place, name=name) for name in conditions().name for place in places for pattern in patterns
    ]
    each = len(places) * len(patterns)
    index = reports.condition * each + random.integers(0, each, len(reports.grid))
    photo = np.where(random.random(len(index)) < 0.33, reports.number, MISSING)
    return {"description": codes(texts, index), "photo": identifiers("photos/cases/", photo, 13)}
