"""A heat table keeps every line, also where two lines bear the same name."""

from pages.widgets import multiples


def test_lines_of_the_same_name_stay_two_lines() -> None:
    hovers = [[["one"], ["two"]], [["three"], ["four"]]]
    texts = [["1", "2"], ["3", "4"]]
    figure = multiples.heat(["a", "b"], ["Same"] * 2, [[1, 2], [3, 4]], texts, hovers, ["#fff", "#000"])
    drawn = figure.data[0]
    assert [list(line) for line in drawn.z] == [[1, 2], [3, 4]] and drawn.y is None
    assert list(figure.layout.yaxis.tickvals) == [0, 1] and list(figure.layout.yaxis.ticktext) == ["Same", "Same"]
    assert list(figure.layout.yaxis.range) == [1.5, -0.5]
