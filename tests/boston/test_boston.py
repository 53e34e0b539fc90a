"""Boston's service requests of 2011 through the shipped mapping: every row, the city's own label, a real ranking."""

import csv
import gzip

import pytest

from analytics.contract.periods import Period
from analytics.indicators import compute, explain
from analytics.intake.mapping import Mapping
from analytics.publishing import import_paths
from analytics.scoring import rank
from analytics.store.versions import Store
from tests.conftest import ROOT, SHARED

pytestmark = pytest.mark.xdist_group("boston")
REQUESTS = "311_service_requests_2011.csv.gz"
SEPTEMBER = Period.parse("2011-09")


@pytest.fixture(scope="module")
def boston(tmp_path_factory):
    folder = SHARED / "boston"
    if not folder.exists():
        pytest.skip("Boston's files are not on this machine (shared/data/boston)")
    store = Store(tmp_path_factory.mktemp("boston") / "store")
    mapping = Mapping.load(ROOT / "data" / "mappings" / "boston_311.toml")
    report = import_paths(store, [folder], mapping, lambda step, share: None)
    return report, store.version(), folder


@pytest.fixture(scope="module")
def requests(boston):
    with gzip.open(boston[2] / REQUESTS, "rt", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_is_accounted_for(boston, requests):
    report, version, _ = boston
    cases = report["tables"]["cases"]
    assert cases["read"] == len(requests) == 58_251
    assert cases["read"] == cases["accepted"] + cases["refused"] + cases["non_data"]
    assert version.value("select count(*) from cases") == cases["accepted"]


def test_the_on_time_rate_of_closed_cases_agrees_with_the_citys_own_label(boston, requests):
    _, version, _ = boston
    found = version.rows("""select case_id, disposed_at <= dispose_due as on_time from cases
        where closed_at is not null and dispose_due is not null""")
    labels = {row["case_enquiry_id"]: row["ontime"].strip() for row in requests}
    labelled = [row for row in found if labels[row["case_id"]]]
    assert len(labelled) == 43_664
    assert [row["case_id"] for row in labelled if (labels[row["case_id"]] == "ONTIME") != row["on_time"]] == []


def test_the_default_point_at_city_hall_is_reported(boston, requests):
    report, version, _ = boston
    assert report["issues"]["default_point"] == 4_775
    share = version.value("""select count(*) filter (case_id in (select json_extract_string(row_json, '$.case_id')
        from issues where code = 'default_point')) / count(*) from cases""")
    assert 0.08 < share < 0.083


def test_a_ranking_of_twelve_police_districts(boston):
    _, version, _ = boston
    ranking = rank(version, SEPTEMBER, "district", scorecard="cases_only").as_json()
    assert len(ranking["rows"]) == 12
    assert sorted(row["rank"] for row in ranking["rows"]) == list(range(1, 13))
    assert all(row["rank_low"] <= row["rank"] <= row["rank_high"] for row in ranking["rows"])


def test_wards_are_subdistricts_of_their_police_district(boston, requests):
    _, version, _ = boston
    pairs = {
        (row["police_district"].strip(), row["ward"].replace("Ward", "").strip().lstrip("0"))
        for row in requests if row["police_district"].strip() and row["ward"].strip()
    }
    assert version.value("select count(*) from units where tier = 'subdistrict'") == len(pairs)
    crossing = version.value("""select count(*) from cases c join area_chains a on a.area_code = c.area_code
        where c.district <> a.district""")
    assert crossing == 0


def test_every_district_has_its_outline(boston):
    _, version, _ = boston
    assert version.value("select count(*) from areas where tier = 'district' and geometry is not null") == 12


@pytest.mark.parametrize("indicator", ["on_time_rate", "overdue_open_rate", "self_found_share", "recurrence_rate"])
def test_the_rows_behind_a_number_sum_to_it(boston, indicator):
    _, version, _ = boston
    values = compute(version, SEPTEMBER, "district", [indicator]).set_index("unit")
    rows = explain(version, indicator, "A1", "district", SEPTEMBER)
    assert rows["denominator"].sum() == values.loc["A1", "denominator"] > 0
    assert rows["numerator"].sum() == values.loc["A1", "numerator"]
