"""The verb `digest`: what a morning has to say of the day before."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import timedelta
from typing import Any


def options(verb: argparse.ArgumentParser, moment: Callable[[str], Any]) -> None:
    """The words of the verb; `moment` reads a day or a moment."""
    verb.add_argument("--day", type=moment, metavar="D", help="the day that has ended (default: the last one known)")
    verb.add_argument("--within", metavar="CODE", help="only what lies inside that area")


def digest(options: argparse.Namespace) -> tuple[dict[str, Any], int]:
    """The digest as its document."""
    from analytics.commands.running import Refused
    from analytics.digest import digest
    from analytics.indicators.units import UnknownUnit
    from analytics.store.versions import NoVersion, Store

    try:
        version = Store(options.store).version()
        as_of = options.day and options.day + timedelta(days=1)
        return digest(version, as_of, options.within).as_json(), 0
    except (NoVersion, UnknownUnit) as error:
        raise Refused(str(error)) from error
