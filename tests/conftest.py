"""What every test may rely on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.contract.periods import Period
from analytics.hotspots import HotSpots, find_hotspots
from analytics.store.versions import Store, Version
from tests.access.tally import TRIED
from tests.hotspots.spotted import make_store

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture(autouse=True)
def _tried(request: pytest.FixtureRequest) -> Iterator[None]:
    """Writes what the test has tried beside its result, for benchmarks/robustness.py to add up."""
    TRIED.clear()
    yield
    request.node.user_properties.extend(TRIED.items())


@pytest.fixture
def boston_files() -> Path:
    """The folder of Boston's 2011 files; the test is skipped where it is absent."""
    folder = SHARED / "boston"
    if not folder.exists():
        pytest.skip("Boston's files are not on this machine (shared/data/boston)")
    return folder


@pytest.fixture(scope="session")
def spotted_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A city with two hot spots (tests/hotspots/spotted.py), built once."""
    return make_store(tmp_path_factory.mktemp("spotted"))


@pytest.fixture(scope="session")
def spotted(spotted_store: Store) -> Version:
    return spotted_store.version()


@pytest.fixture(scope="session")
def september(spotted: Version) -> HotSpots:
    """The hot spots of that city's last month."""
    return find_hotspots(spotted, Period.parse("2018-09"))
