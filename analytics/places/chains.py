"""The ancestors of every area, day by day, followed by parent_code and never by the look of a code."""

from dataclasses import dataclass

import pandas as pd

from analytics.places.validity import FIRST_DAY, LAST_DAY, Span, invalid_ranges, spans_by_code, to_days

TIERS = ("city", "district", "subdistrict", "community")
_RANK = {tier: rank for rank, tier in enumerate(TIERS)}
_COLUMNS = ("area_code", "from_day", "to_day", "tier", *TIERS)

# Tier, then the code of each of the TIERS or None.
_Ancestors = tuple[str, tuple[str | None, ...]]


@dataclass(frozen=True)
class Chains:
    """`rows`: see `area_chains`. `issues`: code, area_code, parent_code. `synthetic_city`: its code or None."""

    rows: pd.DataFrame
    issues: pd.DataFrame
    synthetic_city: str | None


def area_chains(areas: pd.DataFrame) -> Chains:
    """One row per area and span of days with the same ancestors: area_code, from_day, to_day, tier and a column a tier.

    `areas` has area_code, parent_code, tier, valid_from, valid_to; several versions per code are welcome. The columns
    city, district, subdistrict, community hold the code of the area itself on its own tier and of its ancestors above;
    None where there is none. The spans of an area cover 0001-01-01 to 9999-12-31 (from_day, to_day: datetime64[s]): its
    first version also stands for the days before it, an ended one for the days after it, until the next.
    An area that leads to no city belongs to the only city if there is one city; if there is none, a synthetic one is
    added. Issues, none of which stops anything: valid_to_before_valid_from (the row was never in force),
    unknown_parent, parent_cycle, parent_not_above (an ancestor of the same or a smaller tier, skipped).
    """
    invalid = invalid_ranges(areas)
    issues = {("valid_to_before_valid_from", code, None) for code in areas.loc[invalid, "area_code"]}
    kept = areas[~invalid & areas["area_code"].notna().to_numpy()].reset_index(drop=True)
    spans = spans_by_code(kept, "area_code")
    tiers = kept["tier"].tolist()
    parents = [parent if isinstance(parent, str) else None for parent in kept["parent_code"]]
    cities = sorted({code for code, tier in zip(kept["area_code"], tiers, strict=True) if tier == "city"})
    synthetic = _free_code(spans) if spans and not cities else None
    root = synthetic or (cities[0] if len(cities) == 1 else None)
    walk = _Walk(spans, tiers, parents, root, issues)
    rows = [
        (code, first, last, tier, *ancestors)
        for code in sorted(spans)
        for first, last, (tier, ancestors) in walk.of(code)
    ]
    if synthetic:
        rows.append((synthetic, FIRST_DAY, LAST_DAY, "city", synthetic, None, None, None))
        rows.sort(key=lambda row: row[:2])
    frame = pd.DataFrame(rows, columns=_COLUMNS, dtype=object)
    frame = frame.assign(from_day=to_days(frame["from_day"]), to_day=to_days(frame["to_day"]))
    found = sorted(issues, key=lambda issue: tuple(part or "" for part in issue))
    return Chains(frame, pd.DataFrame(found, columns=["code", "area_code", "parent_code"], dtype=object), synthetic)


def _free_code(spans: dict[str, list[Span]]) -> str:
    code = "city"
    while code in spans:
        code += "_"
    return code


@dataclass(frozen=True)
class _Walk:
    """Follows parents through the versions of `spans`; `root` is the city of whoever leads to none; collects issues."""

    spans: dict[str, list[Span]]
    tiers: list[str]
    parents: list[str | None]
    root: str | None
    issues: set[tuple[str, str, str | None]]

    def of(self, code: str) -> list[tuple[int, int, _Ancestors]]:
        """The area's spans with their ancestors; neighbouring spans differ."""
        days = sorted(self._cuts(code))
        found: list[tuple[int, int, _Ancestors]] = []
        for first, after in zip(days, [*days[1:], LAST_DAY + 1], strict=True):
            ancestors = self._ancestors(code, first)
            if found and found[-1][2] == ancestors:
                found[-1] = (found[-1][0], after - 1, ancestors)
            else:
                found.append((first, after - 1, ancestors))
        return found

    def _cuts(self, code: str) -> set[int]:
        """The first days of all versions of the area and of whatever was ever above it."""
        cuts: set[int] = set()
        seen, waiting = {code}, [code]
        while waiting:
            for first, _, row in self.spans[waiting.pop()]:
                cuts.add(first)
                parent = self.parents[row]
                if parent in self.spans and parent not in seen:
                    seen.add(parent)
                    waiting.append(parent)
        return cuts

    def _ancestors(self, code: str, day: int) -> _Ancestors:
        row = self._row(code, day)
        own, tier = _RANK[self.tiers[row]], self.tiers[row]
        found: list[str | None] = [None] * len(TIERS)
        found[own] = code
        seen = {code}
        below = code
        while (parent := self.parents[row]) is not None:
            if parent not in self.spans:
                self.issues.add(("unknown_parent", below, parent))
                break
            if parent in seen:
                self.issues.add(("parent_cycle", below, parent))
                break
            seen.add(parent)
            child_rank, row = _RANK[self.tiers[row]], self._row(parent, day)
            rank = _RANK[self.tiers[row]]
            if rank >= child_rank:
                self.issues.add(("parent_not_above", below, parent))
            elif rank < own and found[rank] is None:
                found[rank] = parent
            below = parent
        return tier, (found[0] or self.root, *found[1:])

    def _row(self, code: str, day: int) -> int:
        return next(row for first, last, row in self.spans[code] if first <= day <= last)
