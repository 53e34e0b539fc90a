from pathlib import Path

from analytics.store.parts import Part


def test_what_a_file_describes_is_newer_than_anything_derived():
    derived_later = Part("i000009", 0, Path("areas"), derived=True)
    described = Part("i000001", 1, Path("areas"))
    described_later = Part("i000002", 0, Path("areas"))
    assert sorted([described_later, described, derived_later], key=lambda part: part.age) == [
        derived_later, described, described_later]
