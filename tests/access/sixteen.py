"""A city of sixteen small districts, each with words, codes and figures that are nobody else's: what leaks is seen."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import geopandas as gpd
import pandas as pd
from shapely import LineString, Point, box

from analytics.contract.periods import Period
from analytics.editions import draft, object_to, publish
from analytics.store.versions import Store
from tests.editions.city import import_rows

# A rare character and a nonsense word for each: they stand in every name and text of the district.
CHARACTERS = "龘靐齉龖虪厵麤灪籱爨癵驫鱻羴犇猋"
WORDS = ("Zqabov", "Zqebuk", "Zqidol", "Zqofam", "Zqugex", "Zqahip", "Zqejor", "Zqikus",
         "Zqolav", "Zqumet", "Zqanyl", "Zqepiw", "Zqirox", "Zqosud", "Zqutaz", "Zqavyb")
CITY = "940700"
DISTRICTS = {f"9407{number + 1:02d}": number for number in range(len(CHARACTERS))}
FIRST, DAYS = datetime(2018, 7, 1), 94
_STREETS, _LANES = 2, 2
_GROUPS = ("core", "inner", "plain", "ecology")

Rows = dict[str, list[dict]]


def make_store(folder: Path) -> Store:
    """A store with the city, two sealed editions and a draft to which all districts object."""
    files = folder / "in"
    files.mkdir(parents=True)
    for table, entries in rows().items():
        _write(files / table, entries)
    store = Store(folder / "store")
    report = import_rows(store, [files])
    assert not any(counts["refused"] for counts in report["tables"].values()), report
    publish(store, "monthly", Period.parse("2018-08"), by="office")
    publish(store, "quarterly", Period.parse("2018Q3"), by="office")
    contested = draft(store, "monthly", Period.parse("2018-09"), by="office")
    for district in DISTRICTS:
        object_to(store, contested.id, unit=district, reason=f"{name(district)} 有误", by=f"clerk of {name(district)}")
    return store


def name(district: str) -> str:
    """The two words of a district, which are in all its names."""
    number = DISTRICTS[district]
    return f"{CHARACTERS[number]}{WORDS[number]}"


def rows() -> Rows:
    """The city's input rows by table."""
    found: Rows = {"areas": [{"area_code": CITY, "tier": "city", "name": "市", "geometry": box(116, 39, 117.6, 39.2)}]}
    for district in DISTRICTS:
        _add_district(found, district)
    return found


def _add(found: Rows, table: str, **row: object) -> None:
    found.setdefault(table, []).append(row)


def _add_district(found: Rows, district: str) -> None:
    number, own = DISTRICTS[district], name(district)
    west = 116 + number / 10
    _add(found, "areas", area_code=district, parent_code=CITY, tier="district", name=f"{own}区", name_en=own,
         group_code=_GROUPS[number % 4], population=1_000_003.0 + 70_001 * number,
         geometry=box(west, 39, west + 0.1, 39.2))
    _add(found, "orgs", org_id=f"O{district}", name=f"{own}局", tier="district", kind="management", area_code=district)
    _add(found, "budgets", area_code=district, org=f"O{district}", year=2018,
         reserved_cny=3_000_017.0 + 90_001 * number)
    _add(found, "assignments", person_id=f"G{district}", role="general_chief", area_code=district,
         valid_from="2018-01-01")
    _add(found, "people", person_id=f"G{district}", name=f"总长{own}", rank="division", org=f"O{district}",
         duty_phone=f"010{district}77")
    for place in range(_STREETS):
        _add_street(found, district, place, west)


