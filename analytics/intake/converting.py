"""Files of any accepted format → Parquet parts of typed rows, refused rows and issues, with a report for each file."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import duckdb

from analytics.contract.messages import message
from analytics.contract.schema import tables
from analytics.intake import headers
from analytics.intake.bindings import Bindings
from analytics.intake.feeding import cells_of, derived_source
from analytics.intake.files import FileReport, RefusedFile, discover, sha256_of, table_of, table_words
from analytics.intake.headers import Vocabulary
from analytics.intake.mapping import Feed, Mapping, SourceRule
from analytics.intake.opening import WITH_GEOMETRY, Opened, opened_file
from analytics.intake.ordinary import Ordinary
from analytics.intake.parts import Parts, Writing
from analytics.intake.shapes import is_degrees
from analytics.intake.sieve import Sieve
from analytics.intake.sources import Source
from analytics.intake.validation import statement

__all__ = ["FileReport", "convert", "discover"]

Progress = Callable[[str, float], None]


def convert(
    files: list[Path], mapping: Mapping | None, out: Path, progress: Progress | None = None,
    begins: Callable[[Path], None] = lambda file: None, refused: dict[Path, str] | None = None,
) -> list[FileReport]:
    """Reads the files into Parquet parts in `out` and returns a report per file and table, derived ones first.

    Accepted parts have the schema's columns (times local, shapes as WKB in longitude and latitude on WGS84), `_file`
    and `_line`. A file that cannot be read is reported and stops no other. `progress` gets the file's name and the
    share of all bytes done, 0 to 1; `begins` gets each file before it is touched. Files in `refused` are reported with
    that code and not touched. Raises OSError when the disk is full: that is no file's fault.
    """
    progress = progress or (lambda name, share: None)
    rules = [_rules_for(file.name, mapping) for file in files]
    sizes = [file.stat().st_size if file.exists() else 0 for file in files]
    run = _Run(out, progress, sum(sizes) or 1, begins, refused or {})
    # Files that describe what others have to derive come first: by then it is known what is described.
    derived = {feed.table.name for several in rules for rule in several for feed in rule.feeds if feed.derived}
    order = sorted(range(len(files)), key=lambda i: not (rules[i] and rules[i][0].feeds[0].table.name in derived))
    found = {i: run.file(files[i], sizes[i], rules[i]) for i in order}
    reports = [report for i in range(len(files)) for report in found[i]]
    return sorted(reports, key=lambda report: not report.derived)


def _rules_for(name: str, mapping: Mapping | None) -> list[SourceRule]:
    """How a file of this name is read: as the mapping says, else as the table its name says; none for neither.

    Several rules take a sheet each.
    """
    if mapping and (rules := mapping.rules_for(name)):
        return rules
    table = table_of(name)
    if table is None:
        return []
    rule = SourceRule((Feed(tables()[table]),))
    if mapping:
        rule = replace(rule, crs=mapping.crs, time_formats=mapping.time_formats, blank=mapping.blank)
    return [rule]


class _Run:
    """One conversion: where the parts go, how far it is, and which keys of derivable tables were found so far."""

    def __init__(
        self, out: Path, progress: Progress, total: int, begins: Callable[[Path], None], refused: dict[Path, str]
    ) -> None:
        self.out, self.progress, self.total, self.done, self.parts = out, progress, total, 0, 0
        self.begins, self.refused = begins, refused
        self.known: dict[str, set[str]] = {}

    def file(self, path: Path, size: int, rules: list[SourceRule]) -> list[FileReport]:
        """The reports of one file: one per table that it gives, or one that says why there is none."""
        self.begins(path)
        self.progress(path.name, self.done / self.total)
        sha256 = sha256_of(path) if os.access(path, os.R_OK) else ""
        after, reports = self.done + size, []
        try:
            for rule in rules:
                reports += self._tables(path, size / len(rules), rule, sha256)
                self.done += size / len(rules)
        finally:
            self.done = after
            self.progress(path.name, self.done / self.total)
        return reports or [self._without_rows(path.name, sha256, None, "skipped", RefusedFile("no_table"))]

    def _tables(self, path: Path, size: float, rule: SourceRule, sha256: str) -> list[FileReport]:
        main, name = rule.feeds[0].table.name, _name(path, rule)
        try:
            if path in self.refused:
                raise RefusedFile(self.refused[path])
            try:
                return self._opened(path, size, rule, sha256, sure=False)
            except UnicodeError:
                # The file is not in the encoding that its beginning promised.
                return self._opened(path, size, rule, sha256, sure=True)
        except RefusedFile as refusal:
            return [self._without_rows(name, sha256, main, "refused", refusal)]
        except AssertionError:
            raise  # rows were lost: nothing may be imported
        except (MemoryError, duckdb.OutOfMemoryException):
            return [self._without_rows(name, sha256, main, "refused", RefusedFile("too_demanding"))]
        except Exception as error:  # noqa: BLE001 - whatever a file does to a reader, the other files are read
            if _is_full(error):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
            detail = f"{type(error).__name__}: {str(error).splitlines()[0][:200] if str(error) else ''}"
            return [self._without_rows(name, sha256, main, "refused", RefusedFile("damaged_file", detail=detail))]

    def _opened(self, path: Path, size: float, rule: SourceRule, sha256: str, sure: bool) -> list[FileReport]:
        parts = self.parts
        try:
            with opened_file(path, rule, self.out, sure) as opened:
                opened.sha256 = sha256
                return list(self._feeds(path, size, opened))
        except UnicodeError:
            self.parts = parts  # what was written so far is written over
            raise

    def _without_rows(self, name: str, sha256: str, table: str | None, status: str, why: RefusedFile) -> FileReport:
        return FileReport(name, sha256, table, status, why.code, why.message_zh, why.message_en)

    def _feeds(self, path: Path, size: float, opened: Opened) -> Iterator[FileReport]:
        whole = _name(path, opened.rule)
        for number, feed in enumerate(sorted(opened.rule.feeds, key=lambda feed: feed.derived)):
            name = whole if number == 0 and not feed.derived else f"{whole} → {feed.table.name}"
            try:
                report = self._feed(name, path, size, feed, opened)
            except RefusedFile:
                if not feed.derived:
                    raise
                continue  # the file has nothing to derive these rows from
            if report.read or not feed.derived:
                yield report

    def _feed(self, name: str, path: Path, size: float, feed: Feed, opened: Opened) -> FileReport:
        source, bindings = opened.source, Bindings(opened.source.parameters)
        cells = cells_of(feed, opened.rule, source, opened.words, bindings)
        known = self.known.setdefault(feed.table.name, set())
        if feed.derived:
            source = derived_source(feed, cells, source, bindings, known)
            bindings = Bindings(source.parameters)
            plain = replace(opened.rule, blank=(), values={})
            cells = cells_of(Feed(feed.table), plain, source, {name: name for name in cells}, bindings)
        moved = not is_degrees(opened.rule.crs)
        self.parts += 1
        writing = Writing(feed.table, name, self.out / f"{self.parts}_{feed.table.name}")
        with Parts(writing) as parts:
            if opened.unread:
                plain = Ordinary(feed.table, cells, bindings, moved)
                sieve = Sieve(opened.connection, source.types, plain, parts.accept)
                opened.unread.into(sieve, partial(self._advanced, path, size))
                source = replace(source, rows=sieve.rows)
            # Planning the statement costs more than reading thousands of rows.
            if parts.counts.rows != source.rows:
                sql = statement(feed.table, source, cells, bindings, moved)
                judged = opened.connection.sql(sql, params=bindings.used(sql))
                parts.judged(judged, lambda read: self._advanced(path, size, read / max(source.rows, 1)))
        counts = parts.counts
        if feed.table.name in WITH_GEOMETRY or feed.derived:
            known |= writing.keys
        if source.rows >= 0 and counts.rows != source.rows:
            raise AssertionError(f"{name}: {source.rows} rows in the file, {counts.rows} judged")
        above = 0 if feed.derived else source.above
        code, zh, en = _note(feed, source, path, opened.words)
        return FileReport(
            name, opened.sha256, feed.table.name, "ok", code, zh, en, read=counts.rows + above,
            accepted=counts.accepted, refused=counts.refused, non_data=counts.non_data + above,
            issues=dict(sorted(counts.issues.items())), columns_present=tuple(cells),
            accepted_part=writing.accepted, issue_parts=(writing.refused, writing.issues), derived=feed.derived,
        )  # fmt: skip

    def _advanced(self, path: Path, size: float, share: float) -> None:
        self.progress(path.name, (self.done + size * min(share, 1)) / self.total)


def _is_full(error: Exception) -> bool:
    """Whether the disk is full: libraries say so in their own words."""
    return getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT) or os.strerror(errno.ENOSPC) in str(error)


def _name(path: Path, rule: SourceRule) -> str:
    """What the reports call the file: two sheets of it are two."""
    return f"{path.name} → {rule.sheet}" if rule.sheet else path.name


def _note(feed: Feed, source: Source, path: Path, words: Vocabulary) -> tuple[str, str, str]:
    values = {"code": "derived", "source": path.name} if feed.derived else dict(source.note or {"code": "read"})
    if values["code"] == "read" and feed.own_headers:
        for ignored, used in headers.set_aside(source.names, headers.vocabulary(feed.table) | words)[:1]:
            values = {"code": "synonymous_columns", "ignored": ignored[:60], "used": used[:60]}
    code = values.pop("code")
    return code, *message(code, table=table_words(feed.table.name), **values)
