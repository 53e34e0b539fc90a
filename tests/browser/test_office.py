"""The city office's way: the roll-call drafted, contested, approved and sealed; shown by keyboard; taken as a deck."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pptx
import pytest

from analytics import editions
from analytics.commands.running import main
from analytics.store.versions import Store
from tests.browser.conftest import Watched, serve
from tests.pages.city import make_store

QUARTER = "period=2018Q3&area=110000"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return make_store(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def server(store: Store) -> Iterator[str]:
    yield from serve(store.path)


def press(watched: Watched, label: str) -> None:
    """Presses a button as soon as it can be pressed, and waits for what comes of it."""
    watched.page.get_by_role("button", name=label, exact=True).last.click()
    watched.settle()


def test_from_the_roll_call_to_the_sealed_edition(watch, server: str, store: Store) -> None:
    watched = watch(server)
    watched.open(f"roll_call?{QUARTER}")
    watched.go("月评与点名", "发布与申诉")
    watched.settle()
    by = watched.page.get_by_role("textbox", name="经办人")
    by.fill("王处长")
    by.press("Enter")
    draft = watched.page.get_by_role("button", name=re.compile("^起草：2018年第三季度点名"))
    draft.and_(watched.page.locator(":enabled")).click()
    watched.page.wait_for_url(re.compile(r"edition=e\d+"), timeout=60_000)
    watched.settle()
    edition = re.search(r"edition=(e\d+)", watched.page.url)[1]

    watched.page.get_by_role("radio", name="申诉").click()
    watched.page.wait_for_url(re.compile("part=objections"))
    watched.settle()
    form = watched.page.locator('[data-testid="stForm"]')
    form.get_by_role("textbox").fill("两条街巷的检查录重")
    press(watched, "提交申诉")
    watched.page.locator("small", has_text="1 件，1 件待答复").wait_for()
    assert watched.page.get_by_role("button", name="批准", exact=True).count() == 0
    watched.page.locator('[data-testid="stRadio"]').get_by_text("不成立", exact=True).click()
    form.first.get_by_role("textbox", name="理由").fill("已核对原始记录，没有重复")
    press(watched, "提交答复")
    watched.page.locator("small", has_text="1 件，0 件待答复").wait_for()

    press(watched, "批准")
    watched.page.get_by_role("button", name="封存").first.click()
    watched.page.get_by_text(f"封存后 {edition} 不能再改").wait_for()
    press(watched, "封存")
    watched.page.locator("b", has_text="● 封存").wait_for()
    press(watched, "核验")
    watched.page.get_by_text("逐字节一致").wait_for(timeout=60_000)
    watched.check()

    state = next(each for each in editions.listed(store) if each["edition"] == edition)
    assert state["state"] == "sealed"
    assert [each["reason"] for each in state["objections"]] == ["两条街巷的检查录重"]
    assert state["objections"][0]["outcome"] == "rejected"
    assert {state[step]["by"] for step in ("drafted", "approved", "sealed")} == {"王处长"}
    watched.open(f"roll_call?{QUARTER}")
    assert f"已发布：{edition}" in watched.told()


def test_the_hall_and_the_deck_say_what_the_page_says(
    watch, server: str, store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["roll-call", "--period", "2018Q3", "--store", str(store.path), "--json"]) == 0
    call = json.loads(capsys.readouterr().out)
    scores = {line["name"]: f"{line['score']:.2f}" for line in call["districts"]}
    assert len(scores) == 2 and len(set(scores.values())) == 2

    watched = watch(server)
    watched.open(f"roll_call?{QUARTER}")
    page = watched.told()
    assert [name for name, score in scores.items() if not re.search(rf"{name}[\s\S]*?{score}", page)] == []
    taken = watched.take(re.compile("汇报（PPT）"), tmp_path)
    watched.page.get_by_role("link", name="会场演示").click()
    watched.page.wait_for_selector("section.slide")
    watched.settle()
    slides = slides_by_keyboard(watched)
    told = "\n".join(slides)
    assert f"{len(call['downgraded'])} 条街巷降档" in " ".join(slides[0].split())
    assert [name for name, score in scores.items() if not re.search(rf"{name}\s+{score}\s", told)] == []
    watched.page.keyboard.press("Escape")
    watched.page.wait_for_selector("h1:has-text('季点名')")
    watched.page.wait_for_url(re.compile("roll_call.*period=2018Q3"))
    watched.check()
    assert charted(taken, len(scores)) == {name: float(score) for name, score in scores.items()}


def slides_by_keyboard(watched: Watched) -> list[str]:
    """What each slide says, from the first to the last, by the arrow key; the way back works too."""
    found, slide = [], watched.page.locator("section.slide")
    count = int(re.search(r"1 / (\d+)", watched.told())[1])
    for number in range(1, count + 1):
        watched.page.get_by_text(f"{number} / {count}", exact=True).wait_for()
        watched.settle()
        found.append(slide.inner_text())
        if number < count:
            watched.page.keyboard.press("ArrowRight")
    watched.page.keyboard.press("ArrowLeft")
    watched.page.get_by_text(f"{count - 1} / {count}", exact=True).wait_for()
    watched.settle()
    assert slide.inner_text() == found[-2]
    assert len(set(found)) == count > 4
    return found


def charted(deck: Path, units: int) -> dict[str, float]:
    """The scores of the chart with a bar for each unit."""
    charts = [shape.chart for slide in pptx.Presentation(deck).slides for shape in slide.shapes if shape.has_chart]
    plot = next(chart.plots[0] for chart in charts if len(chart.plots[0].categories) == units)
    return dict(zip(plot.categories, (round(each, 2) for each in plot.series[0].values), strict=True))
