"""Verifying an edition: journal, file, inputs and chain are held against their hashes, the result is computed again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analytics.contract.canonical import canonical, digest
from analytics.editions import inputs, states
from analytics.editions.opening import Edition, opened
from analytics.editions.provenance import code_version
from analytics.editions.recipes import result
from analytics.editions.refusals import NotAllowed, told
from analytics.store.journal import Journal
from analytics.store.versions import Store

FIGURES_LISTED = 200
_ABSENT = "(absent)"


@dataclass(frozen=True)
class Verdict:
    """Whether an edition is what it was. differences: code, path, sealed, found and the sentence in both languages."""

    edition: str
    identical: bool
    differences: tuple[dict[str, Any], ...]

    def as_json(self) -> dict[str, Any]:
        return {"edition": self.edition, "identical": self.identical, "differences": list(self.differences)}


def verify(store: Store, edition: str) -> Verdict:
    """The verdict on an edition. Raises NotAllowed when the journal knows none of that id and is undamaged."""
    reading = Journal(store).read()
    found = [_difference("journal", detail=each) for each in reading.damage]
    try:
        known = opened(store, edition)
    except NotAllowed as refused:
        if not found and refused.code == "unknown_edition":
            raise
        found.append(_difference("paper", detail=refused.told("en")))
        return Verdict(edition, False, tuple(found))
    found += _of_chain(store, known)
    found += [_difference(code, **values) for code, values in inputs.damage(store, known.paper["inputs"])]
    found += _of_result(known)
    return Verdict(edition, not found, tuple(found))


def _of_chain(store: Store, edition: Edition) -> list[dict[str, Any]]:
    """What does not fit: the result and its hash, the rules and theirs, the seal before."""
    paper, found = edition.paper, []
    if digest(paper["result"]) != paper["sha256"] or paper["sha256"] != edition.status.sha256:
        found.append(_difference("result_hash"))
    if digest(paper["rules"]) != paper["rules_sha256"]:
        found.append(_difference("rules_hash"))
    seals = {each.seal for each in states.fold(Journal(store).read().entries).values()}
    if edition.status.previous and edition.status.previous not in seals:
        found.append(_difference("chain"))
    return found


def _of_result(edition: Edition) -> list[dict[str, Any]]:
    """What differs between the sealed result and the same computed again from the same data and rules."""
    try:
        version = edition.version
    except NotAllowed as refused:
        return [_difference("not_recomputed", detail=refused.told("en"))]
    try:
        again = result(version, edition.recipe, edition.rules)
    except Exception as error:  # a damaged file fails wherever it is read; that is the finding
        return [_difference("not_recomputed", detail=f"{type(error).__name__}: {error}")]
    finally:
        version.close()
    if canonical(again) == canonical(edition.document):
        return []
    found = unlike(edition.document, again)
    listed = [_difference("figure", path=path, sealed=old, found=new) for path, old, new in found[:FIGURES_LISTED]]
    rest = len(found) - len(listed)
    made_by, now = edition.paper["code"], code_version()
    is_other = made_by["files_sha256"] != now["files_sha256"] or made_by["libraries"] != now["libraries"]
    return [
        *([_difference("code", detail=made_by["commit"] or made_by["version"])] if is_other else ()),
        *listed,
        *([_difference("more_figures", count=rest)] if rest else ()),
    ]


def unlike(sealed: Any, found: Any, path: str = "") -> list[tuple[str, Any, Any]]:
    """Every place where two documents differ: its path, and what stands there in each."""
    if isinstance(sealed, dict) and isinstance(found, dict):
        names = sorted({*sealed, *found})
        pairs = [(name, sealed.get(name, _ABSENT), found.get(name, _ABSENT)) for name in names]
    elif isinstance(sealed, list) and isinstance(found, list):
        length = max(len(sealed), len(found))
        both = [[*each, *[_ABSENT] * (length - len(each))] for each in (sealed, found)]
        pairs = [(_label(left, number), left, right) for number, (left, right) in enumerate(zip(*both, strict=True))]
    else:
        return [] if canonical(sealed) == canonical(found) else [(path, sealed, found)]
    return [each for name, left, right in pairs for each in unlike(left, right, f"{path}/{name}")]


def _label(entry: Any, number: int) -> str:
    """A row is told by its unit or indicator, not by its place."""
    named = entry if isinstance(entry, dict) else {}
    return next((str(named[name]) for name in ("unit", "indicator", "alley_id") if named.get(name)), str(number))


def _difference(code: str, **values: Any) -> dict[str, Any]:
    return {
        "code": code,
        **values,
        "message_zh": told(f"difference.{code}", "zh", values),
        "message_en": told(f"difference.{code}", "en", values),
    }
