"""What only the whole store can see: rows that are whole by themselves and not together. All go into one city."""

from __future__ import annotations

from dataclasses import dataclass

CITY = """area_code,parent_code,tier,name,valid_from,valid_to,geometry
11,,city,京,,,"POLYGON((116 39,118 39,118 41,116 41,116 39))"
1101,11,district,东,,,"POLYGON((116 39,117 39,117 41,116 41,116 39))"
1102,11,district,西,,,"POLYGON((117 39,117.9 39,117.9 41,117 41,117 39))"
1103,11,district,旧,2010-01-01,2015-12-31,
110101,1101,subdistrict,一,,,"POLYGON((116 39,117 39,117 40.2,116 40.2,116 39))"
110102,1101,subdistrict,二,,,"POLYGON((116 40,117 40,117 41,116 41,116 40))"
"""
HEADER = "case_id,source,reported_at,dispose_due,area_code,grid_code,alley_id,lon,lat\n"
DUE = "2018-09-17 08:30,2018-09-18"


@dataclass(frozen=True)
class StoreKind:
    """One row of a table, and the issues that the store finds in it."""

    table: str
    row: str
    issues: tuple[str, ...]

    @property
    def outcome(self) -> str:
        """What becomes of it, in words of the catalogue."""
        return "accepted" + "".join(f", issue `{issue}`" for issue in self.issues)


def _case(number: int, row: str, *issues: str) -> StoreKind:
    return StoreKind("cases", f"S{number},inspector,{row}", issues)


KINDS = {
    "a point far away": _case(1, f"{DUE},1101,,,121.47,31.23", "point_outside"),
    "the point 0, 0": _case(2, f"{DUE},1101,,,0,0", "point_outside"),
    "a point that the given area does not hold": _case(3, f"{DUE},1102,,,116.5,39.5", "place_contradiction"),
    "a place in GCJ-02 across the border of its area": _case(4, f"{DUE},1101,,,117.004,39.5", "place_contradiction"),
    "an area that nobody knows": _case(5, f"{DUE},9999,,,,", "unknown_area"),
    "an area that was dissolved": _case(6, f"{DUE},1103,,,,", "area_not_in_force"),
    "a grid that nobody knows": _case(7, f"{DUE},1101,G9,,,", "unknown_grid"),
    "an alley that nobody knows": _case(8, f"{DUE},1101,,A9,,", "unknown_alley"),
    "no deadline and no limit": _case(9, "2018-09-17 08:30,,1101,,,,", "missing_deadline"),
    "a deadline before the report": _case(10, "2018-09-17 08:30,2018-09-16,1101,,,,", "deadline_before_report"),
    "areas that overlap": StoreKind("areas", "110102", ("areas_overlap",)),
    "an area that its parts do not fill": StoreKind("areas", "11", ("area_gap",)),
}
# Points shared by more cases than chance allows: told as default points, each of them.
DEFAULT_POINTS = "".join(f"D{i},inspector,{DUE},1101,,,116.25,39.25\n" for i in range(5))
# Enough others for them to be too many.
OTHERS = "".join(f"O{i},inspector,{DUE},1101,,,{116.3 + i / 1000:.3f},39.3\n" for i in range(120))


def cases() -> str:
    """The cases as a file."""
    rows = [kind.row for kind in KINDS.values() if kind.table == "cases"]
    return HEADER + "\n".join(rows) + "\n" + DEFAULT_POINTS + OTHERS
