"""The worst alleys: lowest score first, violations added up, chiefs of the last day."""

from datetime import datetime

from analytics.contract.periods import Period
from analytics.scoring.worst_alleys import worst_alleys
from tests.making import make_version

SEPTEMBER = Period.parse("2018-09")
AS_OF = datetime(2018, 10, 4)


def test_worst_first_with_what_was_violated_and_whose_it_is(tmp_path) -> None:
    version = make_version(tmp_path, {
        "areas": [{"area_code": "1", "tier": "city", "name": "城"},
                  {"area_code": "11", "parent_code": "1", "tier": "district", "name": "区"},
                  {"area_code": "111", "parent_code": "11", "tier": "subdistrict", "name": "街道"}],
        "alleys": [{"alley_id": name, "name": f"胡同{name}", "area_code": "111"} for name in ("A", "B", "C")],
        "people": [{"person_id": "p1", "name": "王"}, {"person_id": "p2", "name": "李"}],
        "assignments": [
            {"person_id": "p1", "role": "alley_chief", "alley_id": "B", "valid_from": "2018-01-01"},
            {"person_id": "p2", "role": "alley_chief", "alley_id": "B", "valid_from": "2018-01-01",
             "valid_to": "2018-09-29"},
            {"person_id": "p3", "role": "street_chief", "alley_id": "B", "valid_from": "2018-01-01"}],
        "ten_none_checks": [
            {"check_id": "1", "alley_id": "A", "checked_on": "2018-09-03", "score": 95.0, "item_3": 1},
            {"check_id": "2", "alley_id": "B", "checked_on": "2018-09-03", "score": 80.0, "item_3": 2, "item_10": 1},
            {"check_id": "3", "alley_id": "B", "checked_on": "2018-09-20", "score": 70.0, "item_3": 1},
            {"check_id": "4", "alley_id": "B", "checked_on": "2018-08-20", "score": 10.0, "item_1": 9}],
    })
    found = worst_alleys(version, SEPTEMBER, "11", AS_OF)
    assert [line["alley_id"] for line in found] == ["B", "A"]  # C was not checked
    assert found[0] == {"alley_id": "B", "name": "胡同B", "unit": "111", "score": 75.0, "violations": {3: 3, 10: 1},
                        "chiefs": ["王", "p3"]}
    assert found[1]["chiefs"] == []
    assert len(worst_alleys(version, SEPTEMBER, "11", AS_OF, limit=1)) == 1
    assert worst_alleys(version, SEPTEMBER, "11", datetime(2018, 9, 10))[0]["violations"] == {3: 2, 10: 1}
    version.close()
