"""A spreadsheet with odd headers becomes a ranking, by what the screen says alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import serve
from tests.intake.test_proposing import HEADER, lines


@pytest.fixture
def own_server(tmp_path: Path):
    yield from serve(tmp_path / "store")


def test_from_an_odd_spreadsheet_to_a_ranking(watch, own_server: str, tmp_path: Path) -> None:
    path = tmp_path / "某区9月明细.csv"
    body = [HEADER, *[[str(cell) for cell in line] for line in lines(300)]]
    path.write_text("\n".join(",".join(line) for line in body), encoding="utf-8-sig")
    watched = watch(own_server)
    watched.open()
    watched.page.get_by_role("link", name="列名不同").first.click()
    watched.page.wait_for_selector("h1:has-text('导入助手')")
    watched.page.set_input_files("input[type=file]", str(path))
    watched.page.get_by_text("试读结果").wait_for(timeout=60_000)
    assert watched.page.get_by_role("checkbox", name="建立单位").is_checked()  # no areas are known yet
    watched.page.get_by_role("button", name="保存映射方案并导入").click()
    watched.page.wait_for_selector("h1:has-text('数据导入')", timeout=60_000)
    watched.page.get_by_text("导入完成").wait_for(timeout=120_000)
    watched.open("ranking")
    watched.page.get_by_text("3 个单位").wait_for(timeout=60_000)
    assert watched.errors == [] and watched.outside == []
    assert list((tmp_path / "store" / "mappings").glob("*.toml"))
