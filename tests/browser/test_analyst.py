"""An analyst's way: a street found by its name or by pinyin, a figure opened down to its rows, the rows taken away."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.commands.running import main
from analytics.store.versions import Store
from tests.browser.conftest import serve
from tests.making import make_version
from tests.pages.city import rows

# Both are read otherwise than the dictionary has them: Dashilan, Shichahai.
STREETS = {"110102001": "大栅栏街道", "110102002": "什刹海街道"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = rows()
    for area in found["areas"]:
        area["name"] = STREETS.get(area["area_code"], area["name"])
    made = Store(tmp_path_factory.mktemp("streets"))
    make_version(made.versions, found).close()
    made.pointer.write_text("v000001", encoding="utf-8")
    return made.path


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[str]:
    yield from serve(store)


TYPED = {
    "110102001": ("大栅栏", "dashilan", "dsl"),
    "110102002": ("什刹海", "shichahai", "sch"),
}
FIRST_FOUND = "words => document.querySelector('[role=option]')?.innerText.includes(words)"


def test_a_street_is_found_as_people_say_it(watch, server: str) -> None:
    watched = watch(server)
    watched.open("cases?area=110000&period=2018-08")
    options = watched.page.get_by_role("option")
    for code, ways in TYPED.items():
        for typed in ways:
            box = watched.page.locator(".st-key-filter_area input")
            box.click()
            box.fill(typed)
            watched.page.wait_for_function(FIRST_FOUND, arg=STREETS[code])
            box.press("Escape")
            options.first.wait_for(state="detached")
        box.click()
        box.press_sequentially(ways[-1])
        options.first.get_by_text(STREETS[code]).wait_for()
        box.press("Enter")
        watched.page.wait_for_url(re.compile(f"area={code}"))
        watched.settle()
        assert STREETS[code] in watched.page.locator(".told").inner_text()
    watched.check()


@pytest.mark.parametrize("indicator", ["on_time_rate", "patrol_compliance"])
def test_the_rows_behind_a_figure_are_those_that_explain_gives(
    watch, server: str, store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], indicator: str
) -> None:
    watched = watch(server)
    unit = "110102001"
    watched.open(f"ranking?area=110102&tier=subdistrict&period=2018-08&unit={unit}&indicator={indicator}")
    told = watched.page.locator(".headline", has_text="分子：").inner_text()
    shown = [int(each.replace(",", "")) for each in re.search(r"＝ ([\d,]+) / ([\d,]+)", told).groups()]
    taken = watched.take("下载全部行（CSV）", tmp_path)
    arguments = ["--indicator", indicator, "--unit", unit, "--tier", "subdistrict", "--period", "2018-08"]
    assert main(["explain", *arguments, "--store", str(store), "--json"]) == 0
    explained = json.loads(capsys.readouterr().out)
    with taken.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0][-2:] == ["分子", "分母"]
    assert len(explained) == len(lines) - 1 > 10
    names = list(explained[0])
    keys = [name for name in names if name not in ("numerator", "denominator")]
    assert {_line(each, keys) for each in explained} == {_written(line, len(keys)) for line in lines[1:]}
    assert shown == [sum(float(line[place]) for line in lines[1:]) for place in (-2, -1)]
    watched.check()


def _line(row: dict, keys: list[str]) -> tuple:
    return (*(str(row[key])[:10] if key == "day" else row[key] for key in keys), row["numerator"], row["denominator"])


def _written(line: list[str], keys: int) -> tuple:
    return (*line[:keys], float(line[-2]), float(line[-1]))


def test_from_the_ranking_down_to_the_line_of_a_file(watch, server: str) -> None:
    watched = watch(server)
    watched.open("ranking?area=110102&tier=subdistrict&period=2018-08")
    watched.choose_row(0, 0, "unit=11010200")
    watched.choose_row(1, 4, "indicator=on_time_rate", across=180)
    link = watched.page.get_by_role("link", name=re.compile("打开案件"))
    watched.click_row(1, 0, link.wait_for)
    link.click()
    watched.page.wait_for_url(re.compile("case=C11010200"))
    watched.settle()
    assert re.search(r"cases\.csv.*\d+", watched.told().replace("\n", " "))
    watched.check()
