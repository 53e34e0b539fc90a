"""People and their assignments as tables."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from analytics.demo.alleys import Alleys
from analytics.demo.areas import Areas
from analytics.demo.columns import MISSING, codes, days, identifiers
from analytics.demo.files import Files
from analytics.demo.offices import Offices
from analytics.demo.plan import Plan
from analytics.demo.roster import (
    ALLEY_CHIEF,
    GENERAL_CHIEF,
    INSPECTOR,
    OPEN,
    ROLES,
    STEWARD,
    STREET_CHIEF,
    Assignments,
)  # fmt: skip
from analytics.demo.settings import settings

RANKS = ("division", "section", "other")
MEMBERS = ("party", "resident", "unit", "organisation")


def write_people(files: Files, plan: Plan, areas: Areas, alleys: Alleys, offices: Offices, roster: Assignments) -> None:
    """people.csv: everybody who holds an assignment."""
    random = plan.random("people")
    person, first_row = np.unique(roster.person, return_index=True)
    role, place = roster.role[first_row], roster.place[first_row]
    surnames, given = settings("names")["people"]["surnames"], settings("names")["people"]["given"]
    count = len(person)
    one, two = random.integers(0, len(surnames), count), random.integers(0, len(given), count)
    rank = np.select([np.isin(role, (STREET_CHIEF, GENERAL_CHIEF)), role == ALLEY_CHIEF], [0, 1], 2)
    joined = np.full(int(person.max()) + 1, OPEN)
    np.minimum.at(joined, roster.person, roster.first)
    member = np.where(role == STEWARD, random.choice(4, count, p=[0.38, 0.42, 0.12, 0.08]), -1)
    columns = {
        "person_id": identifiers("P", person, 6),
        "name": pa.array([surnames[a] + given[b] for a, b in zip(one, two, strict=True)]),
        "rank": codes(RANKS, rank),
        "org": pa.array(_orgs(role, place, areas, alleys, offices), pa.string()),
        "duty_phone": identifiers("010-6", random.integers(0, 10**7, count), 7),
        "member_kind": codes(MEMBERS, member),
        "joined_on": days(joined[person]),
    }
    files.csv("people", columns)


def _orgs(role: np.ndarray, place: np.ndarray, areas: Areas, alleys: Alleys, offices: Offices) -> list[str]:
    """The organisation of each person: the street's office, the district's, or the residents' committee."""
    subdistricts = len(areas.subdistrict_codes)
    found = []
    for which, where in zip(role, place, strict=True):
        if which == GENERAL_CHIEF and where >= subdistricts:
            found.append(offices.district[where - subdistricts][0])
        elif which in (GENERAL_CHIEF, STREET_CHIEF):
            found.append(offices.subdistrict[where])
        elif which == INSPECTOR:
            found.append(offices.district[areas.district_of_grid[where]][1])
        elif which == STEWARD:
            found.append(offices.community[areas.community_of_grid[alleys.grid[where]]])
        else:
            found.append(offices.subdistrict[alleys.subdistrict[where]])
    return found


def write_assignments(files: Files, areas: Areas, alleys: Alleys, roster: Assignments) -> None:
    """assignments.csv; each names an alley, an area or a grid, as the role asks."""
    on_alley, is_steward = np.isin(roster.role, (ALLEY_CHIEF, STEWARD)), roster.role == STEWARD
    # Two teams of stewards in each community.
    community = areas.community_of_grid[alleys.grid[np.where(is_steward, roster.place, 0)]]
    team = np.where(is_steward, 2 * community + roster.person % 2 + 1, MISSING)
    on_area = np.isin(roster.role, (GENERAL_CHIEF, STREET_CHIEF))
    places = [*areas.subdistrict_codes, *areas.district_codes]
    columns = {
        "person_id": identifiers("P", roster.person, 6),
        "role": codes(ROLES, roster.role),
        "alley_id": identifiers("A", np.where(on_alley, roster.place + 1, MISSING), 6),
        "area_code": codes(places, np.where(on_area, roster.place, -1)),
        "grid_code": codes(list(areas.grid_codes), np.where(roster.role == INSPECTOR, roster.place, -1)),
        "team_id": identifiers("T", team, 5),
        "valid_from": days(roster.first),
        "valid_to": days(np.where(roster.last == OPEN, MISSING, roster.last)),
    }
    files.csv("assignments", columns)
