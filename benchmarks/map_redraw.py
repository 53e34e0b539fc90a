"""A map of many cells drawn anew: one picture against polygons; seconds of Python and bytes to the browser."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import shapely
import streamlit_folium
from scipy.spatial import Voronoi

from analytics.contract.map_settings import colours
from analytics.hotspots.readings import READINGS
from benchmarks.figures import Figures, figures
from pages.widgets import maps, spot_map
from pages.widgets.cells import Cells
from pages.widgets.shapes import Shapes

MOST_CELLS = 39_000  # the grids of Beijing
WEST, SOUTH, EAST, NORTH = 115.4, 39.4, 117.5, 41.1
SECONDS, KILOBYTES = 0.25, 200  # what a redraw may take
ROUNDS = 3


def run(size: int) -> dict[str, Figures]:
    """`map_redraw` and `map_bytes` for a city of `size` cases (at most 39,000 cells), a month of the slider each time.

    Ours is the picture that the page sends, the peer the same cells as polygons through the same component.
    `map_redraw_limit` and `map_bytes_limit` hold ours against what it may take at 39,000 cells, whatever the size.
    """
    cells = int(np.clip(size // 50, 1000, MOST_CELLS))
    ours, peer = _measured(cells, as_picture=True), _measured(cells, as_picture=False)
    full = ours if cells == MOST_CELLS else _measured(MOST_CELLS, as_picture=True)
    name = f"{cells} polygons through the same component"
    return {
        "map_redraw": figures(ours[0], peer[0], name, 10.0),
        "map_bytes": figures(ours[1], peer[1], f"{name} (bytes)", 10.0),
        "map_redraw_limit": figures(full[0], SECONDS, f"the limit: {SECONDS} s of Python at {MOST_CELLS} cells", 1.0),
        "map_bytes_limit": figures(full[1], KILOBYTES * 1000, f"the limit: {KILOBYTES} kB", 1.0),
    }


def _measured(cells: int, as_picture: bool) -> tuple[float, float]:
    """CPU seconds of the fastest redraw, and the bytes of the largest."""
    frame = _city(cells)
    units = Cells.of(frame) if as_picture else Shapes.of(frame)
    codes = frame["unit"].tolist()
    if not as_picture:
        _ = units.geojson  # kept between redraws, like the raster
    borders = maps.context
    districts = Shapes.of(_city(16))
    rng = np.random.default_rng(0)
    seconds, sent = [], []
    for _ in range(ROUNDS):
        values = _month(cells, rng)

        def draw(values: np.ndarray = values) -> None:
            paints = spot_map.wordless(codes, values, colours("states"))
            groups = [maps.painted(units, paints), borders(districts)]
            maps.show(maps.base(units.bounds), groups, "benchmark", 500, pixelated=True)

        started = time.process_time()
        arguments = _arguments(draw)
        seconds.append(time.process_time() - started)
        sent.append(sum(len(str(value).encode()) for value in arguments.values()))
    return min(seconds), float(max(sent))


def _arguments(draw: Callable[[], None]) -> dict[str, Any]:
    """What the component would send to the browser while drawing."""
    caught: dict[str, Any] = {}
    component = streamlit_folium._component_func
    streamlit_folium._component_func = lambda **sent: caught.update(sent) or {}
    try:
        draw()
    finally:
        streamlit_folium._component_func = component
    return caught


def _month(cells: int, rng: np.random.Generator) -> np.ndarray:
    """Readings as a month has them: most even, some leaning, few clear, one in a thousand not tested."""
    shares = (0.015, 0.03, 0.915, 0.03, 0.009, 0.001)
    return rng.choice(np.array([*READINGS, None], dtype=object), cells, p=shares)


def _city(cells: int) -> pd.DataFrame:
    """Unit and geometry (WKB) of cells that are dense in the middle, as a city's are."""
    rng = np.random.default_rng(cells)
    middle = np.array([(WEST + EAST) / 2, (SOUTH + NORTH) / 2])
    dense = rng.normal(middle, [0.25, 0.2], (cells * 2 // 3, 2))
    spread = rng.uniform([WEST, SOUTH], [EAST, NORTH], (cells - len(dense), 2))
    points = np.clip(np.concatenate([dense, spread]), [WEST, SOUTH], [EAST, NORTH])
    # Mirrored at every side, so that every cell is bounded.
    mirrored = [points]
    for axis, (low, high) in enumerate(((WEST, EAST), (SOUTH, NORTH))):
        for side in (low, high):
            image = points.copy()
            image[:, axis] = 2 * side - image[:, axis]
            mirrored.append(image)
    diagram = Voronoi(np.concatenate(mirrored) + rng.normal(0, 1e-9, (len(points) * 5, 2)))
    outlines = [shapely.Polygon(diagram.vertices[diagram.regions[diagram.point_region[row]]]) for row in range(cells)]
    return pd.DataFrame({"unit": [f"{row:06d}" for row in range(cells)], "geometry": shapely.to_wkb(outlines)})


if __name__ == "__main__":
    for benchmark, figures in run(2_000_000).items():
        print(benchmark, figures)
