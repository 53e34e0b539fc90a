"""data/map.toml: no base map out of the box, a colour for everything that is drawn, a mistake is told."""

import re

import pytest

from analytics.contract import map_settings
from analytics.hotspots.emerging import CLASSES
from analytics.hotspots.readings import READINGS


@pytest.fixture
def configured(monkeypatch, tmp_path):
    """Puts a base map into the settings."""
    known = (map_settings.DATA / "map.toml").read_text(encoding="utf-8")
    caches = (map_settings._settings, map_settings.base_map)

    def put(**values: str) -> None:
        changed = known
        for name, value in values.items():
            changed = re.sub(rf'^{name} = ".*?"', f'{name} = "{value}"', changed, count=1, flags=re.MULTILINE)
        (tmp_path / "map.toml").write_text(changed, encoding="utf-8")
        monkeypatch.setattr(map_settings, "DATA", tmp_path)
        for cache in caches:
            cache.cache_clear()

    yield put
    monkeypatch.undo()
    for cache in caches:
        cache.cache_clear()


def test_nothing_is_fetched_out_of_the_box() -> None:
    assert map_settings.base_map().kind == "none" and map_settings.base_map().url == ""


def test_every_reading_and_class_has_a_colour_of_its_own() -> None:
    assert set(map_settings.colours("states")) == set(READINGS)
    assert set(map_settings.colours("classes")) == set(CLASSES)
    for kind in ("states", "classes"):
        shades = list(map_settings.colours(kind).values())
        assert len(set(shades)) == len(shades)
        assert all(re.fullmatch("#[0-9a-f]{6}", shade) for shade in shades)


def test_a_base_map_is_configuration(configured) -> None:
    configured(kind="tiles", url="http://maps.intranet/{z}/{x}/{y}.png", review_number="GS(2018)1")
    assert map_settings.base_map().review_number == "GS(2018)1"


@pytest.mark.parametrize("values", [{"kind": "satellite", "url": "http://x"}, {"kind": "wms"}, {"kind": "tiles"}])
def test_a_mistake_is_told(configured, values) -> None:
    configured(**values)
    with pytest.raises(ValueError, match="map.toml"):
        map_settings.base_map()
