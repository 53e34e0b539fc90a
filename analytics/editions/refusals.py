"""Why something cannot be done to an edition, in both languages."""

from __future__ import annotations

from typing import Any

from analytics.contract.labels import LANGUAGES, text

_FILE = "editions"


class NotAllowed(Exception):
    """Not possible with this edition or these data; `code` is a label under editions.refused.

    A value that is itself a label's name (``state.sealed``) is filled in as that label.
    """

    def __init__(self, code: str, **values: Any) -> None:
        self.code, self.values = code, values
        super().__init__(self.told("en"))

    def told(self, language: str) -> str:
        """The reason in one language."""
        return told(f"refused.{self.code}", language, self.values)

    def both(self) -> str:
        """The reason in both languages, on one line."""
        return " / ".join(self.told(language) for language in LANGUAGES)


class BadRecipe(ValueError):
    """A kind, period or option that does not make an edition: wrong usage."""


def told(key: str, language: str, values: dict[str, Any]) -> str:
    """The label of the file of editions, filled in; values that name a label of it are filled in as that label."""
    filled = {name: _word(value, language) for name, value in values.items()}
    return text(f"{_FILE}.{key}", language, **filled)


def _word(value: Any, language: str) -> Any:
    is_label = isinstance(value, str) and value.startswith(("state.", "act."))
    return text(f"{_FILE}.{value}", language) if is_label else value
