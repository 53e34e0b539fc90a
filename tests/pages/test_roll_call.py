"""The roll-call page: districts by blocks, who is named and why, alleys that fell and rose, provisional said."""

import pytest

from analytics.scoring import roll_call
from analytics.store.versions import Store


def test_shows_what_the_roll_call_says(page, city_store, written) -> None:
    test = page("roll_call", city_store)
    assert not test.exception
    assert test.query_params["period"] == "2018Q3"
    told = written(test)
    call = roll_call(Store(city_store).version(), "2018Q3")
    for line in call["districts"]:
        assert f"{line['score']:.2f}" in told
        for points in line["blocks"].values():
            assert points is None or f"{points:.1f}" in told
    for event in ("downgraded", "restored"):
        assert call[event], "the small city has alleys that fell and rose"
        assert all(alley["name"] in told for alley in call[event])
    for line in call["named"]:
        assert all(reason["zh"] in told for reason in line["reasons"])
    assert "暂计" not in told


def test_unfinished_quarter_is_provisional(page, city_store, written) -> None:
    told = written(page("roll_call", city_store, period="2018Q4"))
    assert "尚未结束" in told and "暂计结果" in told


def test_lists_follow_the_chosen_district(page, city_store, written) -> None:
    told = written(page("roll_call", city_store, area="110102"))
    call = roll_call(Store(city_store).version(), "2018Q3")
    for event, word in (("downgraded", "降档街巷"), ("restored", "复档街巷")):
        theirs = [alley for alley in call[event] if alley["unit"] == "110102"]
        assert len(theirs) < len(call[event])
        assert f"{word}（{len(theirs)}）" in told
    assert "名单只列西城区" in told


@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_alleys_it_says_why(page, cases_only_store, written, language: str) -> None:
    test = page("roll_call", cases_only_store, lang=language)
    assert not test.exception
    told = written(test)
    assert ("季点名需要街巷" if language == "zh" else "the roll-call needs alleys") in told


def test_without_a_store(page, tmp_path, written) -> None:
    test = page("roll_call", tmp_path / "nothing")
    assert not test.exception and "还没有数据" in written(test)
