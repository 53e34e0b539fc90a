"""Puts a document together: title, opening, sections, date, and the lines on every page."""

from __future__ import annotations

from analytics.contract.labels import text
from analytics.reports.documents.annexes import annexes, reading
from analytics.reports.documents.basis import QUARTERLY, Basis
from analytics.reports.documents.calling import alley_lists, downgrading, fallen, naming, transferring
from analytics.reports.documents.content import Document, Section
from analytics.reports.documents.gaps import gaps
from analytics.reports.documents.movements import movements
from analytics.reports.documents.overview import overview
from analytics.reports.documents.places import places
from analytics.reports.documents.problems import lowest_alleys, problems
from analytics.reports.documents.settings import settings
from analytics.reports.documents.tasks import tasks


def assemble(basis: Basis) -> Document:
    """The document of a meeting in the basis's language."""
    say, area = basis.say, basis.area[2]
    period = basis.words_of(basis.period)
    issuer = settings()["issuer"][basis.language]
    provisional = None if basis.is_finished else say("provisional", as_of=basis.moment(basis.ranking.as_of))
    title = say(f"title.{basis.kind}", area=area, period=period)
    return Document(
        language=basis.language,
        title=title if basis.is_finished else say("title.provisional", title=title),
        subtitle=say("subtitle", period=period, first=basis.day(basis.period.first),
                     last=basis.day(basis.period.last_day(basis.period.end))),
        addressee=say("addressee", units=say(f"units.{basis.ranking.tier}")),
        opening=[_opening(basis, area, period), *([provisional] if provisional else [])],
        sections=_sections(basis),
        signature=[*([issuer] if issuer else []), basis.day(basis.ranking.as_of)],
        footer=_footer(basis),
        provisional=provisional and say("provisional_mark"),
    )  # fmt: skip


def _opening(basis: Basis, area: str, period: str) -> str:
    return basis.say(
        f"opening.{basis.kind}",
        area=area,
        period=period,
        first=basis.day(basis.period.first),
        last=basis.day(basis.period.last_day(basis.period.end)),
        count=len(basis.ranking.units),
        units=basis.say(f"units.{basis.ranking.tier}"),
        scorecard=basis.ranking.scorecard.label[basis.language],
        as_of=basis.moment(basis.ranking.as_of),
    )


def _sections(basis: Basis) -> list[Section]:
    ends = [*gaps(basis), problems(basis), lowest_alleys(basis), tasks(basis)]
    if basis.kind != QUARTERLY:
        return [overview(basis), places(basis), movements(basis), *ends, reading(basis), *annexes(basis)]
    found = fallen(basis)
    named = [] if basis.ranked.empty else naming(basis, found)
    return [
        overview(basis),
        places(basis, named),
        movements(basis),
        downgrading(basis, found),
        *ends,
        *transferring(basis),
        reading(basis),
        *annexes(basis),
        *alley_lists(basis, found),
    ]


def _footer(basis: Basis) -> list[str]:
    """The lines on every page: source, version and as-of; the edition with its hash."""
    lines = [basis.say("footer", version=basis.version.id, as_of=basis.moment(basis.ranking.as_of))]
    if basis.edition:
        lines.append(basis.say("footer_edition", id=basis.edition.id, sha256=basis.edition.sha256,
                     state=text(f"editions.state.{basis.edition.state}", basis.language)))
    return lines
