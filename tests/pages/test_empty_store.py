"""Without a store a page says in both languages how to make one, and makes the demo city at a press of a button."""

import fcntl
import os

import pytest

from analytics.store.ledger import Ledger
from analytics.store.versions import Store
from pages.widgets import first_run, jobs
from tests.faults import small


@pytest.mark.parametrize("name", ["overview", "map"])
def test_explains_how_to_make_a_store(page, tmp_path, written, name: str) -> None:
    test = page(name, tmp_path / "nothing")
    assert not test.exception
    told = written(test)
    assert "还没有数据" in told and "No data yet" in told
    assert "analytics import" in told


def test_where_no_version_can_be_read_nothing_else_is_offered(page, tmp_path, written) -> None:
    store = small.make_store(tmp_path)
    for path in store.versions.glob("*.duckdb"):
        os.truncate(path, 1000)
    test = page("overview", store.path)
    assert not test.exception and not [each for each in test.button if str(each.key).startswith("demo_")]
    told = written(test)
    assert "数据暂时无法显示" in told and "2 imports were accepted" in told and "No data yet" not in told
    # A store that is being written to has its first version still to come.
    with Ledger(store).lock_path.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "No data yet" in written(page("overview", store.path))


def test_the_demo_city_is_made_on_screen(tmp_path) -> None:
    store = Store(tmp_path / "store")
    job = first_run.begin_demo(store, cases=2_000, months=2, alleys=40)
    assert job.wait(120) and job.error is None
    assert job.report["tables"]["cases"]["accepted"] >= 2_000
    assert {file["status"] for file in job.report["files"]} == {"ok"}
    assert store.version().rows("select count(*) as n from cases")[0]["n"] == job.report["tables"]["cases"]["accepted"]
    jobs.dismiss(store)


def test_the_button_begins_it_and_leads_to_its_progress(page, tmp_path, monkeypatch) -> None:
    begun = []
    monkeypatch.setattr(first_run, "begin_demo", begun.append)
    test = page("overview", tmp_path / "nothing", lang="en")
    assert [each.label for each in test.button if each.key.startswith("demo_")] == [
        "Make the demo city", "生成演示城市"]  # fmt: skip
    test.button(key="demo_en").click().run()
    assert not test.exception
    assert [each.path for each in begun] == [tmp_path / "nothing"]
    assert "Import" in test.title[0].value
