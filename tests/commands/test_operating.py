"""The watched folder, backup and restore as documented, the log, the examples of deploy/."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analytics.publishing import rebuild
from analytics.store.versions import Store
from analytics.watching import Watch, look
from tests.faults.small import AREAS, cases_file, check_serves, make_store, quiet

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


@pytest.fixture
def watch(tmp_path) -> Watch:
    folder = tmp_path / "incoming"
    folder.mkdir()
    told = tmp_path / "told.json"
    notice = f"{sys.executable} -c \"import sys; open('{told}', 'a').write(sys.stdin.read() + chr(10))\""
    return Watch(Store(tmp_path / "store"), folder, settled_seconds=5, notice=notice)


def put(watch: Watch, name: str, content: str, seconds_ago: float = 60) -> Path:
    path = watch.folder / name
    path.write_text(content, encoding="utf-8")
    os.utime(path, (time.time() - seconds_ago,) * 2)
    return path


def test_files_are_imported_moved_and_told_of(watch, tmp_path):
    put(watch, "areas.csv", AREAS)
    put(watch, "cases.csv", "<html>")
    put(watch, "notes.txt", "buy milk")
    put(watch, "patrols.csv", "patrol_id\n", seconds_ago=0)
    put(watch, "people.csv.part", "person_id\n")
    found = look(watch)
    assert (found.done, found.waiting) == (["areas.csv"], ["patrols.csv"])
    assert sorted(found.failed) == ["cases.csv", "notes.txt"]
    assert sorted(path.name for path in watch.folder.iterdir()) == ["done", "failed", "patrols.csv", "people.csv.part"]
    [report] = [json.loads(path.read_text()) for path in (watch.folder / "done").glob("*_areas.csv.report.json")]
    assert report["import"] == "i000001" and report["tables"]["areas"]["accepted"] == 3
    [refused] = [json.loads(path.read_text()) for path in (watch.folder / "failed").glob("*_cases.csv.report.json")]
    assert refused["files"][0]["code"] == "not_what_it_claims" and refused["files"][0]["message_zh"]
    [notice] = [json.loads(line) for line in (tmp_path / "told.json").read_text().splitlines()]
    assert sorted(notice["failed"]) == ["cases.csv", "notes.txt"]
    assert watch.store.version().value("select count(*) from areas") == 3


def test_a_file_that_was_imported_before_the_power_went_is_moved_the_next_time(watch):
    put(watch, "areas.csv", AREAS)
    look(watch)
    put(watch, "areas.csv", AREAS)
    found = look(watch)
    assert (found.done, found.import_id, found.version) == (["areas.csv"], None, "v000001")


def test_when_nothing_can_be_imported_the_files_stay(watch, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    put(watch, "areas.csv", AREAS)
    monkeypatch.setattr("analytics.watching.import_paths", full)
    found = look(watch)
    assert "No space left" in found.problem and found.waiting == ["areas.csv"]
    assert (watch.folder / "areas.csv").exists() and "No space left" in (tmp_path / "told.json").read_text()
    monkeypatch.undo()
    assert look(watch).done == ["areas.csv"]


def test_backup_and_restore_as_documented(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    store = make_store(tmp_path)
    (tmp_path / "data").mkdir()
    store.path.rename(tmp_path / "data" / "store")
    for name in ("journal", "audit"):
        (tmp_path / "data" / "store" / name).mkdir(exist_ok=True)
    (tmp_path / "data" / "store" / "ledger" / "imports" / ".i000009").mkdir()  # an import is just being written
    first, second = re.findall(r"```sh\n(.*?)```", OPERATIONS.split("## Backup and restore")[1], flags=re.DOTALL)[:2]
    if not shutil.which("rsync"):
        folders = "ledger journal audit"
        first = f"mkdir BACKUP && tar cf - -C data/store --exclude '.i*' {folders} | tar xf - -C BACKUP"
    _shell(first)
    shutil.rmtree(tmp_path / "data")
    copy, build, _ = second.strip().splitlines()
    assert build == "python -m analytics rebuild"
    _shell(copy)
    rebuild(Store("data/store"), quiet)
    check_serves(Store("data/store"), {0})


def _shell(command: str) -> None:
    subprocess.run(["bash", "-ec", command], check=True)


def test_the_log_is_json_lines(tmp_path):
    code = (
        "from pathlib import Path; from analytics.publishing import import_paths; "
        "from analytics.store.versions import Store; from tests.faults.small import quiet; "
        f"import_paths(Store({str(tmp_path / 'store')!r}), [Path({str(cases_file(tmp_path, 1))!r})], None, quiet)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LASTMILE_LOG": str(tmp_path / "log.jsonl")}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, capture_output=True)
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [line["event"] for line in lines] == ["published", "imported"]
    assert lines[1]["tables"]["cases"]["accepted"] == 31 and {"at", "level"} <= set(lines[0])


def test_every_variable_is_in_the_documentation():
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "analytics").rglob("*.py"))
    for name in set(re.findall(r"\"(LASTMILE_[A-Z_]+)\"", code)):
        assert f"`{name}`" in OPERATIONS, name


def test_the_examples_say_what_the_configuration_says():
    nginx = (ROOT / "deploy" / "nginx.conf").read_text()
    config = (ROOT / ".streamlit" / "config.toml").read_text()
    megabytes = re.search(r"maxUploadSize = (\d+)", config)[1]
    assert f"client_max_body_size {megabytes}m" in nginx
    for header in ("Content-Security-Policy", "X-Content-Type-Options", "Strict-Transport-Security", "frame-ancestors"):
        assert header in nginx
    assert nginx.count("{") == nginx.count("}")
    for unit in (ROOT / "deploy").glob("lastmile*"):
        assert unit.read_text().startswith("#") and "[Unit]" in unit.read_text()
