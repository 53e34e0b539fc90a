"""A version whose cases a real cluster made of the ledger's Parquet is, row for row, the one that DuckDB makes."""

from __future__ import annotations

import pytest

from analytics.demo.city import write_city
from analytics.engines import ADDRESS
from analytics.publishing import import_paths
from analytics.store.versions import Store
from tests.engines.cluster import missing

pytestmark = [
    pytest.mark.spark,
    pytest.mark.xdist_group("spark"),
    pytest.mark.skipif(missing() is not None, reason=str(missing())),
]


@pytest.fixture(scope="module")
def stores(address, tmp_path_factory):
    """The same files imported by DuckDB alone, and with the cluster."""
    folder = tmp_path_factory.mktemp("spread")
    write_city(folder / "files", cases=3000, months=3, alleys=40)
    with pytest.MonkeyPatch.context() as patched:
        for name, engine in (("duck", None), ("spark", address)):
            patched.setenv(ADDRESS, engine) if engine else patched.delenv(ADDRESS, raising=False)
            import_paths(Store(folder / name), [folder / "files"], None, lambda *_: None)
    return Store(folder / "duck"), Store(folder / "spark")


def test_all(stores):
    duck, spark = (store.version() for store in stores)
    print(spark.rows("describe cases"))
    for table in ("cases", "issues", "default_points"):
        a, b = (v.rows(f"select * from {table} order by all") for v in (duck, spark))
        assert len(a) == len(b), table
        assert a == b, table
