"""Import in a real browser: files in, the report out, the refused rows taken home, a withdrawal."""

from pathlib import Path

import openpyxl
import pytest

from tests.browser.conftest import serve

AREAS = "area_code,parent_code,tier,name\n1,,city,城\n11,1,district,![x](http://example.org/x.png)\n"
CASES = "案件编号,来源,上报时间,备注\nC1,热线,2018-09-01 08:00,甲\nC2,无此来源,2018-09-01 08:00,=1+1\n合计,,,2\n"


@pytest.fixture
def server(tmp_path: Path):
    yield from serve(tmp_path / "store")


def test_import_report_refused_rows_withdrawal(watch, server, tmp_path: Path) -> None:
    (tmp_path / "areas.csv").write_text(AREAS, encoding="utf-8")
    (tmp_path / "cases_2018-09.csv").write_text(CASES, encoding="utf-8")
    watched = watch(server)
    watched.open("importing")
    watched.page.set_input_files("input[type=file]", [tmp_path / "areas.csv", tmp_path / "cases_2018-09.csv"])
    watched.page.get_by_text("cases_2018-09.csv").wait_for()
    watched.page.get_by_role("button", name="开始导入").click()
    watched.page.get_by_text("导入完成：i000001").wait_for(timeout=60_000)
    watched.settle()
    row = watched.page.locator(".sheet tr", has_text="案件（cases）").first
    assert row.inner_text().split()[1:5] == ["3", "1", "1", "1"]
    with watched.page.expect_download() as download:
        watched.page.get_by_role("button", name="行拒收（XLSX）").click()
    target = tmp_path / download.value.suggested_filename
    download.value.save_as(target)
    cells = [list(line) for line in openpyxl.load_workbook(target).active.iter_rows(values_only=True)]
    assert cells[0] == ["案件编号", "来源", "上报时间", "备注", "错误原因"]
    assert cells[1][:4] == ["C2", "无此来源", "2018-09-01 08:00", "=1+1"]
    watched.page.get_by_role("button", name="撤回").click()
    watched.page.get_by_role("button", name="确认撤回").click()
    watched.page.get_by_text("已撤回 i000001").wait_for(timeout=60_000)
    for path in ("ranking", "roll_call", "cases"):
        watched.open(path)
        assert watched.page.locator('[data-testid="stException"]').count() == 0
    assert watched.outside == [] and watched.errors == []


def test_no_english_in_the_upload_box(watch, server) -> None:
    watched = watch(server)
    watched.open("importing")
    zone = watched.page.locator('[data-testid="stFileUploaderDropzone"]')
    size = "(each) => getComputedStyle(each).fontSize"
    assert zone.locator("button p").evaluate(size) == "0px"
    content = "(each) => getComputedStyle(each, '::after').content"
    assert zone.locator("button p").evaluate(content) == '"选择文件"'
