"""What Spark spells otherwise than DuckDB in the statements of the facts; all else in them both read alike."""

from __future__ import annotations

import re

# The same function under another name: the exact continuous quantile, a series of moments, one row per element.
NAMES = {"quantile_cont": "percentile", "generate_series": "sequence", "unnest": "explode"}
# A function that Spark has not, in its own words.
FUNCTIONS = ("""create or replace temporary function epoch(moment timestamp_ntz) returns double
    return unix_micros(cast(moment as timestamp)) / 1e6""",)
# Times are naive civil times on both.
SETTINGS = {"spark.sql.session.timeZone": "UTC", "spark.sql.timestampType": "TIMESTAMP_NTZ"}


def spelled(sql: str) -> str:
    """The statement as Spark spells it: the functions of NAMES, and `:name` for `$name`."""
    sql = re.sub(rf"\b({'|'.join(NAMES)})\(", lambda found: NAMES[found[1]] + "(", sql)
    return re.sub(r"\$(\w+)", r":\1", sql)
