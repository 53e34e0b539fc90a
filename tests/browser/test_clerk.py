"""A district clerk's way: files in, refused rows corrected and given again, the ranking read, the notice taken away."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest

from analytics.commands.running import main
from tests.browser.conftest import Watched, serve
from tests.editions.city import FILES, write
from tests.pages.city import rows

RANKING = "ranking?area=110101&tier=subdistrict&period=2018-08"
# What the clerk's file has wrong, by column, and what was meant.
WRONG = {
    "C1101010013": ("source", "电话投诉", "hotline"),
    "C1101010024": ("reported_at", "二月三日上午", "2018-02-03 09:00:00"),
}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The city's files, two rows of the cases wrong."""
    found, folder = rows(), tmp_path_factory.mktemp("files")
    # A month of the small city is too little to rank by: three cases for each.
    found["cases"] = [case | {"case_id": case["case_id"] + copy} for case in found["cases"] for copy in ("", "b", "c")]
    for case in found["cases"]:
        if case["case_id"] in WRONG:
            column, wrong, _ = WRONG[case["case_id"]]
            case[column] = wrong
    for table in FILES:
        write(folder / f"{table}.csv", found[table])
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def server(store: Path) -> Iterator[str]:
    yield from serve(store)


def test_from_files_to_the_notice(watch, server: str, store: Path, city: Path, tmp_path: Path, capsys) -> None:
    watched = watch(server)
    watched.open()
    watched.page.get_by_role("link", name="导入自己的数据").click()
    watched.page.wait_for_selector("h1:has-text('数据导入')")
    watched.settle()
    hand_in(watched, sorted(city.glob("*.csv")), "i000001")
    assert counts(watched, "案件（cases）") == ["2,160", "2,158", "2"]
    assert "电话投诉" in watched.told() and "二月三日上午" in watched.told()

    workbook = watched.take(re.compile("2 行拒收"), tmp_path)
    correct(workbook)
    watched.page.get_by_role("button", name="关闭").click()
    watched.page.wait_for_url(lambda address: "import=" not in address)
    watched.settle()
    hand_in(watched, [workbook], "i000002")
    assert counts(watched, "案件（cases）") == ["2", "2", "0"]
    assert "■ 拒收" not in watched.told()

    watched.open(RANKING)
    ranking = told_by(capsys, "rank", "--period", "2018-08", "--tier", "subdistrict", "--within", "110101",
                      "--store", str(store))  # fmt: skip
    ranked = sorted((row for row in ranking["rows"] if row["rank"]), key=lambda row: row["rank"])
    scores = {row["name"]: f"{row['score']:.2f}" for row in ranked}
    assert len(scores) == 3
    notice = docx.Document(watched.take(re.compile("通报（Word）"), tmp_path))
    tabled = ["".join(cell.text for cell in row.cells) for table in notice.tables for row in table.rows]
    assert [name for name, score in scores.items()
            if not any(name in line and score in line for line in tabled)] == []  # fmt: skip
    words = "\n".join(paragraph.text for paragraph in notice.paragraphs)
    assert "东城区" in words and "2018年8月" in words and "西城区" not in words
    watched.check()


def hand_in(watched: Watched, files: list[Path], import_id: str) -> None:
    """Uploads files, starts the import and waits for its report."""
    watched.page.set_input_files("input[type=file]", files)
    watched.page.locator('[data-testid="stFileUploader"]').get_by_text(files[0].name).wait_for()
    watched.page.get_by_role("button", name="开始导入").click()
    watched.page.get_by_text(f"导入完成：{import_id}").wait_for(timeout=240_000)
    watched.settle()


def counts(watched: Watched, table: str) -> list[str]:
    """What the report's first sheet says of a table: read, accepted, refused."""
    row = watched.page.locator(".sheet").first.locator("tr", has_text=table)
    return row.inner_text().split()[1:4]


def correct(workbook: Path) -> None:
    """What a clerk does with the refused rows: reads the reasons, puts the cells right, saves."""
    book = openpyxl.load_workbook(workbook)
    head, *lines = book.active.iter_rows()
    columns = {cell.value: place for place, cell in enumerate(head)}
    assert columns["错误原因"] == len(head) - 1
    assert {line[columns["case_id"]].value for line in lines} == set(WRONG)
    for line in lines:
        column, wrong, meant = WRONG[line[columns["case_id"]].value]
        assert line[columns[column]].value == wrong
        assert wrong in line[-1].value
        line[columns[column]].value = meant
    book.save(workbook)


def told_by(capsys: pytest.CaptureFixture[str], *words: str) -> dict:
    """The document that a batch verb gives."""
    capsys.readouterr()
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)
