"""Sentinels: planted patterns are found with their cases, ordinary months are left alone, limits hold."""

from datetime import datetime, timedelta

import pandas as pd
import pytest

from analytics.contract.periods import Period
from analytics.loops import Selection, evidence, sentinels
from analytics.loops.sentinels.judging import bunched, standing_out, waves
from tests.loops.city import areas
from tests.making import make_version

SEPTEMBER = Selection(Period.parse("2018-09"), datetime(2018, 10, 4))
WAVES = {"least": 8, "times_usual": 4, "usual_days": 56, "chance": 0.0001}


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


@pytest.mark.parametrize(
    ("usual", "cases", "is_wave"),
    [(0, 7, False), (0, 8, True), (1, 8, True), (3, 8, False), (3, 13, True), (10, 30, False), (10, 41, True)],
)
def test_a_wave_is_far_more_than_usual(usual, cases, is_wave):
    rows = [{"unit": "u", "day": day("2018-09-10") - timedelta(days=back), "cases": usual} for back in range(1, 57)]
    rows.append({"unit": "u", "day": day("2018-09-10"), "cases": cases})
    found = waves(pd.DataFrame(rows), day("2018-09-01"), WAVES)
    assert found["day"].tolist() == ([day("2018-09-10")] if is_wave else [])
    if is_wave:
        assert found["usual"].item() == pytest.approx(usual + 1 / 56)


def test_days_before_the_period_are_not_judged():
    rows = pd.DataFrame({"unit": ["u"], "day": [day("2018-08-31")], "cases": [50]})
    assert waves(rows, day("2018-09-01"), WAVES).empty


def test_a_share_stands_out_only_beyond_chance():
    counts = pd.DataFrame({"unit": list("abcd"), "cases": [100, 4, 40, 20], "of": [1000, 10, 100, 30]})
    limits = {"least": 30, "times_others": 2}
    found = standing_out(counts, limits, 0.95)
    assert found["unit"].tolist() == ["c", "d"]  # a is usual, b too small to tell
    assert found["usual"].tolist() == [124 / 1040, 144 / 1110]


def test_a_unit_without_others_stands_out_from_nobody():
    counts = pd.DataFrame({"unit": ["a"], "cases": [90], "of": [100]})
    assert standing_out(counts, {"least": 30, "times_others": 2}, 0.95).empty


def test_bunching_is_one_sided():
    counts = pd.DataFrame({
        "unit": list("abcd"), "before": [60, 40, 19, 60], "after": [2, 40, 0, 2], "on_time": [100, 100, 20, 5000],
    })  # fmt: skip
    limits = {"least": 20, "share": 0.8, "of_on_time": 0.15}
    assert bunched(counts, limits, 0.95)["unit"].tolist() == ["a"]


# --- planted in cases ------------------------------------------------------------------------------------------------


def ordinary(number: int, unit: str) -> dict:
    """A case as it should be: found, filed, disposed long before its deadline, closed; no two at one place."""
    at = datetime(2018, 7, 2) + timedelta(hours=17 * number)
    return {"case_id": f"{unit}-{number}", "source": "inspector", "reporter_id": f"P{number}", "area_code": unit,
            "scheme": "s", "kind": "event", "major_code": "01", "minor_code": "01", "lon": 116 + number * 0.002,
            "lat": 39.9 if unit == "S11" else 40.1, "reported_at": at, "filed_at": at + timedelta(hours=1),
            "dispatched_at": at + timedelta(hours=2), "disposed_at": at + timedelta(hours=9),
            "checked_at": at + timedelta(hours=10), "closed_at": at + timedelta(hours=11),
            "dispose_due": at + timedelta(hours=50)}  # fmt: skip


def september(rows: list[dict], unit: str, count: int) -> list[dict]:
    """The first cases of the unit that were reported in the second week of September and later."""
    return [row for row in rows if row["area_code"] == unit and row["reported_at"] >= datetime(2018, 9, 8)][:count]


def voided(rows):
    for row in september(rows, "S11", 12):
        row["voided_at"], row["void_reason"] = datetime(2018, 9, 28, 17), "invalid"


def extended_by_share(rows):
    for row in rows:
        row["extension_count"] = int(row["area_code"] == "S11")
    rows += [ordinary(number, "S21") | {"extension_count": 0} for number in range(120)]


def bunched_disposals(rows):
    for number, row in enumerate(september(rows, "S11", 25)):
        row["disposed_at"] = row["dispose_due"] - timedelta(minutes=number)
        row["checked_at"] = row["closed_at"] = row["dispose_due"] + timedelta(days=1)


def bunched_closings(rows):
    for number, row in enumerate(september(rows, "S11", 25)):
        row["close_due"] = row["closed_at"] + timedelta(minutes=number)


