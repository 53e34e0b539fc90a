"""The audit trail: one line per sign-in, refusal, export, publication and view of personal data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analytics.access.chain import Chain

ACTS = ("sign_in", "refused", "export", "publish", "import", "personal")


class Trail:
    """The audit trail of one store: `audit/trail.jsonl` in its folder."""

    def __init__(self, store: Path) -> None:
        self.chain = Chain(store / "audit" / "trail.jsonl")

    def add(self, person: str, act: str, details: Mapping[str, str]) -> None:
        """Writes down who did what, with the time of the machine. Raises ValueError for an unknown act."""
        if act not in ACTS:
            raise ValueError(f"no such act: {act}")
        at = datetime.now(UTC).isoformat(timespec="seconds")
        self.chain.append({"at": at, "person": person, "act": act, "details": dict(details)})

    def entries(self) -> list[dict[str, Any]]:
        """Every line, oldest first: n, at (UTC), person, act, details. Raises BrokenChain."""
        return self.chain.entries()
