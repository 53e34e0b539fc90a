"""The words of the screens and exports in both languages, read from data/labels/*.toml (one file per page)."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

LANGUAGES = ("zh", "en")
FOLDER = Path(__file__).resolve().parents[2] / "data" / "labels"


class UnknownLabel(KeyError):
    """No label stands under that key."""


def text(key: str, language: str, **values: Any) -> str:
    """The label under ``file.key`` (or ``file.table.key``) in one language, ``{placeholders}`` filled from `values`.

    Raises UnknownLabel when the key or the language is missing, KeyError when a placeholder has no value.
    """
    try:
        template = every_label()[key][language]
    except KeyError as error:
        raise UnknownLabel(f"no label {key!r} in {language!r}") from error
    return template.format(**values) if values else template


def both(key: str, **values: Any) -> str:
    """The label under the key in both languages on one line, for those whose language is not known."""
    return " / ".join(text(key, language, **values) for language in LANGUAGES)


def has(key: str) -> bool:
    """Whether a label stands under that key."""
    return key in every_label()


@lru_cache(maxsize=1)
def every_label() -> dict[str, dict[str, str]]:
    """All labels: dotted key → language → template."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        _collect(path.stem, tomllib.loads(path.read_text(encoding="utf-8")), found)
    return found


def _collect(prefix: str, table: dict[str, Any], found: dict[str, dict[str, str]]) -> None:
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if all(isinstance(word, str) for word in value.values()):
            found[key] = value
        else:
            _collect(key, value, found)
