"""The worked examples: given rows, expected numerator and denominator."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time
from pathlib import Path

import pytest

from analytics.contract.periods import Period
from analytics.indicators import catalogue, compute, explain
from tests.making import make_version

FOLDER = Path(__file__).parent
FILES = sorted((FOLDER / "examples").glob("*.toml"))


def read(path: Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def moment(value: date | datetime) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time())


def value_of(expected: dict) -> float:
    """The value stated, else the ratio; NaN where nothing was counted."""
    if expected["denominator"] == 0:
        return float("nan")
    return expected["value"] if "value" in expected else expected["numerator"] / expected["denominator"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_example(path, tmp_path):
    example = read(path)
    version = make_version(tmp_path, read(FOLDER / "base_city.toml") | example["given"])
    period = Period.parse(example["period"])
    for expected in example["expect"]:
        as_of = moment(expected.get("as_of", example["as_of"]))
        rows = compute(version, period, expected["tier"], [expected["indicator"]], as_of=as_of)
        row = rows.set_index("unit").loc[expected["unit"]]
        assert row["denominator"] == expected["denominator"], expected
        numerator = expected.get("numerator", float("nan"))
        assert row["numerator"] == pytest.approx(numerator, nan_ok=True), expected
        assert row["value"] == pytest.approx(value_of(expected), nan_ok=True), expected
        explained = explain(version, expected["indicator"], expected["unit"], expected["tier"], period, as_of)
        assert explained["denominator"].sum() == expected["denominator"]
        assert explained["numerator"].sum() == pytest.approx(expected.get("numerator", 0))


def test_every_indicator_has_an_example():
    shown = {expected["indicator"] for path in FILES for expected in read(path)["expect"]}
    assert shown == set(catalogue())
