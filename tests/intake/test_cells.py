"""How a cell is read: times, numbers, codes, booleans, identifiers, tags, as people write them."""

from datetime import date, datetime

import pytest

from tests.intake.reading import CASES, read

MORNING, EVENING = datetime(2018, 9, 7, 8, 5), datetime(2018, 9, 7, 20, 5)

TIMES = {
    "2018-09-07 08:05:00": MORNING, "2018-09-07T08:05:00": MORNING, "2018-09-07 08:05": MORNING,
    "2018-9-7 8:05": MORNING,
    "2018-09-07T08:05:00Z": MORNING, "2018-09-07T08:05:00+08:00": MORNING, "2018-09-07 08:05+08": MORNING,
    "2018-09-07 08:05:00 +0800": MORNING, "2018-09-07T08:05:00.000-05:00": MORNING, "2018/9/7 8:05": MORNING,
    "2018.09.07 08:05": MORNING, "20180907080500": MORNING, "201809070805": MORNING, "2018年9月7日 8时5分": MORNING,
    "2018年09月07日08时05分00秒": MORNING, "2018年9月7日8点5分": MORNING, "2018年9月7日 8:05": MORNING,
    "2018-09-07　08：05": MORNING, "２０１８-０９-０７ 08:05": MORNING, "2018/9/7 上午 8:05:00": MORNING,
    "2018/9/7 下午 8:05:00": EVENING, "2018-09-07 8:05 PM": EVENING, "2018-09-07 08:05:00 am": MORNING,
    "2018-09-07": datetime(2018, 9, 7), "20180907": datetime(2018, 9, 7), "2018年9月7日": datetime(2018, 9, 7),
    "2018/9/7 上午 12:05": datetime(2018, 9, 7, 0, 5), "2018-09-07 12:05 PM": datetime(2018, 9, 7, 12, 5),
    "2018-09-07 08:05:00.250": datetime(2018, 9, 7, 8, 5, 0, 250000), "2018年9月7日8时": datetime(2018, 9, 7, 8),
    "20180907T080500": MORNING, "20180907T0805": MORNING, "20180907T080500+0800": MORNING, "20180907T0805Z": MORNING,
    "2018-W36-5": datetime(2018, 9, 7), "2018-250": datetime(2018, 9, 7),
    "1990-01-01": datetime(1990, 1, 1), "2100-12-31 23:59:59": datetime(2100, 12, 31, 23, 59, 59),
}  # fmt: skip


def test_times_are_local_and_a_zone_is_taken_off_not_applied(tmp_path):
    rows = "\n".join(f"c{i},inspector,{text}" for i, text in enumerate(TIMES))
    outcome = read(tmp_path, "cases.csv", f"{CASES}\n{rows}\n")
    assert outcome.refused == []
    assert dict(zip(TIMES, outcome.column("reported_at"), strict=True)) == TIMES


@pytest.mark.parametrize(
    "text",
    ["43350", "infinity", "epoch", "2018", "2018-09", "9/7/2018", "07-09-2018", "8:05", "2018-13-01", "12018-09-07",
     "2018-366", "2018-W54-1", "2018-W36", "20180907T8", "20181307T080500"],
)
def test_what_could_mean_several_times_is_none(tmp_path, text):
    assert read(tmp_path, "cases.csv", f"{CASES}\nc1,inspector,{text}\n").codes == ["bad_time"]


def test_days_come_from_times(tmp_path):
    rows = "2018-10-01 23:59:59,0\n2018年10月2日,否\n2018/10/3,No\n20181008,是\n2018-10-09,TRUE\n2018-10-10,1\n"
    outcome = read(tmp_path, "calendar_days.csv", f"date,is_workday\n{rows}")
    assert outcome.column("date") == [date(2018, 10, day) for day in (1, 2, 3, 8, 9, 10)]
    assert outcome.column("is_workday") == [False, False, False, True, True, True]


def test_numbers_as_people_write_them(tmp_path):
    texts = {
        "1": 1,
        "1.5": 1.5,
        "+2": 2,
        "1,234": 1234,
        "1,234,567.5": 1234567.5,
        "１２": 12,
        "1e3": 1000,
        " 7 ": 7,
        ".5": 0.5,
    }
    rows = "\n".join(f"{i}|C{i}|city|{text}" for i, text in enumerate(texts)).replace("|", "\t")
    outcome = read(tmp_path, "areas.tsv", f"area_code\tname\ttier\tpopulation\n{rows}\n")
    assert dict(zip(texts, outcome.column("population"), strict=True)) == texts
    assert outcome.issues == []


@pytest.mark.parametrize("text", ["nan", "inf", "1_000", "0x10", "1,23", "about 5", "1e999", "--1"])
def test_what_is_no_number_is_missing(tmp_path, text):
    outcome = read(tmp_path, "areas.tsv", f"area_code\tname\ttier\tpopulation\n1\tC\tcity\t{text}\n")
    assert (outcome.column("population"), outcome.issue_codes) == ([None], ["bad_value"])


def test_codes_in_either_language_and_any_case(tmp_path):
    texts = {"inspector": "inspector", "INSPECTOR": "inspector", "网格巡查员": "inspector",
             "Upper-level check": "upper_check", "12345": "hotline", "　小巷管家 ": "steward"}  # fmt: skip
    rows = "\n".join(f"c{i},{text},2018-09-07" for i, text in enumerate(texts))
    outcome = read(tmp_path, "cases.csv", f"{CASES}\n{rows}\n")
    assert dict(zip(texts, outcome.column("source"), strict=True)) == texts


def test_identifiers_are_text(tmp_path):
    rows = f"{CASES},grid_code\n00012,inspector,2018-09-07,110101001001001\n 1.0 ,inspector,2018-09-07,0110\n"
    outcome = read(tmp_path, "cases.csv", rows)
    assert outcome.column("case_id") == ["00012", "1.0"]
    assert outcome.column("grid_code") == ["110101001001001", "0110"]


def test_tags_become_codes_and_unknown_ones_stay(tmp_path):
    rows = "grid_code,area_code,tags\n1,a,首都核心区；医院\n2,a,School; capital_core ;自定义\n3,a,\n"
    outcome = read(tmp_path, "grids.csv", rows)
    assert outcome.column("tags") == ["capital_core;hospital", "school;capital_core;自定义", None]


def test_scheme_is_known_under_its_other_names(tmp_path):
    schemes = ["CJ/T 214", "GB/T30428.2", "own"]
    rows = "\n".join(f"c{i},inspector,2018-09-07,{scheme}" for i, scheme in enumerate(schemes))
    assert read(tmp_path, "cases.csv", f"{CASES},scheme\n{rows}\n").column("scheme") == ["cjt214", "gbt30428", "own"]
