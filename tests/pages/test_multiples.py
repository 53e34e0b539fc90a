"""A heat table keeps every line, also where two lines bear the same name."""

import math

import pytest

from pages.widgets import look, multiples


def test_lines_of_the_same_name_stay_two_lines() -> None:
    hovers = [[["one"], ["two"]], [["three"], ["four"]]]
    texts = [["1", "2"], ["3", "4"]]
    figure = multiples.heat(["a", "b"], ["Same"] * 2, [[1, 2], [3, 4]], texts, hovers, ["#ffffff", "#000000"])
    drawn = figure.data[0]
    assert [list(line) for line in drawn.z] == [[1, 2], [3, 4]] and drawn.y is None
    assert list(figure.layout.yaxis.tickvals) == [0, 1] and list(figure.layout.yaxis.ticktext) == ["Same", "Same"]
    assert list(figure.layout.yaxis.range) == [1.5, -0.5]


@pytest.mark.parametrize("missing", [None, math.nan])
def test_every_cell_is_written_in_the_ink_that_reads_on_it(missing: float | None) -> None:
    texts = [["1", "—", "3"]]
    hovers = [[["one"], ["none"], ["three"]]]
    figure = multiples.heat(["a", "b", "c"], ["x"], [[1, missing, 3]], texts, hovers, look.SEQUENTIAL)
    words = figure.data[1]
    assert list(words.text) == ["1", "—", "3"] and list(words.x) == [0, 1, 2] and list(words.y) == [0, 0, 0]
    assert list(words.textfont.color) == [look.INK, look.INK, look.PAPER]


def test_cells_of_one_value_are_all_the_first_colour() -> None:
    figure = multiples.heat(["a"], ["x"], [[7.0]], [["7"]], [[["seven"]]], look.SEQUENTIAL)
    assert list(figure.data[1].textfont.color) == [look.INK]


def test_limits_that_are_given_decide_colours_and_inks() -> None:
    cells = [[-1.0, 3.0]]
    figure = multiples.heat(["a", "b"], ["x"], cells, [["", ""]], [[["a"], ["b"]]], look.DIVERGING, low=-3.0, high=3.0)
    table, words = figure.data
    assert (table.zmin, table.zmax) == (-3.0, 3.0)
    grounds = [multiples._colour(value, -3.0, 3.0, look.DIVERGING) for value in cells[0]]
    assert list(words.textfont.color) == [look.ink_on(ground) for ground in grounds]
    assert grounds[1] == look.DIVERGING[-1].lower()
    free = multiples.heat(["a", "b"], ["x"], cells, [["", ""]], [[["a"], ["b"]]], look.SEQUENTIAL, low=0)
    assert (free.data[0].zmin, free.data[0].zmax) == (0, 3.0)
