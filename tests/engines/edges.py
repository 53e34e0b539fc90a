"""A ledger of several imports with what is easily lost between machines: edges, corrections, neighbours, deadlines."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import shapely

from tests.store.test_increments import Ledger

# Two communities side by side; the edge between them is also one between blocks of neighbours.
EDGE = 116.45
BOXES = {"E1": shapely.box(EDGE - 0.02, 39.93, EDGE, 39.97), "E2": shapely.box(EDGE, 39.93, EDGE + 0.02, 39.97)}
_TIMES = {"filed_at": timedelta(hours=1), "dispatched_at": timedelta(hours=2), "disposed_at": timedelta(days=1)}


class EdgeLedger(Ledger):
    """A random city, what comes after, and cases on edges of areas, blocks and months."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, 1)
        self.bring_more()
        self.bring({
            "areas": [{"area_code": "C112", "tier": "community", "name": "C112", "parent_code": "S11"}] + [
                {"area_code": code, "tier": "community", "name": code, "parent_code": "S11", "geometry": shape.wkb}
                for code, shape in BOXES.items()],
            "deadline_rules": [{"scheme": "s", "kind": "event", "major_code": "01",
                                "minor_code": "01", "condition_id": "c1", "limit_value": 5, "limit_unit": "work_day",
                                "valid_from": date(2018, 1, 1)}],
            "calendar_days": [{"date": date(2018, 9, 24), "is_workday": False},
                              {"date": date(2018, 9, 29), "is_workday": True}],
            "cases": [*self.on_edges(), *self.near_each_other(), *self.limited(), *self.stacked()],
        })
        self.bring_more()
        self.bring({"cases": self.rows["cases"][:30], "case_flow": self.rows["case_flow"][:20]})

    def on_edges(self) -> list[dict]:
        """Cases without a code of any kind on corners and edges of the boxes, and a breath away from them."""
        breath = 1e-12
        across = [EDGE, EDGE - breath, EDGE + breath, EDGE - 0.02, EDGE + 0.02, EDGE + 0.03]
        up = [39.93, 39.95, 39.95 + breath, 39.97, 39.97 + breath]
        return [case(f"E{x}{y}", lon=lon, lat=lat) for x, lon in enumerate(across) for y, lat in enumerate(up)]

    def near_each_other(self) -> list[dict]:
        """Cases some 20 metres apart across the borders of blocks: found by the city and closed, reported by somebody a
        day later and voided, come back a month later."""
        found = []
        for number, (dx, dy) in enumerate([(0.0001, 0), (0, 0.0001), (0.0001, 0.0001), (-0.0001, 0.0001)]):
            start = datetime(2018, 8, 30, 12) + timedelta(days=number)
            place = {"lon": EDGE - dx, "lat": 39.95 - dy, "major_code": f"8{number}", "minor_code": "01"}
            again = place | {"lon": EDGE + dx, "lat": 39.95 + dy}
            found += [
                case(f"N{number}a", start, source="inspector", closed_at=start + timedelta(days=2), **place),
                case(f"N{number}b", start + timedelta(days=3), source="hotline",
                     voided_at=start + timedelta(days=4), **again),
                case(f"N{number}c", start + timedelta(days=31, hours=23), source="hotline", **again),
            ]
        return found

    def limited(self) -> list[dict]:
        """Cases that are due by a limit of their own, or by a rule."""
        limits = [("urgent_hour", 4), ("work_hour", 6), ("natural_day", 3), ("work_day", 7)]
        given = [case(f"L{unit}{number}", datetime(2018, 9, 20 + number, 16), limit_value=value, limit_unit=unit)
                 for unit, value in limits for number in range(5)]
        ruled = [case(f"R{number}", datetime(2018, 9, 20 + number, 9), condition_id="c1") for number in range(5)]
        return given + ruled

    def stacked(self) -> list[dict]:
        """Enough cases on one point for a default point."""
        return [case(f"P{number}", datetime(2018, 9, 1 + number % 25, 8), lon=116.30, lat=39.80,
                     closed_at=datetime(2018, 9, 2 + number % 25)) for number in range(60)]


def case(case_id: str, reported: datetime = datetime(2018, 9, 10, 9), **given: object) -> dict:
    """An event of one class, dispatched and disposed a day later."""
    times = {name: reported + later for name, later in _TIMES.items()}
    return {"case_id": case_id, "scheme": "s", "kind": "event", "major_code": "01", "minor_code": "01",
            "source": "citizen", "reported_at": reported, **times, **given}
