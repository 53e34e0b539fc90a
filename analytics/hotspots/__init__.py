"""Hot spots that are tested: Gi*, false discovery control, trends and emerging classes, for the places of a version."""

from analytics.hotspots.finding import HotSpots, find_hotspots, hotspots
from analytics.hotspots.places import NoPlaces

__all__ = ["HotSpots", "NoPlaces", "find_hotspots", "hotspots"]
