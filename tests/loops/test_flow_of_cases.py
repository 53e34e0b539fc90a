"""Funnel, backlog, setbacks, organisations and supervision: worked examples, and plain loops over random cases."""

from datetime import datetime, timedelta
from statistics import median

import pytest

from analytics.contract.periods import Period
from analytics.indicators import compute
from analytics.loops import Selection, backlog, departments, funnel, setbacks, supervision
from tests.loops.city import CasesCity, areas
from tests.making import make_version

SEPTEMBER = Period.parse("2018-09")
AS_OF = datetime(2018, 10, 4)
LATE = Selection(SEPTEMBER, AS_OF)
CHAIN = ("filed_at", "dispatched_at", "disposed_at", "checked_at", "closed_at")


def case(case_id: str, reached: int = 0, **fields) -> dict:
    """A case of 3 September that has passed so many stages of CHAIN, one a day."""
    start = datetime(2018, 9, 3)
    stages = {name: start + timedelta(days=number + 1) for number, name in enumerate(CHAIN[:reached])}
    return {"case_id": case_id, "source": "hotline", "area_code": "S11", "reported_at": start, **stages, **fields}


def version_of(folder, cases, **tables):
    return make_version(folder, {"areas": areas(), "cases": cases, **tables})


def test_the_funnel_and_its_losses(tmp_path):
    cases = [
        case("closed", 5), case("closed without a check", 3, closed_at="2018-09-09"), case("checked", 4),
        case("disposed", 3), case("void", 2, voided_at="2018-09-20"), case("suspended", 2, suspended_at="2018-09-20"),
        case("overdue", 2, dispose_due="2018-09-20"), case("lying", 2, dispose_due="2018-10-20"), case("filed", 1),
        case("rejected", 0), case("void at once", 0, voided_at="2018-09-04"), case("new", 0),
        case("earlier", 5, reported_at="2018-08-31"), case("later", 0, reported_at="2018-10-01"),
    ]  # fmt: skip
    flow = [{"case_id": "rejected", "seq": 1, "action": "reject", "at": "2018-09-05"}]
    found = funnel(version_of(tmp_path, cases, case_flow=flow), LATE)
    assert found.to_numpy().tolist() == [
        ["found", 12, 1, 1, 0, 0, 1],
        ["filed", 9, 0, 0, 0, 0, 1],
        ["dispatched", 8, 1, 0, 1, 1, 1],
        ["disposed", 4, 0, 0, 0, 0, 1],
        ["checked", 3, 0, 0, 0, 0, 1],
        ["closed", 2, 0, 0, 0, 0, 0],
    ]
    ended = found[["void", "rejected", "suspended", "overdue", "waiting"]].sum(axis="columns")
    assert (found["reached"] - ended).tolist() == [*found["reached"][1:], 2]


@pytest.fixture(scope="module", params=[datetime(2018, 9, 21, 15, 30), AS_OF], ids=str)
def drawn(request, tmp_path_factory):
    """Random cases as rows and as a version, seen at a moment."""
    rows = CasesCity(11).rows()
    return rows["cases"], make_version(tmp_path_factory.mktemp("drawn"), rows), request.param


def test_the_backlog_day_by_day(drawn):
    cases, version, as_of = drawn
    found = backlog(version, Selection(SEPTEMBER, as_of))
    assert len(found) == SEPTEMBER.ended_days(as_of)
    lying = [case for case in cases if case["filed_at"] and not (case["voided_at"] and case["voided_at"] <= as_of)]
    for row in found.itertuples():
        end = row.day.to_pydatetime() + timedelta(days=1)

        def by_then(case, column, end=end):
            return case[column] is not None and case[column] < end

        here = [case for case in lying if by_then(case, "filed_at") and not by_then(case, "disposed_at")]
        ages = [(end - case["filed_at"]) / timedelta(hours=1) for case in here]
        assert row.open == len(here)
        assert row.overdue == sum(by_then(case, "dispose_due") for case in here)
        assert row.suspended == sum(by_then(case, "suspended_at") and not by_then(case, "resumed_at") for case in here)
        assert row.median_age_hours == pytest.approx(median(ages))
        assert row.age_under_1_day == sum(age < 24 for age in ages)
        assert row.age_over_30_days == sum(age >= 720 for age in ages)
    bands = [name for name in found if name.startswith("age_")]
    assert found[bands].sum(axis="columns").tolist() == found["open"].tolist()


