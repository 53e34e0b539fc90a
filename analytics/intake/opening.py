"""A file open for reading: what it is, its header and its rows, with a connection of its own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from analytics.intake import boundaries, columnar, ordinary, separated, signatures, workbooks
from analytics.intake.cells import macros
from analytics.intake.feeding import expectation
from analytics.intake.files import RefusedFile, table_words
from analytics.intake.filling import filled_down
from analytics.intake.headers import Vocabulary
from analytics.intake.limit_texts import add_limit_functions
from analytics.intake.mapping import SourceRule
from analytics.intake.shapes import add_functions, check_degrees
from analytics.intake.sieve import Sieve
from analytics.intake.sources import Source

_SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "memory_limit": "1GB",
}
WITH_GEOMETRY = ("areas", "grids", "alleys")
_AREAL = ("areas", "grids")


@dataclass
class Opened:
    """`unread`: the rows, where each is judged by itself while they are read; None where they all are in `source`."""

    connection: duckdb.DuckDBPyConnection
    source: Source
    words: Vocabulary
    rule: SourceRule
    unread: separated.Unread | workbooks.Unread | columnar.Unread | None = None
    sha256: str = ""


@contextmanager
def opened_file(path: Path, rule: SourceRule, out: Path, sure: bool) -> Iterator[Opened]:
    """The file open for reading, with a connection of its own and a folder for what it needs on the way.

    `sure`: all of a text is looked at for its encoding; else rows that are unread may raise UnicodeError.
    """
    kind = signatures.format_of(path)
    first = rule.feeds[0].table
    if kind in signatures.GEOGRAPHIC and first.name not in WITH_GEOMETRY:
        raise RefusedFile("format_not_for_table", table=table_words(first.name), found=kind)
    work = Path(tempfile.mkdtemp(prefix=".intake-", dir=out))
    connection = duckdb.connect(str(work / "work.duckdb"), config=_SETTINGS)
    try:
        connection.execute("set TimeZone = 'UTC'; set enable_geoparquet_conversion = false")
        connection.execute(macros())
        expected = expectation(rule)
        words, unread = expected.words, None
        if kind == signatures.TEXT:
            source, unread = separated.read(path, work, expected, sure)
        elif kind == signatures.WORKBOOK:
            source, unread = workbooks.read(path, expected, rule.sheet)
        elif kind == signatures.PARQUET:
            source = columnar.read(path, connection)
            if ordinary.applies(rule):
                unread = columnar.Unread(path, source)
                source = replace(source, sql="select * from rows", parameters={})
        else:
            source, words = boundaries.read(path, kind, work, connection, expected)
        if unread and not ordinary.applies(rule):
            sieve = Sieve(connection, source.types)
            unread.into(sieve)
            source, unread = replace(source, rows=sieve.rows), None
        binary = "geometry" in source.names and source.types[source.names.index("geometry")] == "BLOB"
        areal = first.name in _AREAL
        add_functions(connection, "BLOB" if binary else "VARCHAR", rule.crs or source.crs, areal)
        add_limit_functions(connection)
        source = filled_down(source, rule.fill_down)
        if kind in signatures.GEOGRAPHIC and not rule.crs and not source.crs:
            check_degrees(connection, f"select c{source.names.index('geometry')} as geometry from ({source.sql})")
        yield Opened(connection, source, words, rule, unread)
    finally:
        connection.close()
        shutil.rmtree(work, ignore_errors=True)
