"""Cases derived from their steps: what a row lacks, what the two say differently, which disposal counts."""

from datetime import datetime, timedelta

import pytest

from analytics.contract.periods import Period
from analytics.indicators import compute
from analytics.store.reading import issue_rows
from tests.making import make_version

DAY = "2018-09-03"
STAGES = ("reported_at", "verified_at", "filed_at", "dispatched_at", "accepted_at", "disposed_at", "checked_at",
          "closed_at", "voided_at", "suspended_at", "resumed_at")  # fmt: skip


def steps(text: str, case_id: str = "c") -> list[dict]:
    """'report 8, file 9.5' → rows of case_flow; the number is the hour."""
    rows = []
    for seq, step in enumerate(text.split(", "), start=1):
        action, hour = step.split()
        at = datetime.fromisoformat(DAY) + timedelta(hours=float(hour))
        rows.append({"case_id": case_id, "seq": seq, "action": action, "at": at})
    return rows


def version_of(folder, flow: list[dict], cases: list[dict] | None = None):
    tables = {"areas": [{"area_code": "1", "tier": "city", "name": "City"}], "case_flow": flow}
    return make_version(folder, tables | ({"cases": cases} if cases else {}))


def derived(folder, text: str) -> dict:
    (row,) = version_of(folder, steps(text)).rows("select * from cases")
    hours = {name: row[name].hour + row[name].minute / 60 for name in STAGES if row[name]}
    return hours | {name: row[name] for name in ("rework_count", "extension_count")}


PLAIN = {"reported_at": 8, "filed_at": 9, "dispatched_at": 10, "rework_count": 0, "extension_count": 0}
START = "report 8, file 9, dispatch 10, "
EXAMPLES = {
    "a case without a hitch": (
        "report 8, verify 8.5, file 9, dispatch 10, accept 11, dispose 12, check_pass 13, close 14",
        PLAIN | {"verified_at": 8.5, "accepted_at": 11, "disposed_at": 12, "checked_at": 13, "closed_at": 14},
    ),
    "the disposal that finally passed, the first dispatch": (
        START + "dispose 11, check_fail 12, dispose 13, check_fail 14, dispose 15, check_pass 16, close 17",
        PLAIN | {"disposed_at": 15, "checked_at": 16, "closed_at": 17, "rework_count": 2},
    ),
    "a disposal that did not pass is none": (START + "dispose 11, check_fail 12", PLAIN | {"rework_count": 1}),
    "two who dispose together": (START + "dispose 11, dispose 12, check_pass 13",
                                 PLAIN | {"disposed_at": 12, "checked_at": 13}),
    "opened again": (START + "dispose 11, check_pass 12, close 13, reopen 14", PLAIN | {"rework_count": 1}),
    "opened again and closed": (
        START + "dispose 11, check_pass 12, close 13, reopen 14, dispose 15, check_pass 16, close 17",
        PLAIN | {"disposed_at": 15, "checked_at": 16, "closed_at": 17, "rework_count": 1},
    ),
    "returned and dispatched to another": (START + "return 11, dispatch 12, dispose 13", PLAIN | {"disposed_at": 13}),
    "extended twice": (START + "extend 11, extend 12, dispose 13", PLAIN | {"disposed_at": 13, "extension_count": 2}),
    "suspended": (START + "suspend 11, resume 12, dispose 13",
                  PLAIN | {"suspended_at": 11, "resumed_at": 12, "disposed_at": 13}),
    "suspended twice: the first": (START + "suspend 11, resume 12, suspend 13",
                                   PLAIN | {"suspended_at": 11, "resumed_at": 12}),
    "void": (START + "void 11", PLAIN | {"voided_at": 11}),
    "merged": (START + "merge 11", PLAIN | {"voided_at": 11}),
    "void, then opened again": (START + "void 11, reopen 12, dispose 13",
                                PLAIN | {"disposed_at": 13, "rework_count": 1}),
    "not filed": ("report 8, verify 8.5, reject 9", {"reported_at": 8, "verified_at": 8.5, "rework_count": 0,
                                                    "extension_count": 0}),
    "begins in the middle": ("file 9, dispatch 10", PLAIN | {"reported_at": 9}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), EXAMPLES.values(), ids=EXAMPLES)
