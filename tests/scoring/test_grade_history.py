"""An alley's standing after its falls and rises."""

from __future__ import annotations

from datetime import datetime

from analytics.contract.periods import Period
from analytics.scoring.grade_history import grade_events, pass_mark, standing
from tests.making import make_version


def _checks(alley: str, scores: dict[str, float]) -> list[dict]:
    return [
        {"check_id": f"{alley}{month}", "alley_id": alley, "checked_on": f"2018-{month}-10", "level": "street",
         "score": score}
        for month, score in scores.items()
    ]  # fmt: skip


def test_standing_worked_by_hand(tmp_path) -> None:
    """Falls in the first quarter and rises in the second; falls and stays; below from the start; never changes."""
    checks = [
        *_checks("A", {"02": 80, "04": 95, "05": 95, "06": 92}),
        *_checks("B", {"02": 85, "04": 95, "05": 80, "06": 92}),
        *_checks("D", {"05": 96}),
    ]
    alleys = [
        {"alley_id": name, "name": name, "area_code": "S", "grade": grade}
        for name, grade in (("A", "fine"), ("B", "fine"), ("C", "below"), ("D", "standard"))
    ]
    version = make_version(tmp_path, {"alleys": alleys, "ten_none_checks": checks})
    found = grade_events(version, Period.parse("2018-06"), datetime(2018, 7, 4))
    rows = standing(version, found).set_index("alley_id")
    assert rows["is_below"].to_dict() == {"A": False, "B": True, "C": True, "D": False}
    assert rows["changes"].to_dict() == {"A": 2, "B": 1, "C": 0, "D": 0}
    assert rows["since"].to_dict() | {"C": None, "D": None} == {"A": "2018Q2", "B": "2018Q1", "C": None, "D": None}
    assert pass_mark() == 90


def test_nothing_known_yet(tmp_path) -> None:
    version = make_version(tmp_path, {"alleys": [{"alley_id": "A", "name": "A", "area_code": "S", "grade": "below"}]})
    found = grade_events(version, Period.parse("2018-06"), datetime(2018, 7, 4))
    assert found.empty and standing(version, found)["is_below"].tolist() == [True]
