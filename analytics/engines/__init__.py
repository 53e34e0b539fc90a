"""Engines: what answers the statements of the facts: the version itself (DuckDB), or Spark over its Parquet."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from analytics.engines import parquet
from analytics.store.parts import Sources
from analytics.store.versions import Parameters, Version

if TYPE_CHECKING:  # what builds takes its time to be imported; who asks needs none of it
    from analytics.store.cases import CaseBuilder

ADDRESS = "LASTMILE_ENGINE"


class NoEngine(RuntimeError):
    """The named engine does not answer, or its client is not installed."""


class Engine(Protocol):
    """Answers statements written once for every engine; a Version is one."""

    def rows(self, sql: str, parameters: Parameters = None) -> list[dict[str, Any]]:
        """The result as one dict a row."""

    def frame(self, sql: str, parameters: Parameters = None) -> Any:
        """The result as a pandas DataFrame."""


def address() -> str | None:
    """The engine that the installation names beside DuckDB, such as sc://spark.example:15002; None without one."""
    return os.environ.get(ADDRESS) or None


def engine_of(version: Version) -> Engine:
    """What counts the facts of this version: the named engine, where its tables lie as Parquet, else the version.

    Raises NoEngine. A version narrowed to a scope answers for itself: the engine would see all of it.
    """
    folder = parquet.folder_of(version.path)
    if address() is None or version.scope.is_limited or not folder.exists():
        return version
    from analytics.engines.spark import spark_on

    return spark_on(address(), folder, folder.stat().st_mtime_ns)


def case_builder(sources: Sources, path: Path) -> CaseBuilder:
    """What makes the cases of the version that is built of these sources at `path`: the named engine, else DuckDB."""
    if address() is None:
        from analytics.store.cases import build_cases

        return build_cases
    from analytics.engines.spreading import spread_cases

    return partial(spread_cases, address(), sources, path)


def hand_over(version: Version, names: Iterable[str]) -> None:
    """Writes the tables and columns so named as Parquet for the named engine; nothing where none is named."""
    if address() is not None:
        parquet.write(version.path, names)
