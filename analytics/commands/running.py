"""Runs one batch command: parses the words, calls the verb, prints its document, turns errors into exit codes."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from typing import Any

from analytics.commands.arguments import parser
from analytics.contract.canonical import plain
from analytics.contract.labels import both

_BROKEN = re.compile("[\ud800-\udfff]")  # what a shell hands over that is no UTF-8


class Refused(Exception):
    """The input or the data do not allow it: one clear line on standard error, exit code 1."""


class Misused(Exception):
    """The command was called with a word that does not exist: exit code 2."""


def main(words: list[str]) -> int:
    """Runs `python -m analytics` with these words and returns the exit code: 0 done, 1 not allowed, 2 wrong usage."""
    if any(_BROKEN.search(word) for word in words):
        print(f"usage: {both('refusals.not_text')}", file=sys.stderr)
        return 2
    options = parser().parse_args(words)
    # Imported only now: a wrong word answers at once.
    from analytics.commands.verbs import VERBS
    from analytics.engines import NoEngine

    verb: Callable[[Any], tuple[Any, int]] = VERBS[options.verb]
    try:
        document, code = verb(options)
    except (Refused, NoEngine) as error:
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
