"""Texts of time limits, own examples and a real city's table."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from analytics.deadlines.limits import parse_limit

YUNCHENG = Path(__file__).parents[3] / "shared" / "data" / "yuncheng_case_standards_parts.csv"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2紧急工作时", (2, "urgent_hour", "")),
        ("1紧急工作日", (1, "urgent_day", "")),
        ("4小时", (4, "work_hour", "")),
        ("4工作时", (4, "work_hour", "")),
        ("1工作日", (1, "work_day", "")),
        ("3天", (3, "work_day", "")),
        ("7自然日", (7, "natural_day", "")),
        ("种植季节15工作日", (15, "work_day", "种植季节")),
        ("1紧急工作时制止", (1, "urgent_hour", "制止")),
        ("2个工作日内", (2, "work_day", "")),
        (" ５ 工作日\n", (5, "work_day", "")),
        ("0.5小时", (0.5, "work_hour", "")),
        ("2 work_hour", (2, "work_hour", "")),
    ],
)
def test_limits(text, expected):
    assert parse_limit(text) == expected


@pytest.mark.parametrize(
    "text", ["", None, float("nan"), "及时", "3", "工作日", "3小时30分", "2小时制止,3天拆除", "3米"]
)
def test_no_limit(text):
    assert parse_limit(text) is None


@pytest.mark.skipif(not YUNCHENG.exists(), reason="the shared table of the city of Yuncheng is not here")
def test_every_limit_of_a_real_table_is_read():
    with YUNCHENG.open(encoding="utf-8-sig", newline="") as file:
        column = [row[5] for row in list(csv.reader(file))[2:] if row[5].strip()]
    found = [parse_limit(text) for text in column]
    assert None not in found
    assert Counter(unit for _, unit, _ in found) == {"work_day": 234, "work_hour": 26, "urgent_hour": 19}
    assert [note for _, _, note in found if note] == ["种植季节"]
