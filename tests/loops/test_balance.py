"""The balance: the published figures, its groups, and what a count of nothing means."""

from datetime import datetime

import pytest

from analytics.contract.periods import Period
from analytics.loops import Selection, UnknownGroup, adds_up, balance, units_balance, untold
from tests.loops.city import CasesCity, areas
from tests.making import make_version

SEPTEMBER = Period.parse("2018-09")


def case(number: int, disposed: str | None = "2018-09-04", **fields) -> dict:
    return {"case_id": str(number), "source": "hotline", "area_code": "S11", "reported_at": "2018-09-03 07:30",
            "filed_at": "2018-09-03 08:00", "disposed_at": disposed, "dispose_due": "2018-09-05", **fields}  # fmt: skip


@pytest.mark.parametrize(
    ("due", "on_time", "disposed", "rate"),
    [(972, 737, 911, 0.7582), (24932, 22345, 23974, 0.8962)],  # of the cities' own bulletins
)
def test_the_balance_of_published_bulletins(tmp_path, due, on_time, disposed, rate):
    moments = ["2018-09-04"] * on_time + ["2018-09-06"] * (disposed - on_time) + [None] * (due - disposed)
    cases = [case(number, moment) for number, moment in enumerate(moments)]
    version = make_version(tmp_path, {"areas": areas(), "cases": cases})
    found = balance(version, Selection.of(version, SEPTEMBER)).iloc[0]
    assert (found["due"], found["on_time"], found["late"], found["overdue_open"]) == (
        due, on_time, disposed - on_time, due - disposed,
    )  # fmt: skip
    assert round(found["on_time_rate"], 4) == rate


def test_void_and_suspended_cases_are_not_due(tmp_path):
    cases = [
        case(1), case(2, voided_at="2018-09-20"), case(3, suspended_at="2018-09-04"),
        case(4, suspended_at="2018-09-04", resumed_at="2018-09-05"), case(5, suspended_at="2018-09-06"),
    ]  # fmt: skip
    version = make_version(tmp_path, {"areas": areas(), "cases": cases})
    found = balance(version, Selection.of(version, SEPTEMBER)).iloc[0]
    assert (found["due"], found["filed"], found["voided"]) == (3, 4, 1)


def test_the_hour_of_the_week_is_that_of_the_report(tmp_path):
    # 2018-09-03 is a Monday.
    moments = ["2018-09-03 00:00", "2018-09-03 07:59", "2018-09-09 23:30"]
    cases = [case(number, None, reported_at=at, filed_at=None) for number, at in enumerate(moments)]
    version = make_version(tmp_path, {"areas": areas(), "cases": cases})
    found = balance(version, Selection.of(version, SEPTEMBER), ["hour_of_week"])
    assert found["hour_of_week"].tolist() == [0, 7, 167]


def test_every_unit_stands_there_with_every_loop(tmp_path):
    version = make_version(tmp_path, {"areas": areas(), "cases": [case(1, loop="small"), case(2)]})
    found = units_balance(version, Selection(SEPTEMBER, datetime(2018, 10, 4)), "district")
    assert found["unit"].unique().tolist() == ["D1", "D2", "D3"]
    assert found.loc[found["unit"] == "D1", ["loop", "due"]].to_numpy().tolist() == [
        ["all", 2], ["small", 1], ["middle", 0], ["large", 0], ["unassigned", 1],
    ]  # fmt: skip
    assert (found.groupby("unit").size().to_dict(), adds_up(found)) == ({"D1": 5, "D2": 4, "D3": 4}, True)


def test_a_balance_that_does_not_add_up_says_so(tmp_path):
    version = make_version(tmp_path, CasesCity(3, 60).rows())
    found = balance(version, Selection.of(version, SEPTEMBER), ["loop"])
    assert adds_up(found)
    found.loc[0, "late"] += 1
    assert not adds_up(found)


def test_counts_that_no_file_tells_of(tmp_path):
    told = make_version(tmp_path / "a", {"areas": areas(), "cases": [case(1)]})
    assert untold(told) == {"closed", "voided", "fallback"}
    bare = {"case_id": "1", "source": "hotline", "reported_at": "2018-09-03"}
    assert untold(make_version(tmp_path / "b", {"areas": areas(), "cases": [bare]})) == {
        "due", "on_time", "late", "overdue_open", "filed", "disposed", "closed", "voided", "fallback",
    }  # fmt: skip


def test_before_anything_was_known_there_is_nothing(tmp_path):
    version = make_version(tmp_path, {"areas": areas(), "cases": [case(1)]})
    found = balance(version, Selection.of(version, Period.parse("2017-01")))
    assert found["due"].tolist() == [0]
    assert balance(version, Selection.of(version, Period.parse("2017-01")), ["loop"]).empty


def test_groups_that_do_not_exist(tmp_path):
    version = make_version(tmp_path, {"areas": areas()})
    with pytest.raises(UnknownGroup):
        balance(version, Selection.of(version, SEPTEMBER), ["colour"])
    with pytest.raises(UnknownGroup):
        balance(version, Selection.of(version, SEPTEMBER), ["unit"])
    with pytest.raises(ValueError, match="no such tier"):
        Selection.of(version, SEPTEMBER, tier="street")
