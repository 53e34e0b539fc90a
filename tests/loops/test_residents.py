"""What residents say, what they found first and twice, what became of fallback money, and who came to a whistle."""

from datetime import datetime, timedelta
from math import nan

import pandas as pd
import pytest

from analytics.contract.periods import Period
from analytics.indicators import compute
from analytics.loops import (
    Selection,
    citizen_first,
    discovery,
    fallback_cases,
    fallback_money,
    repeated_reports,
    report_ins,
    reported_twice,
    reports_per_resident,
    satisfaction,
    whistle_rates,
    whistles,
)
from tests.loops.city import CasesCity, areas
from tests.making import make_version

SEPTEMBER = Period.parse("2018-09")
AS_OF = datetime(2018, 10, 4)
LATE = Selection(SEPTEMBER, AS_OF)
# A metre of latitude in degrees.
METRE = 1 / 111_195


def version_of(folder, cases=(), **tables):
    return make_version(folder, {"areas": areas(), **({"cases": list(cases)} if cases else {}), **tables})


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    rows = CasesCity(13).rows()
    return rows, make_version(tmp_path_factory.mktemp("drawn"), rows)


def test_satisfaction_and_feedback(tmp_path):
    closed = {"reported_at": "2018-09-03", "disposed_at": "2018-09-04 00:00", "closed_at": "2018-09-05"}
    cases = [
        {"case_id": "a", "source": "hotline", "satisfaction": "satisfied", "feedback_at": "2018-09-04 02:00", **closed},
        {"case_id": "b", "source": "citizen", "satisfaction": "basic", "feedback_at": "2018-09-04 04:00", **closed},
        {"case_id": "c", "source": "citizen", "satisfaction": "unsatisfied", **closed},
        {"case_id": "d", "source": "video", "feedback_at": "2018-09-04 09:00", **closed},
    ]
    found = satisfaction(version_of(tmp_path, cases), LATE).iloc[0]
    assert found[["closed", "satisfied", "basic", "unsatisfied", "citizens", "told"]].tolist() == [4, 1, 1, 1, 3, 2]
    assert found[["satisfaction_rate", "told_rate", "hours_to_told"]].tolist() == pytest.approx([2 / 3, 2 / 3, 3])


def test_reports_per_resident(tmp_path):
    cases = [{"case_id": str(n), "source": source, "area_code": "S11", "reported_at": "2018-09-03"}
             for n, source in enumerate(["hotline", "inspector", "video"])]  # fmt: skip
    found = reports_per_resident(version_of(tmp_path, cases), LATE, "district").set_index("unit")
    assert found.loc["D1", ["reports", "by_citizens"]].tolist() == [3, 1]
    assert found.loc["D1", ["reports_per_10000", "by_citizens_per_10000"]].tolist() == [1.5, 0.5]
    streets = reports_per_resident(version_of(tmp_path / "b", cases), LATE, "subdistrict").set_index("unit")
    assert streets.loc["S11", ["reports", "reports_per_10000"]].tolist() == pytest.approx([3, nan], nan_ok=True)


def test_discovery_is_the_indicator_with_its_interval(drawn):
    _, version = drawn
    found = discovery(version, SEPTEMBER, "city", as_of=AS_OF).set_index("indicator")
    expected = compute(version, SEPTEMBER, "city", list(found.index), as_of=AS_OF).set_index("indicator")
    assert found["value"].tolist() == expected["value"].tolist()
    assert (found["low"] < found["value"]).all() and (found["value"] < found["high"]).all()
    first = citizen_first(version, LATE).iloc[0]
    assert (first["first"], first["citizens"]) == tuple(
        expected.loc["citizen_first_rate", ["numerator", "denominator"]]
    )  # fmt: skip


def report(case_id: str, day: float, metres: float = 0, **fields) -> dict:
    """A citizen's report so many days after 1 September, so many metres north."""
    return {"case_id": case_id, "source": "citizen", "area_code": "S11", "scheme": "s", "kind": "event",
            "major_code": "01", "minor_code": "01", "lon": 116.4, "lat": 39.9 + metres * METRE,
            "reported_at": datetime(2018, 9, 1) + timedelta(days=day), **fields}  # fmt: skip