def _add_street(found: Rows, district: str, place: int, west: float) -> None:
    number, own, code = DISTRICTS[district], name(district), f"{district}{place + 1:03d}"
    south = 39 + place / 10
    _add(found, "areas", area_code=code, parent_code=district, tier="subdistrict", name=f"{own}街道{place}",
         name_en=f"{own} Street {place}", group_code=None, population=100_003.0 + 7_001 * number + place,
         geometry=box(west, south, west + 0.1, south + 0.1))
    _add(found, "areas", area_code=f"{code}001", parent_code=code, tier="community", name=f"{own}社区{place}",
         name_en=None, group_code=None, population=None, geometry=box(west, south, west + 0.1, south + 0.1))
    for cell in range(2):
        _add(found, "grids", grid_code=f"{code}001{cell:03d}", area_code=f"{code}001", management_level=1 + cell,
             tags="core_area;hospital", responsible_org=f"O{district}", fallback_org=f"O{district}",
             geometry=box(west + cell / 20, south, west + cell / 20 + 0.05, south + 0.1))
        _add(found, "assignments", person_id=f"I{code}{cell}", role="inspector", grid_code=f"{code}001{cell:03d}",
             valid_from="2018-01-01")
        _add(found, "people", person_id=f"I{code}{cell}", name=f"巡{own}{place}{cell}", org=f"O{district}",
             duty_phone=f"139{district}{place}{cell}")
        _add(found, "shifts", shift_id=f"H{code}{cell}", person_id=f"I{code}{cell}", grid_code=f"{code}001{cell:03d}",
             started_at=FIRST + timedelta(days=70, hours=8), ended_at=FIRST + timedelta(days=70, hours=16))
        _add(found, "parts", part_id=f"B{code}{cell}", scheme="gb", major_code="01", minor_code="0101",
             grid_code=f"{code}001{cell:03d}", state="intact", last_verified_on="2018-08-01")
    for lane in range(_LANES):
        _add_alley(found, district, code, lane, west, south)
    for case in range(30 + number):
        _add_case(found, district, code, case, west, south)
    _add(found, "census_runs", census_id=f"S{code}", area_code=code, kind="parts", started_on="2018-07-02",
         finished_on="2018-07-20", surveyed=20_011 + 301 * number, added=10_007 + 203 * number)
    _add(found, "audits", audit_id=f"U{code}", area_code=code, found_at=FIRST + timedelta(days=72), major_code="01",
         lon=west + 0.02, lat=south + 0.02, already_in_system=number % 2 == 0)
    _add(found, "tasks", task_id=f"T{code}", origin="monthly_review", period="2018-08", area_code=code,
         org=f"O{district}", text=f"{own}整治", asked_on="2018-08-10", due_on="2018-09-10")
    _add(found, "whistles", whistle_id=f"W{code}", area_code=code, blown_at=FIRST + timedelta(days=71),
         kind="livelihood", case_id=f"C{code}1", resolved_at=FIRST + timedelta(days=73))
    _add(found, "whistle_reports", whistle_id=f"W{code}", org=f"O{district}",
         due_at=FIRST + timedelta(days=71, hours=1), rating=4,
         arrived_at=FIRST + timedelta(days=71, minutes=20 + number))


