"""The help in the title row explains what its page shows, and its links lead to the one definition."""

import re
import tomllib

import pytest

from analytics.contract.schema import DATA
from analytics.indicators import catalogue
from analytics.scoring import scorecards
from pages.widgets import definitions, page_help
from tests.docs.test_links import PAGES

LISTED = tomllib.loads((DATA / "page_help.toml").read_text(encoding="utf-8"))
# Pages of files, of tests for chance, and the definitions themselves; the hall has nothing but its message.
WITHOUT = {"hotspots", "importing", "mapping", "methods", "presentation"}
LONGEST_FIRST = sorted(catalogue().values(), key=lambda entry: -len(entry.zh))


def test_every_page_is_listed_or_shows_no_indicator() -> None:
    assert {page for section in PAGES.values() for page in section} == set(LISTED) | WITHOUT
    assert not set(LISTED) & WITHOUT


def test_what_is_listed_exists() -> None:
    for page, wanted in LISTED.items():
        for each in wanted:
            kind, _, name = each.partition(" ")
            if kind == "scorecard":
                assert not name or name in scorecards()
            else:
                assert (name if kind == "chosen" else each) in catalogue(), (page, each)


def test_scorecards_and_the_chosen_indicator_are_followed() -> None:
    ids = [each.id for each in page_help.explained("ranking", scorecard="cases_only")]
    assert ids == ["on_time_rate", "overdue_open_rate", "rework_rate", "self_found_share"]
    assert len(page_help.explained("roll_call", scorecard="cases_only")) == len(scorecards()["quarterly"].indicators)
    assert [each.id for each in page_help.explained("map", chosen="void_rate")] == ["void_rate"]
    assert [each.id for each in page_help.explained("map", chosen="<script>")] == ["on_time_rate"]
    assert page_help.explained("methods") == []


@pytest.mark.parametrize("name", [name for name in LISTED if name not in ("overview", "map")])
def test_no_figure_is_shown_without_its_definition(page, city_store, written, name: str) -> None:
    test = page(name, city_store, period="2018-08", area="110101")
    assert not test.exception
    told, shown = re.sub(r"<[^>]+>", " ", written(test)), set()
    for entry in LONGEST_FIRST:  # a short name may stand in a longer one
        if entry.zh in told:
            shown.add(entry.id)
            told = told.replace(entry.zh, " ")
    scorecard = "".join(test.query_params.get("scorecard", ""))
    explained = {entry.id for entry in page_help.explained(name, scorecard)}
    assert shown - explained == set()


@pytest.mark.parametrize("name", catalogue())
def test_an_id_finds_that_definition_alone(name: str) -> None:
    assert [entry.id for entry in definitions.found(name, None)] == [name]
    assert [entry.id for entry in definitions.found(name, "people")] == [name]