def test_a_case_without_a_row(tmp_path, text, expected):
    assert derived(tmp_path, text) == expected


def test_words_of_a_case_without_a_row(tmp_path):
    flow = steps("report 8, dispatch 9, dispatch 10, void 11")
    flow[1]["to_org"], flow[2]["to_org"], flow[3]["reason"] = "o1", "o2", "重复"
    version = version_of(tmp_path, [*flow, *steps("report 8, merge 9", "m"), *steps("report 7, void 9", "v")])
    rows = version.rows("select case_id, source, city, responsible_org, void_reason from cases")
    assert [tuple(row.values()) for row in rows] == [
        ("v", "other", "1", None, None), ("c", "other", "1", "o2", "duplicate"), ("m", "other", "1", None, "merged"),
    ]  # fmt: skip


def row(**fields) -> dict:
    return {"case_id": "c", "source": "hotline", "reported_at": f"{DAY} 08:00", **fields}


def test_a_row_keeps_what_it_says_and_gains_what_it_lacks(tmp_path):
    flow = steps(START + "dispose 11, check_pass 12, close 13")
    version = version_of(tmp_path, flow, [row(filed_at=f"{DAY} 09:00:40", disposed_at=f"{DAY} 11:30")])
    (found,) = version.rows("select * from cases")
    assert (found["source"], found["filed_at"], found["disposed_at"], found["closed_at"]) == (
        "hotline", datetime(2018, 9, 3, 9, 0, 40), datetime(2018, 9, 3, 11, 30), datetime(2018, 9, 3, 13),
    )  # fmt: skip
    (issue,) = issue_rows(version, code="flow_differs")
    assert issue["message_en"] == f"disposed_at differs: {DAY} 11:30:00 in the case's row, {DAY} 11:00:00 by its steps"
    assert (issue["severity"], issue["table"], issue["file"], issue["line"], issue["row"]) == (
        "issue", "cases", "cases.csv", 2, {"case_id": "c"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "text", "expected"),
    [
        ({"rework_count": 2}, START + "dispose 11, check_fail 12, dispose 13", "rework_count differs: 2"),
        ({"disposed_at": f"{DAY} 11:00"}, START + "dispose 11, check_fail 12", "disposed_at differs: 2018-09-03 11:00"),
        ({"voided_at": f"{DAY} 11:00"}, START + "void 11, reopen 12", "voided_at differs"),
        ({"dispatched_at": f"{DAY} 12:00"}, START + "dispose 11", "disposed_at differs: -"),
        ({"extension_count": 1}, START + "dispose 11", "extension_count differs: 1"),
    ],
)
def test_what_the_two_say_differently(tmp_path, given, text, expected):
    version = version_of(tmp_path, steps(text), [row(rework_count=1) | given])
    assert any(issue["message_en"].startswith(expected) for issue in issue_rows(version, code="flow_differs"))
    (found,) = version.rows("select * from cases")
    assert all(str(found[name]).startswith(str(value)) for name, value in given.items())


def test_the_suspension_at_the_deadline(tmp_path):
    flow = steps(START + "suspend 11, resume 12, suspend 13, resume 15, suspend 16")
    version = version_of(tmp_path, flow, [row(dispose_due=f"{DAY} 14:00")])
    (found,) = version.rows("select suspended_at, resumed_at from cases")
    assert (found["suspended_at"].hour, found["resumed_at"].hour) == (13, 15)


def test_nothing_is_stored_twice_and_rows_stay_in_order(tmp_path):
    flow = [*steps("report 8.5, file 9", "b"), *steps("report 8, file 9", "c")]
    version = version_of(tmp_path, flow, [row(), row(case_id="z", reported_at=f"{DAY} 08:10")])
    found = version.rows("select case_id from cases order by rowid")
    assert [each["case_id"] for each in found] == ["c", "z", "b"]


def test_columns_that_only_the_steps_tell_are_answered(tmp_path):
    version = version_of(tmp_path, steps(START + "dispose 11, check_fail 12, dispose 13, check_pass 14, close 15"))
    found = compute(version, Period.parse("2018-09"), "city", ["rework_rate", "handling_hours_median", "void_rate"])
    assert found.set_index("indicator")["value"].to_dict() == {
        "rework_rate": 1, "handling_hours_median": 3, "void_rate": 0,
    }  # fmt: skip
