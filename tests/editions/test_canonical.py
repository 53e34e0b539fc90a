"""Canonical JSON: one document, one text."""

import json
from datetime import date, datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analytics.contract.canonical import canonical, digest, plain

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


def test_it_is_written_in_one_way():
    document = {"b": [1, 2.50, None, True], "a": "东城区"}
    assert canonical(document).decode() == '{"a":"东城区","b":[1,2.5,null,true]}'
    assert digest(document) == "1d698fc1ee5ab3ba0cd5d4553678a882a930fd7fcd60cd373b55e23d580fabf7"


def test_what_json_cannot_say_is_null_or_text():
    assert plain({1: float("nan"), "t": datetime(2018, 10, 4), "d": date(2018, 10, 4), "n": np.float64(0.5)}) == {
        "1": None, "t": "2018-10-04T00:00:00", "d": "2018-10-04", "n": 0.5}  # fmt: skip


def test_minus_zero_is_zero():
    assert canonical([-0.0]) == canonical([0.0]) == b"[0.0]"


@given(JSON)
def test_read_back_and_written_again_it_is_the_same(document):
    written = canonical(document)
    assert canonical(json.loads(written)) == written


@given(st.dictionaries(st.text(max_size=3), JSON, min_size=2, max_size=5))
def test_the_order_of_keys_plays_no_part(document):
    assert digest(dict(reversed(document.items()))) == digest(document)
