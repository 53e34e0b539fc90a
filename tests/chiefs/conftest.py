"""Versions of random cities, and the same rows as dicts."""

import pytest

from tests import naive
from tests.chiefs.city import ChiefsCity
from tests.making import make_version


@pytest.fixture(scope="package", params=[1, 2])
def version(request, tmp_path_factory):
    return make_version(tmp_path_factory.mktemp("chiefs"), ChiefsCity(request.param).rows())


@pytest.fixture(scope="package")
def city(version):
    return naive.City(version)
