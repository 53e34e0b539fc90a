"""The catalogue of bad input as one list, and as docs/bad_input.md: `python -m tests.intake.bad.catalogue`."""

from __future__ import annotations

from pathlib import Path

from tests.intake.bad import bombs, shapes, store, texts, workbooks
from tests.intake.bad.kinds import FileKind, RowKind, row_kinds

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "bad_input.md"
_GROUPS = {
    "text": "Text files",
    "workbook": "Workbooks",
    "shapes": "Files of shapes",
    "attack": "Attacks",
    "bomb": "Bombs: small files that unpack into very large ones",
}
_HEAD = """# Bad input: what is tried, and what becomes of it

Written by `python -m tests.intake.bad.catalogue` from the catalogue that the tests run; edit that, not this.

Whatever comes in, *read = accepted + refused + no data* holds for every file, a refused row keeps its original content
with a reason in both languages, and a file that brings its reader down is refused by itself: every file is read in a
child process with limits of memory, time and size.
"""


def files() -> list[FileKind]:
    """Every kind of bad file."""
    return [*texts.KINDS, *workbooks.KINDS, *shapes.KINDS, *shapes.ATTACKS, *bombs.KINDS]


def rows() -> list[RowKind]:
    """Every kind of bad row."""
    return row_kinds()


def document() -> str:
    """The catalogue as Markdown."""
    total = len(files()) + len(rows()) + len(store.KINDS)
    parts = [_HEAD, f"{total} kinds.\n"]
    for group, title in _GROUPS.items():
        found = [(kind.what, f"`{kind.name}`", kind.outcome) for kind in files() if kind.group == group]
        parts.append(_table(title, ("what", "file", "outcome"), found))
    parts.append(
        _table("Rows", ("what", "table", "outcome"), [(kind.what, kind.table, kind.outcome) for kind in rows()])
    )
    told = [(what, kind.table, kind.outcome) for what, kind in store.KINDS.items()]
    parts.append(_table("What only the whole store can see", ("what", "table", "outcome"), told))
    return "\n".join(parts)


def _table(title: str, names: tuple[str, ...], lines: list[tuple[str, ...]]) -> str:
    head = [f"## {title}\n", f"| {' | '.join(names)} |", "|---" * len(names) + "|"]
    return "\n".join([*head, *(f"| {' | '.join(line)} |" for line in lines)]) + "\n"


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
