"""What the columns of a file that nobody described are likely to mean, and the mapping that comes of it."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from analytics.contract.schema import tables
from analytics.intake.drafts import Draft, Units, pattern_of, understood
from analytics.intake.files import RefusedFile
from analytics.intake.foreign import Sample, sample
from analytics.intake.mapping import Mapping
from analytics.intake.proposing import likely_code, likely_table, likely_tier, propose, unknown_values

HEADER = [
    "工单流水号", "诉求来源渠道", "所在街道", "受理日期", "派单时间",
    "实际办结时间", "办理期限", "经度坐标", "纬度坐标",
]
EXPECTED = {
    "case_id": "工单流水号", "source": "诉求来源渠道", "area_code": "所在街道", "reported_at": "受理日期",
    "filed_at": "受理日期", "dispatched_at": "派单时间", "closed_at": "实际办结时间", "disposed_at": "实际办结时间",
    "dispose_due": "办理期限", "lon": "经度坐标", "lat": "纬度坐标",
}


def lines(count: int = 30) -> list[list]:
    """Rows of calls: three streets, every tenth from a channel that no list knows."""
    found = []
    for number in range(count):
        at = datetime(2018, 9, 1, 8) + timedelta(hours=7 * number)
        source = "微信小程序" if number % 10 == 9 else ("12345热线", "网格员")[number % 2]
        found.append([f"HP{number:05d}", source, ("城关街道", "新河街道", "东岭街道")[number % 3],
                      f"{at:%Y/%m/%d %H:%M}", at + timedelta(hours=1), at + timedelta(hours=20 + number),
                      at + timedelta(hours=48), 116.3 + number / 1000, 39.9])
    return found


@pytest.fixture
def spreadsheet(tmp_path: Path) -> Path:
    book = Workbook()
    book.active.append(["某区2018年9月群众诉求办理明细"])
    book.active.append([])
    book.active.append(HEADER)
    for line in lines():
        book.active.append(line)
    path = tmp_path / "某区9月明细.xlsx"
    book.save(path)
    return path


def test_the_header_is_found_below_a_title(spreadsheet: Path) -> None:
    head = sample(spreadsheet)
    assert head.names == tuple(HEADER)
    assert len(head.rows) == 30
    assert head.rows[0][:4] == ("HP00000", "12345热线", "城关街道", "2018/09/01 08:00")


@pytest.mark.parametrize(("encoding", "delimiter"), [
    ("utf-8-sig", ","), ("gb18030", ","), ("utf-8", "\t"), ("utf-16", ";")])
def test_text_of_any_encoding_and_separator_has_the_same_head(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "明细.csv"
    body = [["某区明细"], HEADER, *[[str(cell) for cell in line] for line in lines()]]
    path.write_bytes("\r\n".join(delimiter.join(line) for line in body).encode(encoding))
    assert sample(path).names == tuple(HEADER)


def test_numbers_are_no_header(tmp_path: Path) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text("1,2,3\n4,5,6\n", encoding="utf-8")
    with pytest.raises(RefusedFile) as refused:
        sample(path)
    assert refused.value.code == "no_header"


def test_headers_of_an_office_are_understood(spreadsheet: Path) -> None:
    head = sample(spreadsheet)
    assert likely_table(head, spreadsheet.stem) == "cases"
    assert {name: found.name for name, found in propose(head, tables()["cases"]).items()} == EXPECTED


def test_own_headers_are_exact() -> None:
    head = Sample(("案件编号", "案件来源", "上报时间"), (("1", "热线", "2018-09-01"),))
    assert {found.why for name, found in propose(head, tables()["cases"]).items() if name != "filed_at"
            and name != "dispatched_at"} == {"exact"}


@pytest.mark.parametrize(("header", "values"), [("上报时间", ("昨天", "前天")), ("经度", ("东边", "西边"))])
def test_a_header_whose_values_do_not_fit_stands_behind(header: str, values: tuple[str, ...]) -> None:
    head = Sample((header,), tuple((value,) for value in values))
    found = propose(head, tables()["cases"])
    assert all(proposal.score < 1 for proposal in found.values())


def test_english_headers_are_understood() -> None:
    head = Sample(("Request ID", "Channel", "Created Date", "Due Date", "Closed Date", "Longitude", "Latitude"),
                  (("1", "phone", "2018-09-01 10:00", "2018-09-03 10:00", "2018-09-02 10:00", "-71.1", "42.3"),))
    found = {name: proposal.name for name, proposal in propose(head, tables()["cases"]).items()}
    assert found["case_id"] == "Request ID" and found["reported_at"] == "Created Date"
    assert found["dispose_due"] == "Due Date" and found["closed_at"] == "Closed Date"
    assert (found["lon"], found["lat"], found["source"]) == ("Longitude", "Latitude", "Channel")


@pytest.mark.parametrize(("values", "tier"), [
    (["城关街道", "新河镇"], "subdistrict"), (["东城区", "密云县"], "district"), (["和平社区", "某村"], "community"),
    (["A1", "B2"], "district"), ([], "district")])
def test_the_tier_is_read_from_the_names(values: list[str], tier: str) -> None:
    assert likely_tier(values) == tier


def test_unknown_values_come_by_frequency() -> None:
    column = tables()["cases"].columns["source"]
    assert unknown_values(column, ["热线", "微信", "抖音", "微信", "hotline"]) == ["微信", "抖音"]


def draft(path: Path, **more) -> Draft:
    return Draft("cases", pattern_of(path.name), EXPECTED, units=Units("subdistrict", "所在街道", "某区"), **more)


def test_a_draft_is_tried_before_anything_is_kept(spreadsheet: Path) -> None:
    found = understood(spreadsheet, draft(spreadsheet))
    cases = next(report for report in found.reports if report.table == "cases")
    assert (cases.read, cases.accepted, cases.refused, cases.non_data) == (32, 27, 3, 2)
    assert {row["code"] for row in found.refused} == {"unknown_code"}
    assert sum(report.accepted for report in found.reports if report.table == "areas") == 4
    assert found.accepted[0]["source"] == "hotline"
    translated = understood(spreadsheet, draft(spreadsheet, codes={"source": {"微信小程序": "citizen"}}))
    assert sum(report.refused for report in translated.reports) == 0


def test_what_is_saved_reads_the_file_as_it_was_tried(spreadsheet: Path, tmp_path: Path) -> None:
    made = draft(spreadsheet, codes={"source": {"微信小程序": "citizen"}}, crs="gcj02", time_format="%Y/%m/%d %H:%M")
    path = tmp_path / "own.toml"
    path.write_text(made.toml("某区 \"九月\""), encoding="utf-8")
    saved = Mapping.load(path)
    assert saved.name == '某区 "九月"'
    (rule,) = saved.rules_for("某区10月明细.xlsx")
    assert (rule.crs, rule.time_formats) == ("gcj02", ("%Y/%m/%d %H:%M",))
    assert [feed.table.name for feed in rule.feeds] == ["cases", "areas", "areas"]
    files = tomllib.loads(path.read_text(encoding="utf-8"))["sources"][0]["files"]
    assert files == ["某区*月明细.xlsx", "某区*月明细_refused.xlsx"]


def test_a_constant_stands_for_a_column_that_the_file_lacks(spreadsheet: Path) -> None:
    columns = {name: theirs for name, theirs in EXPECTED.items() if name != "source"}
    found = understood(spreadsheet, Draft("cases", "*.xlsx", columns, {"source": "hotline"}))
    assert {row["source"] for row in found.accepted} == {"hotline"}


def test_a_pattern_fits_other_months_and_nothing_by_chance() -> None:
    assert pattern_of("cases_2018-09[1].csv") == "cases_*-*?*?.csv"
    assert pattern_of("明细.xlsx") == "明细.xlsx"


def test_boston_is_proposed_as_its_mapping_reads_it(boston_files: Path) -> None:
    head = sample(boston_files / "311_service_requests_2011.csv.gz")
    found = {name: proposal.name for name, proposal in propose(head, tables()["cases"]).items()}
    for ours, theirs in {"case_id": "case_enquiry_id", "reported_at": "open_dt", "closed_at": "closed_dt",
                         "dispose_due": "target_dt", "source": "source", "lon": "longitude", "lat": "latitude"}.items():
        assert found[ours] == theirs


def test_a_deadline_is_never_taken_for_the_deed() -> None:
    times = [f"2025/09/{day:02d} 08:30" for day in range(1, 20)]
    names = ["受理单号", "诉求渠道", "接诉时刻", "派单时刻", "处理完毕", "要求完成时间"]
    columns = [[f"DB{number}" for number in range(19)], ["网格员"] * 19, times, times, times, times]
    found = propose(Sample(tuple(names), tuple(zip(*columns, strict=True))), tables()["cases"])
    wanted = {"case_id": "受理单号", "source": "诉求渠道", "reported_at": "接诉时刻", "dispatched_at": "派单时刻",
              "disposed_at": "处理完毕", "dispose_due": "要求完成时间"}  # fmt: skip
    assert {name: found[name].name for name in wanted} == wanted


@pytest.mark.parametrize(
    ("value", "code"),
    [("市民来电", "hotline"), ("微信小程序", "citizen"), ("网格采集", "inspector"), ("Mobile App", "citizen"),
     ("其它", None)],  # fmt: skip
)
def test_a_value_that_no_list_knows_is_proposed_by_its_words(value: str, code: str | None) -> None:
    assert likely_code(tables()["cases"].columns["source"], value) == code
    assert likely_code(tables()["cases"].columns["kind"], value) is None
