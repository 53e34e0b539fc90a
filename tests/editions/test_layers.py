"""Editions of a version that is laid over an earlier one: drafted, sealed and verified as of one built whole."""

import pytest

from analytics import editions, publishing
from analytics.contract.canonical import canonical
from analytics.contract.periods import Period
from analytics.store import increments
from analytics.store.layers import base_of
from analytics.store.versions import Store
from tests.editions import city
from tests.editions.city import cases_of, import_rows, make_store, write

AUGUST = Period.parse("2018-08")


@pytest.fixture
def laid(tmp_path, monkeypatch) -> Store:
    """The small city and a correction of its cases, which is laid over the version before, roll-ups and all."""

    def build(store, version, before, progress):
        building = store.versions / f"{version}.building"
        return [vars(each) for each in publishing._build_next(store, before or "", building, progress, progress)]

    monkeypatch.setattr(city, "_build_here", build)
    monkeypatch.setattr(increments, "LEAST_CASES", 0)
    monkeypatch.setattr(increments, "MOST_SHARE", 100)
    store = make_store(tmp_path)
    import_rows(store, [write(tmp_path / "cases_corrected.csv", late(cases_of("110101", "2018-08")[:4]))])
    assert base_of(store.version().path) == store.version_path("v000001")
    return store


def late(cases: list[dict]) -> list[dict]:
    return [case | {"disposed_at": None, "closed_at": None, "checked_at": None} for case in cases]


def test_an_edition_is_as_of_a_version_built_whole(laid, tmp_path, monkeypatch):
    drafted = editions.draft(laid, "monthly", AUGUST)
    editions.approve(laid, drafted.id, by="王")
    editions.seal(laid, drafted.id, by="王")
    monkeypatch.setattr(increments, "LEAST_CASES", 10_000)
    whole = make_store(tmp_path / "whole")
    before = editions.opened(whole, editions.publish(whole, "monthly", AUGUST).id).document
    import_rows(whole, [tmp_path / "cases_corrected.csv"])
    assert base_of(whole.version().path) is None
    expected = editions.opened(whole, editions.publish(whole, "monthly", AUGUST).id).document
    found = editions.opened(laid, drafted.id).document
    assert canonical(found) == canonical(expected)
    assert canonical(found) != canonical(before), "the correction moves somebody"
    assert editions.verify(laid, drafted.id).identical


def test_it_stays_identical_after_a_further_day_and_without_its_files(laid, tmp_path):
    edition = editions.publish(laid, "monthly", AUGUST).id
    import_rows(laid, [write(tmp_path / "cases_later.csv", late(cases_of("110102", "2018-08")[:4]))])
    assert base_of(laid.version().path) == laid.version_path("v000001")
    assert editions.verify(laid, edition).identical
    assert not editions.verify(laid, editions.publish(laid, "monthly", AUGUST).id).differences
    # Neither the version nor what it leans on is there any more: the ledger has what it takes.
    laid.version_path("v000002").unlink()
    laid.version_path("v000001").unlink()
    assert editions.verify(laid, edition).identical


def test_a_changed_byte_of_the_base_is_detected(laid):
    edition = editions.publish(laid, "monthly", AUGUST).id
    path = laid.version_path("v000001")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert "version_changed" in [each["code"] for each in editions.verify(laid, edition).differences]
