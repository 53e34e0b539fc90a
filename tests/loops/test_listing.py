"""The loop document against its naive twin, the balance on random cases, past moments that later data leave alone."""

import json
from datetime import datetime

import pytest

from analytics.commands.running import plain
from analytics.contract.periods import Period
from analytics.indicators import TIERS, compute
from analytics.loops import loops
from tests.loops import naive
from tests.loops.city import CasesCity, known_at
from tests.making import make_version
from tests.naive.city import City

MOMENTS = [
    ("2018-09", "2018-10-04"),
    ("2018-09", "2018-09-21T15:30"),
    ("2018-W37", "2018-09-20"),
    ("2018Q3", "2018-10-19"),
    ("2018-09-17", "2018-09-18"),
    ("2018-10", "2018-10-01T07:00"),
    ("2018-09", "2018-08-01"),
]


@pytest.fixture(scope="module", params=[1, 2])
def rows(request):
    return CasesCity(request.param).rows()


@pytest.fixture(scope="module")
def version(rows, tmp_path_factory):
    return make_version(tmp_path_factory.mktemp("loops"), rows)


@pytest.fixture(scope="module")
def city(version):
    return City(version)


def near(document: list) -> list:
    """The document with its hours rounded, so that two ways of computing them may be compared."""
    return json.loads(json.dumps(plain(document)), parse_float=lambda text: round(float(text), 9))


@pytest.mark.parametrize(("text", "moment"), MOMENTS)
def test_the_document_agrees_with_its_naive_twin(version, city, text, moment):
    period, as_of = Period.parse(text), datetime.fromisoformat(moment)
    for tier in TIERS:
        found = loops(version, period, tier, as_of=as_of)
        assert near(found) == near(naive.loops(city, period, tier, as_of)), tier


@pytest.mark.parametrize(("text", "moment"), MOMENTS)
def test_the_balance_adds_up_and_the_loops_are_the_unit(version, text, moment):
    for tier in TIERS:
        for unit in loops(version, Period.parse(text), tier, as_of=datetime.fromisoformat(moment)):
            for counts in (unit, *unit["by_loop"].values()):
                assert counts["due"] == counts["on_time"] + counts["late"] + counts["overdue_open"]
            for name in naive.NAMES:
                assert unit[name] == sum(counts[name] for counts in unit["by_loop"].values())


@pytest.mark.parametrize("tier", ["city", "district", "subdistrict"])
def test_due_is_the_cohort_of_the_on_time_rate(version, tier):
    period, as_of = Period.parse("2018-09"), datetime(2018, 10, 4)
    rate = compute(version, period, tier, ["on_time_rate"], as_of=as_of)
    hours = compute(version, period, tier, ["handling_hours_median"], as_of=as_of)
    found = loops(version, period, tier, as_of=as_of)
    assert [(row["unit"], row["on_time"], row["due"]) for row in found] == [
        (row.unit, row.numerator, row.denominator) for row in rate.itertuples()
    ]  # fmt: skip
    medians = [row["stage_hours_median"]["disposed"] for row in found]
    assert medians == pytest.approx([value if value == value else None for value in hours["value"]])
    assert sum(row["due"] for row in found) > 20


@pytest.mark.parametrize("moment", ["2018-09-21T15:30", "2018-10-04"])
def test_a_past_moment_is_the_same_when_later_data_have_come(rows, version, tmp_path, moment):
    as_of = datetime.fromisoformat(moment)
    then = make_version(tmp_path, known_at(rows, as_of))
    assert len(known_at(rows, as_of)["cases"]) < len(rows["cases"])
    for text in ("2018-09", "2018-08", "2018Q3"):
        for tier in ("city", "district", "subdistrict"):
            before = loops(then, Period.parse(text), tier, as_of=as_of)
            assert loops(version, Period.parse(text), tier, as_of=as_of) == before


def test_only_units_inside_an_area(version):
    found = loops(version, Period.parse("2018-09"), "subdistrict", within="D1")
    assert [row["unit"] for row in found] == ["S11", "S12"]
