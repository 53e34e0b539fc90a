"""What leaves as CSV runs nowhere as a formula."""

from __future__ import annotations

import pandas
import pytest

from pages.widgets.tables import harmless

STARTS = ("=", "+", "-", "@", "\t", "\r")


@pytest.mark.parametrize("start", STARTS)
def test_no_text_and_no_header_begins_a_formula(start: str) -> None:
    told = f'{start}cmd|\' /C calc\'!A0'
    frame = harmless(pandas.DataFrame({told: [told, "和井街道", None], "n": [-1, 2, 3], "share": [-0.5, None, 1.0]}))
    assert frame.columns.tolist() == [f"'{told}", "n", "share"]
    assert frame.iloc[0, 0] == f"'{told}"
    # Names stay as they are, and numbers below zero are numbers.
    assert frame.iloc[1, 0] == "和井街道" and pandas.isna(frame.iloc[2, 0])
    assert frame["n"].tolist() == [-1, 2, 3] and frame["share"].tolist()[0] == -0.5
    for line in frame.to_csv(index=False).replace('"', "").splitlines():
        assert not line.startswith(STARTS)
