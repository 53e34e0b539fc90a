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
        numerator = expected.get("numerator")
        value = numerator / expected["denominator"] if numerator is not None and expected["denominator"] else None
        assert row["numerator"] == pytest.approx(numerator if numerator is not None else float("nan"), nan_ok=True)
        assert row["value"] == pytest.approx(expected.get("value", value or (0 if value == 0 else float("nan"))),
                                             nan_ok=True), expected
        explained = explain(version, expected["indicator"], expected["unit"], expected["tier"], period, as_of)
        assert explained["denominator"].sum() == expected["denominator"]
        if numerator is not None:
            assert explained["numerator"].sum() == pytest.approx(numerator)


def test_every_indicator_has_an_example():
    shown = {expected["indicator"] for path in FILES for expected in read(path)["expect"]}
    assert shown == set(catalogue())
