import pytest

from analytics.indicators import catalogue
from analytics.scoring.methods import roll_call_markdown, scorecards_markdown
from analytics.scoring.scorecards import every_scorecard


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_weight_stands_in_the_methods_with_its_reason(language):
    said = scorecards_markdown(language)
    for card in every_scorecard():
        assert f"## {card.label[language]}" in said
        for weighted in card.indicators:
            row = next(line for line in said.splitlines() if weighted.why[language] in line)
            assert getattr(catalogue()[weighted.id], language) in said
            assert row.count("|") == 6


def test_rates_are_written_as_per_cent_and_scores_as_points():
    said = scorecards_markdown("en")
    assert "| 10 | 75% | 98% |" in said
    assert "| 20 | 75 | 100 |" in said
    assert "| 5 | 20% | 2% |" in said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_rules_of_the_roll_call_give_their_numbers(language):
    said = roll_call_markdown(language)
    for number in ("90", "3", "50%", "5%", "60%"):
        assert number in said


def test_every_indicator_of_a_scorecard_is_in_the_catalogue_with_the_same_direction():
    for card in every_scorecard():
        for weighted in card.indicators:
            assert catalogue()[weighted.id].direction == weighted.direction, weighted.id
