import numpy as np
import pytest

from analytics.scoring.movement import movement, movement_p, why_moved
from analytics.scoring.scorecards import Adjustment
from analytics.scoring.standings import standing
from tests.scoring.making import NO_WORDS, card, rows, units

ONE = card({"only": {"a": 1}})


def stand(table, stream=(1,), made=ONE, draws=1000, **options):
    return standing(rows(table), units(list(table)), made, "district", {"a"}, stream, draws=draws, **options)


def shares(**cells):
    return {unit: {"a": cell} for unit, cell in cells.items()}


def test_movement_is_the_earlier_rank_less_the_current():
    before = stand(shares(u1=(90, 100), u2=(80, 100), u3=(70, 100)))
    now = stand(shares(u1=(80, 100), u2=(90, 100), u3=(70, 100)), stream=(2,))
    moves = movement(now, before, before)
    assert moves.loc[["u1", "u2", "u3"], "movement"].tolist() == [-1, 1, 0]
    assert moves.loc[["u1", "u2", "u3"], "year_on_year"].tolist() == [-1, 1, 0]


def test_a_unit_without_a_rank_in_either_period_did_not_move():
    before = stand(shares(u1=(90, 100), u2=None, u3=(80, 100)))
    now = stand(shares(u1=None, u2=(80, 100), u3=(70, 100), new=(60, 100)))
    moves = movement(now, before, None)
    assert moves.loc[["u1", "u2", "new"], "movement"].isna().all()
    assert moves.loc["u3", "movement"] == 0
    assert moves["movement_significant"].loc[["u1", "u2", "new"]].tolist() == [None, None, None]
    assert moves["year_on_year"].isna().all()


def test_moves_by_chance_are_not_significant_and_a_large_one_is():
    generator = np.random.default_rng(2)
    same = {f"u{i:02}": (int(generator.binomial(300, 0.85)), 300) for i in range(16)}
    again = {unit: (int(generator.binomial(300, 0.85)), 300) for unit in same}
    moves = movement(stand(shares(**again), (2,)), stand(shares(**same)), None)
    assert (moves["movement"].abs() > 3).any()
    assert not moves["movement_significant"].any()
    spread = {f"u{i:02}": (2000 + 120 * i, 4000) for i in range(16)}
    moves = movement(stand(shares(**spread | {"u15": (1900, 4000)}), (2,)), stand(shares(**spread)), None)
    assert moves.loc["u15", "movement_significant"] is True
    assert moves.loc["u15", "movement"] == -15


def test_p_is_two_sided_and_never_zero():
    up = stand(shares(u1=(990, 1000), u2=(500, 1000)))
    down = stand(shares(u1=(500, 1000), u2=(990, 1000)), (2,))
    assert movement_p(up.draws, down.draws, ["u1", "u2"]) == pytest.approx(2 / 1001)
    assert movement_p(up.draws, up.draws, ["u1", "u2"]) == pytest.approx(1)


TWO = card(
    {"first": {"a": 30, "b": 10}, "second": {"c": 60}},
    adjustments=(Adjustment("downgraded", NO_WORDS, -1, 100, 5, NO_WORDS),),
)


@pytest.mark.parametrize("b_now", [(70, 100), None])
def test_why_the_score_changed_sums_to_the_change(b_now):
    before = stand({"u": {"a": (50, 100), "b": (40, 100), "c": (90, 100)}}, made=TWO)
    now = stand(
        {"u": {"a": (60, 100), "b": b_now, "c": (80, 100)}},
        made=TWO,
        adjustments=units(["u"]).set_index("unit").assign(downgraded=-2.0)[["downgraded"]],
    )
    lines = why_moved(now, before, "u").set_index("id")
    total = now.table["composite"][0] - 2 - before.table["composite"][0]
    assert lines["change"].sum() == pytest.approx(total)
    assert (lines["by_value"] + lines["by_weight"]).to_numpy() == pytest.approx(lines["change"].to_numpy())
    assert lines.at["c", "change"] == pytest.approx(-6)
    assert lines.at["downgraded", "change"] == -2
    assert lines.at["c", "by_weight"] == pytest.approx(0)


def test_data_that_vanished_changes_the_score_by_weight_alone():
    before = stand({"u": {"a": (50, 100), "b": (40, 100), "c": (90, 100)}}, made=TWO)
    now = stand({"u": {"a": (50, 100), "b": None, "c": (90, 100)}}, made=TWO)
    lines = why_moved(now, before, "u").set_index("id")
    assert lines.at["b", "by_weight"] == pytest.approx(-4)
    assert lines.at["a", "change"] == pytest.approx(5)
    assert lines["by_value"].abs().max() == pytest.approx(0)


def test_there_is_no_why_without_two_scores():
    scored, empty = stand({"u": {"a": (50, 100)}}), stand({"u": {"a": None}})
    with pytest.raises(KeyError):
        why_moved(scored, empty, "u")
    with pytest.raises(KeyError):
        why_moved(scored, stand({"other": {"a": (50, 100)}}), "u")
