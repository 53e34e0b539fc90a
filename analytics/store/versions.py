"""Versions of the store: which one is current, and reading one of them, read-only and hardened."""

from __future__ import annotations

import os
import re
import secrets
import threading
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from analytics.access.narrowing import statements
from analytics.access.scopes import EVERYTHING, Scope
from analytics.contract.labels import both
from analytics.store.layers import lean, tables_of

# Of what a build writes. A version of another format is not opened; the ledger has what it takes to build it anew.
FORMAT = "2"
DEFAULT_STORE = Path("data/store")
_HARDENING = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "memory_limit": "6GB",
    "threads": str(os.cpu_count() or 2),
}
_SECRET = secrets.token_hex()  # whoever knows a reporter's number must not find it by hashing numbers
_UNTIL_ATTACHED = {"enable_external_access": "true"}
_KEPT_AT_MOST = 500  # small answers of a version, such as the units of a day
_IS_ID = re.compile(r"v\d{6,12}").fullmatch
Parameters = Mapping[str, Any] | Sequence[Any] | None


class NoVersion(LookupError):
    """The store has no published version yet, or none that can be opened."""


class Store:
    """A store's folder: `ledger/` (what came in), `versions/` (what is asked) and the pointer `CURRENT`."""

    def __init__(self, path: Path | str | None = None) -> None:
        self.path = Path(path or os.environ.get("LASTMILE_STORE") or DEFAULT_STORE)

    @property
    def ledger(self) -> Path:
        return self.path / "ledger"

    @property
    def versions(self) -> Path:
        return self.path / "versions"

    def version_path(self, version_id: str) -> Path:
        """Where that version's file lies, whether or not it is there."""
        return self.versions / f"{version_id}.duckdb"

    @property
    def pointer(self) -> Path:
        return self.path / "CURRENT"

    def pointed_id(self) -> str | None:
        """The id that the pointer names, whether or not the version is there; None for a pointer that names none."""
        try:
            name = self.pointer.read_text(encoding="utf-8").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        return name if _IS_ID(name) else None

    def candidates(self) -> list[str]:
        """Ids of the versions that may be served: the published one, then the others from the newest."""
        pointed, kept = self.pointed_id(), self.version_ids()[::-1]
        return sorted(kept, key=lambda name: name != pointed)

    def current_id(self) -> str | None:
        """The id of the published version; where the pointer names none that is there, the newest; None for none."""
        return next(iter(self.candidates()), None)

    def version(self, version_id: str | None = None, scope: Scope = EVERYTHING) -> Version:
        """The best version that can be opened, or the one with that id, as far as the scope lets it be seen.

        Raises NoVersion.
        """
        problem: Exception | None = None
        for name in [version_id] if version_id else self.candidates():
            try:
                return Version(self.version_path(name), scope)
            except (duckdb.Error, OSError, NoVersion) as error:
                problem = problem or error
        if problem is None or isinstance(problem, FileNotFoundError):
            raise NoVersion(both("refusals.no_version", folder=self.path)) from problem
        raise NoVersion(
            both("refusals.no_version_opens", folder=self.path, reason=str(problem).splitlines()[0])
        ) from problem

    def version_ids(self) -> list[str]:
        """Ids of all versions kept, oldest first."""
        return sorted(path.stem for path in self.versions.glob("v*.duckdb") if _IS_ID(path.stem))


