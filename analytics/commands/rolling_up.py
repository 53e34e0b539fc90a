"""The verb `roll-up`: the roll-ups of the current version made anew, by DuckDB or by the engine that is named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analytics.commands.running import Refused
from analytics.engines import address
from analytics.store.versions import NoVersion, Store


def roll_up(store: Store, progress: Callable[[str, float], None]) -> dict[str, Any]:
    """The new version, the engine that counted, and how many periods and values are rolled up now."""
    from analytics.publishing import PublishingError, roll_up_again

    try:
        version = store.version(roll_up_again(store, progress))
    except (NoVersion, PublishingError) as error:
        raise Refused(str(error)) from error
    return {
        "version": version.id,
        "engine": address() or "duckdb",
        "periods": version.value("select count(distinct period) from rollups"),
        "values": version.value("select count(*) from rollup_values"),
    }
