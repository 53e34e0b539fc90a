"""The catalogue, its fragments and the facts they stand on."""

from __future__ import annotations

import json
import re
from datetime import datetime

import duckdb
import pytest

from analytics.contract import codes
from analytics.contract.periods import Period
from analytics.contract.schema import tables
from analytics.indicators import catalogue, indicator, methods_markdown, themes
from analytics.indicators.catalogue import UnknownIndicator, known_rows, routing_table
from analytics.indicators.facts import facts, steps
from analytics.indicators.moments import parameters
from analytics.reports.methods import FILES
from tests import naive
from tests.indicators.random_city import RandomCity
from tests.making import make_version

# Functions and operators that fragments may use: the same on every engine that is to run them.
ALLOWED = {"in", "not", "and", "or", "*", "+", "-", "=", "<>", "<", "<=", ">", ">=", "is not null", "is null"}


def formulas():
    return [
        (entry.id, formula) for entry in catalogue().values() for formula in (entry.formula, entry.at_alley) if formula
    ]


def test_the_catalogue_and_the_naive_twin_hold_the_same():
    assert set(catalogue()) == set(naive.MEASURES)
    assert {entry.theme for entry in catalogue().values()} == set(themes())


def test_an_unknown_indicator_is_said_to_be_unknown():
    with pytest.raises(UnknownIndicator, match="popularity"):
        indicator("popularity")


def test_tables_and_needed_columns_exist():
    for entry in catalogue().values():
        assert set(entry.event_tables) <= set(known_rows()), entry.id
        for table, column in (name.split(".") for need in entry.needs for name in need):
            assert column in tables()[table].columns, (entry.id, table, column)


def test_notes_come_in_both_languages():
    for entry in catalogue().values():
        assert (entry.note_zh is None) == (entry.note_en is None), entry.id


def test_fragments_use_only_portable_operators():
    """DuckDB's own parse tree names every function and operator of a fragment."""
    connection = duckdb.connect()
    for name, formula in formulas():
        for fragment in (formula.cohort, formula.numerator, formula.denominator, formula.value):
            if fragment is not None:
                sql = "select json_serialize_sql(cast($sql as varchar))"
                tree = json.loads(connection.execute(sql, {"sql": f"select {fragment}"}).fetchone()[0])
                assert not tree["error"], (name, fragment)
                assert functions_in(tree) <= ALLOWED, (name, fragment)


def functions_in(node: object) -> set[str]:
    if isinstance(node, list):
        return set().union(*(functions_in(child) for child in node))
    if not isinstance(node, dict):
        return set()
    assert node.get("class") not in ("SUBQUERY", "WINDOW", "CAST"), node
    own = {node["function_name"]} if "function_name" in node else set()
    return own.union(*(functions_in(child) for child in node.values()))


def test_stages_of_cases_are_hidden_until_they_happen():
    """A stage that is added to the schema must pass through the as-of step."""
    stages = [name for name, column in tables()["cases"].columns.items() if column.known and name != "reported_at"]
    for stage in stages:
        assert f"case when {stage} <= $as_of then {stage} end as {stage}" in steps()["cases_as_of"]


def test_facts_read_event_tables_only_as_far_as_known():
    """Apart from rosters and units, a table may be read through its known_ step alone."""
    free = {"assignments", "area_chains", "alleys", "grids", "units", "whistles"}
    for name, fact in facts().items():
        read = set(re.findall(r"\b(?:from|join) (\w+)", re.sub(r"--.*", "", fact.sql)))
        assert not (read & set(tables())) - free, name


def test_every_fact_is_used():
    assert {formula.fact for _, formula in formulas()} == set(facts())


def test_routes_name_actions_that_stewards_have():
    assert {action for route in routing_table() for action in route.actions} == set(codes.codes("steward_action"))


@pytest.fixture(scope="module")
def version(tmp_path_factory):
    return make_version(tmp_path_factory.mktemp("city"), RandomCity(3).rows())


@pytest.mark.parametrize("name", sorted(facts()))
def test_a_fact_has_its_stated_grain(version, name):
    fact = facts()[name]
    bound = parameters(Period.parse("2018Q3"), datetime(2018, 10, 19))
    key = ", ".join((*(("tier", "unit") if fact.is_long else ()), *fact.key))
    # an area or grid that moved within the period has a row for each place
    key += ", city, district, subdistrict, community" if name == "grid_hours" else ""
    select = f"select count(*) as n, count(distinct ({key})) as keys from fact"
    counts = version.rows(f"{fact.with_clause()} {select}", bound)
    assert counts[0]["n"] == counts[0]["keys"] > 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_methods_document_holds_the_catalogue_of_today(language):
    """If this fails: python -m analytics.reports.methods."""
    assert methods_markdown(language) in FILES[language].read_text(encoding="utf-8")
