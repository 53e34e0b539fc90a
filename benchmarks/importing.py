"""Reading cases with every check, against readers that check nothing: CSV in two encodings, Parquet, XLSX."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import xlsxwriter

from analytics.contract.schema import tables
from analytics.intake.converting import convert
from benchmarks import city
from benchmarks.figures import Figures
from benchmarks.timing import Turns, peak_mb, turns

SHEET_ROWS = 20_000  # openpyxl takes a minute for a hundred thousand
ROUNDS = 3


def run(size: int) -> dict[str, Figures]:
    """CPU seconds for reading the city's cases into typed, validated Parquet, and the readers' for the same file.

    `import_csv_*`: DuckDB read_csv with all types given, into a table. `import_*_pandas`: pandas, types given, times
    parsed, nothing validated. `import_parquet`: our own CSV import is the peer. Memory: a process that imports alone.
    """
    work = city.folder(size) / "importing"
    work.mkdir(parents=True, exist_ok=True)
    try:
        return _all(city.files(size) / "cases.parquet", work)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _all(parquet: Path, work: Path) -> dict[str, Figures]:
    utf8, gb18030 = work / "cases.csv", work / "gb18030" / "cases.csv"
    gb18030.parent.mkdir(exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"copy (from '{parquet}') to '{utf8}' (header)")
    with utf8.open(encoding="utf-8") as source, gb18030.open("w", encoding="gb18030") as target:
        shutil.copyfileobj(source, target)
    found = {}
    taken: dict[str, float] = {}
    for name, path, codec in (("utf8", utf8, "utf-8"), ("gb18030", gb18030, "gb18030")):
        plain = _against_duckdb(path, utf8, work)
        taken[name] = plain.ours
        memory = peak_mb(ours, path, work)
        found[f"import_csv_{name}"] = plain.figures("DuckDB read_csv, types given, of the UTF-8 file", 0.5, memory)
        loose = turns(lambda path=path: ours(path, work), lambda path=path, codec=codec: _pandas(path, codec), 2)
        found[f"import_csv_{name}_pandas"] = loose.figures("pandas read_csv, nothing validated", 1.0, memory)
    typed = turns(lambda: ours(parquet, work), lambda: ours(utf8, work), ROUNDS)
    found["import_parquet"] = typed.figures("our import of the same rows as CSV", 3.0, peak_mb(ours, parquet, work))
    sheet = _workbook(parquet, work)
    sheets = turns(lambda: ours(sheet, work), lambda: pd.read_excel(sheet, engine="openpyxl", dtype=str), 2)
    found["import_xlsx"] = sheets.figures(f"pandas with openpyxl {openpyxl.__version__}, {SHEET_ROWS} rows", 10.0,
                                          peak_mb(ours, sheet, work))  # fmt: skip
    return found


def ours(path: Path, work: Path) -> int:
    """Reads and checks the file into Parquet parts and removes them; how many rows were accepted."""
    out = work / "parts"
    out.mkdir()
    try:
        reports = convert([path], None, out)
    finally:
        shutil.rmtree(out)
    assert reports[0].status == "ok", reports[0]
    assert reports[0].accepted == reports[0].read, reports[0]
    return reports[0].accepted


def _against_duckdb(path: Path, utf8: Path, work: Path) -> Turns:
    found = turns(lambda: ours(path, work), lambda: _duckdb(utf8, work), ROUNDS)
    assert found.our_answer == found.peer_answer, "both read every row"
    return found


def _duckdb(path: Path, work: Path) -> int:
    types = {column.name: column.duckdb_type for column in tables()["cases"].columns.values()}
    file = work / "peer.duckdb"
    with duckdb.connect(str(file)) as connection:
        header = connection.sql(f"from read_csv('{path}', all_varchar = true) limit 0").columns
        columns = ", ".join(f"'{name}': '{types[name]}'" for name in header)
        reader = f"read_csv('{path}', header = true, auto_detect = false, columns = {{{columns}}})"
        connection.execute(f"create table cases as from {reader}")
        count = connection.sql("select count(*) from cases").fetchall()[0][0]
    file.unlink()
    return count


def _pandas(path: Path, codec: str) -> int:
    columns = tables()["cases"].columns.values()
    header = pd.read_csv(path, encoding=codec, nrows=0).columns
    texts = {column.name: str for column in columns if column.kind in ("id", "text", "enum")}
    times = [column.name for column in columns if column.duckdb_type == "TIMESTAMP" and column.name in header]
    return len(pd.read_csv(path, encoding=codec, dtype=texts, parse_dates=times))


def _workbook(parquet: Path, work: Path) -> Path:
    with duckdb.connect() as connection:
        rows = connection.sql(f"select columns(*)::varchar from '{parquet}' limit {SHEET_ROWS}")
        header, lines = rows.columns, rows.fetchall()
    path = work / "cases.xlsx"
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    for number, line in enumerate([header, *lines]):
        sheet.write_row(number, 0, [cell or "" for cell in line])
    book.close()
    return path
