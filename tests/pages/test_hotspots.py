"""The page of hot spots: every choice draws, the panel tells what stands behind a place, names are escaped."""

from itertools import product

import pytest

from tests.hotspots.spotted import ALWAYS, LATELY, cell

CORE, NEW = cell(*ALWAYS), cell(*LATELY)


@pytest.fixture
def hotspots(page, spotted_store):
    return lambda **asked: page("hotspots", spotted_store.path, **{"period": "2018-09"} | asked)


def held(test, name: str) -> str:
    """What the address holds under a name."""
    value = test.query_params[name]
    return value[0] if isinstance(value, list) else value


EVERY = list(product(("grid", "subdistrict", "hex"), ("now", "class"), ("count", "rate")))


@pytest.mark.parametrize(("tier", "shows", "measure"), EVERY)
def test_every_tier_and_measure_draws(hotspots, tier: str, shows: str, measure: str) -> None:
    test = hotspots(tier=tier, shows=shows, measure=measure)
    assert not test.exception
    assert held(test, "tier") == tier


@pytest.mark.parametrize(
    "asked",
    [
        {"class": "cjt214.event.02"},
        {"source": "hotline"},
        {"loop": "large"},
        {"only": "overdue,key_content"},
        {"months": "6"},
        {"month": "2018-02"},
        {"layers": "key_area,crowded_place"},
        {"area": "110101", "layers": "key_area,crowded_place,alleys,heat,points"},
        {"area": "110101", "against": "city", "place": CORE},
        {"area": "110101001", "tier": "hex"},
        {"period": "2018Q3"},
        {"period": "2018", "place": CORE},
        {"other": "2018-08", "place": NEW},
        {"other": "2018-08", "shows": "class", "tier": "hex"},
        {"lang": "en", "place": CORE},
        {"tier": "nonsense", "months": "0", "class": "none.such", "only": "x", "month": "2001-01", "place": "nowhere"},
    ],
    ids=lambda asked: ",".join(asked),
)
def test_every_choice_draws(hotspots, asked: dict) -> None:
    assert not hotspots(**asked).exception


def test_the_sentence_counts_what_is_clear(hotspots, written) -> None:
    told = written(hotspots())
    assert "400 个网格中，18 个统计显著偏多、0 个显著偏少，相邻的合为 2 处" in told


def test_the_panel_tells_how_sure_why_and_whose(hotspots, written) -> None:
    told = written(hotspots(place=CORE))
    for words in ("偏多，统计显著", "持续热点", "不到万分之一", "宣传广告", "热线", "环卫中心", "兜底队", "超期占比"):
        assert words in told, words
    for person in ("槐树胡同", "赵街巷", "010-1234", "钱管家", "孙总长"):
        assert person in told, person


def test_a_new_spot_is_called_new(hotspots, written) -> None:
    told = written(hotspots(place=NEW, lang="en"))
    assert "New: hot in the last month for the first time." in told


def test_classes_are_explained(hotspots, written) -> None:
    told = written(hotspots(shows="class"))
    assert "九成以上月份为热点，没有明显升降" in told and "历史冷点" in told


def test_two_periods_tell_what_changed(hotspots, written) -> None:
    told = written(hotspots(other="2018-08"))
    assert "新出现 9 个，仍是热点 9 个，不再是热点 0 个；案件数变化超出偶然的有 1 个" in told


def test_names_from_the_data_are_escaped(hotspots, written) -> None:
    told = written(hotspots(place=CORE))
    assert "&lt;img" in told and "<img src=x" not in told


def test_the_address_holds_the_view(hotspots) -> None:
    test = hotspots(place=CORE, source="hotline", month="2018-02", layers="key_area")
    kept = {name: held(test, name) for name in ("place", "source", "month", "layers")}
    assert kept == {"place": CORE, "source": "hotline", "month": "2018-02", "layers": "key_area"}


def test_without_outlines_or_cases_it_says_so(page, cases_only_store, areas_only_store, written) -> None:
    test = page("hotspots", cases_only_store)
    assert not test.exception
    assert "没有案件" in written(page("hotspots", areas_only_store))


def test_a_city_with_few_places_draws(page, city_store) -> None:
    assert not page("hotspots", city_store, tier="grid", place="110101002000000").exception
