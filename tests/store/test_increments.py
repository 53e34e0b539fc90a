"""A version made of the one before answers, table by table, as one built of the whole ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pandas as pd
import pyarrow.parquet as pq
import pytest

from analytics.access.scopes import Scope
from analytics.contract.periods import Period
from analytics.contract.schema import tables
from analytics.indicators import TIERS, compute, explain
from analytics.indicators.rolling_up import roll_up, roll_up_touched
from analytics.store import increments
from analytics.store.building import build_version
from analytics.store.increments import addition, build_increment
from analytics.store.layers import base_of
from analytics.store.parts import Part, Sources
from analytics.store.versions import Version
from tests.indicators.random_city import RandomCity
from tests.making import arrow_table

EVENTS = [name for name in tables() if name not in increments.STANDING]


class Ledger:
    """Imports of a random city: the first brings most, each later one brings new rows and corrects earlier ones."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.random = folder, Random(seed)
        self.rows = with_steps(RandomCity(seed).rows(), self.random)
        self.others = with_steps(RandomCity(seed + 1000).rows(), self.random)
        self.parts: dict[str, list[Part]] = {}
        self.present: dict[str, set[str]] = {}
        self.imports: list[str] = []
        standing = {name: rows for name, rows in self.rows.items() if name not in EVENTS}
        first = {name: [row for row in self.rows.get(name, []) if self.random.random() < 0.8] for name in EVENTS}
        self.bring(standing | first)

    def bring(self, rows: dict[str, list[dict]]) -> None:
        number = f"i{len(self.imports) + 1:06d}"
        self.imports.append(number)
        for name, entries in rows.items():
            if entries:
                path = self.folder / f"{number}_{name}.parquet"
                pq.write_table(arrow_table(tables()[name], entries), path)
                self.parts.setdefault(name, []).append(Part(number, 0, path))
                self.present.setdefault(name, set()).update(column for entry in entries for column in entry)

    def bring_more(self) -> None:
        """New rows, the same rows again, and other rows of the same keys, in some of the tables."""
        found = {}
        for name in EVENTS:
            pool = [*self.rows.get(name, []), *self.others.get(name, [])]
            if pool and self.random.random() < (0.9 if name == "cases" else 0.4):
                found[name] = self.random.sample(pool, min(len(pool), self.random.choice([1, 5, 20])))
        changed = [self.gone_on(row) for row in self.random.sample(self.rows["cases"], 5)]
        self.bring(found | {"cases": [*found.get("cases", []), *changed]})

    def gone_on(self, row: dict) -> dict:
        """The case with another stage, or at another place, class or time."""
        moved = {"lon": row.get("lon") or 116.4, "lat": (row.get("lat") or 39.9) + 0.0002}
        later = {"closed_at": row["reported_at"] + timedelta(days=self.random.randrange(40))}
        earlier = {"reported_at": row["reported_at"] - timedelta(days=self.random.randrange(20))}
        other = [moved, later, earlier, {"voided_at": row["reported_at"]}, {"minor_code": "09"}]
        return row | self.random.choice(other)

    def sources(self) -> Sources:
        return Sources({name: list(parts) for name, parts in self.parts.items()},
                       {name: set(columns) for name, columns in self.present.items()}, [], list(self.imports))


def with_steps(rows: dict[str, list[dict]], random: Random) -> dict[str, list[dict]]:
    """The rows with a case_flow for some of the cases and for some cases that have no row."""
    actions = ["report", "file", "dispatch", "dispose", "check_fail", "dispose", "check_pass", "close", "void"]
    steps = []
    for case in [*random.sample(rows["cases"], 40), *({**each, "case_id": f"F{number}"} for number, each in
                 enumerate(random.sample(rows["cases"], 10)))]:
        for seq in range(1, random.randrange(2, 9)):
            at = case["reported_at"] + timedelta(hours=seq * random.randrange(1, 30))
            steps.append({"case_id": case["case_id"], "seq": seq, "at": at, "action": random.choice(actions),
                          "to_org": random.choice(["O1", "O2", None])})
    return rows | {"case_flow": steps}


@pytest.fixture(autouse=True)
def small_stores_too(monkeypatch):
    monkeypatch.setattr(increments, "LEAST_CASES", 0)
    monkeypatch.setattr(increments, "MOST_SHARE", 100)


def contents(path: Path) -> dict[str, list]:
    """Every table of a version as sorted rows; roll-ups by what they are of, not by their number."""
    version = Version(path)
    try:
        names = {row["name"] for row in version.rows("""select table_name as name from duckdb_tables()
            where schema_name = 'main' and database_name = current_database()
            union select view_name from duckdb_views() where not internal and database_name = current_database()""")}
        found = {}
        for name in names - {"meta", "frequent_points", "rollup_values", "rollups"}:
            columns = [row["column_name"] for row in version.rows(f'describe "{name}"')]
            listed = ", ".join(f'"{column}"' for column in sorted(columns))
            found[name] = sorted(map(repr, version.rows(f'select {listed} from "{name}"')))
        found["rollups"] = sorted(map(repr, version.rows("""select * exclude (rollup)
            from rollups join rollup_values using (rollup)""")))
        kept = ("imports", "newest_known_at", "tables_with_rows", "format")
        found["meta"] = [(key, version.meta.get(key)) for key in kept]
        return found
    finally:
        version.close()


def whole(ledger: Ledger, path: Path) -> Path:
    path.parent.mkdir(exist_ok=True)
    build_version(ledger.sources(), path)
    roll_up(path)
    return path


