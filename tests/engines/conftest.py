"""One cluster, and the same version made by DuckDB and by the cluster, for all tests that ask one."""

from __future__ import annotations

import pytest

from analytics.engines import ADDRESS, case_builder, engine_of
from analytics.indicators.rolling_up import roll_up
from analytics.store import intactness
from analytics.store.building import build_version
from analytics.store.versions import Version
from tests.engines.cluster import cluster
from tests.engines.edges import EdgeLedger


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    with cluster(tmp_path_factory.mktemp("spark") / "cluster") as address:
        yield address


@pytest.fixture(scope="session")
def ledger(tmp_path_factory):
    return EdgeLedger(tmp_path_factory.mktemp("ledger"))


@pytest.fixture(scope="session")
def duck(ledger, tmp_path_factory):
    """The version that DuckDB built and rolled up."""
    path = tmp_path_factory.mktemp("duck") / "versions" / "v000001.duckdb"
    path.parent.mkdir()
    replaced = build_version(ledger.sources(), path)
    roll_up(path)
    version = Version(path)
    version.replaced = replaced
    yield version
    version.close()


@pytest.fixture(scope="session")
def spark(ledger, address, tmp_path_factory):
    """The version of the same ledger whose cases and roll-ups the cluster made."""
    path = tmp_path_factory.mktemp("spark") / "versions" / "v000001.duckdb"
    path.parent.mkdir()
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(ADDRESS, address)
        sources = ledger.sources()
        replaced = build_version(sources, path, make_cases=case_builder(sources, path))
        roll_up(path)
    intactness.note(path)
    version = Version(path)
    version.replaced = replaced
    yield version
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(ADDRESS, address)
        engine_of(version).close()  # before the server: the client would look for it for minutes
    version.close()
