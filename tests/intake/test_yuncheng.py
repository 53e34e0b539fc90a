"""A real city's standard for filing and handling, through the shipped mapping."""

from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from analytics.intake.converting import convert
from analytics.intake.mapping import Mapping

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
FILES = [DATA / "yuncheng_case_standards.xlsx", DATA / "yuncheng_case_standards_parts.csv"]

pytestmark = pytest.mark.skipif(not all(map(Path.exists, FILES)), reason="the shared tables of Yuncheng are not here")


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    mapping = Mapping.load(ROOT / "data" / "mappings" / "yuncheng_deadlines.toml")
    return convert(FILES, mapping, tmp_path_factory.mktemp("yuncheng"))


def _rules(report) -> dict:
    rows = pq.read_table(report.accepted_part).to_pylist()
    return {(row["kind"], row["major_code"], row["minor_code"], row["condition_id"]):
            (row["limit_value"], row["limit_unit"]) for row in rows}  # fmt: skip


def test_every_condition_becomes_a_rule_of_its_own(reports):
    assert [(each.read, each.accepted, each.refused, each.non_data) for each in reports] == [
        (376, 375, 0, 1), (148, 144, 0, 4), (280, 279, 0, 1),
    ]  # fmt: skip
    assert [len(_rules(report)) for report in reports] == [375, 144, 279]
    assert all(report.issues == {} for report in reports)


def test_codes_and_limits_of_merged_rows(reports):
    parts, events, table = map(_rules, reports)
    for rules in (parts, table):
        limits = [rules["part", "01", "01", f"P0101-{place}"] for place in (1, 2, 3, 4)]
        assert limits == [(2, "urgent_hour"), (4, "work_hour"), (2, "work_day"), (5, "work_day")]
    assert events["event", "01", "99", "E0199-1"] == (2, "urgent_day")
    assert [key[3] for key in sorted(events) if key[:3] == ("event", "01", "98")] == ["E0198-1", "E0198-2"]
    assert Counter(unit for _, unit in table.values()) == {"work_day": 234, "work_hour": 26, "urgent_hour": 19}
