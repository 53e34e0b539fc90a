"""The naive twin on a demo city that went through the whole flow: files, import, build."""

from __future__ import annotations

from datetime import datetime

import pytest

from analytics.contract.periods import Period
from analytics.demo.city import write_city
from analytics.publishing import import_paths
from analytics.store.versions import Store
from tests import naive
from tests.indicators.comparing import differences


@pytest.fixture(scope="module")
def version(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    write_city(folder / "files", cases=4000, months=2, alleys=150)
    store = Store(folder / "store")
    import_paths(store, [folder / "files"], None, lambda *_: None)
    return store.version()


@pytest.fixture(scope="module")
def city(version):
    return naive.City(version)


@pytest.mark.parametrize(("text", "moment"), [("2017-02", "2017-03-04"), ("2017-01", "2017-01-20T12:00")])
def test_compute_agrees_with_the_naive_twin_on_the_demo_city(version, city, text, moment):
    assert differences(version, city, Period.parse(text), datetime.fromisoformat(moment)) == []
