"""Places: coordinate systems, points in polygons, chains of units, cases near each other. Pure functions."""
