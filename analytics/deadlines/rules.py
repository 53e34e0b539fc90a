"""Limits of cases from the rules on filing conditions."""

from __future__ import annotations

import numpy as np
import pandas as pd

_ALWAYS, _FOREVER = pd.Timestamp("1700-01-01"), pd.Timestamp("2200-01-01")
_CLASS_COLUMNS = ("scheme", "kind", "major_code", "minor_code")


def match_rules(cases: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """The cases with limit_value and limit_unit taken from the rule that fits, one row per case, index and order kept.

    A case with a value and a unit of its own keeps them. A rule fits a case with its condition_id and with its scheme,
    kind, major_code and minor_code (one that the rule leaves open fits any), on a dispatch date from valid_from to
    valid_to (inclusive, missing = open). Of several the one that leaves fewest open wins, then the one valid from the
    latest day. Cases no rule fits stay as they are.

    `cases`: scheme, kind, major_code, minor_code, condition_id, dispatched_at, limit_value, limit_unit.
    `rules`: the columns of table deadline_rules.
    """
    out = cases.copy()
    value = pd.to_numeric(out["limit_value"]).to_numpy(dtype=float, na_value=np.nan)
    unit = out["limit_unit"].to_numpy(dtype=object)
    asking = np.flatnonzero(~(~np.isnan(value) & pd.notna(unit)) & out["dispatched_at"].notna().to_numpy())
    keys = out[["condition_id", *_CLASS_COLUMNS]].iloc[asking].astype(object)
    keys = keys.assign(_row=asking, _day=pd.to_datetime(out["dispatched_at"].iloc[asking]).dt.normalize())
    fits = _fitting(keys[keys["condition_id"].notna()], rules)
    at = fits["_row"].to_numpy(dtype=np.intp)
    value, unit = value.copy(), unit.copy()
    value[at], unit[at] = fits["limit_value"].to_numpy(dtype=float), fits["limit_unit"].to_numpy(dtype=object)
    return out.assign(limit_value=value, limit_unit=pd.Series(unit, index=out.index, dtype=object))


def _fitting(keys: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """_row, limit_value and limit_unit of the rule that wins, at most one row per row of `keys`."""
    usable = rules[rules["condition_id"].notna() & rules["limit_value"].notna() & rules["limit_unit"].notna()]
    usable = usable.astype(dict.fromkeys(("condition_id", *_CLASS_COLUMNS), object))
    usable = usable.assign(
        valid_from=pd.to_datetime(usable["valid_from"]).fillna(_ALWAYS),
        valid_to=pd.to_datetime(usable["valid_to"]).fillna(_FOREVER),
    )
    given = usable[list(_CLASS_COLUMNS)].notna()
    found = []
    # One merge per set of given columns: only so can an open column fit anything without a product of all with all.
    for pattern, group in usable.groupby([given[name] for name in _CLASS_COLUMNS]):
        on = ["condition_id", *(name for name, used in zip(_CLASS_COLUMNS, pattern, strict=True) if used)]
        group = group[[*on, "limit_value", "limit_unit", "valid_from", "valid_to"]]
        merged = keys[["_row", "_day", *on]].merge(group, on=on, how="inner")
        found.append(merged.assign(_given=sum(pattern)))
    if not found:
        return keys[["_row"]].iloc[:0].assign(limit_value=np.nan, limit_unit=None)
    fits = pd.concat(found, ignore_index=True)
    fits = fits[(fits["_day"] >= fits["valid_from"]) & (fits["_day"] <= fits["valid_to"])]
    fits = fits.sort_values(["_row", "_given", "valid_from"], kind="stable")
    return fits.drop_duplicates("_row", keep="last")
