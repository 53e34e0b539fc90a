"""Verifying: identical after whatever does not touch the edition, and no changed byte stays unseen."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analytics import editions
from analytics.contract.periods import Period
from analytics.editions import NotAllowed
from analytics.store.health import health
from analytics.store.ledger import Ledger
from analytics.store.versions import Store
from tests.editions.city import cases_of, import_rows, write

ROOT = Path(__file__).resolve().parents[2]
AUGUST, THIRD = Period.parse("2018-08"), Period.parse("2018Q3")


@pytest.fixture(scope="module")
def published(imported, tmp_path_factory):
    """The small city's store with one sealed edition, never changed by a test."""
    folder = tmp_path_factory.mktemp("published") / "store"
    shutil.copytree(imported.path, folder)
    editions.publish(Store(folder), "monthly", AUGUST)
    return Store(folder)


@pytest.fixture
def store(published, tmp_path):
    shutil.copytree(published.path, tmp_path / "store")
    return Store(tmp_path / "store")


def codes(store, edition="e000001"):
    return [each["code"] for each in editions.verify(store, edition).differences]


def verified_by_command(store, **environment):
    """The verdict and the exit code of a new process."""
    done = subprocess.run(
        [sys.executable, "-m", "analytics", "verify", "e000001", "--store", str(store.path), "--json"],
        capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip
    return json.loads(done.stdout), done.returncode


@pytest.mark.parametrize("environment", [{"TZ": "Asia/Shanghai", "LC_ALL": "zh_CN.GB18030"},
                                         {"TZ": "America/St_Johns", "LC_ALL": "C", "PYTHONUTF8": "0"}])  # fmt: skip
def test_identical_after_a_restart_in_any_time_zone_and_locale(published, environment):
    verdict, code = verified_by_command(published, **environment)
    assert verdict == {"edition": "e000001", "identical": True, "differences": []}
    assert code == 0


def test_identical_after_later_data_and_after_a_rebuild_from_exactly_the_old_imports(store, tmp_path):
    import_rows(store, [write(tmp_path / "cases_late.csv", [cases_of("110101", "2018-08")[0] | {"source": "media"}])])
    assert editions.verify(store, "e000001").identical
    # The version is gone and what it held was withdrawn: the ledger still has it.
    store.version_path("v000001").unlink()
    Ledger(store).withdraw("i000001")
    version = editions.opened(store, "e000001").version
    assert (version.id, version.meta["imports"]) == ("v000001", "i000001")
    assert version.value("select count(*) from cases where source = 'media'") == 0
    assert store.version().value("select count(*) from cases where source = 'media'") == 1
    version.close()
    assert editions.verify(store, "e000001").identical


def test_identical_after_a_rebuild_from_the_ledger_in_an_empty_folder(store, tmp_path):
    for name in ("ledger", "journal"):
        shutil.copytree(store.path / name, tmp_path / "new" / name)
    new = Store(tmp_path / "new")
    assert editions.verify(new, "e000001").identical
    # The next import builds a version that happens to bear the sealed one's id.
    import_rows(new, [write(tmp_path / "cases_more.csv", cases_of("110101", "2018-09")[:1])])
    assert new.current_id() == "v000001"
    assert editions.verify(new, "e000001").identical


def test_identical_after_a_change_of_the_scorecard(store, monkeypatch, tmp_path):
    from analytics.scoring import rulebooks

    shutil.copytree(rulebooks.FOLDER, tmp_path / "cards")
    file = tmp_path / "cards" / "monthly.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("weight = 20", "weight = 2"), encoding="utf-8")
    monkeypatch.setattr(rulebooks, "FOLDER", tmp_path / "cards")
    assert editions.verify(store, "e000001").identical
    assert editions.publish(store, "monthly", AUGUST).sha256 != editions.opened(store, "e000001").sha256


@pytest.mark.parametrize("place", [0, 0.6, 0.999])
@pytest.mark.parametrize(
    ("file", "code"),
    [("journal/editions/e000001.1.json", "paper"), ("journal/entries.jsonl", "journal"), ("journal/LAST", "journal"),
     ("versions/v000001.duckdb", "version_changed")],
)  # fmt: skip
def test_one_changed_byte_is_detected(store, file, code, place):
    change_a_byte(store.path / file, place)
    verdict = editions.verify(store, "e000001")
    assert not verdict.identical
    assert code in [each["code"] for each in verdict.differences]


def change_a_byte(path, place):
    content = bytearray(path.read_bytes())
    content[int(len(content) * place)] ^= 1
    path.write_bytes(content)


def test_a_changed_version_is_told_and_the_result_computed_from_the_ledger(store):
    change_a_byte(store.version_path("v000001"), 0.5)
    assert codes(store) == ["version_changed"]


def test_a_changed_part_of_the_ledger_is_told(store):
    part = max((store.ledger / "imports" / "i000001").glob("*.parquet"), key=lambda file: file.stat().st_size)
    change_a_byte(part, 0.5)
    assert codes(store) == ["ledger_changed"]
    store.version_path("v000001").unlink()
    assert codes(store) == ["ledger_changed", "not_recomputed"]


def test_a_missing_file_is_told(store):
    (store.path / "journal" / "editions" / "e000001.1.json").unlink()
    assert codes(store) == ["paper"]


def test_a_result_that_comes_out_differently_is_told_figure_by_figure(store, monkeypatch):
    from analytics.editions import verifying

    def changed(*arguments):
        found = true_result(*arguments)
        found["rows"][0]["score"] = 0.5
        return found

    true_result = verifying.result
    monkeypatch.setattr(verifying, "result", changed)
    verdict = editions.verify(store, "e000001")
    assert [(each["code"], each["path"], each["found"]) for each in verdict.differences] == [
        ("figure", "/rows/110101/score", 0.5)]  # fmt: skip


def test_an_edition_that_does_not_exist_is_refused(store):
    with pytest.raises(NotAllowed, match="no such edition"):
        editions.verify(store, "e000009")


def test_health_tells_a_damaged_journal(store):
    assert health(store)["ok"]
    change_a_byte(store.path / "journal" / "entries.jsonl", 0.5)
    state = health(store)
    assert not state["ok"]
    assert any("journal" in problem for problem in state["problems"])


def test_where_the_program_changed_that_is_told_before_the_figures(store, monkeypatch):
    from analytics.editions import verifying

    true_result = verifying.result
    monkeypatch.setattr(verifying, "result", lambda *words: true_result(*words) | {"main_indicator": "other"})
    other = verifying.code_version() | {"files_sha256": "0" * 64}
    monkeypatch.setattr(verifying, "code_version", lambda: other)
    assert codes(store) == ["code", "figure"]
