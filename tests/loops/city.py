"""Random small cities of cases with loops, organisations and steps, and what was known of them at a moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

Row = dict[str, Any]
FIRST = datetime(2018, 8, 20)
DAYS = 60
# Moments on which a comparison decides: a period's ends and an as-of.
EDGES = [datetime(2018, 9, 1), datetime(2018, 10, 1), datetime(2018, 9, 21, 15, 30), datetime(2018, 10, 4)]
UNITS = {"S11": "D1", "S12": "D1", "S21": "D2"}
STAGES = ("verified_at", "filed_at", "dispatched_at", "accepted_at", "disposed_at", "feedback_at", "checked_at",
          "closed_at", "voided_at", "suspended_at", "resumed_at", "supervised_at", "escalated_at",
          "owner_named_at")  # fmt: skip


def areas() -> list[Row]:
    rows = [{"area_code": "C", "tier": "city", "name": "City", "population": 40_000}]
    rows += [{"area_code": code, "tier": "district", "name": code, "parent_code": "C", "population": 20_000}
             for code in ("D1", "D2", "D3")]  # fmt: skip
    return rows + [{"area_code": code, "tier": "subdistrict", "name": code, "parent_code": above}
                   for code, above in UNITS.items()]  # fmt: skip


class CasesCity:
    """Draws rows around September 2018; the same seed gives the same rows."""

    def __init__(self, seed: int, cases: int = 260) -> None:
        self.random = Random(seed)
        self.cases = cases

    def rows(self) -> dict[str, list[Row]]:
        cases = [self._case(number) for number in range(self.cases)]
        return {"areas": areas(), "cases": cases, "case_flow": self._flow(cases), "orgs": self._orgs(),
                **self._whistles(), **self._rest()}  # fmt: skip

    def _moment(self) -> datetime:
        if self.random.random() < 0.05:
            return self.random.choice(EDGES)
        return FIRST + timedelta(minutes=self.random.randrange(DAYS * 1440))

    def _later(self, moment: datetime | None, hours: float, share: float = 0.85) -> datetime | None:
        if moment is None or self.random.random() > share:
            return None
        if self.random.random() < 0.05 and (after := [edge for edge in EDGES if edge >= moment]):
            return after[0]
        return moment + timedelta(minutes=self.random.randrange(int(hours * 60) + 1))

    def _maybe(self, value: Any, share: float) -> Any:
        return value if self.random.random() < share else None

    def _case(self, number: int) -> Row:
        chance = self.random.choice
        reported = self._moment()
        filed = self._later(reported, 6, 0.93)
        dispatched = self._later(filed, 6)
        disposed = self._later(dispatched, 200)
        checked = self._later(disposed, 60)
        due = self._maybe(chance([*EDGES, reported + timedelta(hours=self.random.randrange(200))]), 0.9)
        suspended = self._maybe(self._later(filed, 100), 0.2)
        spot = self.random.randrange(8)
        return {
            "case_id": f"X{number:03d}", "scheme": "s", "kind": "event", "major_code": chance(["01", "02", None]),
            "minor_code": chance(["01", "02"]), "source": chance(["inspector", "video", "hotline", "citizen"]),
            "reporter_id": chance(["P1", "P2", None]), "loop": chance(["small", "small", "middle", "large", None]),
            "assigned_from_tier": chance(["city", "district", None]), "is_major": chance([True, False, None]),
            "lon": 116.4 + spot * 0.001 + self.random.random() * 0.0004, "lat": 39.9,
            "area_code": chance([*UNITS, "D1", "D3", None]), "responsible_org": chance(["O1", "O2", "O3", None]),
            "reported_at": reported, "filed_at": filed, "dispatched_at": dispatched, "disposed_at": disposed,
            "feedback_at": self._later(disposed, 20, 0.5), "checked_at": checked,
            "closed_at": self._later(checked or self._maybe(disposed, 0.3), 40),
            "voided_at": self._maybe(self._later(reported, 300), 0.12),
            "void_reason": chance(["duplicate", "invalid", "merged", "other", None]), "dispose_due": due,
            "close_due": self._maybe(due and due + timedelta(days=2), 0.5), "suspended_at": suspended,
            "resumed_at": self._later(suspended, 100, 0.6), "supervised_at": self._maybe(self._later(filed, 50), 0.2),
            "escalated_at": self._maybe(self._later(filed, 50), 0.2),
            "owner_named_at": self._maybe(self._later(filed, 50), 0.4),
            "rework_count": chance([0, 0, 1, 2, None]), "extension_count": chance([0, 0, 1, None]),
            "is_fallback": chance([True, False, None]), "fallback_reason": chance(["owner_unclear", "urgent", None]),
            "fallback_org": chance(["O1", "O9"]), "fallback_cost_cny": chance([100.0, 250.0, None]),
            "satisfaction": chance(["satisfied", "basic", "unsatisfied", None]),
        }  # fmt: skip

    def _flow(self, cases: list[Row]) -> list[Row]:
        """Steps that the rows do not show: extensions and rejections."""
        steps = []
        for case in cases:
            if (at := self._maybe(self._later(case["reported_at"], 100), 0.2)) is not None:
                action = "extend" if case["filed_at"] else "reject"
                first = {"case_id": case["case_id"], "seq": 1, "at": case["reported_at"], "action": "report"}
                steps += [first, {"case_id": case["case_id"], "seq": 2, "at": at, "action": action}]
        return steps

    def _orgs(self) -> list[Row]:
        return [{"org_id": f"O{n}", "name": f"Office {n}", "kind": "office", "tier": "district"} for n in (1, 2)]

    def _whistles(self) -> dict[str, list[Row]]:
        chance = self.random.choice
        whistles, reports = [], []
        for number in range(40):
            blown = self._moment()
            whistles.append({"whistle_id": f"W{number}", "area_code": chance(list(UNITS)), "blown_at": blown,
                             "kind": chance(["livelihood", "emergency", None]), "resolved_at": self._later(blown, 200)})
            for org in self.random.sample(["O1", "O2", "O3"], 2):
                came = self._later(blown, 3)
                reports.append({"whistle_id": f"W{number}", "org": org, "due_at": blown + timedelta(hours=1),
                                "arrived_at": came, "rating": came and chance([1, 3, 5, None])})  # fmt: skip
        return {"whistles": whistles, "whistle_reports": reports}

    def _rest(self) -> dict[str, list[Row]]:
        audits = [{"audit_id": f"U{n}", "area_code": self.random.choice(list(UNITS)), "found_at": self._moment(),
                   "already_in_system": self.random.choice([True, True, False])} for n in range(40)]  # fmt: skip
        budgets = [{"area_code": "D1", "org": "O1", "year": 2018, "reserved_cny": 1000.0},
                   {"area_code": "S21", "org": "O9", "year": 2018, "reserved_cny": 500.0},
                   {"area_code": "D2", "org": "O1", "year": 2017, "reserved_cny": 9.0}]  # fmt: skip
        return {"audits": audits, "budgets": budgets}


_BORN = {"cases": "reported_at", "case_flow": "at", "whistles": "blown_at", "audits": "found_at"}
_LATER = {"cases": STAGES, "whistles": ("resolved_at",), "whistle_reports": ("arrived_at",)}


def known_at(rows: dict[str, list[Row]], moment: datetime) -> dict[str, list[Row]]:
    """The rows as files of that moment would have had them: what came later is not in them."""
    found = {}
    for table, entries in rows.items():
        born, later = _BORN.get(table), _LATER.get(table, ())
        kept = [row for row in entries if born is None or row[born] <= moment]
        found[table] = [
            {name: None if name in later and value is not None and value > moment else value
             for name, value in row.items()}
            for row in kept
        ]  # fmt: skip
    blown = {row["whistle_id"] for row in found["whistles"]}
    found["whistle_reports"] = [row for row in found["whistle_reports"] if row["whistle_id"] in blown]
    return found
