"""Marks over the picture of many cells: hatching that tells tagged cells without hiding their colours."""

from __future__ import annotations

import base64
import io
from collections.abc import Collection

import numpy
from PIL import Image

from pages.widgets.cells import Cells

_STEP, _WIDTH = 6, 3  # pixels from one line to the next, and of a line: the picture is mostly shown smaller than it is


def hatched(cells: Cells, codes: Collection[str], colour: str, rising: bool) -> str:
    """A transparent picture of the cells' raster with lines of the colour over the given cells, as a PNG address."""
    wanted = set(codes)
    chosen = numpy.array([*(code in wanted for code in cells.codes), False])[cells.labels]  # -1, outside, is the last
    rows, columns = numpy.indices(chosen.shape, sparse=True)
    lines = ((rows + columns) if rising else (rows - columns)) % _STEP < _WIDTH
    image = Image.fromarray((chosen & lines).astype(numpy.uint8), mode="P")
    image.putpalette(b"\xff\xff\xff" + bytes.fromhex(colour[1:]))
    buffer = io.BytesIO()
    image.save(buffer, "png", transparency=0, bits=1)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
