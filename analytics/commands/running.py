"""Runs one batch command: parses the words, calls the verb, prints its document, turns errors into exit codes."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from analytics.commands.arguments import parser


class Refused(Exception):
    """The input or the data do not allow it: one clear line on standard error, exit code 1."""


class Misused(Exception):
    """The command was called with a word that does not exist: exit code 2."""


def main(words: list[str]) -> int:
    """Runs `python -m analytics` with these words and returns the exit code: 0 done, 1 not allowed, 2 wrong usage."""
    options = parser().parse_args(words)
    # Imported only now: a wrong word answers at once.
    from analytics.commands.verbs import VERBS

    verb: Callable[[Any], tuple[Any, int]] = VERBS[options.verb]
    try:
        document, code = verb(options)
    except Refused as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except Misused as error:
        print(f"usage: {error}", file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(plain(document), ensure_ascii=False, allow_nan=False))
    else:
        from analytics.commands.showing import show

        show(plain(document))
    return code


def plain(value: Any) -> Any:
    """The value in JSON's own types: no NaN, times as ISO text, numpy scalars as Python numbers."""
    if isinstance(value, dict):
        return {str(name): plain(entry) for name, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    if isinstance(value, datetime | date):
        return None if str(value) == "NaT" else value.isoformat()
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bytes):
        return value.hex()
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return None if str(value) in ("NaT", "<NA>") else str(value)
