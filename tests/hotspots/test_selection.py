"""Which cases count: every condition against a plain reading of the rows."""

from datetime import datetime

import pytest

from analytics.contract.periods import Period
from analytics.hotspots import find_hotspots
from tests.hotspots.city import case, cell, places
from tests.hotspots.spotted import rows
from tests.making import make_version

SEPTEMBER = Period.parse("2018-09")
AS_OF = datetime(2018, 10, 4)


def counted(spotted, keep, **wanted) -> None:
    """The counts of September are those of the rows that `keep` keeps, cell by cell."""
    found = find_hotspots(spotted, SEPTEMBER, as_of=AS_OF, **wanted)
    expected = dict.fromkeys(found.places.codes, 0)
    for row in rows()["cases"]:
        if SEPTEMBER.start <= row["reported_at"] < SEPTEMBER.end and keep(row):
            expected[row["grid_code"]] += 1
    assert dict(zip(found.places.codes, found.count.tolist(), strict=True)) == expected
    assert sum(expected.values()) > 0


def test_loop(spotted) -> None:
    counted(spotted, lambda row: row["loop"] == "large", loop="large")


def test_class_by_scheme_kind_and_code(spotted) -> None:
    counted(spotted, lambda row: row["major_code"] == "02", case_class=("cjt214", "event", "02"))


@pytest.mark.parametrize("case_class", [("gbt30428", "event", "02"), ("cjt214", "part", "02"), (None, "event", "02")])
def test_the_same_code_of_another_scheme_or_kind_is_another_class(spotted, case_class) -> None:
    assert find_hotspots(spotted, SEPTEMBER, case_class=case_class).count.sum() == 0


def test_key_content_and_its_tag(spotted) -> None:
    tagged = lambda row: row["major_code"] == "02"  # noqa: E731
    counted(spotted, tagged, key_content=True)
    counted(spotted, tagged, content_tag="back_alley")
    assert find_hotspots(spotted, SEPTEMBER, content_tag="overhead_line").count.sum() == 0


def test_overdue(spotted) -> None:
    counted(spotted, lambda row: row["disposed_at"] > row["dispose_due"], overdue=True)


@pytest.mark.parametrize(
    ("stages", "overdue"),
    [
        ({"dispose_due": "2018-09-10T10:00:00"}, True),  # open past its deadline
        ({"dispose_due": "2018-09-10T10:00:00", "disposed_at": "2018-09-10T10:00:00"}, False),
        ({"dispose_due": "2018-09-10T10:00:00", "disposed_at": "2018-09-10T10:00:01"}, True),
        ({"dispose_due": "2018-09-10T10:00:00", "disposed_at": "2018-11-01T00:00:00"}, True),  # not known yet
        ({"dispose_due": "2018-10-05T00:00:00"}, False),  # not due yet
        ({"dispose_due": "2018-10-04T00:00:00"}, True),  # due at the very moment
        ({}, False),  # no deadline
        ({"dispose_due": "2018-09-10T10:00:00", "suspended_at": "2018-09-09T00:00:00"}, False),
        ({"dispose_due": "2018-09-10T10:00:00", "suspended_at": "2018-09-09T00:00:00",
          "resumed_at": "2018-09-10T09:00:00"}, True),
        ({"dispose_due": "2018-09-10T10:00:00", "suspended_at": "2018-09-11T00:00:00"}, True),
    ],
)  # fmt: skip
def test_overdue_as_known_then(tmp_path, stages, overdue) -> None:
    version = make_version(tmp_path, {**places(), "cases": [case(cell(1, 1), "2018-09-08T10:00:00", **stages)]})
    assert find_hotspots(version, SEPTEMBER, as_of=AS_OF, overdue=True).count.sum() == int(overdue)
