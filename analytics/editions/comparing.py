"""An edition held against another result of the same subject: a correction, or what would be published today."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from analytics.contract.canonical import digest
from analytics.editions import corrections, inputs
from analytics.editions.evidence import Comparison, Look
from analytics.editions.opening import Edition
from analytics.editions.provenance import code_version
from analytics.editions.recipes import Recipe, recipe, result
from analytics.editions.refusals import NotAllowed
from analytics.scoring.rulebooks import Rulebook
from analytics.store.versions import Store, Version


def correction(edition: Edition, version: Version, wanted: Recipe, rules: Rulebook, found: Any) -> dict[str, Any]:
    """What the new result changes of the edition: moved units with the rows behind, lists, and what else is not alike.

    changed: data, as_of, rules, code, as far as they differ. rows_known is false where the edition's data can no
    longer be rebuilt: then who moved is told, and not because of which rows.
    """
    moved = corrections.moved(edition.document, found)
    told = {
        "corrects": edition.id,
        "changed": _changed(edition, version, wanted, rules),
        "moved": moved,
        "lists": corrections.lists(edition.document, found),
        "rows_known": True,
    }
    if moved:
        try:
            before = edition.version
        except NotAllowed:
            return told | {"rows_known": False}
        looks = Look(before, edition.as_of), Look(version, wanted.as_of)
        try:
            Comparison(*looks, wanted.period, wanted.tier).add_rows(moved)
        finally:
            before.close()
    return told


def today(store: Store, edition: Edition) -> dict[str, Any]:
    """As `correction`, for what would be published today; nothing is written. Raises NotAllowed, NoVersion."""
    version = store.version()
    try:
        wanted = again(edition, version)
        rules = Rulebook.of(wanted.scorecard)
        return correction(edition, version, wanted, rules, result(version, wanted, rules))
    finally:
        version.close()


def again(edition: Edition, version: Version) -> Recipe:
    """The edition's recipe for another version: its as-of if that was given, else the period's usual one there."""
    given: datetime | None = edition.as_of if edition.paper["as_of_given"] else None
    same = edition.recipe
    return recipe(version, same.kind, same.period, same.tier, same.within, given, same.scorecard)


def _changed(edition: Edition, version: Version, wanted: Recipe, rules: Rulebook) -> list[str]:
    unlike = {
        "data": edition.paper["inputs"]["imports"] != inputs.pin(edition.store, version)["imports"],
        "as_of": edition.as_of != wanted.as_of,
        "rules": edition.paper["rules_sha256"] != digest(rules.texts),
        "code": edition.paper["code"]["files_sha256"] != code_version()["files_sha256"],
    }
    return [name for name, differs in unlike.items() if differs]
