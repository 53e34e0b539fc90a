"""The verb `staff`: where and when so many inspectors should be."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any


def options(
    verb: argparse.ArgumentParser,
    whole: Callable[[int], Any],
    period: Callable[[str], Any],
    moment: Callable[[str], Any],
) -> None:
    """The words of the verb; `whole`, `period` and `moment` read a number, a period and a moment."""
    verb.add_argument("--area", required=True, metavar="CODE", help="the area whose inspectors are planned")
    verb.add_argument("--period", type=period, required=True, metavar="P", help="the history that is learned from")
    verb.add_argument("--inspectors", type=whole(0), required=True, metavar="N", help="how many there are")
    verb.add_argument("--shift-hours", type=whole(0), metavar="H", help="length of a shift (8)")
    verb.add_argument("--as-of", type=moment, metavar="TS", help="what was known then; a bare date means 00:00")
    verb.add_argument("--place-tier", choices=("grid", "community", "subdistrict", "district"),
                      help="what inspectors are sent to (default: the finest that leaves room to plan)")  # fmt: skip
    verb.add_argument("--back-test", action="store_true", help="adds what the plan finds in the months after P")


def staff(options: argparse.Namespace) -> tuple[Any, int]:
    """Shifts for a week, beside an even spread of the same hours."""
    from analytics.commands.running import Refused
    from analytics.staffing import NoPlan, back_test, plan
    from analytics.store.versions import NoVersion, Store

    try:
        version = Store(options.store).version()
        found = plan(version, options.area, options.period, options.inspectors, options.shift_hours, options.as_of,
                     tier=options.place_tier)  # fmt: skip
        document = found.as_json()
        if options.back_test:
            document["back_test"] = back_test(version, found)
    except (NoPlan, NoVersion) as error:
        raise Refused(str(error)) from error
    return document, 0
