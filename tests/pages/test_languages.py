"""Pages are whole in each language: English ones have Chinese from the data only, Chinese ones no English label."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pandas
import pytest
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from analytics.contract import labels
from tests.pages.city import rows

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
DASHBOARD = ast.parse((Path(__file__).resolve().parents[2] / "dashboard.py").read_text(encoding="utf-8"))
PAGES = next(
    [page for section in ast.literal_eval(node.value).values() for page in section]
    for node in DASHBOARD.body
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PAGES"
)
# From the longest: a name may be part of another.
NAMES = sorted(
    {value for entries in rows().values() for entry in entries for value in entry.values()
     if isinstance(value, str) and HAN.search(value)},
    key=len, reverse=True,
)  # fmt: skip
# The methods tell each indicator's official name and source in both languages, on purpose.
ONE = [page for page in PAGES if page != "methods"]


def spoken(test: AppTest) -> Iterator[str]:
    """Every text that a page sends: elements, labels, options, headings of columns, cells of tables."""
    waiting = [test._tree]
    while waiting:
        node = waiting.pop()
        waiting += getattr(node, "children", {}).values()
        proto = getattr(node, "proto", None)
        if isinstance(proto, Message):
            yield from _texts(proto)
        if node.type == "arrow_data_frame":
            table: pandas.DataFrame = node.value
            yield from (str(each) for column in table for each in (column, *table[column]) if isinstance(each, str))


def _texts(message: Message) -> Iterator[str]:
    for field, value in message.ListFields():
        many = value if field.is_repeated else [value]
        if field.type == field.TYPE_STRING:
            yield from many
        elif field.type == field.TYPE_MESSAGE and not field.message_type.GetOptions().map_entry:
            for each in many:
                yield from _texts(each)


@pytest.mark.parametrize("name", ONE)
def test_english_page_has_no_chinese_but_names(page, city_store, name: str) -> None:
    test = page(name, city_store, lang="en")
    assert not test.exception
    found = set()
    for told in spoken(test):
        for each in NAMES:
            told = told.replace(each, "")
        found |= set(HAN.findall(told))
    assert found - {"中文"} == set()  # the switch of language


@pytest.mark.parametrize("name", ONE)
def test_chinese_page_has_no_english_label(page, city_store, name: str) -> None:
    test = page(name, city_store, lang="zh")
    assert not test.exception
    told = "\n".join(spoken(test))
    english = {words["en"] for words in labels.every_label().values()
               if "{" not in words["en"] and len(words["en"].split()) >= 3}  # fmt: skip
    assert {each for each in english if each in told} == set()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_areas_stand_in_the_order_of_their_codes_and_are_found_by_pinyin(page, city_store, language: str) -> None:
    test = page("overview", city_store, lang=language)
    options = next(each for each in test.selectbox if each.key == "filter_area").options
    assert len(options) == 9
    if language == "en":
        assert [each.split(" · ")[0] for each in options] == ["Beijing", *["Dongcheng"] * 4, *["Xicheng"] * 4]
    else:
        assert options[0] == "北京市"  # chosen: stands bare in the closed box
        assert options[1] == "东城区  dongcheng" and options[5] == "西城区  xicheng"
        assert options[2].startswith("东城区 · 东街道1  dongjiedao1")
