"""Random small cities as input rows: every table that an indicator reads, with gaps, moves and odd references."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

Row = dict[str, Any]
FIRST = datetime(2018, 8, 10)
DAYS = 70
# Moments on which a comparison decides: a period's ends and an as-of.
EDGES = [datetime(2018, 9, 1), datetime(2018, 10, 1), datetime(2018, 9, 21, 15, 30), datetime(2018, 10, 4)]


class RandomCity:
    """Draws rows around August to October 2018; the same seed gives the same rows."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.districts = ["D1", "D2", "D3"]
        self.subdistricts = ["S11", "S12", "S21", "S31"]
        self.communities = ["C111", "C112", "C211"]
        self.grids = [f"G{number}" for number in range(1, 7)]
        self.alleys = [f"A{number}" for number in range(1, 9)]
        self.people = [f"P{number}" for number in range(1, 16)]
        self.areas = [*self.districts, *self.subdistricts, *self.communities]

    def rows(self) -> dict[str, list[Row]]:
        """Input rows by table."""
        return self._units() | self._alley_events() | self._people_events() | self._grid_events() | {
            "cases": [self._case(number) for number in range(220)],
        }

    def _moment(self, first: float = 0, days: float = DAYS) -> datetime:
        if self.random.random() < 0.04:
            return self.random.choice(EDGES)
        return FIRST + timedelta(days=first, minutes=self.random.randrange(int((days - first) * 1440)))

    def _day(self, first: int = 0, days: int = DAYS) -> date:
        return self._moment(first, days).date()

    def _maybe(self, value: Any, share: float = 0.7) -> Any:
        return value if self.random.random() < share else None

    def _later(self, moment: datetime | None, days: float, share: float = 0.85) -> datetime | None:
        if moment is None or self.random.random() > share:
            return None
        return moment + timedelta(minutes=self.random.randrange(int(days * 1440) + 1))

    def _span(self) -> Row:
        start = self._day(-120, 60)
        return {"valid_from": start, "valid_to": self._maybe(start + timedelta(days=self.random.randrange(160)), 0.5)}

    def _units(self) -> dict[str, list[Row]]:
        chance = self.random.choice
        areas = [{"area_code": "C", "tier": "city", "name": "C"}]
        areas += [{"area_code": code, "tier": "district", "name": code, "parent_code": "C"} for code in self.districts]
        areas += [{"area_code": code, "tier": "subdistrict", "name": code, "parent_code": f"D{code[1]}"}
                  for code in self.subdistricts]
        # one subdistrict changes its district in the middle of September
        areas[-1] |= {"valid_to": date(2018, 9, 14)}
        areas.append({"area_code": "S31", "tier": "subdistrict", "name": "S31", "parent_code": "D2",
                      "valid_from": date(2018, 9, 15)})
        areas += [{"area_code": code, "tier": "community", "name": code, "parent_code": f"S{code[1:3]}"}
                  for code in self.communities]
        holders = [*self.communities, *self.subdistricts]
        tags = ["capital_core", "hospital", "embassy_area;school"]
        grids = [{"grid_code": code, "area_code": chance(holders), "tags": self._maybe(chance(tags))}
                 for code in self.grids]
        grids[0] |= {"valid_to": date(2018, 9, 20)}
        grids[1] |= {"valid_from": date(2018, 9, 6)}
        grids[4] |= {"tags": "embassy_area;school"}
        # a later version beside one that nobody ended, and one after a gap
        grids.append({"grid_code": "G3", "area_code": "S21", "valid_from": date(2018, 9, 12)})
        grids[3] |= {"valid_to": date(2018, 9, 7)}
        grids.append({"grid_code": "G4", "area_code": "S12", "valid_from": date(2018, 9, 18)})
        alleys = [
            {"alley_id": code, "name": code, "area_code": chance([*self.subdistricts, "nowhere"]),
             "community_code": self._maybe(chance(self.communities), 0.4),
             "in_programme": self._maybe(chance([True, False])), "board_posted": chance([True, True, False, None]),
             "board_person_id": self._maybe(chance(self.people)),
             "target_date": self._maybe(self._day(0, 60)), "accepted_date": self._maybe(self._day(0, 60))}
            for code in self.alleys
        ]
        alleys[0] |= {"in_programme": True, "board_posted": True, "board_person_id": "P1",
                      "target_date": date(2018, 9, 5), "accepted_date": date(2018, 9, 5)}
        tags = [{"scheme": None, "kind": "event", "major_code": "01", "minor_code": None, "tag": "overhead_line"}]
        return {"areas": areas, "grids": grids, "alleys": alleys, "class_tags": tags}

    def _alley_events(self) -> dict[str, list[Row]]:
        chance, number = self.random.choice, self.random.randrange
        weekly = [
            {"check_id": f"W{n}", "alley_id": chance(self.alleys), "checked_on": self._day(),
             "remediation_score": self._maybe(number(60, 101)), "daily_score": self._maybe(number(60, 101)),
             "civility_score": number(60, 101), "chief_score": number(600, 1001) / 10,
             "problems": self._maybe(number(6)), "fixed_within_7d": self._maybe(number(4))} for n in range(60)
        ]
        ten_none = [
            {"check_id": f"T{n}", "alley_id": chance([*self.alleys, "A99"]), "checked_on": self._day(),
             "level": chance(["street", "district", "city", "third_party", None]), "score": number(84, 97)}
            for n in range(60)
        ]
        return {"patrols": self._patrols(), "weekly_checks": weekly, "ten_none_checks": ten_none}

    def _patrols(self) -> list[Row]:
        patrols = []
        for number in range(500):
            start = self._moment()
            end = start + timedelta(minutes=self.random.choice([0, 4, 5, 20, 45, 90, 300]))
            recorded = self._maybe(end + timedelta(minutes=self.random.choice([0, 3, 60, 600, 1440, 1441, 5000])), 0.6)
            at_alley = self.random.random() < 0.8
            patrols.append({
                "patrol_id": f"R{number}", "person_id": self.random.choice(self.people), "started_at": start,
                "ended_at": end, "recorded_at": recorded,
                "alley_id": self.random.choice(self.alleys[:4]) if at_alley else None,
                "grid_code": None if at_alley else self.random.choice(self.grids),
            })
        # one alley patrolled by the book, so that some alley-days comply
        for day in range(DAYS):
            for turn in range(self.random.randrange(4)):
                start = FIRST + timedelta(days=day, hours=8, minutes=turn * self.random.choice([30, 59, 60, 200]))
                patrols.append({"patrol_id": f"B{day}-{turn}", "person_id": "P1", "started_at": start,
                                "ended_at": start + timedelta(minutes=10), "recorded_at": None, "alley_id": "A1",
                                "grid_code": None})
        return patrols

    def _people_events(self) -> dict[str, list[Row]]:
        chance = self.random.choice
        assignments: dict[tuple, Row] = {}
        for role, places, count in (
            ("alley_chief", "alley_id", 9), ("street_chief", "alley_id", 5), ("steward", "alley_id", 22),
            ("general_chief", "area_code", 5), ("inspector", "grid_code", 6), ("steward", "area_code", 4),
        ):
            codes = {"alley_id": [*self.alleys, "A99"], "area_code": self.areas, "grid_code": self.grids}[places]
            for _ in range(count):
                row = {"person_id": chance(self.people), "role": role, "alley_id": None, "area_code": None,
                       "grid_code": None} | {places: chance(codes)} | self._span()
                assignments[tuple(row.values())[:-1]] = row
        assignments["first"] = {"person_id": "P1", "role": "alley_chief", "alley_id": "A1",
                                "valid_from": date(2018, 1, 1), "valid_to": None}
        eager = self.people[:6]
        kinds = ["乱停", "disorderly_parking", "小广告", "hazard", "无照经营", "其他"]
        acts = [
            {"activity_id": f"Y{n}", "person_id": chance([*eager] * 4 + self.people), "form": "patrol",
             "alley_id": self._maybe(chance(self.alleys)), "at": self._moment(),
             "action": self._maybe(chance(["dissuade", "tidy", "report_chief", "report_hazard"])),
             "problem_kind": self._maybe(chance(kinds))}
            for n in range(400)
        ]
        evaluations = [
            {"evaluation_id": f"E{n}", "evaluator_id": chance(self.people), "subject_kind": "chief",
             "subject_id": chance(self.people), "alley_id": self._maybe(chance(self.alleys)),
             "evaluated_on": self._day(), "score": self.random.randrange(50, 101)} for n in range(40)
        ]
        trainings = [{"person_id": person, "held_on": self._day(-400, DAYS), "topic": "t"}
                     for person in self.people[:9]]
        tasks = []
        for n in range(40):
            asked = self._day()
            due = self._maybe(asked + timedelta(days=self.random.randrange(20)), 0.9)
            tasks.append({
                "task_id": f"K{n}", "origin": "monthly_review", "text": "t", "asked_on": asked, "due_on": due,
                "done_on": self._maybe(asked + timedelta(days=self.random.randrange(25))),
                "area_code": self._maybe(chance(self.areas), 0.5), "alley_id": self._maybe(chance(self.alleys), 0.4),
            })
        return {"assignments": list(assignments.values()), "steward_activity": acts, "evaluations": evaluations,
                "trainings": trainings, "tasks": tasks}

    def _grid_events(self) -> dict[str, list[Row]]:
        chance = self.random.choice
        shifts, whistles, reports = [], [], []
        for n in range(60):
            start = self._moment()
            in_grid = self.random.random() < 0.8
            shifts.append({"shift_id": f"H{n}", "person_id": chance(self.people), "started_at": start,
                           "ended_at": start + timedelta(minutes=chance([30, 240, 480, 2000])),
                           "grid_code": chance(self.grids) if in_grid else None,
                           "area_code": self._maybe(chance(self.areas))})
        for n in range(25):
            blown = self._moment()
            whistles.append({"whistle_id": f"B{n}", "area_code": chance(self.subdistricts), "blown_at": blown,
                             "resolved_at": self._later(blown, 20)})
            for org in ("O1", "O2"):
                reports.append({"whistle_id": f"B{n}", "org": org, "due_at": blown + timedelta(minutes=30),
                                "arrived_at": self._later(blown, 0.04)})
        reports.append({"whistle_id": "unheard", "org": "O1", "due_at": datetime(2018, 9, 9, 9), "arrived_at": None})
        parts = [
            {"part_id": f"Q{n}", "grid_code": chance([*self.grids, None]),
             "created_on": self._maybe(self._day(-500, DAYS)), "last_verified_on": self._day(-420, DAYS)}
            for n in range(60)
        ]
        census = [
            {"census_id": f"N{n}", "area_code": chance([*self.districts, *self.subdistricts]),
             "started_on": self._day(-420, DAYS - 5), "finished_on": self._maybe(self._day(-400, DAYS))}
            for n in range(9)
        ]
        audits = [
            {"audit_id": f"U{n}", "area_code": chance(self.areas), "found_at": self._moment(),
             "already_in_system": chance([True, False, None])} for n in range(30)
        ]
        return {"shifts": shifts, "whistles": whistles, "whistle_reports": reports, "parts": parts,
                "census_runs": census, "audits": audits}

    def _case(self, number: int) -> Row:
        chance = self.random.choice
        reported = self._moment()
        filed = self._later(reported, 0.2)
        dispatched = self._later(filed, 0.2)
        disposed = self._later(dispatched, 14)
        closed = self._later(disposed, 4)
        suspended = self._maybe(self._later(filed, 10), 0.3)
        due = self._maybe(reported + timedelta(hours=self.random.randrange(300)), 0.95)
        # a dozen corners, so that cases lie within and just beyond 30 metres of each other
        corner = self.random.randrange(12)
        point = {"lon": 116.40 + corner * 0.001 + self.random.random() * 0.0004, "lat": 39.90}
        return {
            "case_id": f"X{number:03d}", "scheme": "s", "kind": chance(["event", "event", "part"]),
            "major_code": chance(["01", "02", None]), "minor_code": chance(["01", "02", None]),
            "source": chance(["inspector", "alley_chief", "steward", "video", "hotline", "citizen", "media"]),
            "area_code": self._maybe(chance(self.areas), 0.6), "grid_code": self._maybe(chance(self.grids), 0.5),
            "alley_id": self._maybe(chance(self.alleys), 0.3), "reported_at": reported, "filed_at": filed,
            "dispatched_at": dispatched, "disposed_at": disposed, "closed_at": closed,
            "voided_at": self._maybe(self._later(reported, 20), 0.1), "dispose_due": due,
            "close_due": self._maybe(due and due + timedelta(days=2), 0.5), "suspended_at": suspended,
            "resumed_at": self._later(suspended, 8, 0.6), "escalated_at": self._maybe(self._later(filed, 5), 0.2),
            "rework_count": chance([0, 0, 0, 1, 2, None]), "extension_count": chance([0, 0, 1, None]),
            "is_fallback": chance([True, False, False, None]),
            "satisfaction": chance(["satisfied", "basic", "unsatisfied", None]), **(self._maybe(point, 0.9) or {}),
        }
