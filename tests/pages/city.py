"""A small city for the pages: two districts of three subdistricts, grids, alleys, eight months of everything."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from shapely import LineString, box

from analytics.store.versions import Store
from tests.making import make_version

FIRST, LAST = date(2018, 2, 1), date(2018, 10, 2)
# A name that does harm wherever it is not escaped.
HOSTILE = "和平里`${document.title='harmed'}`<img src=x onerror=\"document.title='harmed'\">街道"


def rows() -> dict[str, list[dict]]:
    """The city's input rows by table."""
    chance = Random(7)
    found: dict[str, list[dict]] = {name: [] for name in (
        "areas", "grids", "alleys", "people", "assignments", "cases", "patrols", "weekly_checks", "ten_none_checks")}
    found["areas"].append(_area("110000", None, "city", "北京市", "Beijing", box(116.3, 39.85, 116.5, 39.93)))
    for number, (zh, en) in enumerate([("东城区", "Dongcheng"), ("西城区", "Xicheng")]):
        district, west = f"11010{number + 1}", 116.3 + number * 0.1
        found["areas"].append(_area(district, "110000", "district", zh, en, box(west, 39.85, west + 0.1, 39.93)))
        for place in range(3):
            _add_subdistrict(found, district, place, west, chance)
    return found


def _area(code: str, parent: str | None, tier: str, zh: str, en: str | None, outline) -> dict:
    return {"area_code": code, "parent_code": parent, "tier": tier, "name": zh, "name_en": en,
            "group_code": "core" if tier == "district" else None, "geometry": outline.wkb}


def _add_subdistrict(found: dict[str, list[dict]], district: str, place: int, west: float, chance: Random) -> None:
    code, south = f"{district}{place + 1:03d}", 39.85 + place * 0.08 / 3
    name = HOSTILE if (district, place) == ("110101", 1) else f"{'东西'[int(district[-1]) - 1]}街道{place + 1}"
    outline = box(west, south, west + 0.1, south + 0.08 / 3)
    found["areas"].append(_area(code, district, "subdistrict", name, f"Street {district[-1]}-{place + 1}", outline))
    for cell in range(2):
        shape = box(west + cell * 0.05, south, west + cell * 0.05 + 0.05, south + 0.08 / 3)
        found["grids"].append({"grid_code": f"{code}{cell:06d}", "area_code": code, "geometry": shape.wkb})
    for lane in range(2):
        _add_alley(found, code, lane, west, south, chance)
    for number in range(120):
        found["cases"].append(_case(f"C{code}{number}", code, west, south, number, chance))


def _add_alley(found: dict[str, list[dict]], code: str, lane: int, west: float, south: float, chance: Random) -> None:
    alley, chief = f"A{code}{lane}", f"P{code}{lane}"
    line = LineString([(west + 0.01, south + 0.01 * (lane + 0.5)), (west + 0.08, south + 0.01 * (lane + 0.6))])
    found["alleys"].append({"alley_id": alley, "name": f"{code[-3:]}号胡同{lane}", "area_code": code,
                            "geometry": line.wkb, "board_posted": True, "target_date": "2018-08-31",
                            "accepted_date": "2018-08-20" if lane else None})
    found["people"].append({"person_id": chief, "name": f"巷长{code[-3:]}{lane}", "rank": "section"})
    found["assignments"].append({"person_id": chief, "role": "alley_chief", "alley_id": alley,
                                 "valid_from": "2018-01-01"})
    if code.endswith("2003"):
        return  # one subdistrict hands in no checks and no patrols at all
    day = FIRST
    while day < LAST:
        for hour in (9, 15)[: 2 if chance.random() < 0.9 else 1]:
            start = datetime(day.year, day.month, day.day, hour)
            found["patrols"].append({"patrol_id": f"{alley}{start:%m%d%H}", "person_id": chief, "alley_id": alley,
                                     "started_at": start, "ended_at": start + timedelta(minutes=30)})
        if day.weekday() == 2:
            found["weekly_checks"].append({
                "check_id": f"W{alley}{day:%m%d}", "alley_id": alley, "checked_on": day, "remediation_score": 85.0,
                "civility_score": 80 + chance.random() * 20, "chief_score": 90.0, "problems": 4, "fixed_within_7d": 3})
        if day.day == 12:
            found["ten_none_checks"].append({"check_id": f"T{alley}{day:%m%d}", "alley_id": alley, "checked_on": day,
                                             "level": "district", "score": 80 + chance.random() * 20})
        day += timedelta(days=1)


def _case(name: str, code: str, west: float, south: float, number: int, chance: Random) -> dict:
    reported = datetime(2018, 2, 1, 8) + timedelta(days=2 * number, minutes=chance.randrange(480))
    due = reported + timedelta(hours=24)
    disposed = reported + timedelta(hours=chance.choice((3, 9, 20, 22, 30)))
    return {"case_id": name, "area_code": code, "grid_code": f"{code}{number % 2:06d}",
            "kind": "event", "major_code": "01", "rework_count": int(chance.random() < 0.1),
            "source": chance.choice(("inspector", "hotline", "alley_chief")), "lon": west + 0.02, "lat": south + 0.01,
            "reported_at": reported, "filed_at": reported, "dispatched_at": reported, "disposed_at": disposed,
            "checked_at": disposed, "closed_at": disposed, "dispose_due": due}


def make_store(folder: Path) -> Store:
    """A store whose published version holds the city."""
    return store_of(folder, tuple(rows()))


def store_of(folder: Path, tables: tuple[str, ...]) -> Store:
    """A store whose published version holds these tables of the city."""
    store = Store(folder)
    make_version(store.versions, {name: entries for name, entries in rows().items() if name in tables}).close()
    store.pointer.write_text("v000001", encoding="utf-8")
    return store
