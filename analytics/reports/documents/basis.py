"""What a document is built from: one ranking, the area it is about, the periods it is compared with, its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

import pandas as pd

from analytics.contract import labels
from analytics.contract.periods import Period
from analytics.contract.wording import period_in_words
from analytics.indicators import compute, units_in_force
from analytics.reports.documents.settings import limit
from analytics.scoring import Ranking
from analytics.scoring.boundary_changes import boundary_changes
from analytics.scoring.ranking import text as words_or_none
from analytics.scoring.rulebooks import Rulebook
from analytics.scoring.scores import RANKED
from analytics.scoring.settings import Settings
from analytics.store.case_reading import unit_names
from analytics.store.place_reading import chains
from analytics.store.versions import Version

MONTHLY, QUARTERLY = "monthly", "quarterly"
BEFORE, YEAR = "before", "year"


@dataclass(frozen=True)
class Edition:
    """The edition a document is made from: its id, the SHA-256 of its result, its state (sealed, draft …)."""

    id: str
    sha256: str
    state: str


@dataclass(frozen=True)
class Basis:
    """A ranking with its version, the kind of meeting (MONTHLY or QUARTERLY) and the language of the document.

    rules: those that the ranking was made by; the product's own where None.
    """

    version: Version
    ranking: Ranking
    kind: str
    language: str
    edition: Edition | None = None
    rules: Rulebook | None = None

    @cached_property
    def roll_call(self) -> Settings:
        """The roll-call's settings that go with the ranking."""
        return (self.rules or Rulebook.of(self.ranking.scorecard.id)).settings

    def say(self, key: str, **values: Any) -> str:
        """The words under `notice.key`."""
        return labels.text(f"notice.{key}", self.language, **values)

    def listed(self, words: Iterable[str]) -> str:
        """Words as a list inside a sentence."""
        return self.say("separator").join(words)

    @property
    def period(self) -> Period:
        return self.ranking.period

    @property
    def is_finished(self) -> bool:
        return self.period.is_finished(self.ranking.as_of)

    @cached_property
    def earlier(self) -> dict[str, Period]:
        """The periods compared with: BEFORE and YEAR."""
        return {BEFORE: self.period.previous(), YEAR: self.period.year_before()}

    def words_of(self, period: Period) -> str:
        """A period in words."""
        return period_in_words(period, self.language)

    def moment_of(self, period: Period) -> Any:
        """The as-of moment at which an earlier period is compared: its own, never later than the ranking's."""
        return min(self.ranking.as_of, period.default_as_of(self.version.newest_known_at))

    @cached_property
    def names(self) -> dict[str, str]:
        """Unit → name in the document's language, else the name it has."""
        return {
            line["unit"]: self.named(words_or_none(line["name"]), words_or_none(line["name_en"]), line["unit"])
            for line in self.ranking.units.to_dict("records")
        }

    def named(self, zh: str | None, en: str | None, code: str) -> str:
        """A name in the document's language, else the other one, else the code."""
        return (en if self.language == "en" else None) or zh or en or code

    def name_areas(self, codes: Iterable[str | None]) -> dict[str, str]:
        """Names of areas by code."""
        wanted = {code for code in codes if code}
        return {code: self.named(*pair, code) for code, pair in unit_names(self.version, wanted).items()}

    def group(self, code: str | None) -> str:
        """A group of districts in words."""
        key = f"ranking.group.{code}"
        return labels.text(key, self.language) if code and labels.has(key) else code or self.say("no_group")

    @cached_property
    def ranked(self) -> pd.DataFrame:
        """The ranked units in listing order."""
        return self.ranking.units[self.ranking.units["status"] == RANKED]

    @cached_property
    def area(self) -> tuple[str | None, str, str]:
        """The area that the units make up: its code and tier (None, 'city' where the data hold no city), its name."""
        if self.ranking.within:
            tier = self.version.value("select tier from units where unit = ? limit 1", [self.ranking.within])
            found = self.name_areas([self.ranking.within])
            return self.ranking.within, tier, found.get(self.ranking.within, self.ranking.within)
        cities = units_in_force(self.version, "city", self.period, self.ranking.as_of)
        if len(cities) != 1:
            return None, "city", self.say("whole_city")
        city = cities.iloc[0]
        name = self.named(words_or_none(city["name"]), words_or_none(city["name_en"]), city["unit"])
        return city["unit"], "city", name

    @cached_property
    def totals(self) -> dict[str, pd.DataFrame]:
        """The area's own indicators in 'now', BEFORE and YEAR, indexed by indicator; empty where there is no area."""
        code, tier, _ = self.area
        ids = [weighted.id for weighted in self.ranking.scorecard.indicators]
        moments = {"now": (self.period, self.ranking.as_of)}
        moments |= {name: (period, self.moment_of(period)) for name, period in self.earlier.items()}
        found = {}
        for name, (period, moment) in moments.items():
            rows = compute(self.version, period, tier, ids=ids, as_of=moment)
            found[name] = rows[rows["unit"] == code].set_index("indicator")[["numerator", "denominator", "value"]]
        return found

    @cached_property
    def boundary_notes(self) -> list[str]:
        """What changed in the boundaries between the periods compared, a sentence for each area."""
        ranking = self.ranking
        found = boundary_changes(
            self.version, self.earlier[YEAR], self.period, ranking.tier, ranking.within, ranking.as_of
        )
        told = [self._boundary(change) for change in found.head(limit("boundary_changes")).itertuples()]
        if len(found) > len(told):
            told.append(self.say("boundary.more", more=len(found) - len(told)))
        return told

    def _boundary(self, change: Any) -> str:
        touched = self.name_areas(self._touched(change))
        return self.say(
            f"boundary.{change.change}",
            area=self.named(words_or_none(change.name), words_or_none(change.name_en), change.unit),
            unit=self.say("boundary.inside", unit=self.listed(sorted(touched.values()))) if touched else "",
            day=self.day(change.on),
            compared=self.say("boundary.both" if change.on > self.earlier[BEFORE].first else "boundary.year"),
        )

    def _touched(self, change: Any) -> set[str]:
        """The units whose figures a narrower area's change touches: they held it the day before or on the day."""
        if change.tier == self.ranking.tier:
            return set()
        held = (chains(self.version, change.tier, [change.unit], day).get(change.unit, {})
                for day in (change.on - timedelta(days=1), change.on))  # fmt: skip
        return {each[self.ranking.tier] for each in held if each.get(self.ranking.tier)}

    def day(self, day: Any) -> str:
        """A day in words."""
        return self.say("day", year=day.year, month=day.month, day=day.day, month_name=f"{day:%b}")

    def moment(self, moment: Any) -> str:
        """A moment in words: to the hour where that is exact, else to the minute."""
        exact = "minute" if moment.minute else "hour"
        return self.say(f"moment.{exact}", day=self.day(moment), hour=moment.hour, minute=f"{moment:%M}")