@pytest.mark.parametrize(
    ("before", "again", "twice"),
    [
        ({}, {"metres": 29}, True),
        ({}, {"metres": 31}, False),
        ({"day": -29}, {"day": 0.5}, True),
        ({"day": -29}, {"day": 1.5}, False),  # more than 30 days
        ({"minor_code": "02"}, {}, False),
        ({"source": "inspector"}, {}, False),
        ({"source": "hotline"}, {"voided_at": "2018-09-20", "void_reason": "duplicate"}, True),
        ({"source": "hotline"}, {"voided_at": "2018-09-20", "void_reason": "invalid"}, False),
        ({"minor_code": None}, {"minor_code": None}, False),
        ({"scheme": None}, {"scheme": None}, True),
        ({"lon": None, "lat": None}, {}, False),
    ],
)
def test_what_counts_as_reported_twice(tmp_path, before, again, twice):
    cases = [report("a", **({"day": 2} | before)), report("b", **({"day": 10} | again))]
    found = reported_twice(version_of(tmp_path, cases), LATE).iloc[0]
    assert found["twice"] == twice


def test_the_earlier_report_is_the_latest_before_and_was_open_or_not(tmp_path):
    cases = [
        report("a", 1, disposed_at="2018-09-03"), report("b", 5, 10), report("c", 9, 20, disposed_at="2018-09-20"),
        report("d", 9, 20, minor_code="09"), report("e", 25, disposed_at="2018-09-28"),
    ]  # fmt: skip
    version = version_of(tmp_path, cases)
    rows = repeated_reports(version, LATE)
    assert rows[["case_id", "earlier_id", "was_open"]].to_numpy().tolist() == [
        ["e", "c", False], ["c", "b", True], ["b", "a", False],
    ]  # fmt: skip
    assert rows[["hours_between", "metres"]].to_numpy().ravel() == pytest.approx([384, 20, 96, 10, 96, 10], rel=1e-3)
    found = reported_twice(version, LATE, ["unit"], "subdistrict").iloc[0]
    assert found[["citizens", "twice", "still_open", "came_back"]].tolist() == [5, 3, 1, 2]
    assert found["low"] < found["twice_rate"] == 0.6 < found["high"]


def test_a_default_point_is_no_place(tmp_path):
    default = [report(f"{number:04d}", number / 100) for number in range(150)]
    spread = [report(f"s{number}", 1, 100 * number) for number in range(1, 51)]
    found = reported_twice(version_of(tmp_path / "many", [*default, *spread]), LATE).iloc[0]
    assert (found["citizens"], found["twice"]) == (50, 0)
    # Fewer on one point are a place with a problem.
    found = reported_twice(version_of(tmp_path / "few", [*default[:60], *spread]), LATE).iloc[0]
    assert (found["citizens"], found["twice"]) == (110, 59)


def fallback(case_id: str, **fields) -> dict:
    return {"case_id": case_id, "source": "video", "reported_at": "2018-09-03", "filed_at": "2018-09-03",
            "is_fallback": True, "fallback_reason": "urgent", **fields}  # fmt: skip


def test_fallback_cases(tmp_path):
    done = {"disposed_at": "2018-09-06", "closed_at": "2018-09-07"}
    cases = [
        fallback("a", owner_named_at="2018-09-03 12:00", fallback_cost_cny=100.0, **done),
        fallback("b", owner_named_at="2018-09-04"), fallback("c", **done),
        fallback("d", fallback_reason="owner_unclear"), fallback("void", voided_at="2018-09-04"),
        fallback("not", is_fallback=False),
    ]  # fmt: skip
    found = fallback_cases(version_of(tmp_path, cases), LATE).set_index("reason")
    columns = ["cases", "owner_named", "disposed", "closed", "waiting", "spent_cny", "km_median_hours"]
    assert found.loc["urgent", columns].tolist() == [3, 2, 2, 2, 1, 100, 24]
    assert found.loc["owner_unclear", columns].tolist() == pytest.approx([1, 0, 0, 0, 1, 0, nan], nan_ok=True)


def test_fallback_money(tmp_path):
    budgets = [
        {"area_code": "D1", "org": "O1", "year": 2018, "reserved_cny": 1000.0},
        {"area_code": "S12", "org": "O1", "year": 2018, "reserved_cny": 300.0},
        {"area_code": "D2", "org": "O1", "year": 2018, "reserved_cny": 50.0},
        {"area_code": "D1", "org": "O1", "year": 2017, "reserved_cny": 7.0},
    ]
    cost = {"fallback_org": "O1", "fallback_cost_cny": 200.0}
    cases = [
        fallback("a", area_code="S11", **cost), fallback("b", area_code="S12", **cost),
        fallback("in May", area_code="S11", **cost) | {"reported_at": "2018-05-01", "filed_at": "2018-05-01"},
        fallback("in 2017", area_code="S11", **cost) | {"reported_at": "2017-12-31", "filed_at": "2017-12-31"},
        fallback("void", area_code="S11", voided_at="2018-09-04", **cost),
        fallback("no budget", area_code="S21", fallback_org="O9", fallback_cost_cny=80.0),
    ]  # fmt: skip
    version = version_of(tmp_path, cases, budgets=budgets, orgs=[{"org_id": "O1", "name": "Emergency team"}])
    found = fallback_money(version, LATE)
    columns = ["area", "org", "org_name", "cases", "reserved_cny", "spent_cny", "left_cny", "spent_share"]
    assert found[columns].astype(object).where(found[columns].notna(), None).to_numpy().tolist() == [
        ["D1", "O1", "Emergency team", 2, 1000, 400, 600, 0.4],
        ["D2", "O1", "Emergency team", 0, 50, 0, 50, 0],
        ["D2", "O9", None, 1, None, 80, None, None],
        ["S12", "O1", "Emergency team", 1, 300, 200, 100, pytest.approx(2 / 3)],
    ]
    inside = fallback_money(version, Selection(SEPTEMBER, AS_OF, tier="district", unit="D1"))
    assert inside["area"].tolist() == ["D1", "S12"]