def test_the_backlog_moves_by_what_comes_and_goes(tmp_path):
    cases = [case("a", 2), case("b", 3), case("c", 1), case("void", 1, voided_at="2018-09-20")]
    found = backlog(version_of(tmp_path, cases), LATE).set_index("day")
    assert found.loc["2018-09-02":"2018-09-07", ["filed", "disposed", "open"]].to_numpy().tolist() == [
        [0, 0, 0], [0, 0, 0], [3, 0, 3], [0, 0, 3], [0, 1, 2], [0, 0, 2],
    ]  # fmt: skip


def test_setbacks_are_the_indicators(drawn):
    _, version, as_of = drawn
    found = setbacks(version, Selection(SEPTEMBER, as_of), ["unit"], "district").set_index("unit")
    for name, numerator, denominator in (
        ("rework_rate", "reworked", "closed"), ("extension_rate", "extended", "due"),
        ("void_rate", "void", "filed_or_void"),
    ):  # fmt: skip
        for row in compute(version, SEPTEMBER, "district", [name], as_of=as_of).itertuples():
            assert (found.loc[row.unit, numerator], found.loc[row.unit, denominator]) == (
                row.numerator, row.denominator,
            )  # fmt: skip
            assert found.loc[row.unit, name] == pytest.approx(row.value, nan_ok=True)
    reasons = [name for name in found if name.startswith("void_") and name != "void_rate"]
    assert found[reasons].sum(axis="columns").tolist() == found["void"].tolist()


def test_suspensions(tmp_path):
    cases = [
        case("now", 2, suspended_at="2018-09-10"), case("over", 2, suspended_at="2018-09-10", resumed_at="2018-09-12"),
        case("since August", 2, reported_at="2018-08-01", suspended_at="2018-08-10"),
        case("disposed", 3, suspended_at="2018-09-05"),
        case("void", 2, suspended_at="2018-09-10", voided_at="2018-09-11"),
    ]  # fmt: skip
    found = setbacks(version_of(tmp_path, cases), LATE).iloc[0]
    assert (found["suspended"], found["resumed"], found["still_suspended"]) == (3, 1, 2)


def test_departments(tmp_path):
    cases = [
        case("a", 5, responsible_org="O1", dispose_due="2018-09-06", rework_count=1),
        case("b", 5, responsible_org="O1", dispose_due="2018-09-05"),
        case("c", 2, responsible_org="O1", dispose_due="2018-09-20"),
        case("d", 2, responsible_org="O7", dispose_due="2018-10-20"), case("e", 5, dispose_due="2018-09-20"),
        case("lying since", 2, responsible_org="O2", reported_at="2017-03-01", dispose_due="2017-03-02"),
    ]  # fmt: skip
    orgs = [{"org_id": "O1", "name": "Roads", "kind": "operation"}, {"org_id": "O2", "name": "Lamps"}]
    found = departments(version_of(tmp_path, cases, orgs=orgs), LATE)
    columns = ["org", "name", "due", "on_time", "late", "overdue_open", "handled", "reworked", "open", "overdue"]
    assert found[columns].astype(object).where(found[columns].notna(), None).to_numpy().tolist() == [
        ["O1", "Roads", 3, 1, 1, 1, 2, 1, 1, 1],
        [None, None, 1, 1, 0, 0, 1, 0, 0, 0],
        ["O2", "Lamps", 0, 0, 0, 0, 0, 0, 1, 1],
        ["O7", None, 0, 0, 0, 0, 0, 0, 1, 0],
    ]
    assert found.loc[0, "median_hours"] == 24


def test_supervised_escalated_and_major_cases(tmp_path):
    cases = [
        case("a", 5, supervised_at="2018-09-05", dispose_due="2018-09-07", is_major=True),
        case("b", 2, supervised_at="2018-09-05", dispose_due="2018-09-07"),
        case("c", 3, supervised_at="2018-09-20"),  # after its disposal
        case("d", 2, supervised_at="2018-09-05", voided_at="2018-09-20"),
        case("e", 2, supervised_at="2018-10-02", escalated_at="2018-09-30"),
    ]  # fmt: skip
    found = supervision(version_of(tmp_path, cases), LATE).set_index("kind")
    columns = ["cases", "disposed", "on_time", "overdue_open", "closed", "km_median_hours"]
    assert found.loc["supervised", columns].tolist() == [3, 2, 1, 1, 1, 24]
    assert found.loc["major", columns].tolist() == [1, 1, 1, 0, 1, 48]
    assert found.loc["escalated", ["cases", "disposed"]].tolist() == [1, 0]