def refiled(rows):
    for row in september(rows, "S11", 15):
        again = row["closed_at"] + timedelta(hours=2)
        moved = {name: again + timedelta(hours=hours) for name, hours in
                 (("filed_at", 1), ("dispatched_at", 2), ("disposed_at", 9), ("dispose_due", 50))}  # fmt: skip
        rows.append(row | moved | {"case_id": f"{row['case_id']}-again", "reported_at": again, "checked_at": None,
                                   "closed_at": None})  # fmt: skip


def split(rows):
    for row in september(rows, "S11", 4):
        for part in (1, 2):
            at = row["reported_at"] + timedelta(minutes=5 * part)
            rows.append(row | {"case_id": f"{row['case_id']}-{part}", "reported_at": at})


PLANTED = {
    "void_wave": (voided, 12),
    "extension_share": (extended_by_share, None),
    "disposal_bunching": (bunched_disposals, None),
    "closing_bunching": (bunched_closings, None),
    "refiling": (refiled, None),
    "splitting": (split, 12),
}


def city_with(plant, folder):
    rows = [ordinary(number, unit) for unit in ("S11", "S12") for number in range(120)]
    plant(rows)
    return make_version(folder, {"areas": areas(), "cases": rows})


@pytest.mark.parametrize(("sentinel", "plant", "cases"), [(name, *planted) for name, planted in PLANTED.items()])
def test_what_was_planted_is_found_with_its_cases(tmp_path, sentinel, plant, cases):
    version = city_with(plant, tmp_path)
    found = sentinels(version, SEPTEMBER, "subdistrict")
    assert found[["sentinel", "unit"]].to_numpy().tolist() == [[sentinel, "S11"]]
    (finding,) = found.itertuples()
    rows = evidence(version, SEPTEMBER, sentinel, "subdistrict", "S11", finding.day)
    assert len(rows) >= finding.cases > 0
    assert cases is None or len(rows) == finding.cases == cases
    assert rows["case_id"].str.startswith("S11-").all()


def test_an_ordinary_month_has_no_findings(tmp_path):
    version = city_with(lambda rows: None, tmp_path)
    for tier in ("district", "subdistrict", "community"):
        assert sentinels(version, SEPTEMBER, tier).empty


def test_a_wave_of_extensions_is_told_by_the_steps(tmp_path):
    rows = [ordinary(number, "S11") for number in range(120)]
    chosen = september(rows, "S11", 10)
    flow = [{"case_id": row["case_id"], "seq": 1, "action": "report", "at": row["reported_at"]} for row in chosen]
    at = datetime(2018, 9, 29, 17)
    flow += [{"case_id": row["case_id"], "seq": 2, "action": "extend", "at": at} for row in chosen]
    version = make_version(tmp_path, {"areas": areas(), "cases": rows, "case_flow": flow})
    found = sentinels(version, SEPTEMBER, "district")
    (finding,) = found.loc[found["sentinel"] == "extension_wave"].itertuples()
    assert (finding.unit, finding.day, finding.cases) == ("D1", day("2018-09-29"), 10)
    rows = evidence(version, SEPTEMBER, "extension_wave", "district", "D1", finding.day)
    assert sorted(rows["case_id"]) == sorted(row["case_id"] for row in chosen)
    early = Selection(SEPTEMBER.period, datetime(2018, 9, 29, 16))
    assert sentinels(version, early, "district").empty  # nobody knew of it then


def test_a_unit_that_was_divided(tmp_path):
    units = [row for row in areas() if row["area_code"] != "S21"]
    units += [
        {"area_code": "S21", "tier": "subdistrict", "name": "S21", "parent_code": "D2", "valid_to": "2018-08-31"},
        {"area_code": "S22", "tier": "subdistrict", "name": "S22", "parent_code": "D2", "valid_from": "2018-09-01"},
        {"area_code": "S23", "tier": "subdistrict", "name": "S23", "parent_code": "D2", "valid_from": "2018-09-01"},
    ]  # fmt: skip
    rows = [ordinary(number, "S22") for number in range(120)]
    version = make_version(tmp_path, {"areas": units, "cases": rows})
    (finding,) = sentinels(version, SEPTEMBER, "subdistrict").itertuples()
    assert (finding.sentinel, finding.unit, finding.cases, finding.of) == ("division", "S21", 1, 2)
    found = evidence(version, SEPTEMBER, "division", "subdistrict", "S21")
    assert found[["unit", "due"]].to_numpy().tolist() == [["S22", 36], ["S23", 0]]


def test_no_such_sentinel(tmp_path):
    with pytest.raises(KeyError):
        evidence(city_with(lambda rows: None, tmp_path), SEPTEMBER, "horoscope", "district", "D1")
