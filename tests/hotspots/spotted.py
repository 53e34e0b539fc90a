"""A city with two hot spots for pages and files: 20 x 20 grid cells in two districts of two subdistricts, a year of
cases, one spot that is always there and one that began last month; departments, tags, alleys with chief and steward."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import shapely
from shapely import LineString, box

from analytics.store.versions import Store
from tests.making import make_version

SIDE, STEP, WEST, SOUTH = 20, 0.01, 116.3, 39.85
MONTHS = [(2017, 10 + month) if month < 3 else (2018, month - 2) for month in range(12)]  # 2017-10 … 2018-09
ALWAYS, LATELY = (4, 4), (14, 15)  # row and column of the two cores
# A name that does harm wherever it is not escaped.
HOSTILE = "和平里`${document.title='harmed'}`<img src=x onerror=\"document.title='harmed'\">街道"


def cell(row: int, column: int) -> str:
    """Grid code: its subdistrict's nine digits and a number."""
    return f"{subdistrict(row, column)}{row * SIDE + column:06d}"


def subdistrict(row: int, column: int) -> str:
    return f"11010{1 if column < SIDE // 2 else 2}00{1 if row < SIDE // 2 else 2}"


def rows() -> dict[str, list[dict]]:
    """The city's input rows by table."""
    return {**_areas(), **_people(), "grids": _grids(), "cases": _cases(), "class_tags": [
        {"scheme": "cjt214", "kind": "event", "major_code": "02", "tag": "背街小巷"}]}  # fmt: skip


def make_store(folder: Path) -> Store:
    """A store whose published version holds the city."""
    store = Store(folder)
    make_version(store.versions, rows()).close()
    store.pointer.write_text("v000001", encoding="utf-8")
    return store


def _areas() -> dict[str, list[dict]]:
    half, whole = SIDE // 2, SIDE
    areas = [
        {
            "area_code": "110000",
            "tier": "city",
            "name": "北京市",
            "name_en": "Beijing",
            "geometry": _box(0, 0, whole, whole),
        }
    ]
    for number, (zh, en) in enumerate([("东城区", "Dongcheng"), ("西城区", "Xicheng")]):
        code = f"11010{number + 1}"
        areas.append(
            {
                "area_code": code,
                "parent_code": "110000",
                "tier": "district",
                "name": zh,
                "name_en": en,
                "geometry": _box(0, number * half, whole, half),
            }
        )
        for part in (1, 2):
            name = HOSTILE if (number, part) == (0, 1) else f"{zh[0]}街道{part}"
            areas.append(
                {
                    "area_code": f"{code}00{part}",
                    "parent_code": code,
                    "tier": "subdistrict",
                    "name": name,
                    "name_en": f"Street {number + 1}-{part}",
                    "geometry": _box((part - 1) * half, number * half, half, half),
                }
            )
    orgs = [
        {"org_id": "O1", "name": "环卫中心", "kind": "operation"},
        {"org_id": "O2", "name": "兜底队", "kind": "operation"},
    ]
    return {"areas": areas, "orgs": orgs}


def _grids() -> list[dict]:
    return [
        {"grid_code": cell(row, column), "area_code": subdistrict(row, column), "geometry": _box(row, column, 1, 1),
         "tags": "capital_core;学校" if (row, column) == ALWAYS else ("school" if column == SIDE - 1 else None),
         "responsible_org": "O1", "fallback_org": "O2"}
        for row in range(SIDE) for column in range(SIDE)
    ]  # fmt: skip


def _people() -> dict[str, list[dict]]:
    row, column = ALWAYS
    west, south = WEST + column * STEP, SOUTH + row * STEP
    line = LineString([(west + 0.002, south + 0.004), (west + 0.008, south + 0.005)])
    return {
        "alleys": [{"alley_id": "A1", "name": "槐树胡同", "area_code": subdistrict(row, column), "geometry": line.wkb}],
        "people": [
            {"person_id": "P1", "name": "赵街巷", "rank": "section", "duty_phone": "010-1234"},
            {"person_id": "P2", "name": "钱管家"},
            {"person_id": "P3", "name": "孙总长", "rank": "division"},
        ],
        "assignments": [
            {"person_id": "P1", "role": "alley_chief", "alley_id": "A1", "valid_from": "2017-01-01"},
            {"person_id": "P2", "role": "steward", "alley_id": "A1", "valid_from": "2017-01-01"},
            {
                "person_id": "P3",
                "role": "general_chief",
                "area_code": subdistrict(row, column),
                "valid_from": "2017-01-01",
            },
            {
                "person_id": "P2",
                "role": "alley_chief",
                "alley_id": "A1",
                "valid_from": "2016-01-01",
                "valid_to": "2016-12-31",
            },
        ],
    }


def _cases() -> list[dict]:
    chance = Random(3)
    found: list[dict] = []
    for number, (year, month) in enumerate(MONTHS):
        start = datetime(year, month, 1, 8)
        for row in range(SIDE):
            for column in range(SIDE):
                many = 2 + chance.randrange(3)
                many += 40 if (row, column) == ALWAYS or ((row, column) == LATELY and number == len(MONTHS) - 1) else 0
                found += [_case(len(found) + each, row, column, start, chance) for each in range(many)]
    return found


def _case(number: int, row: int, column: int, start: datetime, chance: Random) -> dict:
    reported = start + timedelta(hours=chance.randrange(27 * 24))
    hot = (row, column) in (ALWAYS, LATELY)
    disposed = reported + timedelta(hours=chance.choice((3, 9, 20, 30)))
    return {
        "case_id": f"C{number:06d}", "grid_code": cell(row, column), "scheme": "cjt214", "kind": "event",
        "major_code": "02" if hot and chance.random() < 0.8 else "01",
        "loop": "small" if chance.random() < 0.7 else "large",
        "source": "hotline" if hot else "inspector", "responsible_org": "O1",
        "lon": WEST + (column + 0.1 + 0.8 * chance.random()) * STEP,
        "lat": SOUTH + (row + 0.1 + 0.8 * chance.random()) * STEP,
        "reported_at": reported, "filed_at": reported, "dispatched_at": reported, "disposed_at": disposed,
        "dispose_due": reported + timedelta(hours=24),
    }  # fmt: skip


def _box(row: int, column: int, rows_: int, columns: int) -> bytes:
    west, south = WEST + column * STEP, SOUTH + row * STEP
    return shapely.to_wkb(box(west, south, west + columns * STEP, south + rows_ * STEP))
