"""The data guide tells of everything that a mapping may hold."""

import re

import pytest

from analytics.contract.schema import DATA
from analytics.intake import expressions, mapping

GUIDE = (DATA.parent / "docs" / "data_guide.md").read_text(encoding="utf-8")
SOURCE = (DATA.parent / "analytics" / "intake" / "mapping.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*expressions._ORIGINS, *expressions._CHANGES, *expressions._TESTS])
def test_every_field_of_a_value_is_described(name):
    assert re.search(rf"`[^`]*\b{name}\b[^`]*`", GUIDE)


def test_every_key_of_a_mapping_is_described():
    keys = {name for group in re.findall(r"_only\(\w+, \(([^)]*)\)", SOURCE) for name in re.findall(r'"(\w+)"', group)}
    assert {"crs", "sheet", "own_headers"} <= keys
    assert [name for name in sorted(keys - {"name", "sources"}) if f"`{name}" not in GUIDE] == []


@pytest.mark.parametrize("path", sorted((DATA / "mappings").glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_mappings_are_in_order(path):
    assert mapping.Mapping.load(path).sources
