"""The roll-call's settings (roll_call.toml): rule of falling and rising, limits of naming, sentences, transfer."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from analytics.scoring.downgrades import Rule
from analytics.scoring.scorecards import FOLDER, ROLL_CALL

Words = Mapping[str, str]
LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Naming:
    """Limits of praise and criticism: probabilities and shares 0–1."""

    among: int
    probability: float
    downgraded_share: float
    patrol_compliance: float


@dataclass(frozen=True)
class Transfer:
    """A line handed over to the capital assessment; factor None = shown only."""

    id: str
    label: Words
    indicators: tuple[str, ...]
    factor: float | None


@dataclass(frozen=True)
class Settings:
    """Everything of roll_call.toml. kinds: rule → 'praise' or 'criticise'. rules, reasons: id → words."""

    downgrade: Rule
    naming: Naming
    kinds: Mapping[str, str]
    rules: Mapping[str, Words]
    reasons: Mapping[str, Words]
    items: int
    classes: int
    transfer: tuple[Transfer, ...]

    def reason(self, key: str, **values: Any) -> dict[str, str]:
        """The sentence under that key in both languages, filled in."""
        return {language: self.reasons[key][language].format(**values) for language in LANGUAGES}


@cache
def settings() -> Settings:
    """The settings as shipped or changed by the city."""
    return parse((FOLDER / f"{ROLL_CALL}.toml").read_text(encoding="utf-8"))


def parse(text: str) -> Settings:
    """The settings that a TOML text describes."""
    document = tomllib.loads(text)
    return Settings(
        downgrade=Rule(**document["downgrade"]),
        naming=Naming(**document["naming"]),
        kinds={rule: entry["kind"] for rule, entry in document["rules"].items()},
        rules={rule: {"zh": entry["zh"], "en": entry["en"]} for rule, entry in document["rules"].items()},
        reasons=document["reasons"],
        items=document["prominent"]["items"],
        classes=document["prominent"]["classes"],
        transfer=tuple(
            Transfer(
                entry["id"], {"zh": entry["zh"], "en": entry["en"]}, tuple(entry["indicators"]), entry.get("factor")
            )
            for entry in document.get("transfer", ())
        ),
    )
