"""Why there is no plan: which constraint, with its figures, in words of both languages."""

from __future__ import annotations

from typing import Any

from analytics.contract.labels import text


class NoPlan(ValueError):
    """No plan can be made; `code` names the constraint and `figures` fill its words."""

    def __init__(self, code: str, **figures: Any) -> None:
        self.code = code
        self.figures = figures
        super().__init__(self.told("en"))

    def told(self, language: str) -> str:
        """One line that says which constraint, and what it would take."""
        figures = self.figures
        if "constraints" in figures:
            names = [text(f"staffing.constraint.{name}", language) for name in figures["constraints"]]
            figures = figures | {"constraints": text("staffing.list_comma", language).join(names)}
        if "tier" in figures:
            figures = figures | {"tier": text(f"staffing.places_of.{figures['tier']}", language)}
        return text(f"staffing.refused.{self.code}", language, **figures)