def _add_alley(found: Rows, district: str, code: str, lane: int, west: float, south: float) -> None:
    number, own, alley = DISTRICTS[district], name(district), f"A{code}{lane}"
    chief, steward = f"P{code}{lane}", f"V{code}{lane}"
    _add(found, "alleys", alley_id=alley, name=f"{own}巷{lane}", area_code=code, kind="hutong", board_posted=True,
         length_m=10_007.5 + 101 * number + lane, board_person_id=chief, bounds=f"{own}四至", history=f"{own}史",
         condition=f"{own}状", target_date="2018-08-31", accepted_date="2018-08-20" if lane else None,
         geometry=LineString([(west + 0.01, south + 0.01 + lane / 50), (west + 0.09, south + 0.01 + lane / 50)]))
    _add(found, "alley_teams", alley_id=alley, kind="sanitation", org=f"O{district}", contact=f"{own} 13912345678")
    for person, role, title in ((chief, "alley_chief", "巷长"), (steward, "steward", "管家")):
        _add(found, "people", person_id=person, name=f"{title}{own}{lane}", rank="section", org=f"O{district}",
             duty_phone=f"136{district}{lane}", member_kind="resident", joined_on="2018-01-01")
        _add(found, "assignments", person_id=person, role=role, alley_id=alley, valid_from="2018-01-01")
    for day in range(60, DAYS):
        at = FIRST + timedelta(days=day, hours=9)
        _add(found, "patrols", patrol_id=f"R{alley}{day}", person_id=chief, alley_id=alley, started_at=at,
             ended_at=at + timedelta(minutes=20 + number), found_count=10_009 + 37 * number, handled_count=10_007)
        if day % 4 == 0:
            _add(found, "steward_activity", activity_id=f"Y{alley}{day}", person_id=steward, alley_id=alley,
                 form="report", at=at, minutes=31.5 + number, action="tidy", problem_kind="posters",
                 points=7.25 + number)
    for week in range(0, DAYS - 3, 7):
        on = (FIRST + timedelta(days=week + 2)).date()
        _add(found, "weekly_checks", check_id=f"K{alley}{week}", alley_id=alley, checked_on=on,
             remediation_score=80.123 + number, daily_score=81.217 + number, civility_score=82.319 + number,
             chief_score=83.411 + number, problems=20_011 + 307 * number + lane, fixed_within_7d=10_007 + 203 * number)
    for month in (7, 8, 9):
        _add(found, "ten_none_checks", check_id=f"N{alley}{month}", alley_id=alley, checked_on=f"2018-{month:02d}-12",
             level="district", score=84.03711 + number * 0.70137, item_3=10_011 + 11 * number, photo=f"{own}.jpg")
    _add(found, "chief_log", log_id=f"L{alley}", person_id=chief, alley_id=alley, at=FIRST + timedelta(days=75),
         kind="visit", org=f"O{district}", finding=f"{own}走访", case_id=f"C{code}1")
    for kind, subject in (("chief", chief), ("steward", steward)):
        _add(found, "evaluations", evaluation_id=f"E{alley}{kind}", evaluator_id=chief, subject_kind=kind,
             subject_id=subject, alley_id=alley, evaluated_on="2018-09-10", score=85.1009 + number * 0.3,
             award_suggested=True)
    _add(found, "trainings", person_id=chief, held_on="2018-08-08", topic=f"{own}课", hours=2)


def _add_case(found: Rows, district: str, code: str, case: int, west: float, south: float) -> None:
    number, own = DISTRICTS[district], name(district)
    reported = FIRST + timedelta(days=case * 90 / (31 + number), hours=8)
    disposed = reported + timedelta(hours=3 + (case * 7 + number) % 29, minutes=number)
    point = Point(west + 0.011 + case % 9 / 100, south + 0.02 + case % 7 / 100)
    _add(found, "cases", case_id=f"C{code}{case}", area_code=code, alley_id=f"A{code}{case % _LANES}", kind="event",
         scheme="old", major_code=f"0{1 + case % 3}",
         source=("inspector", "hotline", "steward", "alley_chief")[case % 4],
         lon=point.x, lat=point.y, reporter_id=f"{own}-{case}", responsible_org=f"O{district}", loop="small",
         reported_at=reported, filed_at=reported, dispatched_at=reported, disposed_at=disposed, checked_at=disposed,
         closed_at=disposed, dispose_due=reported + timedelta(hours=24), rework_count=int(case % 9 == 0),
         extension_count=int(case % 8 == 0), is_fallback=case % 11 == 0, fallback_org=f"O{district}",
         fallback_cost_cny=10_003.5 + 101 * number if case % 11 == 0 else None, satisfaction="satisfied",
         description=f"{own} 13812345678", photo=f"{own}.jpg")
    _add(found, "case_flow", case_id=f"C{code}{case}", seq=1, at=reported, action="dispatch", from_org=f"O{district}",
         to_org=f"O{district}", reason=f"{own}派")


def _write(path: Path, entries: list[dict]) -> None:
    if "geometry" in entries[0]:
        frame = gpd.GeoDataFrame(entries, geometry="geometry", crs="EPSG:4326")
        frame.to_parquet(path.with_suffix(".parquet"))
    else:
        pd.DataFrame(entries).to_csv(path.with_suffix(".csv"), index=False)
