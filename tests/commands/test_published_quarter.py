"""The city's published figures of the first quarter of 2025, from scores of alleys through the commands."""

from collections import Counter

import pytest

from tests.commands.test_verbs import document

DOWNGRADED = {
    "110101": 8, "110105": 8, "110102": 6, "110106": 5, "110108": 4, "110107": 3, "110112": 2, "110111": 2,
    "110114": 2, "110115": 2, "110109": 1, "110116": 1, "110117": 1, "110118": 1,
}  # fmt: skip
RESTORED = 40
GROUPS = {
    "core": ["110101", "110102", "110112"],
    "inner": ["110105", "110106", "110107", "110108"],
    "plain": ["110111", "110113", "110114", "110115"],
    "ecology": ["110109", "110116", "110117", "110118", "110119"],
}
DISTRICTS = sorted(code for inside in GROUPS.values() for code in inside)
MONTHS = ["2024-10", "2024-11", "2024-12", "2025-01", "2025-02", "2025-03"]
# The scores of the six months from October on, by what happens to the alley in the first quarter of 2025.
FALLS = [[95, 95, 95, 92, 80, 91], [95, 95, 95, 89.9, 89.9, 89.9], [95, 95, 95, None, None, 60]]
RISES = [[70, 70, 70, 95, 92, 90], [70, 70, 95, 95, 95, 80], [70, 80, 92, 90, 90, None]]
STAYS = [
    [95] * 6,  # never fell
    [70, 70, 70, 95, 95, 89],  # fell before, no run
    [70, 80, 95, 95, None, 95],  # a month without a check breaks the run
    [95, 95, 95, 90, 90, 90],  # exactly at the mark
    [95, 95, 95, 95, 85, 95],  # one month under it, the quarter not
    [70, 80, 85, 60, 60, 60],  # below already: not downgraded again
]


def alleys():
    """(alley, district, scores): 46 that fall, 40 that rise spread over the districts, and others that do neither."""
    found = []
    for district in DISTRICTS:
        kinds = [*(("F", FALLS) for _ in range(DOWNGRADED.get(district, 0))), *(("S", STAYS) for _ in range(9))]
        found += [(f"{district}{kind}{n:02}", district, of[n % len(of)]) for n, (kind, of) in enumerate(kinds)]
    rises = [(f"{DISTRICTS[n % 16]}R{n:02}", DISTRICTS[n % 16], RISES[n % len(RISES)]) for n in range(RESTORED)]
    return found + rises


@pytest.fixture(scope="module")
def called(tmp_path_factory):
    folder = tmp_path_factory.mktemp("published")
    group = {code: name for name, inside in GROUPS.items() for code in inside}
    areas = ["area_code,parent_code,tier,name,group_code", "110000,,city,City,"]
    areas += [f"{code},110000,district,District {code},{group[code]}" for code in DISTRICTS]
    areas += [f"{code}001,{code},subdistrict,Street {code}," for code in DISTRICTS]
    rows = ["alley_id,name,area_code,grade"]
    checks = ["check_id,alley_id,checked_on,level,score"]
    for alley, district, scores in alleys():
        rows.append(f"{alley},Alley {alley},{district}001,standard")
        checks += [f"{alley}-{month},{alley},{month}-15,street,{score}"
                   for month, score in zip(MONTHS, scores, strict=True) if score is not None]  # fmt: skip
    checks.append(f"late,{DISTRICTS[0]}S08,2025-05-15,street,95")  # so that the quarter's as-of is not cut short
    (folder / "in").mkdir()
    for name, lines in (("areas", areas), ("alleys", rows), ("ten_none_checks", checks)):
        (folder / "in" / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    document("import", folder / "in", "--store", folder / "store")
    return document("roll-call", "--period", "2025Q1", "--store", folder / "store")


def test_forty_six_alleys_are_downgraded_by_district_as_published(called):
    assert called["provisional"] is False
    assert Counter(line["unit"] for line in called["downgraded"]) == DOWNGRADED
    assert sum(DOWNGRADED.values()) == len(called["downgraded"]) == 46
    assert all(line["score"] < 90 and line["alley_id"][6] == "F" for line in called["downgraded"])


def test_forty_alleys_are_restored(called):
    assert len(called["restored"]) == RESTORED
    assert all(line["alley_id"][6] == "R" for line in called["restored"])


def test_who_lost_too_many_alleys_is_named_with_the_count(called):
    totals = Counter(district for _, district, _ in alleys())
    expected = {unit for unit, count in DOWNGRADED.items() if count / totals[unit] > 0.05}
    by_share = {line["unit"]: line for line in called["named"] if line["rule"] == "downgraded_share"}
    assert set(by_share) == expected
    assert by_share["110101"]["reasons"][0]["en"].startswith(f"8 of {totals['110101']} alleys")
