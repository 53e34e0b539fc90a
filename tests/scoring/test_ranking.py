"""rank() on a small version made by the real build: districts in two groups, cases in August and September 2018."""

import json
from datetime import datetime, timedelta

import pytest

from analytics.indicators import UnknownUnit, compute
from analytics.scoring import NoScorecard, rank
from tests.making import make_version

KEYS = {
    "unit",
    "name",
    "group",
    "rank",
    "rank_in_group",
    "rank_low",
    "rank_high",
    "score",
    "weight_available",
    "status",
    "blocks",
    "indicators",
    "movement",
    "movement_significant",
    "year_on_year",
}
LATE = {"08": {"01": 4, "02": 10, "05": 20, "06": 20}, "09": {"01": 20, "02": 10, "05": 4, "06": 1}}
COUNT = {"01": 40, "02": 40, "05": 40, "06": 20}


def case(district, month, index, late):
    """A case of district and month: reported on the 5th, due a day later, disposed after an hour or after two days."""
    reported = datetime(2018, int(month), 5, 8) + timedelta(minutes=index)
    disposed = reported + timedelta(hours=48 if late else 1)
    return {
        "case_id": f"{district}-{month}-{index}",
        "kind": "event",
        "source": "inspector" if index % 2 else "hotline",
        "area_code": f"1101{district}",
        "reported_at": reported.isoformat(),
        "filed_at": reported.isoformat(),
        "dispatched_at": reported.isoformat(),
        "dispose_due": (reported + timedelta(days=1)).isoformat(),
        "disposed_at": disposed.isoformat(),
        "closed_at": disposed.isoformat(),
        "rework_count": 0,
    }


@pytest.fixture(scope="module")
def version(tmp_path_factory):
    groups = {"01": "core", "02": "core", "05": "inner", "06": "inner", "07": None}
    areas = [{"area_code": "11", "tier": "city", "name": "City"}]
    areas += [
        {"area_code": f"1101{code}", "tier": "district", "name": f"D{code}", "parent_code": "11", "group_code": group}
        for code, group in groups.items()
    ]
    areas.append({"area_code": "11010101", "tier": "subdistrict", "name": "S1", "parent_code": "110101"})
    cases = [
        case(district, month, index, index < late)
        for month, by_district in LATE.items()
        for district, late in by_district.items()
        for index in range(COUNT[district])
    ]
    # The newest row is of November, so that October's default as-of is not cut short.
    cases.append(case("01", "11", 0, False))
    return make_version(tmp_path_factory.mktemp("ranking"), {"areas": areas, "cases": cases})


def ranked(version, *arguments, **options):
    """The verb's document, through JSON and back, and its rows by unit."""
    document = json.loads(json.dumps(rank(version, *arguments, **options).as_json(), allow_nan=False))
    return document, {row["unit"]: row for row in document["rows"]}


def test_the_document_is_the_verbs(version):
    document, rows = ranked(version, "2018-09", scorecard="cases_only")
    assert {key: document[key] for key in document if key != "rows"} == {
        "scorecard": "cases_only",
        "period": "2018-09",
        "as_of": "2018-10-04T00:00:00",
        "main_indicator": "on_time_rate",
    }
    assert [row["unit"] for row in document["rows"]] == ["110105", "110102", "110101", "110106", "110107"]
    assert all(set(row) == KEYS for row in document["rows"])
    assert [row["status"] for row in document["rows"]] == ["ranked"] * 3 + ["too_few", "no_data"]
    assert set(rows["110105"]["indicators"][0]) == {
        "indicator",
        "value",
        "numerator",
        "denominator",
        "score",
        "weight",
        "contribution",
    }


def test_scores_ranks_and_groups(version):
    _, rows = ranked(version, "2018-09", scorecard="cases_only")
    best = rows["110105"]
    # on time 36/40 → 100·(0.9 − 0.5)/0.48; nothing open, no rework; half self-found → 100·(0.5 − 0.1)/0.7
    assert best["score"] == pytest.approx(0.4 * 83.3333 + 20 + 20 + 0.2 * 57.142857, abs=0.006)
    assert sum(line["contribution"] for line in best["indicators"]) == pytest.approx(best["score"], abs=0.005)
    assert [best["rank"], best["rank_in_group"], best["group"]] == [1, 1, "inner"]
    assert [rows["110102"]["rank"], rows["110102"]["rank_in_group"]] == [2, 1]
    assert [rows["110101"]["rank"], rows["110101"]["rank_in_group"]] == [3, 2]
    assert 1 <= best["rank_low"] <= best["rank_high"] <= 3


