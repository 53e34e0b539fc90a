import io
from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest

from analytics.contract.periods import Period
from analytics.reports.ranking_workbook import write_ranking
from analytics.scoring.movement import movement
from analytics.scoring.ranking import Ranking
from analytics.scoring.scorecards import scorecards
from analytics.scoring.standings import standing
from tests.scoring.making import rows, units

PERIOD = Period.parse("2018-09")
CELLS = {
    "on_time_rate": (95, 100),
    "overdue_open_rate": (2, 100),
    "rework_rate": (3, 100),
    "self_found_share": (60, 100),
}


@pytest.fixture
def ranking() -> Ranking:
    table = {"110101": CELLS, "110102": CELLS | {"on_time_rate": (80, 100)}, "110105": {}}
    names = units(list(table), {"110101": "core", "110102": "core"})
    names["name"] = ["东城", "=1+1", "http://example.org"]
    names["name_en"] = ["Dongcheng", None, None]
    card = scorecards()["cases_only"]
    now = standing(rows(table), names, card, "district", {"on_time_rate"}, draws=50)
    before = standing(rows(table | {"110101": {}}), names, card, "district", {"on_time_rate"}, (1,), draws=50)
    listed = now.table.join(movement(now, before, None), on="unit")
    return Ranking(card, PERIOD, datetime(2018, 10, 4), "district", None, "v000001", listed, now, before, None)


def written(ranking, language="zh"):
    buffer = io.BytesIO()
    write_ranking(ranking, buffer, language)
    return buffer


def sheets(ranking, language="zh"):
    return openpyxl.load_workbook(written(ranking, language)).worksheets


def test_the_ranking_sheet_lists_every_unit_once_under_chinese_headings(ranking):
    sheet = sheets(ranking)[0]
    table = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert sheet["A1"].value == "案件办理评分（2018年9月）"
    assert table[0][:7] == ["名次", "编码", "单位", "分组", "组内名次", "状态", "得分"]
    assert [row[1] for row in table[1:]] == ["110101", "110102", "110105"]
    assert [row[0] for row in table[1:]] == [1, 2, None]
    assert [row[5] for row in table[1:]] == ["已排名", "已排名", "数据不足"]
    assert table[2][6] == ranking.units.set_index("unit").at["110102", "score"]
    assert table[3][6] is None


def test_text_in_the_data_never_becomes_a_formula_or_a_link(ranking):
    sheet = sheets(ranking)[0]
    assert [sheet["C5"].value, sheet["C5"].data_type] == ["=1+1", "s"]
    assert sheet["C6"].value == "http://example.org"
    assert sheet["C6"].hyperlink is None


def test_the_indicator_sheet_gives_counts_with_every_value(ranking):
    sheet = sheets(ranking)[1]
    head = [cell.value for cell in sheet[3]]
    first = dict(zip(head, [cell.value for cell in sheet[4]], strict=True))
    assert (first["指标"], first["数值"], first["分子"], first["分母"]) == ("按期处置率", 0.95, 95, 100)
    assert sheet.max_row == 3 + 3 * 4
    assert sheet.cell(4, head.index("数值") + 1).number_format == "0.00%"
    assert sheet.cell(4, head.index("分母") + 1).number_format == "#,##0"


def test_it_prints_on_a3_across_with_the_header_in_sight(ranking):
    for sheet in sheets(ranking)[:2]:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
        assert sheet.freeze_panes == "D4"
        assert sheet.print_title_rows == "$3:$3"
        assert sheet.print_area.endswith(f"${sheet.max_row}")
        assert {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"宋体"}


def test_the_notes_say_where_the_figures_come_from(ranking):
    said = "\n".join(row[0].value for row in sheets(ranking)[2].iter_rows())
    for expected in ("案件办理评分", "cases_only", "2018-10-04 00:00", "v000001", "按期处置率", "30", "4000", "201811"):
        assert expected in said


def test_english_uses_english_names_where_there_are_any(ranking):
    sheet = sheets(ranking, "en")[0]
    assert sheet.title == "Ranking"
    assert [sheet["C4"].value, sheet["C5"].value] == ["Dongcheng", "=1+1"]
    assert sheet["A4"].font.name == "Arial"


def test_the_same_ranking_gives_the_same_bytes(ranking, tmp_path):
    write_ranking(ranking, tmp_path / "ranking.xlsx", "zh")
    assert (tmp_path / "ranking.xlsx").read_bytes() == written(ranking).getvalue()


def test_a_ranking_of_nobody_is_a_workbook_too(ranking):
    empty = replace(ranking, units=ranking.units.iloc[:0])
    assert sheets(empty)[0].max_row == 3
