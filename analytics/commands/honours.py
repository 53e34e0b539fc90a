"""The verb `honours`: the yearly shortlist of outstanding chiefs and stewards."""

from __future__ import annotations

import argparse
from typing import Any

from analytics.contract.periods import BadPeriod, Period

ROLES = ("alley_chief", "steward")


def options(verb: argparse.ArgumentParser) -> None:
    """Adds the options that are the verb's own."""
    verb.add_argument("--role", choices=ROLES, required=True, help="whose honours")
    verb.add_argument("--year", type=_year, required=True, metavar="Y", help="a year, such as 2018")


def honours(version: Any, asked: argparse.Namespace) -> list[dict[str, Any]]:
    """The shortlist as its document: one dict per person on it."""
    from analytics.honours import shortlist

    return shortlist(version, asked.role, asked.year, asked.as_of).as_json()


def _year(text: str) -> Period:
    try:
        found = Period.parse(text)
    except BadPeriod as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    if found.kind != "year":
        raise argparse.ArgumentTypeError(f"honours are given for a year, such as 2018, not {text}")
    return found
