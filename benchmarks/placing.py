"""Points into 20,000 cells against geopandas' spatial join; CPU seconds, runs interleaved, answers compared."""

from __future__ import annotations

import geopandas
import numpy as np
import shapely

from analytics.places.placing import compiled, place_points
from benchmarks.figures import Figures
from benchmarks.timing import turns

CELLS = 20_000
ROUNDS = 3
WEST, SOUTH, EAST, NORTH = 115.7, 39.5, 117.1, 40.7
def run(size: int) -> dict[str, Figures]:
    """`placing` and, where numba is installed, `placing_numba` for `size` points, a tenth of them outside.

    Our seconds hold the making of the raster, the peer's that of its points and index: both start from arrays.
    """
    rng = np.random.default_rng(0)
    cells = _cells(rng)
    codes = np.array([f"{number:05}" for number in range(len(cells))], dtype=object)
    margin = (EAST - WEST) / 40
    lon = rng.uniform(WEST - margin, EAST + margin, size)
    lat = rng.uniform(SOUTH - margin, NORTH + margin, size)

    def peer() -> np.ndarray:
        points = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(lon, lat))
        polygons = geopandas.GeoDataFrame({"code": codes}, geometry=cells)
        joined = points.sjoin(polygons, how="left", predicate="intersects")
        # A point on an edge comes twice: the first code, as ours.
        return joined["code"].groupby(level=0).min().to_numpy(dtype=object)

    # The raster is made once: it pays with many points, and must never cost more than it saves with few.
    large = size >= 1_000_000
    found = {}
    for name, fast, required in (("placing", False, 12.0), ("placing_numba", True, 50.0)):
        if fast and compiled(size, fast=True) is None:
            continue  # numba is an extra
        place_points(lon[:10], lat[:10], cells, codes, fast)
        both = turns(lambda fast=fast: place_points(lon, lat, cells, codes, fast), peer, ROUNDS)
        theirs = np.where([isinstance(code, str) for code in both.peer_answer], both.peer_answer, None)
        assert np.array_equal(both.our_answer, theirs)
        found[name] = both.figures(f"geopandas sjoin, {len(cells)} cells", required if large else 1.0)
    return found


def _cells(rng: np.random.Generator) -> np.ndarray:
    """Voronoi cells of the rectangle, crowded in its middle as a city's grids are."""
    centre = [(WEST + EAST) / 2, (SOUTH + NORTH) / 2]
    crowded = rng.normal(centre, [0.1, 0.08], (CELLS // 2, 2))
    even = rng.uniform([WEST, SOUTH], [EAST, NORTH], (CELLS - len(crowded), 2))
    frame = shapely.box(WEST, SOUTH, EAST, NORTH)
    seeds = shapely.multipoints(np.concatenate([crowded, even]))
    return shapely.intersection(shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=frame)), frame)


if __name__ == "__main__":
    for benchmark, figures in run(1_000_000).items():
        print(benchmark, figures)
