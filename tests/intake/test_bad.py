"""The catalogue of bad input: every kind becomes of it what the catalogue says, and no row is lost."""

import csv
import io
import time
from pathlib import Path

import pytest

from analytics.intake.confined import convert
from analytics.intake.files import clear_folder
from analytics.intake.limits import Limits
from tests.intake.bad import catalogue
from tests.intake.bad.kinds import ROWS, FileKind, RowKind
from tests.intake.reading import Outcome, outcomes, read

ROOT = Path(__file__).resolve().parents[2]
FILES, ROW_KINDS = catalogue.files(), catalogue.rows()


def test_the_catalogue_is_large_and_names_each_kind_once():
    names = [kind.what for kind in [*FILES, *ROW_KINDS]]
    assert len(names) >= 78
    assert len(set(names)) == len(names)


def test_the_table_in_the_docs_is_the_catalogue():
    assert (ROOT / "docs" / "bad_input.md").read_text(encoding="utf-8") == catalogue.document()


@pytest.mark.parametrize("kind", ROW_KINDS, ids=lambda kind: kind.what)
def test_row(tmp_path, kind: RowKind):
    outcome = read(tmp_path, f"{kind.table}.csv", kind.csv())
    assert outcome.report.read == 1
    assert outcome.codes == ([kind.refused] if kind.refused else [])
    assert outcome.issue_codes == ([kind.issue] if kind.issue else [])
    for name, value in kind.value.items():
        assert outcome.column(name) == [None if value == "" else value]
    for told in [*outcome.refused, *outcome.issues]:
        _check_message(told["message_zh"], told["message_en"])
        assert told["line"] == 2 and told["row_json"]


def test_rows_together_become_what_they_do_alone(tmp_path):
    """One file of all rows, counted by hand: the kinds do not get into each other's way."""
    kinds = [kind for kind in ROW_KINDS if kind.table == "cases"]
    header = list(dict.fromkeys([*ROWS["good"]["cases"], *(name for kind in kinds for name in kind.row)]))
    text = io.StringIO()
    csv.writer(text).writerows([header, *([kind.row.get(name, "") for name in header] for kind in kinds)])
    outcome = read(tmp_path, "cases.csv", text.getvalue())
    refused = [kind.refused for kind in kinds if kind.refused]
    assert (outcome.report.read, outcome.codes) == (len(kinds), refused)
    assert outcome.report.accepted == len(kinds) - len(refused)
    assert sorted(outcome.issue_codes) == sorted(kind.issue for kind in kinds if kind.issue)


@pytest.mark.parametrize("kind", [kind for kind in FILES if not kind.confined], ids=lambda kind: kind.what)
def test_file(tmp_path, kind: FileKind):
    _check_file(kind, read(tmp_path, kind.name, kind.make()))


def test_files_that_would_bring_their_reader_down_are_refused_and_stop_no_other(tmp_path):
    kinds = [kind for kind in FILES if kind.confined]
    files = []
    for number, kind in enumerate(kinds):
        files.append(tmp_path / f"{number}" / kind.name)
        files[-1].parent.mkdir()
        files[-1].write_bytes(kind.make())
    files.append(tmp_path / "cases_good.csv")
    files[-1].write_text("case_id,source,reported_at\nc1,inspector,2018-09-17\n")
    (tmp_path / "out").mkdir()
    # A busy machine takes longer over a good file too: that says how long the others may take.
    started = time.monotonic()
    convert(files[-1:], None, tmp_path / "out")
    seconds = max(5, 4 * (time.monotonic() - started))
    clear_folder(tmp_path / "out")
    reports = convert(
        files, None, tmp_path / "out", limits=Limits(memory=3 << 30, seconds_least=seconds, bytes_per_second=1e9)
    )
    assert [report.code for report in reports] == [*(kind.refused for kind in kinds), "read"]
    for report in reports:
        _check_message(report.message_zh, report.message_en)


def test_a_limit_of_memory_is_a_limit(tmp_path):
    """A file that an ordinary reader would take whole is refused under a limit that it does not fit in."""
    file = tmp_path / "areas.geojson"
    corners = ",".join(f"[{i % 180},{i % 90}]" for i in range(2_000_000))
    shape = f'{{"type": "LineString", "coordinates": [{corners}]}}'
    file.write_text('{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"area_code": "1", '
                    f'"tier": "city", "name": "x"}}, "geometry": {shape}}}]}}')  # fmt: skip
    (tmp_path / "out").mkdir()
    [report] = convert([file], None, tmp_path / "out", limits=Limits(memory=500 << 20))
    assert report.code == "too_demanding"


def _check_file(kind: FileKind, outcome: Outcome) -> None:
    report = outcome.report
    assert (report.code if report.status == "refused" else None) == kind.refused
    assert (report.read, report.accepted, report.refused, report.non_data) == kind.counts
    for name, values in kind.values.items():
        assert outcome.column(name) == values
    said = [*outcome.codes, *outcome.issue_codes, *([report.code] if report.code not in ("read", kind.refused) else [])]
    assert set(said) == set(kind.codes)
    _check_message(report.message_zh, report.message_en)


def _check_message(zh: str, en: str) -> None:
    """Words in both languages, with every name filled in and nothing of the program's insides."""
    for text in (zh, en):
        assert text and "{" not in text.replace("${", "") and "Traceback" not in text and "/tmp" not in text
    assert any("\u4e00" <= letter <= "\u9fff" for letter in zh)


def test_the_same_rows_are_the_same_in_every_form(tmp_path):
    """Text in a workbook is read as the same text in a file of separated values."""
    kinds = [kind for kind in ROW_KINDS if kind.table == "cases" and _fits_a_cell(kind)]
    header = list(dict.fromkeys(name for kind in kinds for name in kind.row))
    cells = [[kind.row.get(name, "") for name in header] for kind in kinds]
    text = io.StringIO()
    csv.writer(text).writerows([header, *cells])
    (tmp_path / "cases_1.csv").write_text(text.getvalue(), encoding="utf-8")
    (tmp_path / "cases_2.xlsx").write_bytes(_as_text([header, *cells]))
    first, second = outcomes([tmp_path / "cases_1.csv", tmp_path / "cases_2.xlsx"], tmp_path)
    assert (first.codes, first.issue_codes) == (second.codes, second.issue_codes)
    for one, other in zip(first.accepted, second.accepted, strict=True):
        # A line break in a cell is a line of a text file, and none of a sheet.
        assert {**one, "_file": "", "_line": 0} == {**other, "_file": "", "_line": 0}


def _fits_a_cell(kind: RowKind) -> bool:
    # A workbook's bare number in a time column is a day count: the one reading that differs on purpose.
    texts = kind.row.values()
    return all(len(text) < 32_000 and "\0" not in text for text in texts) and "day count" not in kind.what


def _as_text(rows: list[list[str]]) -> bytes:
    from xlsxwriter import Workbook

    content = io.BytesIO()
    with Workbook(content) as book:
        sheet = book.add_worksheet()
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                sheet.write_string(i, j, cell)
    return content.getvalue()
