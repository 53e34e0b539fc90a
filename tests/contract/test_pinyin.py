"""Names are found by pinyin, by local readings and by the dictionary's."""

import pytest

from analytics.contract.pinyin import readings


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("大栅栏街道", ("dashilan", "dazhalan")),  # the local reading first; strangers type the second
        ("什刹海街道", ("shichahai", "shenshahai")),
        ("东城区", ("dongcheng",)),
        ("大栅栏西街", ("dashilanxijie", "dazhalanxijie")),  # the odd word inside a longer name
        ("镇", ("zhen",)),  # an ending alone is a name
        ("Street 1", ()),
    ],
)
def test_readings(name: str, found: tuple[str, ...]) -> None:
    assert readings(name) == found