def test_whistles_are_the_indicators(drawn):
    rows, version = drawn
    for tier in ("city", "subdistrict"):
        arrived = compute(version, SEPTEMBER, tier, ["whistle_arrival_rate"], as_of=AS_OF).set_index("unit")
        solved = compute(version, SEPTEMBER, tier, ["whistle_resolved_rate"], as_of=AS_OF).set_index("unit")
        for row in report_ins(version, LATE, ["unit"], tier).itertuples():
            assert (row.in_time, row.due) == tuple(arrived.loc[row.unit, ["numerator", "denominator"]])
            assert row.arrival_rate == pytest.approx(arrived.loc[row.unit, "value"])
        for row in whistles(version, LATE, ["unit"], tier).itertuples():
            assert (row.solved, row.blown) == tuple(solved.loc[row.unit, ["numerator", "denominator"]])
    called = whistles(version, LATE, ["org"])
    assert called["blown"].sum() == 2 * whistles(version, LATE)["blown"].item() > 0


def test_who_came_how_fast_and_whether_it_was_solved(tmp_path):
    day = "2018-09-03 "
    blown, soon = {"area_code": "S11", "blown_at": day + "08:00"}, {"due_at": day + "08:30"}
    tables = {
        "whistles": [
            {"whistle_id": "w", "kind": "emergency", "resolved_at": day + "18:00", **blown},
            {"whistle_id": "v", "kind": "livelihood", **blown},
        ],
        "whistle_reports": [
            {"whistle_id": "w", "org": "O1", "arrived_at": day + "08:15", "rating": 4, **soon},
            {"whistle_id": "w", "org": "O2", "arrived_at": day + "09:00", **soon},
            {"whistle_id": "v", "org": "O1", "due_at": day + "20:00"},
        ],
    }
    version = version_of(tmp_path, **tables)
    kinds = whistles(version, LATE, ["kind"])
    assert kinds[["kind", "blown", "solved", "solved_share"]].to_numpy().tolist() == [
        ["emergency", 1, 1, 1.0], ["livelihood", 1, 0, 0.0],
    ]  # fmt: skip
    assert kinds["km_median_hours"].tolist() == pytest.approx([10, nan], nan_ok=True)
    found = report_ins(version, LATE, ["org"]).set_index("org")
    columns = ["due", "came", "in_time", "arrival_rate", "km_median_hours", "rated", "rating"]
    assert found.loc["O1", columns].tolist() == [2, 1, 1, 0.5, 0.25, 1, 4]
    assert found.loc["O2", columns].tolist() == pytest.approx([1, 1, 0, 0, 1, 0, nan], nan_ok=True)
    morning = report_ins(version, Selection(SEPTEMBER, datetime(2018, 9, 3, 8, 45)), ["org"]).set_index("org")
    assert morning.loc["O2", ["due", "came"]].tolist() == [1, 0]


def test_the_whistle_rate_has_two_sides(tmp_path):
    filed = [{"case_id": f"{unit}{n}", "source": "video", "area_code": unit, "reported_at": "2018-09-03",
              "filed_at": "2018-09-03"} for unit, cases in (("S11", 100), ("S12", 2000), ("S21", 400))
             for n in range(cases)]  # fmt: skip
    blown = [{"whistle_id": f"{unit}{n}", "area_code": unit, "blown_at": "2018-09-04"}
             for unit, times in (("S11", 30), ("S12", 1), ("S21", 0)) for n in range(times)]  # fmt: skip
    version = version_of(tmp_path, filed, whistles=blown)
    found = whistle_rates(version, LATE, "subdistrict").set_index("unit")
    assert found["rate"].tolist() == [300, 0.5, 0]
    # None in 400 cases may be chance where 5 in 1,000 are usual.
    assert found["band"].tolist() == ["high", "low", "usual"]
    assert pd.isna(whistle_rates(version, LATE, "district").set_index("unit").loc["D3", "band"])
