"""Sixteen clerks in one process, page by page and one after the other: nobody is sent anything of another district."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
import pytest

from tests.access.conftest import Sixteen
from tests.access.guarding import sent
from tests.access.sixteen import CHARACTERS, DISTRICTS, WORDS
from tests.access.test_pages import pages

pytestmark = pytest.mark.xdist_group("sixteen")
TELL_NOTHING = ("importing", "mapping", "methods")
# What a page lets the reader choose in the address, besides places and periods.
NOT_VARIED = {"area", "period", "period_kind", "alley", "unit", "person", "place", "case", "edition", "scorecard"}
AT_MOST = 6  # options of one choice


def test_what_tells_of_a_district_is_found(sixteen_districts: Sixteen) -> None:
    # Who may see all is sent words, codes and figures of all: what is looked for below does reach a screen.
    page = sent(sixteen_districts.read("map", "office", period="2018-09", tier="district", indicator="ten_none_score"))
    told = sixteen_districts.telling.told(page)
    assert set(told) == set(DISTRICTS)
    for district, number in DISTRICTS.items():
        words = {CHARACTERS[number], WORDS[number], district}
        assert words < set(told[district]), "a figure is found beside the words"


def test_numbers_that_a_chart_packs_are_read_too(sixteen_districts: Sixteen) -> None:
    district, figure = next((each, min(found)) for each, found in sixteen_districts.telling.fractions.items() if found)
    chart = go.Figure(go.Bar(y=np.array([0.5, figure]))).to_json()
    assert str(figure)[:8] not in chart, "packed, and not as words"
    assert set(sixteen_districts.telling.told(chart.encode())) == {district}


@pytest.mark.parametrize("name", pages())
def test_nothing_of_another_district_is_sent(sixteen_districts: Sixteen, name: str) -> None:
    # Every second one, in turn from page to page; the walk below takes all sixteen to every page.
    for district in list(DISTRICTS)[len(name) % 2 :: 2]:
        content = sent(sixteen_districts.read(name, district, period="2018-09"))
        assert sixteen_districts.strangers(district, content) == {}, district
        if name not in TELL_NOTHING:
            assert district in sixteen_districts.telling.told(content)


@pytest.mark.walk
@pytest.mark.parametrize("name", pages())
def test_every_view_and_every_file_tells_of_its_own_district_alone(sixteen_districts: Sixteen, name: str) -> None:
    # All sixteen with every file; then every choice that the page offers, by four of them in turn, one with every file.
    for number, district in enumerate(DISTRICTS):
        for period in ("2018-09", "2018Q3"):
            look(sixteen_districts, name, district, lang=("zh", "en")[number % 2], period=period)
    offered = {each: options for each, options in sixteen_districts.choices.items() if each not in NOT_VARIED}
    for choice, options in offered.items():
        for turn, option in enumerate(list(options)[:AT_MOST]):
            for number, district in enumerate(list(DISTRICTS)[turn % 4 :: 4]):
                files = number == (turn + len(choice)) % 4
                look(sixteen_districts, name, district, files, period="2018-09", **{choice: option})


@pytest.mark.walk
def test_a_street_s_clerk_is_sent_nothing_of_another_district(sixteen_districts: Sixteen) -> None:
    for name in pages():
        for district in list(DISTRICTS)[::5]:
            look(sixteen_districts, name, f"{district}001", period="2018-09")


@pytest.mark.walk
@pytest.mark.parametrize("edition", ["e000001", "e000002", "e000003"])
@pytest.mark.parametrize("part", ["result", "objections", "today", "proof"])
def test_editions_tell_a_district_of_its_own_row_alone(sixteen_districts: Sixteen, edition: str, part: str) -> None:
    for district in DISTRICTS:
        look(sixteen_districts, "editions", district, edition=edition, part=part)


@pytest.mark.walk
@pytest.mark.parametrize("name", pages())
def test_asking_for_another_s_places_gives_nothing(sixteen_districts: Sixteen, name: str) -> None:
    for district, other in zip(DISTRICTS, [*list(DISTRICTS)[1:], "940701"], strict=True):
        street = f"{other}001"
        asked = {"area": other, "unit": street, "case": f"C{street}1", "alley": f"A{street}0", "person": f"P{street}0",
                 "place": f"{street}001000", "search": f"C{street}1", "within": other, "period": "2018-09"}
        content = sent(sixteen_districts.read(name, district, **asked))
        told = sixteen_districts.strangers(district, content).get(other, [])
        # What was asked for may be said back; nothing that the address did not say.
        assert set(told) <= {other}, (district, told)


def look(city: Sixteen, name: str, group: str, files: bool = True, **parameters: str) -> None:
    """Reads a page and takes every file on it: neither may tell of another district."""
    content = sent(city.read(name, group, **parameters))
    assert city.strangers(group, content) == {}, (group, parameters)
    for file, inside in city.files().items() if files else ():
        assert city.strangers(group, inside) == {}, (group, parameters, file)
