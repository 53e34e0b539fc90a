"""Shows a verb's document to a person at a terminal."""

from __future__ import annotations

import sys
from typing import Any

from rich.console import Console
from rich.table import Table

_CELL = 40
_WIDTH = 200


def show(document: Any) -> None:
    """Prints lists and dictionaries of rows as tables, other dictionaries as names and values, nested lists below."""
    console = Console() if sys.stdout.isatty() else Console(width=_WIDTH)
    if isinstance(document, list):
        _show_rows(console, document)
        return
    for name, value in document.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            console.print(f"\n[bold]{name}[/bold]")
            _show_rows(console, value)
        elif isinstance(value, dict) and value and all(isinstance(row, dict) for row in value.values()):
            console.print()
            _show_rows(console, [{name: key, **row} for key, row in value.items()])
        else:
            console.print(f"{name}: {value}", markup=False, highlight=False)


def _show_rows(console: Console, rows: list[Any]) -> None:
    if not rows:
        console.print("(nothing)", markup=False)
        return
    names = [name for name, value in rows[0].items() if not isinstance(value, list | dict)]
    table = Table(*names)
    for row in rows:
        table.add_row(*(_cell(row.get(name)) for name in names))
    console.print(table)


def _cell(value: Any) -> str:
    text = "" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)
    text = text if len(text) <= _CELL else text[: _CELL - 1] + "…"
    return text.replace("[", "\\[")
