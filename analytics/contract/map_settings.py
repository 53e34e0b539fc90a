"""What data/map.toml says of maps: the base map, the colours of states and classes, fonts for pictures."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from analytics.contract.schema import DATA

KINDS = ("none", "tiles", "wms")


@dataclass(frozen=True)
class BaseMap:
    """The map under the data. kind: none, tiles (an address with {z} {x} {y}) or wms (with `layers`)."""

    kind: str
    url: str
    layers: str
    attribution: str
    review_number: str
    max_zoom: int


@cache
def base_map() -> BaseMap:
    """The configured base map. ValueError for an unknown kind, or one without an address."""
    found = BaseMap(**_settings()["base_map"])
    if found.kind not in KINDS:
        raise ValueError(f"data/map.toml: base_map.kind is one of {', '.join(KINDS)}, not {found.kind!r}")
    if found.kind != "none" and not found.url:
        raise ValueError(f"data/map.toml: a base map of kind {found.kind} needs an address (base_map.url)")
    return found


@cache
def colours(kind: str) -> dict[str, str]:
    """Code → colour (#rrggbb) of the hot-spot `states` or `classes`, or of the `overlays`. Raises KeyError."""
    return dict(_settings()["colours"][kind])


@cache
def picture_fonts() -> tuple[str, ...]:
    """File names of fonts for pictures made on the server, the preferred one first."""
    return tuple(_settings()["picture"]["fonts"])


@cache
def _settings() -> dict:
    with (DATA / "map.toml").open("rb") as file:
        return tomllib.load(file)
