"""How much inspectors find: worked by hand, and the same one by one."""

import numpy as np
import pytest

from analytics.staffing.coverage import bends, covered, share_found, steps


def test_three_cells_and_one_two_three_inspectors():
    # each looks at three cells an hour: one, two, three looks at each of them; a fourth inspector finds nothing more
    found = share_found(np.array([0.0, 1.0, 2.0, 3.0, 4.0]), 3)
    assert found == pytest.approx([0, 0.6, 0.84, 0.936, 0.936])


def test_half_an_inspector_is_there_every_other_time():
    assert share_found(np.array([0.5, 1.5]), 3) == pytest.approx([0.3, 0.72])


def test_a_single_cell_is_looked_at_three_times_by_one_inspector():
    assert share_found(np.array([1.0, 2.0]), 1) == pytest.approx([0.936, 0.936])


def test_a_large_place_is_hardly_seen_by_one():
    assert share_found(np.array([1.0]), 30) == pytest.approx([1 - 0.4**0.1])


@pytest.mark.parametrize("cells", [1, 2, 3, 4, 7, 17, 60])
def test_the_pieces_are_the_curve_and_each_is_flatter_than_the_last(cells):
    pieces = steps(cells)
    assert all(one[1] > two[1] > 0 for one, two in zip(pieces, pieces[1:], strict=False))
    reached, total = 0, 0.0
    for long, gain in pieces:
        reached, total = reached + long, total + long * gain
        assert share_found(np.array([float(reached)]), cells) == pytest.approx([total])
    assert bends(cells)[-1] == reached
    assert total == pytest.approx(0.936)


def test_what_is_covered_place_by_place():
    random = np.random.default_rng(2)
    cells = np.array([1, 3, 3, 8])
    expected, inspectors = random.random((4, 168)), random.integers(0, 5, (4, 168))
    found = covered(expected, inspectors, cells)
    for place in range(4):
        for hour in range(168):
            looks = min(inspectors[place, hour] * 3 / cells[place], 3)
            marks = bends(int(cells[place]))
            exact = inspectors[place, hour] in marks or inspectors[place, hour] > marks[-1]
            if exact:
                assert found[place, hour] == pytest.approx(expected[place, hour] * (1 - 0.4**looks))
