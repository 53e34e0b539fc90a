"""Hot spots that are tested: Gi*, false discovery control, trends and emerging classes, for the places of a version."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_EXPORTED = {"HotSpots": "finding", "NoPlaces": "places", "find_hotspots": "finding", "hotspots": "finding"}

__all__ = ["HotSpots", "NoPlaces", "find_hotspots", "hotspots"]  # noqa: F822  found on being asked for


def __getattr__(name: str) -> Any:
    # Rankings take the false discovery control alone: without this they would wait half a second for geometry.
    if name not in _EXPORTED:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_EXPORTED[name]}"), name)
