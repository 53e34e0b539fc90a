"""The rules of a ranking as one thing: every version of its scorecard and the roll-call's settings, kept as text."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property

from analytics.contract.periods import Period
from analytics.scoring import scorecards, settings
from analytics.scoring.scorecards import FOLDER, ROLL_CALL, Scorecard
from analytics.scoring.settings import Settings


@dataclass(frozen=True)
class Rulebook:
    """The TOML texts that decide a ranking, by file stem: what is sealed can be read and applied again.

    A scorecard's earlier versions belong to it, because the period before is ranked by its own.
    """

    texts: dict[str, str]

    @classmethod
    def of(cls, scorecard: str) -> Rulebook:
        """The rules in the product's files for that scorecard; without a version of it where it is unknown."""
        found = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.toml"))}
        of_it = (ROLL_CALL, *(stem for stem, text in found.items() if tomllib.loads(text).get("id") == scorecard))
        return cls({stem: found[stem] for stem in sorted(of_it)})

    @cached_property
    def cards(self) -> tuple[Scorecard, ...]:
        """The versions of the scorecard. Raises BadScorecard."""
        found = [scorecards.parse(text, stem) for stem, text in self.texts.items() if stem != ROLL_CALL]
        return tuple(sorted(found, key=lambda card: (card.id, card.valid_from)))

    @cached_property
    def settings(self) -> Settings:
        """The roll-call's settings."""
        return settings.parse(self.texts[ROLL_CALL])

    def in_force(self, scorecard: str, period: Period) -> Scorecard:
        """The version in force in the period. Raises NoScorecard."""
        return scorecards.in_force(scorecard, period, self.cards)
