"""The picture of many cells lies where the browser puts it: Leaflet stretches it evenly in Mercator, not in degrees."""

import base64
import io

import numpy as np
import pandas as pd
import pytest
import shapely
from PIL import Image

from pages.widgets.cell_marks import hatched
from pages.widgets.cells import Cells

SIDE, WEST, SOUTH, STEP = 40, 115.0, 30.0, 0.5  # twenty degrees: Mercator bends visibly
COLOURS = ("#b35806", "#2166ac", "#efebe3")


@pytest.fixture(scope="module")
def cells() -> Cells:
    outlines = [
        shapely.box(WEST + column * STEP, SOUTH + row * STEP, WEST + (column + 1) * STEP, SOUTH + (row + 1) * STEP)
        for row in range(SIDE) for column in range(SIDE)
    ]  # fmt: skip
    codes = [f"{row:02d}{column:02d}" for row in range(SIDE) for column in range(SIDE)]
    return Cells.of(pd.DataFrame({"unit": codes, "geometry": shapely.to_wkb(outlines)}))


def pixel(cells: Cells, size: tuple[int, int], lon: float, lat: float) -> tuple[int, int]:
    """Where Leaflet shows a point on an image stretched between its corners: even in spherical Mercator."""
    west, south, east, north = cells.bounds
    y = lambda degrees: np.log(np.tan(np.pi / 4 + np.radians(degrees) / 2))  # noqa: E731
    across, down = (lon - west) / (east - west), (y(north) - y(lat)) / (y(north) - y(south))
    return int(across * size[0]), int(down * size[1])


def opened(address: str) -> Image.Image:
    assert address.startswith("data:image/png;base64,")
    return Image.open(io.BytesIO(base64.b64decode(address.split(",")[1]))).convert("RGBA")


def test_every_cell_is_painted_where_it_is_shown(cells) -> None:
    shades = {code: COLOURS[(int(code[:2]) + int(code[2:])) % 3] for code in cells.codes}
    image = opened(cells.picture(shades))
    for code in cells.codes:
        lon, lat = WEST + (int(code[2:]) + 0.5) * STEP, SOUTH + (int(code[:2]) + 0.5) * STEP
        red, green, blue, alpha = image.getpixel(pixel(cells, image.size, lon, lat))
        assert f"#{red:02x}{green:02x}{blue:02x}" == shades[code] and alpha == 255
        assert cells.at(lon, lat) == code


def test_outside_is_clear_and_missing_is_hatched(cells) -> None:
    image = opened(cells.picture({}))
    assert image.getpixel((0, 0))[3] == 0
    inside = np.asarray(image)[100:200, 100:200].reshape(-1, 4)
    assert len(np.unique(inside, axis=0)) == 2


def test_marks_cover_their_cells_and_no_others(cells) -> None:
    image = np.asarray(opened(hatched(cells, ["2020"], "#6b2fa0", rising=True)))
    rows, columns = np.nonzero(image[:, :, 3])
    left, top = pixel(cells, image.shape[1::-1], WEST + 20 * STEP, SOUTH + 21 * STEP)
    right, bottom = pixel(cells, image.shape[1::-1], WEST + 21 * STEP, SOUTH + 20 * STEP)
    assert left - 1 <= columns.min() and columns.max() <= right + 1
    assert top - 1 <= rows.min() and rows.max() <= bottom + 1
    assert 0.3 < len(rows) / ((right - left) * (bottom - top)) < 0.7
