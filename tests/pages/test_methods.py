"""The methods page says everything that the catalogue and the scorecards say, and finds it."""

import pytest

from analytics.indicators import catalogue
from analytics.scoring import scorecards
from pages.widgets import definitions


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_indicator_is_defined(page, tmp_path, written, language: str) -> None:
    test = page("methods", tmp_path / "nothing", lang=language)
    assert not test.exception
    told = written(test)
    for entry in catalogue().values():
        assert entry.id in told
        assert getattr(entry, f"numerator_{language}").split("&")[0][:12] in told


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_scorecard_is_defined(page, tmp_path, written, language: str) -> None:
    told = written(page("methods", tmp_path / "nothing", part="scorecards", lang=language))
    for card in scorecards().values():
        assert card.label[language] in told
        assert all(weighted.why[language] in told for weighted in card.indicators)


def test_roll_call_rules(page, tmp_path, written) -> None:
    test = page("methods", tmp_path / "nothing", part="roll_call")
    assert not test.exception and "90" in written(test)


@pytest.mark.parametrize(
    ("search", "expected"),
    [("on_time_rate", {"on_time_rate"}), ("反弹", {"recurrence_rate"}), ("十无 达标", {"alley_pass_rate"})],
)
def test_search_finds_by_any_word(search: str, expected: set[str]) -> None:
    assert expected <= {entry.id for entry in definitions.found(search, None)}
    assert len(definitions.found(search, None)) < len(catalogue())


def test_search_without_result_says_so_plainly(page, tmp_path, written) -> None:
    test = page("methods", tmp_path / "nothing", search="![x](http://example.org/x.png)")
    assert not test.exception
    assert "![x](" not in written(test)
