"""The basis of a document that is made from an edition: exactly its data, its rules and its as-of."""

from __future__ import annotations

from analytics.contract.canonical import plain
from analytics.editions import Edition as Published
from analytics.reports.documents.basis import QUARTERLY, Basis, Edition
from analytics.scoring import rank


class NotTheEdition(ValueError):
    """Computed anew, the edition's data give other figures than those that were sealed."""


def basis_of_edition(edition: Published, language: str) -> Basis:
    """Raises NotTheEdition where the figures are not those of the edition, NotAllowed where its data are gone."""
    card = edition.paper["scorecard"]
    ranking = rank(edition.version, edition.period, edition.tier, edition.within, edition.as_of, card, edition.rules)
    sealed = edition.document["districts" if edition.kind == QUARTERLY else "rows"]
    if plain(ranking.as_json()["rows"]) != sealed:
        raise NotTheEdition(f"{edition.id}: its figures cannot be computed again; see verify {edition.id}")
    mark = Edition(edition.id, edition.sha256, edition.state)
    return Basis(edition.version, ranking, edition.kind, language, mark, edition.rules)
