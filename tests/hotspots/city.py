"""A small city for tests: 6 x 6 grid cells in two districts of two subdistricts each, a cell without an outline, one
far away from all others; cases at the cells' centres."""

from itertools import count

import shapely
from shapely import box

SIDE = 6
STEP = 0.01
WEST, SOUTH = 116.3, 39.9

_numbers = count(1)


def cell(row: int, column: int) -> str:
    return f"11010{1 if column < 3 else 2}-{row}{column}"


def outline(row: int, column: int, rows: int = 1, columns: int = 1) -> bytes:
    west, south = WEST + column * STEP, SOUTH + row * STEP
    return shapely.to_wkb(box(west, south, west + columns * STEP, south + rows * STEP))


def case(code: str, at: str, **more: object) -> dict[str, object]:
    """A case in a grid cell; at the cell's centre where its code says which that is."""
    found = {"case_id": f"case-{next(_numbers)}", "source": "inspector", "grid_code": code, "reported_at": at}
    if code[-2:].isdigit():
        row, column = int(code[-2]), int(code[-1])
        found |= {"lon": WEST + (column + 0.5) * STEP, "lat": SOUTH + (row + 0.5) * STEP}
    return {**found, "major_code": "01", **more}


def places() -> dict[str, list[dict[str, object]]]:
    """Rows of `areas` and `grids`; subdistrict s of district d lies in rows 0-2 or 3-5."""
    areas = [{"area_code": "110", "tier": "city", "name": "City", "geometry": outline(0, 0, SIDE, SIDE)}]
    for number, district in enumerate(("110101", "110102")):
        shape = outline(0, 3 * number, SIDE, 3)
        areas.append(
            {"area_code": district, "parent_code": "110", "tier": "district", "name": district, "geometry": shape}
        )
        for half in (0, 1):
            areas.append(
                {
                    "area_code": f"{district}00{half + 1}",
                    "parent_code": district,
                    "tier": "subdistrict",
                    "name": f"{district} {half}",
                    "geometry": outline(3 * half, 3 * number, 3, 3),
                }
            )
    grids = [
        {"grid_code": cell(row, column), "area_code": smallest(row, column), "geometry": outline(row, column)}
        for row in range(SIDE)
        for column in range(SIDE)
    ]
    grids.append({"grid_code": "110102-nowhere", "area_code": "110102001", "geometry": None})
    grids.append({"grid_code": "110102-island", "area_code": "110102001", "geometry": outline(0, 60)})
    grids.append(
        {"grid_code": "110102-gone", "area_code": "110102001", "geometry": outline(0, 6), "valid_to": "2018-08-31"}
    )
    return {"areas": areas, "grids": grids}


def smallest(row: int, column: int) -> str:
    return f"11010{1 if column < 3 else 2}00{1 if row < 3 else 2}"
