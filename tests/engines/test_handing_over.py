"""Which engine counts, and what a version hands to it."""

from __future__ import annotations

import subprocess
import sys

import duckdb
import pytest

from analytics import publishing
from analytics.access.scopes import Scope
from analytics.commands.running import main
from analytics.demo.city import write_city
from analytics.engines import ADDRESS, NoEngine, case_builder, engine_of, hand_over, parquet
from analytics.indicators.facts import words
from analytics.publishing import import_paths
from analytics.store.cases import build_cases
from analytics.store.ledger import Ledger
from analytics.store.versions import Store
from tests.indicators.random_city import RandomCity
from tests.making import make_version
from tests.store.spreading import files_of, spread_out

NOBODY = "sc://127.0.0.1:1"


@pytest.fixture
def version(tmp_path):
    return make_version(tmp_path / "versions", RandomCity(1).rows())


def test_without_a_named_engine_the_version_counts_and_hands_nothing_over(version, monkeypatch):
    monkeypatch.delenv(ADDRESS, raising=False)
    hand_over(version, words())
    assert engine_of(version) is version
    assert not parquet.folder_of(version.path).exists()


def test_a_version_without_its_parquet_counts_itself(version, monkeypatch):
    monkeypatch.setenv(ADDRESS, NOBODY)
    assert engine_of(version) is version


def test_a_narrowed_version_counts_itself(version, monkeypatch):
    monkeypatch.setenv(ADDRESS, NOBODY)
    hand_over(version, words())
    narrowed = Store(version.path.parent.parent).version(version.id, Scope("district", areas=(("district", "D1"),)))
    assert engine_of(narrowed) is narrowed
    with pytest.raises(NoEngine, match="does not answer"):
        engine_of(version)


def test_an_address_of_another_kind_is_refused(version, monkeypatch):
    monkeypatch.setenv(ADDRESS, "spark://127.0.0.1:7077")
    hand_over(version, words())
    with pytest.raises(NoEngine, match="sc://host:port"):
        engine_of(version)


def test_every_row_of_what_the_facts_read_is_handed_over_and_nothing_else(version):
    folder = parquet.write(version.path, words())
    tables = {path.name for path in folder.iterdir()}
    assert {"cases", "patrols", "units", "area_chains", "grid_areas"} <= tables
    assert not tables & {"people", "issues", "meta"}
    for table in tables:
        rows = duckdb.sql(f"select count(*) from '{folder}/{table}/*.parquet'").fetchall()[0][0]
        assert rows == version.value(f"select count(*) from {table}"), table
    columns = set(duckdb.sql(f"select * from '{folder}/cases/*.parquet'").columns)
    assert {"reported_at", "earlier_find_until", "city"} <= columns
    assert not columns & {"description", "photo"}
    assert "geometry" not in duckdb.sql(f"select * from '{folder}/areas/*.parquet'").columns


def test_written_again_it_is_replaced_and_removed_it_is_gone(version):
    folder = parquet.write(version.path, words())
    (folder / "old").mkdir()
    parquet.write(version.path, {"cases", "case_id"})
    assert [path.name for path in folder.iterdir()] == ["cases"]
    parquet.remove(version.path)
    parquet.remove(version.path)
    assert list(folder.parent.iterdir()) == []


def test_roll_up_publishes_the_same_values_once_more(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv(ADDRESS, raising=False)
    write_city(tmp_path / "files", cases=300, months=1, alleys=20)
    store = Store(tmp_path / "store")
    import_paths(store, [tmp_path / "files"], None, lambda *_: None)
    before = store.version()
    assert main(["roll-up", "--store", str(store.path), "--json"]) == 0
    after = store.version()
    assert (before.id, after.id, after.meta["version"]) == ("v000001", "v000002", "v000002")
    for table in ("rollups", "rollup_values"):
        question = f"select count(*), bit_xor(hash({table})) from {table}"
        assert after.rows(question) == before.rows(question)

    monkeypatch.setenv(ADDRESS, NOBODY)
    capsys.readouterr()
    assert main(["roll-up", "--store", str(store.path)]) == 1
    assert "does not answer" in capsys.readouterr().err
    assert store.current_id() == "v000002"
    assert [path.name for path in store.versions.glob("*.building")] == []


def test_whoever_asks_imports_nothing_of_what_builds():
    asked = "import sys, analytics.indicators; sys.exit(bool({'analytics.store.cases', 'shapely'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def test_with_an_engine_the_whole_is_built_and_the_engine_makes_the_cases(tmp_path, monkeypatch):
    store = Store(tmp_path / "store")
    makers, rolled = [], []
    monkeypatch.setattr(publishing, "addition", lambda *_: pytest.fail("nothing is laid over a version before"))
    monkeypatch.setattr(publishing, "build_version", lambda *given: makers.append(given[-1]) or [])
    monkeypatch.setattr(publishing, "roll_up", lambda *given: rolled.append(given))
    monkeypatch.setenv(ADDRESS, NOBODY)
    with Ledger(store).writing():
        assert publishing._build_next(store, "v000001", tmp_path / "v000002.building", print, print) == []
    assert makers[0].args[0] == NOBODY
    assert rolled
    monkeypatch.delenv(ADDRESS)
    assert case_builder(Ledger(store).sources(), tmp_path) is build_cases


def test_the_cases_that_a_cluster_wrote_are_handed_over_where_they_lie(version):
    version.close()
    path = spread_out(version.path)
    folder = parquet.write(path, words())
    assert (folder / "cases").resolve() == (path.parent.parent / "cases" / version.id).resolve()
    assert not (folder / "units").is_symlink()
    parquet.remove(path)
    assert len(files_of(path)) > 3


def test_roll_up_of_an_empty_store_says_so(tmp_path, capsys):
    assert main(["roll-up", "--store", str(tmp_path)]) == 1
    assert "import files first" in capsys.readouterr().err
