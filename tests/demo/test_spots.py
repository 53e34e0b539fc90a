"""Hot spots: what was planted is found as what it was planted as, and nothing else is."""

import json

import numpy as np
import pytest

from analytics.demo.settings import settings
from analytics.demo.spots import profile, touching
from analytics.hotspots.emerging import HOT, emerging
from tests.demo.conftest import case_counts

CLASSES = {
    "new": {"new"},
    "growing": {"intensifying", "consecutive"},
    "persistent": {"persistent"},
    "fading": {"diminishing", "historical"},
    "sporadic": {"sporadic"},
}


@pytest.fixture(scope="module")
def truth(large_city):
    return json.loads((large_city.folder / "truth.json").read_text(encoding="utf-8"))["hot_spots"]


@pytest.fixture(scope="module")
def found(large_city):
    codes, counts = case_counts(large_city, 21)
    shapes = large_city.shapes("grids")
    return codes, emerging(counts, touching(np.array([shapes[code] for code in codes])))


def test_the_truth_has_every_shape_and_known_grids(large_city, truth):
    assert {spot["shape"] for spot in truth if spot["strength"] == "clear"} == set(CLASSES)
    assert {spot["strength"] for spot in truth} == {"clear", "weak"}
    places = [place for spot in truth for place in spot["places"]]
    assert len(places) == len(set(places))
    assert set(places) <= {code for (code,) in large_city.rows("select grid_code from grids")}
    for spot in truth:
        assert "2017-01" <= spot["from"] <= spot["to"] <= "2018-09"
        assert (spot["from"] == "2018-09") == (spot["shape"] == "new")


def test_clear_spots_are_found_with_their_class(truth, found):
    codes, result = found
    classes = dict(zip(codes, result.classes, strict=True))
    clear = [spot for spot in truth if spot["strength"] == "clear"]
    right = [classes[place] in CLASSES[spot["shape"]] for spot in clear for place in spot["places"]]
    assert np.mean(right) >= 0.97


def test_hardly_a_grid_outside_is_called_hot(truth, found):
    codes, result = found
    planted = np.isin(codes, [place for spot in truth for place in spot["places"]])
    hot = result.states == HOT
    assert (hot & ~planted[:, None]).sum() <= 0.02 * hot.sum()


@pytest.mark.parametrize("months", [1, 2, 12, 21, 24, 40])
def test_profiles_fit_any_number_of_months(months):
    for wish in settings("spots")["spots"]:
        strength = profile(wish, months)
        assert len(strength) == months and (strength >= 0).all()
        if wish["shape"] == "new":
            assert list(np.flatnonzero(strength)) == [months - 1]
        if wish["shape"] == "persistent":
            assert (strength > 0).all()
        if wish["shape"] == "sporadic" and months >= 12:
            assert strength[-1] > 0 and 0 < (strength > 0).sum() < 0.9 * months