@pytest.mark.parametrize("seed", range(3))
def test_every_table_is_as_a_whole_build_makes_it(tmp_path, seed):
    ledger = Ledger(tmp_path, seed)
    first = path = whole(ledger, tmp_path / "v000001.duckdb")
    for number in (2, 3):
        ledger.bring_more()
        what = addition(path, ledger.sources())
        path = tmp_path / f"v{number:06d}.duckdb"
        told = build_increment(what, path)
        roll_up_touched(path)
        assert base_of(path) == first
        other = whole(ledger, tmp_path / str(number) / "v000009.duckdb")
        expected, found = contents(other), contents(path)
        assert set(found) == set(expected)
        for name, rows in expected.items():
            assert found[name] == rows, f"import {number}: {name}"
        assert {each.import_id for each in told} <= {ledger.imports[-1]}
    assert_same_answers(Version(path), Version(other))


def assert_same_answers(one: Version, other: Version) -> None:
    """Of a moment that is not rolled up: every indicator of every tier, and the rows behind one of them."""
    period, moment = Period.parse("2018-09"), datetime(2018, 9, 21, 15, 30)
    for tier in TIERS:
        pd.testing.assert_frame_equal(
            compute(one, period, tier, as_of=moment), compute(other, period, tier, as_of=moment), check_exact=True
        )
    rows = [explain(each, "recurrence_rate", "C", "city", period) for each in (one, other)]
    pd.testing.assert_frame_equal(*rows)


def test_replacements_are_counted_as_a_whole_build_counts_them(tmp_path):
    ledger = Ledger(tmp_path, 7)
    path = tmp_path / "v000001.duckdb"
    build_version(ledger.sources(), path)
    ledger.bring_more()
    told = build_increment(addition(path, ledger.sources()), tmp_path / "v000002.duckdb")
    (tmp_path / "whole").mkdir()
    expected = build_version(ledger.sources(), tmp_path / "whole" / "v000002.duckdb")
    newest = [each for each in expected if each.import_id == ledger.imports[-1]]
    assert sorted(told, key=str) == sorted(newest, key=str)
    assert sum(each.superseded for each in told) > 0


def test_a_narrowed_reader_sees_as_much_as_of_a_whole_build(tmp_path):
    ledger = Ledger(tmp_path, 8)
    path = tmp_path / "v000001.duckdb"
    build_version(ledger.sources(), path)
    ledger.bring_more()
    build_increment(addition(path, ledger.sources()), tmp_path / "v000002.duckdb")
    (tmp_path / "whole").mkdir()
    build_version(ledger.sources(), tmp_path / "whole" / "v000002.duckdb")
    scope = Scope(role="district", areas=(("district", "D2"),))
    seen = [Version(folder / "v000002.duckdb", scope) for folder in (tmp_path, tmp_path / "whole")]
    cases = [each.rows("select * exclude reporter_id from cases order by case_id") for each in seen]
    assert len(cases[0]) > 20
    assert [sorted(map(repr, map(sorted, map(dict.items, each)))) for each in cases][0] == sorted(
        map(repr, map(sorted, map(dict.items, cases[1]))))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda sources: replace(sources, imports=sources.imports[1:]), "withdrawn"),
        (lambda sources: replace(sources, imports=sources.imports[:1]), "nothing came"),
        (lambda sources: replace(sources, parts=sources.parts | {
            "grids": [Part("i000002", 0, sources.parts["cases"][0].path)]}), "a grid came"),
        (lambda sources: replace(sources, parts=sources.parts | {
            "cases": [replace(part, derived=True) for part in sources.parts["cases"]]}), "derived rows came"),
    ],
)  # fmt: skip
def test_the_whole_is_built_where_anything_else_changed(tmp_path, change, why):
    ledger = Ledger(tmp_path, 9)
    path = tmp_path / "v000001.duckdb"
    build_version(ledger.sources(), path)
    ledger.bring_more()
    assert addition(path, ledger.sources()) is not None
    assert addition(path, change(ledger.sources())) is None, why


@pytest.mark.parametrize("constant", ["LEAST_CASES", "MOST_SHARE"])
def test_the_whole_is_built_where_that_is_cheap_or_too_much_came(tmp_path, monkeypatch, constant):
    ledger = Ledger(tmp_path, 9)
    path = tmp_path / "v000001.duckdb"
    build_version(ledger.sources(), path)
    ledger.bring_more()
    monkeypatch.setattr(increments, constant, {"LEAST_CASES": 10_000, "MOST_SHARE": 0.001}[constant])
    assert addition(path, ledger.sources()) is None


def test_the_whole_is_built_by_other_code_or_over_a_lost_base(tmp_path, monkeypatch):
    ledger = Ledger(tmp_path, 9)
    path = tmp_path / "v000001.duckdb"
    build_version(ledger.sources(), path)
    ledger.bring_more()
    build_increment(addition(path, ledger.sources()), tmp_path / "v000002.duckdb")
    ledger.bring_more()
    with monkeypatch.context() as patched:
        patched.setattr(increments, "built_by", lambda: "other")
        assert addition(tmp_path / "v000002.duckdb", ledger.sources()) is None
    path.rename(tmp_path / "elsewhere")
    assert addition(tmp_path / "v000002.duckdb", ledger.sources()) is None
    with pytest.raises(FileNotFoundError):
        Version(tmp_path / "v000002.duckdb")
