"""The verb `templates`: empty workbooks to fill in and import."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from analytics.contract.labels import LANGUAGES, both


def options(verb: argparse.ArgumentParser) -> None:
    """Adds the options that are the verb's own."""
    verb.add_argument("--out", default="templates", metavar="DIR", help="where to write (templates)")
    verb.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0], help="language of headers and codes")


def templates(options: argparse.Namespace) -> tuple[dict[str, Any], int]:
    """Writes a workbook per input table: {"files": [paths]}."""
    from analytics.commands.running import Refused
    from analytics.contract.schema import tables
    from analytics.reports.input_templates import template_name, write_template

    folder = Path(options.out)
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for table in tables():
            path = folder / template_name(table, options.lang)
            write_template(table, path, options.lang)
            written.append(str(path))
    except OSError as error:
        raise Refused(both("refusals.cannot_write", folder=folder, reason=error)) from error
    return {"files": written}, 0
