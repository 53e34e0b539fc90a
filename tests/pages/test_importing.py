"""The import page: a folder in, the report out, withdrawal; names of uploads lead nowhere."""

import io
import tempfile
from pathlib import Path

import pytest

from analytics.store.versions import Store
from pages.widgets import import_reports, jobs, uploads

AREAS = "area_code,parent_code,tier,name\n1,,city,城\n11,1,district,<b>东区</b>\n"
CASES = """案件编号,来源,上报时间,处置时间
C1,热线,2018-09-01 08:00,2018-09-01 09:00
C2,无此来源,2018-09-01 08:00,
C3,热线,2018-09-02 08:00,2018-09-01 07:00
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "incoming"
    found.mkdir()
    (found / "areas.csv").write_text(AREAS, encoding="utf-8")
    (found / "cases_2018-09.csv").write_text(CASES, encoding="utf-8")
    (found / "notes.txt").write_text("x", encoding="utf-8")
    return found


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def import_folder(test, path: str):
    test.text_input[0].input(path)
    return next(each for each in test.button if each.label == "开始导入").click().run()


def finished(store: Store) -> None:
    assert jobs.last(store).wait(120)


def test_works_without_a_store(page, store, written) -> None:
    test = page("importing", store.path)
    assert not test.exception
    assert "还没有导入过" in written(test)


def test_folder_is_imported_and_every_row_accounted_for(page, store, folder, written) -> None:
    test = page("importing", store.path, **{"from": "folder"})
    import_folder(test, str(folder))
    finished(store)
    test.run()
    assert not test.exception
    told = written(test)
    assert "导入完成：i000001，数据版本 v000001" in told
    assert "案件（cases）" in told and "notes.txt" in told
    assert "missing_deadline" in told and "unknown_code" in told
    assert [each.label for each in test.get("download_button")] == ["cases\\_2018\\-09\\.csv：2 行拒收（XLSX）"]
    assert list(test.dataframe[0].value["accepted"]) == [3]


def test_same_files_again_change_nothing(page, store, folder, written) -> None:
    for _ in range(2):
        jobs.dismiss(store)
        test = page("importing", store.path, **{"from": "folder"})
        import_folder(test, str(folder))
        finished(store)
        test.run()
    assert "没有新数据" in written(test)
    assert store.current_id() == "v000001"


def test_withdrawal(page, store, folder, written) -> None:
    test = page("importing", store.path, **{"from": "folder"})
    import_folder(test, str(folder))
    finished(store)
    test.run()
    next(each for each in test.button if each.key == "withdraw").click().run()
    finished(store)
    test.run()
    assert not test.exception
    assert "已撤回 i000001" in written(test)
    assert store.version().value("select count(*) from cases") == 0
    assert list(test.dataframe[0].value["state"]) == ["○ 已撤回"]


@pytest.mark.parametrize(
    ("path", "told"),
    [("", "请先填写"), ("/no/such/folder", "找不到"), ("{empty}", "没有文件"), ("bad\x00name", "找不到")],
)
def test_what_cannot_be_begun_is_told_in_a_sentence(page, store, tmp_path, written, path: str, told: str) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    test = page("importing", store.path, **{"from": "folder"})
    import_folder(test, path.format(empty=empty))
    assert not test.exception
    assert told in written(test)
    assert jobs.last(store) is None


def test_a_failed_import_is_told_without_a_traceback(page, store, monkeypatch, folder, written) -> None:
    def fail(*_):
        raise RuntimeError("boom\nTraceback (most recent call last): secret")

    monkeypatch.setattr(uploads, "import_paths", fail)
    test = page("importing", store.path, **{"from": "folder"})
    import_folder(test, str(folder))
    finished(store)
    test.run()
    told = written(test)
    assert not test.exception
    assert "原来的数据版本仍然有效" in told and "boom" in told
    assert "Traceback" not in told


class Given(io.BytesIO):
    """An uploaded file as Streamlit hands it over."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name = name


@pytest.mark.parametrize(
    "name",
    ["../../etc/cases.csv", "..\\..\\cases.csv", "/etc/passwd", "..", ".", "", "a/../../cases.csv",
     "x\x00/../cases.csv", "C:\\cases.csv", "~/cases.csv", "案" * 400 + ".csv", "cases.csv\n", "....//cases.csv"],
)
def test_uploaded_names_stay_inside_the_folder(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    paths = uploads.keep([Given(name, b"1"), Given(name, b"2")], inside)
    assert [path.read_bytes() for path in paths] == [b"1", b"2"]
    assert all(path.resolve().is_relative_to(inside.resolve()) for path in paths)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["inside"]


def test_upload_keeps_its_table_and_goes_when_done(store, folder, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    given = [Given("areas.csv", AREAS.encode()), Given("dir/cases_2018-09.csv", CASES.encode())]
    assert uploads.begin_upload(store, given, None) is None
    finished(store)
    report = jobs.last(store).report
    assert [file["table"] for file in report["files"]] == ["areas", "cases"]
    assert not list(tmp_path.glob("last_mile_upload_*"))
    jobs.dismiss(store)


def test_one_job_at_a_time(store) -> None:
    import threading

    hold = threading.Event()
    first = jobs.start(store, "import", lambda progress: hold.wait(10) and {})
    assert jobs.start(store, "import", lambda progress: {}) is first
    hold.set()
    assert first.wait(10)
    jobs.dismiss(store)


@pytest.mark.parametrize(
    ("step", "share", "told"),
    [("cases.csv", 0.5, ("读取 cases\\.csv", 0.25)), ("rows:cases", 0.2, ("汇总表 案件", 0.6)),
     ("published", 1.0, ("发布", 1.0)), ("![x](y)", 7.0, ("读取 \\!\\[x\\]\\(y\\)", 0.5))],
)
def test_progress_in_words(step: str, share: float, told: tuple[str, float]) -> None:
    assert import_reports.told_step(step, share, "zh") == told
