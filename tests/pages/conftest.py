"""Pages run as the dashboard runs them, on an empty store and on a small city."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.city import make_store, store_of

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def city_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("city")).path


@pytest.fixture(scope="session")
def cases_only_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small city with its areas and cases alone."""
    return store_of(tmp_path_factory.mktemp("cases_only"), ("areas", "cases")).path


@pytest.fixture(scope="session")
def areas_only_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small city with its areas alone."""
    return store_of(tmp_path_factory.mktemp("areas_only"), ("areas",)).path


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Runs a page on a store with parameters in its address."""

    def run(name: str, store: Path, **parameters: str) -> AppTest:
        monkeypatch.setenv("LASTMILE_STORE", str(store))
        test = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        test.switch_page(f"pages/{name}.py")
        for key, value in parameters.items():
            test.query_params[key] = value
        return test.run()

    return run


@pytest.fixture
def written() -> Callable[[AppTest], str]:
    """All that a page has written, as one text."""

    def collect(test: AppTest) -> str:
        kinds = ("title", "subheader", "caption", "markdown", "text", "info", "success", "warning", "error", "code")
        return "\n".join(
            [str(each.value) for kind in kinds for each in getattr(test, kind)]
            + [str(each.proto.body) for each in test.get("html")]
        )

    return collect
