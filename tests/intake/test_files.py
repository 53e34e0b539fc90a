"""Which table a file holds, what a folder gives, and files that are refused whole."""

import gzip
import io
import zipfile

import pytest
from xlsxwriter import Workbook

from analytics.contract.schema import tables
from analytics.intake.files import discover, sha256_of, table_of
from tests.intake.reading import CASES, outcomes, read

ROW = f"{CASES}\nc1,inspector,2018-09-17\n"


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("cases.csv", "cases"), ("cases_2018-09.parquet", "cases"), ("CASES-09.CSV.GZ", "cases"),
        ("case_flow.csv", "case_flow"),
        ("whistle_reports_1.xlsx", "whistle_reports"), ("whistles.csv", "whistles"), ("casesold.csv", None),
        ("alleys_v1.2.geojson", "alleys"), ("alley_teams-x.csv", "alley_teams"), ("truth.json", None),
        ("tasks", "tasks"),
    ],
)  # fmt: skip
def test_the_longest_table_name_wins(name, table):
    assert table_of(name) == table


def test_every_table_is_found_by_its_own_name():
    assert [table_of(f"{name}_2018.csv") for name in tables()] == list(tables())


def test_a_folder_gives_its_files_in_order_without_hidden_ones(tmp_path):
    for name in ("b.csv", "a.csv", ".hidden.csv"):
        (tmp_path / name).touch()
    (tmp_path / "inner").mkdir()
    assert [path.name for path in discover([tmp_path, tmp_path / "a.csv"])] == ["a.csv", "b.csv"]


def test_files_of_no_table_are_listed_and_left_alone(tmp_path):
    report = read(tmp_path, "notes.txt", "remember the milk").report
    assert (report.status, report.table, report.code) == ("skipped", None, "no_table")


def _workbook(cells: list[list]) -> bytes:
    content = io.BytesIO()
    with Workbook(content) as book:
        sheet = book.add_worksheet()
        for i, row in enumerate(cells):
            sheet.write_row(i, 0, row)
    return content.getvalue()


def _zip(**entries: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in entries.items():
            archive.writestr(name.replace("__", "/").replace("DOTS", ".."), text)
    return content.getvalue()


VRT = "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>"
ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
NO_FEATURES = b'{"type": "FeatureCollection", "features": []}'
REFUSED = {
    "empty": ("cases.csv", b"", "empty_file"),
    "only blanks": ("cases.csv", b"\xef\xbb\xbf \r\n\r\n", "empty_file"),
    "no header": ("cases.csv", b"1,2,3\n4,5,6\n", "no_header"),
    "required column missing": ("cases.csv", b"case_id,reported_at\n1,2018-09-17\n", "missing_column"),
    "the same column twice": ("cases.csv", b"case_id,source,source,reported_at\n1,a,b,c\n", "duplicate_column"),
    "HTML called a workbook": ("cases.xlsx", b"<html><table><tr><td>x</td></tr></table></html>", "not_what_it_claims"),
    "HTML called CSV": ("cases.csv", b"<!DOCTYPE html>\n<html></html>", "not_what_it_claims"),
    "CSV called a workbook": ("cases.xlsx", ROW.encode(), "not_what_it_claims"),
    "workbook called CSV": ("cases.csv", _workbook([["case_id"]]), "not_what_it_claims"),
    "CSV called Parquet": ("cases.parquet", ROW.encode(), "not_what_it_claims"),
    "VRT called GeoJSON": ("areas.geojson", VRT.encode(), "virtual_dataset"),
    "VRT behind a comment": ("areas.geojson", b"\xef\xbb\xbf\n<!-- x -->" + VRT.encode(), "virtual_dataset"),
    "VRT in UTF-16": ("areas.geojson", VRT.encode("utf-16"), "virtual_dataset"),
    "VRT called GeoPackage": ("areas.gpkg", VRT.encode(), "virtual_dataset"),
    "JSON that is no GeoJSON": ("areas.geojson", b'{"type": "Topology"}', "not_what_it_claims"),
    "broken JSON": ("areas.geojson", b'{"type": "FeatureCollection", "features": [', "damaged_file"),
    "SQLite called GeoPackage": ("areas.gpkg", b"SQLite format 3\x00" + b"\x00" * 100, "not_what_it_claims"),
    "zip without a Shapefile": ("areas.zip", _zip(readme="x"), "not_what_it_claims"),
    "zip that leaves its folder": ("areas.zip", _zip(**{"DOTS__evil.shp": "x"}), "unsafe_archive"),
    "zip with an absolute path": ("areas.zip", _zip(**{"__etc__evil.shp": "x"}), "unsafe_archive"),
    "VRT inside a zip": ("areas.zip", _zip(**{"areas.shp": VRT, "areas.dbf": "x"}), "not_what_it_claims"),
    "broken zip": ("areas.zip", b"PK\x03\x04 and nothing", "damaged_file"),
    "gzip called CSV": ("cases.csv", gzip.compress(ROW.encode()), "not_what_it_claims"),
    "CSV called gzip": ("cases.csv.gz", ROW.encode(), "not_what_it_claims"),
    "broken gzip": ("cases.csv.gz", gzip.compress(ROW.encode() * 50)[:-12], "damaged_file"),
    "broken Parquet": ("cases.parquet", b"PAR1 and nothing", "damaged_file"),
    "workbook with a password": ("cases.xlsx", ENCRYPTED, "password_protected"),
    "shapes of what has none": ("cases.geojson", NO_FEATURES, "format_not_for_table"),
    "picture": ("cases.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 40, "unknown_format"),
    "unknown extension": ("cases.dat", ROW.encode(), "unknown_format"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "code"), REFUSED.values(), ids=REFUSED)
def test_file_is_refused_whole(tmp_path, name, content, code):
    report = read(tmp_path, name, content).report
    assert (report.status, report.code, report.read) == ("refused", code, 0)
    assert report.message_zh and report.message_en and "{" not in report.message_zh + report.message_en


def test_one_bad_file_stops_no_other(tmp_path):
    (tmp_path / "cases_1.csv").write_bytes(b"<html>")
    (tmp_path / "cases_2.csv").write_text(ROW)
    paths = [tmp_path / "cases_0.csv", tmp_path / "cases_1.csv", tmp_path / "cases_2.csv"]
    found = outcomes(paths, tmp_path)
    assert [outcome.report.code for outcome in found] == ["missing_file", "not_what_it_claims", "read"]
    assert found[2].report.sha256 == sha256_of(paths[2])
    assert not [path for path in tmp_path.rglob("*") if "intake-" in path.name]


def test_whatever_a_file_does_to_a_reader_the_others_are_read(tmp_path, monkeypatch):
    def fails(*_):
        raise KeyError("unheard of")

    monkeypatch.setattr("analytics.intake.workbooks.read", fails)
    (tmp_path / "cases_1.xlsx").write_bytes(_workbook([CASES.split(",")]))
    (tmp_path / "cases_2.csv").write_text(ROW)
    found = outcomes([tmp_path / "cases_1.xlsx", tmp_path / "cases_2.csv"], tmp_path)
    assert [outcome.report.code for outcome in found] == ["damaged_file", "read"]
    assert "unheard of" in found[0].report.message_en


def test_progress_ends_at_one(tmp_path):
    from analytics.intake.converting import convert

    (tmp_path / "cases.csv").write_text(ROW)
    told = []
    convert([tmp_path / "cases.csv"], None, tmp_path, lambda name, share: told.append((name, share)))
    assert told[0] == ("cases.csv", 0) and told[-1] == ("cases.csv", 1)
    assert [share for _, share in told] == sorted(share for _, share in told)