class Version:
    """One published version, opened read-only. Safe to share between threads: every query has its own cursor.

    With a limited scope every table is replaced by what that scope may see of it: no statement can ask for more.
    """

    def __init__(self, path: Path, scope: Scope = EVERYTHING) -> None:
        self.path = path
        self.id = path.stem
        self.scope = scope
        self.key = f"{stamp(path)} {scope.key}"
        self._connection = _narrowed(path, scope) if scope.is_limited else _opened(path)
        self._lock = threading.Lock()
        self._meta: dict[str, str] | None = None
        self._kept: dict[Hashable, Any] = {}
        if self.meta.get("format", FORMAT) != FORMAT:
            self.close()
            found = self._meta["format"]
            raise NoVersion(both("refusals.other_format", version=self.id, found=found, format=FORMAT))

    def _run(self, sql: str, parameters: Parameters) -> duckdb.DuckDBPyConnection:
        # A cursor per query: one connection shared by threads hands rows to the wrong reader.
        with self._lock:
            cursor = self._connection.cursor()
        return cursor.execute(sql, used(sql, parameters))

    def rows(self, sql: str, parameters: Parameters = None) -> list[dict[str, Any]]:
        """The result as one dict a row."""
        cursor = self._run(sql, parameters)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def frame(self, sql: str, parameters: Parameters = None) -> Any:
        """The result as a pandas DataFrame."""
        return self._run(sql, parameters).df()

    def arrow(self, sql: str, parameters: Parameters = None) -> Any:
        """The result as an Arrow table."""
        with self._lock:
            cursor = self._connection.cursor()
        return cursor.sql(sql, params=used(sql, parameters)).to_arrow_table()

    def value(self, sql: str, parameters: Parameters = None) -> Any:
        """The first column of the first row; None when there is no row."""
        row = self._run(sql, parameters).fetchone()
        return None if row is None else row[0]

    @property
    def meta(self) -> dict[str, str]:
        """What the build wrote down about this version."""
        if self._meta is None:
            self._meta = {row["key"]: row["value"] for row in self.rows("select key, value from meta")}
        return self._meta

    @property
    def newest_known_at(self) -> datetime | None:
        """The newest moment at which anything in this version became known; None when it holds no such row."""
        text = self.meta.get("newest_known_at")
        return datetime.fromisoformat(text) if text else None

    def has(self, table: str) -> bool:
        """Whether the table holds at least one row."""
        return table in self.meta.get("tables_with_rows", "").split()

    def columns_present(self, table: str) -> set[str]:
        """Columns that at least one file of that table brought; of cases, also those that case_flow tells."""
        return self.kept("columns_present", self._columns_present).get(table, set())

    def _columns_present(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for row in self.rows("select table_name, column_name from columns_present"):
            found.setdefault(row["table_name"], set()).add(row["column_name"])
        return found

    def kept(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What `make` makes, made once for each key: a version never changes. Whoever gets it leaves it as it is."""
        if key not in self._kept:
            if len(self._kept) >= _KEPT_AT_MOST:
                self._kept.clear()
            self._kept[key] = make()
        return self._kept[key]

    def close(self) -> None:
        """Closes the file; the version cannot be read afterwards."""
        self._connection.close()


def _opened(path: Path) -> duckdb.DuckDBPyConnection:
    # What the version leans on is attached before the way to files is closed.
    connection = duckdb.connect(str(path), read_only=True, config=_HARDENING | _UNTIL_ATTACHED)
    # The time zone belongs to an extension that is loaded only after the connection is open.
    # A second connection of this process to the same file finds its configuration set and locked already.
    if not connection.execute("select current_setting('lock_configuration')").fetchone()[0]:
        lean(connection, path)
        connection.execute("set enable_external_access = false; set TimeZone = 'UTC'; set lock_configuration = true")
    return connection


def _narrowed(path: Path, scope: Scope) -> duckdb.DuckDBPyConnection:
    """An empty database in memory, the version attached read-only as `stored`, and the scope laid over it."""
    connection = duckdb.connect(":memory:", config=_HARDENING | _UNTIL_ATTACHED)
    name = str(path).replace("'", "''")
    connection.execute(f"attach '{name}' as stored (read_only)")
    lean(connection, path, "stored")
    connection.execute("set enable_external_access = false; set TimeZone = 'UTC'")
    for statement in statements(scope, tables_of(connection, "stored"), _SECRET):
        connection.execute(statement)
    connection.execute("set lock_configuration = true")
    return connection


def stamp(path: Path) -> str:
    """What tells this file from any other: a store that was wiped and filled again starts with the same ids.

    Answers are remembered by this, not by the id.
    """
    status = path.stat()
    return f"{path.stem} {status.st_ino} {status.st_mtime_ns}"


def used(sql: str, parameters: Parameters) -> Any:
    """DuckDB refuses named parameters that the statement does not use: keep those it does."""
    if not isinstance(parameters, Mapping):
        return list(parameters) if parameters is not None else None
    return {name: value for name, value in parameters.items() if re.search(rf"\${name}\b", sql)}