def test_unranked_rows_have_no_rank_and_no_data_is_null(version):
    _, rows = ranked(version, "2018-09", scorecard="cases_only")
    for unit in ("110106", "110107"):
        assert [rows[unit][key] for key in ("rank", "rank_in_group", "rank_low", "rank_high", "movement")] == [None] * 5
        assert rows[unit]["movement_significant"] is None
    assert rows["110106"]["score"] is not None
    assert rows["110107"]["score"] is None
    assert rows["110107"]["weight_available"] == 0
    assert rows["110107"]["blocks"] == {"cases": None}


def test_movement_since_the_month_before(version):
    _, rows = ranked(version, "2018-09", scorecard="cases_only")
    assert [rows[unit]["movement"] for unit in ("110105", "110102", "110101")] == [2, 0, -2]
    assert [rows[unit]["year_on_year"] for unit in rows] == [None] * 5
    _, rows = ranked(version, "2018-08", scorecard="cases_only")
    assert [rows[unit]["movement"] for unit in rows] == [None] * 5


def test_what_was_not_known_yet_does_not_count(version):
    _, rows = ranked(version, "2018-09", as_of=datetime(2018, 9, 6, 9), scorecard="cases_only")
    assert rows["110105"]["indicators"][1]["numerator"] == 4  # the late ones are still open
    _, later = ranked(version, "2018-09", scorecard="cases_only")
    assert later["110105"]["indicators"][1]["numerator"] == 0


def test_the_period_before_is_never_known_later_than_the_moment_asked_for(version):
    """On 6 August the late cases of August were open; a ranking of September as of then must not know better."""
    moment = datetime(2018, 8, 6, 9)
    ranking = rank(version, "2018-09", as_of=moment, scorecard="cases_only")
    before = ranking.before.scores.numerators.loc["110105", "overdue_open_rate"]
    assert before == 20
    assert ranking.as_json()["as_of"] == "2018-08-06T09:00:00"


def test_only_the_units_inside_an_area_are_compared(version):
    document, _ = ranked(version, "2018-09", tier="subdistrict", within="110101", scorecard="cases_only")
    assert [row["unit"] for row in document["rows"]] == ["11010101"]
    document, rows = ranked(version, "2018-09", within="110102", scorecard="cases_only")
    assert [rows["110102"]["rank"], rows["110102"]["rank_high"]] == [1, 1]
    with pytest.raises(UnknownUnit):
        rank(version, "2018-09", within="999", scorecard="cases_only")


def test_ranking_twice_gives_the_same(version):
    assert ranked(version, "2018-09", scorecard="cases_only") == ranked(version, "2018-09", scorecard="cases_only")


def test_values_are_those_of_the_indicators(version):
    ranking = rank(version, "2018-09", scorecard="cases_only")
    values = compute(version, ranking.period, "district", ["on_time_rate"]).set_index("unit")["value"]
    for unit, row in ranked(version, "2018-09", scorecard="cases_only")[1].items():
        value = row["indicators"][0]["value"]
        assert value == pytest.approx(values[unit]) if value is not None else values.isna()[unit]


@pytest.mark.parametrize("tier", ["city", "district", "subdistrict", "community", "grid", "alley"])
@pytest.mark.parametrize("scorecard", ["monthly", "quarterly"])
def test_tiers_without_units_or_data_are_answered_too(version, tier, scorecard):
    document, rows = ranked(version, "2018Q3", tier=tier, scorecard=scorecard)
    assert {row["status"] for row in rows.values()} <= {"no_data"}
    assert document["main_indicator"] == ("ten_none_score" if tier == "alley" else "on_time_rate")


def test_an_unknown_scorecard_is_told(version):
    with pytest.raises(NoScorecard):
        rank(version, "2018-09", scorecard="yearly")


def test_bands_and_chances_come_from_the_same_draws(version):
    ranking = rank(version, "2018-09", scorecard="cases_only")
    assert [unit for band in ranking.bands() for unit in band] == ["110105", "110102", "110101"]
    assert ranking.now.draws.chance_first(3).tolist() == [1, 1, 1]
    assert ranking.before.draws is None
