import pytest

from tests.staffing import town


@pytest.fixture(scope="session")
def version_and_rows(tmp_path_factory):
    return town.made(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="session")
def version(version_and_rows):
    return version_and_rows[0]


@pytest.fixture(scope="session")
def rows(version_and_rows):
    return version_and_rows[1]
