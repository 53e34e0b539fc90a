"""Readers' kept views: each their own, none that leads elsewhere, nothing forgotten that was not dropped."""

import pytest

from analytics.access.chain import BrokenChain
from analytics.access.favourites import MOST, Favourite, Favourites


@pytest.fixture
def favourites(tmp_path) -> Favourites:
    return Favourites(tmp_path)


def test_each_reader_has_their_own(favourites: Favourites) -> None:
    favourites.keep("li", " 东城区  月评 ", "ranking?area=110101&period=month")
    favourites.keep("wang", "地图", "map")
    assert favourites.of("li") == [Favourite(1, "东城区 月评", "ranking?area=110101&period=month")]
    assert [each.name for each in favourites.of("wang")] == ["地图"]
    assert favourites.of("zhao") == []


def test_a_dropped_one_is_gone_for_its_reader_alone(favourites: Favourites) -> None:
    favourites.keep("li", "a", "map")
    favourites.keep("li", "b", "cases?overdue=1")
    favourites.drop("wang", 1)  # not theirs
    assert [each.name for each in favourites.of("li")] == ["a", "b"]
    favourites.drop("li", 1)
    favourites.drop("li", 1)
    assert [each.name for each in favourites.of("li")] == ["b"]
    assert len(favourites.chain.entries()) == 3


@pytest.mark.parametrize(
    "address",
    ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "../cases", "map#x", "map?a=<b>",
     "map?" + "a" * 2000],
)  # fmt: skip
def test_an_address_stays_inside_the_dashboard(favourites: Favourites, address: str) -> None:
    with pytest.raises(ValueError, match="foreign"):
        favourites.keep("li", "x", address)
    assert favourites.of("li") == []


def test_a_name_is_needed_and_the_number_is_limited(favourites: Favourites) -> None:
    with pytest.raises(ValueError, match="empty"):
        favourites.keep("li", "  ", "map")
    for number in range(MOST):
        favourites.keep("li", f"{number}", "map")
    with pytest.raises(ValueError, match="more than"):
        favourites.keep("li", "one more", "map")
    favourites.keep("wang", "theirs", "map")


def test_a_changed_journal_is_noticed(favourites: Favourites) -> None:
    favourites.keep("li", "a", "map")
    favourites.keep("li", "b", "map")
    path = favourites.chain.path
    path.write_bytes(path.read_bytes().replace(b'"a"', b'"z"', 1))
    with pytest.raises(BrokenChain):
        favourites.of("li")
