"""A small demo city, made once, and reading its files."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow.parquet
import pytest
import shapely

from analytics.contract.schema import tables
from analytics.demo import write_city


@dataclass
class City:
    """A city's folder, the row counts it was said to have, and its tables as views of an in-memory database."""

    folder: Path
    counts: dict[str, int]
    data: duckdb.DuckDBPyConnection

    def rows(self, sql: str) -> list[tuple]:
        return self.data.execute(sql).fetchall()

    def one(self, sql: str) -> object:
        return self.rows(sql)[0][0]

    def shapes(self, table: str) -> dict[str, shapely.Geometry]:
        """Code → geometry."""
        file = pyarrow.parquet.read_table(self.folder / f"{table}.parquet")
        return dict(zip(file.column(0).to_pylist(), shapely.from_wkb(file["geometry"].to_pylist()), strict=True))


def open_city(folder: Path, counts: dict[str, int]) -> City:
    data = duckdb.connect()
    for table in tables():
        parquet, csv = folder / f"{table}.parquet", folder / f"{table}.csv"
        if parquet.exists():
            data.execute(f"create view {table} as select * from read_parquet('{parquet}')")
        elif csv.exists():
            data.execute(f"create view {table} as select * from read_csv('{csv}', all_varchar = true)")
    return City(folder, counts, data)


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    """Two months, 3,000 cases, a core of 80 alleys."""
    folder = tmp_path_factory.mktemp("city")
    return open_city(folder, write_city(folder, cases=3000, seed=5, months=2, alleys=80))


@pytest.fixture(scope="session")
def year_city(tmp_path_factory: pytest.TempPathFactory) -> City:
    """The full core over a year, 4,000 cases."""
    folder = tmp_path_factory.mktemp("year")
    return open_city(folder, write_city(folder, cases=4000, seed=6, months=12))


@pytest.fixture(scope="session")
def large_city(tmp_path_factory: pytest.TempPathFactory) -> City:
    """200,000 cases over 21 months, the fewest at which the clear hot spots have to be found; a core of 40 alleys."""
    folder = tmp_path_factory.mktemp("large")
    return open_city(folder, write_city(folder, cases=200_000, seed=7, alleys=40))


def case_counts(city: City, months: int) -> tuple[list[str], np.ndarray]:
    """Grid codes and their cases that are not void, (grids, months)."""
    codes = [code for (code,) in city.rows("select grid_code from grids order by 1")]
    index = {code: number for number, code in enumerate(codes)}
    counts = np.zeros((len(codes), months))
    for code, month, cases in city.rows(
        """select grid_code, (year(reported_at) - 2017) * 12 + month(reported_at) - 1, count(*) from cases
           where voided_at is null and grid_code is not null group by all"""
    ):
        counts[index[code], month] = cases
    return codes, counts
