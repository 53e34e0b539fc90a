"""The yearly shortlist: a hand-worked year, ties, quota and minimum service, and every criterion's naive twin."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from analytics.commands.running import main
from analytics.contract.periods import Period
from analytics.honours import UnknownRole, criteria, honour, shortlist
from tests import naive
from tests.honours.naive import criteria as naive_criteria
from tests.honours.naive import served
from tests.indicators.random_city import RandomCity
from tests.making import make_version

YEAR = Period.parse("2017")
END = datetime(2018, 1, 4)
AREAS = [
    {"area_code": "C", "tier": "city", "name": "City"},
    *({"area_code": code, "tier": "district", "name": code, "parent_code": "C"} for code in ("D1", "D2")),
]
ALLEYS = [{"alley_id": f"A{n}", "name": f"A{n}", "area_code": "D1" if n < 4 else "D2"} for n in range(1, 6)]


def steward(number: int, since: str = "2017-01-01", until: str | None = None) -> dict:
    return {"person_id": f"P{number}", "role": "steward", "alley_id": f"A{number}", "valid_from": since,
            "valid_to": until}


def acts(number: int, days: int, forms: str = "patrol visit record do report swipe") -> list[dict]:
    """An act on each of the year's first `days` days, its forms in turn."""
    kinds = forms.split()
    return [
        {"activity_id": f"Y{number}-{n}", "person_id": f"P{number}", "alley_id": f"A{number}",
         "form": kinds[n % len(kinds)], "at": f"{date(2017, 1, 1) + timedelta(days=n)}T09:00:00", "points": 2.0}
        for n in range(days)
    ]


@pytest.fixture(scope="module")
def version(tmp_path_factory):
    """P1 and P2 alike, P3 busier, P4 there for too short a time, P5 in the other district."""
    rows = {
        "areas": AREAS, "alleys": ALLEYS,
        "people": [{"person_id": f"P{n}", "name": f"管家{n}"} for n in range(1, 6)],
        "assignments": [steward(1), steward(2), steward(3), steward(4, "2017-07-06"), steward(5)],
        "steward_activity": [*acts(1, 146), *acts(2, 146), *acts(3, 219), *acts(4, 300), *acts(5, 146, "patrol")],
        "trainings": [{"person_id": f"P{n}", "held_on": "2017-03-01", "topic": "t"} for n in (1, 2, 3)],
    }
    return make_version(tmp_path_factory.mktemp("honours"), rows)


def test_a_year_worked_by_hand(version) -> None:
    found = shortlist(version, "steward", YEAR, END)
    # 146 of 365 days are 0.40: a third of the way from 0.20 to 0.80. Weights 40, 15 and 5 of 60 have data.
    alike = (40 * 100 / 3 + 15 * 100 + 5 * 100) / 60
    busier = (40 * 100 * (0.6 - 0.2) / 0.6 + 15 * 100 + 5 * 100) / 60
    alone = (40 * 100 / 3 + 15 * 100 / 6 + 0) / 60
    assert [(row["person_id"], row["rank"], row["score"]) for row in found.listed] == [
        ("P3", 1, round(busier, 2)), ("P1", 2, round(alike, 2)), ("P2", 2, round(alike, 2)), ("P5", 4, round(alone, 2)),
    ]  # fmt: skip
    assert found.standing == {"too_short": 1, "ranked": 4, "quota": 0}
    third = found.listed[0]
    assert third["criteria"]["active_days"] | {"score": None} == {
        "value": 0.6, "numerator": 219, "denominator": 365, "score": None, "weight": pytest.approx(40 / 60)}
    untold = third["criteria"]["evaluation_score"]
    assert untold["value"] is None and untold["weight"] == 0
    assert third["counts"] == {"acts": 219, "reports": 36, "done": 36, "points": 438, "hours": None}
    assert (third["days_in_force"], third["unit"], third["alleys"]) == (365, "D1", ["A3"])


def test_equal_ones_at_the_end_of_the_list_stay(version, monkeypatch) -> None:
    short = replace(honour("steward"), length=2)
    monkeypatch.setattr(criteria, "honours", lambda: {"steward": short})
    assert [row["person_id"] for row in shortlist(version, "steward", YEAR, END).listed] == ["P3", "P1", "P2"]


def test_no_more_of_one_unit_than_its_quota(version, monkeypatch) -> None:
    one_each = replace(honour("steward"), per_unit=1)
    monkeypatch.setattr(criteria, "honours", lambda: {"steward": one_each})
    found = shortlist(version, "steward", YEAR, END)
    assert [(row["person_id"], row["rank"]) for row in found.listed] == [("P3", 1), ("P5", 2)]
    assert found.standing["quota"] == 2


def test_service_is_counted_to_as_of(version) -> None:
    found = shortlist(version, "steward", YEAR, datetime(2017, 6, 29))
    assert not found.listed and found.standing["too_short"] == 4  # 179 days
    found = shortlist(version, "steward", YEAR, datetime(2017, 6, 30))
    assert len(found.listed) == 4 and found.listed[0]["criteria"]["active_days"]["denominator"] == 180


def test_only_of_an_area(version) -> None:
    assert [row["person_id"] for row in shortlist(version, "steward", YEAR, END, "D2").listed] == ["P5"]


def test_without_chiefs_nobody(version) -> None:
    assert shortlist(version, "alley_chief", YEAR, END).listed == ()
    with pytest.raises(UnknownRole):
        shortlist(version, "inspector", YEAR, END)


@pytest.mark.parametrize("role", ["alley_chief", "steward"])
@pytest.mark.parametrize("moment", ["2018-10-04", "2018-09-21T15:30"])
def test_criteria_agree_with_the_naive_twin(tmp_path, monkeypatch, role, moment) -> None:
    rows = RandomCity(3).rows()
    for row in rows["evaluations"][::2]:
        row["subject_kind"] = "steward"
    version = make_version(tmp_path, rows)
    everybody = replace(honour(role), least_days=1, length=99)
    card = replace(everybody.card, mains={"default": replace(everybody.card.main("x"), minimum=0)})
    monkeypatch.setattr(criteria, "honours", lambda: {role: replace(everybody, card=card)})
    year, as_of = Period.parse("2018"), datetime.fromisoformat(moment)
    found = {row["person_id"]: row for row in shortlist(version, role, year, as_of).listed}
    city, then = naive.City(version), naive.Moment(year, as_of)
    expected, days = naive_criteria(city, then, role), served(city, then, role)
    assert len(found) > 3
    for person, row in found.items():
        told = {name: (each["numerator"], each["denominator"]) for name, each in row["criteria"].items()
                if each["denominator"]}
        assert told == {name: pytest.approx(pair) for name, pair in expected[person].items()}
        assert row["days_in_force"] == len({day for _, day in days[person]})


def test_verb(version, tmp_path, capsys) -> None:
    (tmp_path / "versions").symlink_to(version.path.parent)
    (tmp_path / "CURRENT").write_text("v000001")
    words = ["honours", "--role", "steward", "--year", "2017", "--store", str(tmp_path), "--json"]
    assert main([*words, "--as-of", "2018-01-04"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [list(row) for row in rows] == [["person_id", "rank", "evidence"]] * 4
    assert [row["rank"] for row in rows] == [1, 2, 2, 4]
    with pytest.raises(SystemExit) as wrong:
        main([*words[:4], "2017-09", "--store", str(tmp_path)])
    assert wrong.value.code == 2
