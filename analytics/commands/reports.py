"""The verb `report`: a meeting's document as a file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from analytics.contract.labels import both

FORMATS = ("docx", "xlsx", "pptx", "pdf")


def options(verb: argparse.ArgumentParser) -> None:
    """The options of `report` besides the common ones."""
    verb.add_argument("kind", choices=("monthly", "quarterly"), help="the monthly notice or the quarterly roll-call")
    verb.add_argument("--out", required=True, metavar="FILE", help="where to write: .docx, .xlsx, .pptx or .pdf")
    verb.add_argument("--edition", metavar="E", help="the sealed edition to make it from")
    verb.add_argument("--lang", choices=("zh", "en"), default="zh", help="its language (zh)")


def report(options: argparse.Namespace) -> dict[str, Any]:
    """Writes the document and tells its size."""
    from analytics.commands.running import Misused, Refused

    target = Path(options.out)
    if target.suffix.lower().lstrip(".") not in FORMATS:
        raise Misused(
            both("refusals.format_needed", endings=", ".join("." + name for name in FORMATS), name=target.name)
        )
    if not target.parent.is_dir():
        raise Refused(both("refusals.no_folder", folder=target.parent))
    from analytics.reports.documents import write_document
    from analytics.reports.documents.pdf import NoPrinter

    basis = _from_edition(options) if options.edition else _from_data(options)
    try:
        write_document(basis, target.suffix.lower().lstrip("."), target)
    except (OSError, NoPrinter) as error:
        raise Refused(str(error)) from error
    return {"file": str(target), "bytes": target.stat().st_size}


def _from_edition(options: argparse.Namespace) -> Any:
    """The basis that an edition pins: its data, its rules, its as-of; nothing of it can be chosen anew."""
    from analytics.commands.running import Misused, Refused
    from analytics.editions import NotAllowed, opened
    from analytics.reports.documents import NotTheEdition, basis_of_edition
    from analytics.store.versions import Store

    try:
        edition = opened(Store(options.store), options.edition)
        if edition.kind != options.kind or (options.period or edition.period) != edition.period:
            raise Misused(
                both("refusals.other_edition", edition=edition.id, kind=edition.kind, period=edition.period.text)
            )
        return basis_of_edition(edition, options.lang)
    except NotAllowed as error:
        raise Refused(error.both()) from error
    except NotTheEdition as error:
        raise Refused(str(error)) from error


def _from_data(options: argparse.Namespace) -> Any:
    """The basis from the served version."""
    from analytics.commands.running import Misused, Refused
    from analytics.reports.documents import SCORECARDS, Basis
    from analytics.reports.documents.writing import PERIODS
    from analytics.scoring import NoScorecard, rank, scorecards
    from analytics.store.versions import NoVersion, Store

    if options.period is None:
        raise Misused(both("refusals.period_needed"))
    if options.period.kind != PERIODS[options.kind]:
        raise Misused(
            both("refusals.other_period", kind=options.kind, needed=PERIODS[options.kind], period=options.period.text)
        )
    scorecard = options.scorecard or SCORECARDS[options.kind]
    if scorecard not in scorecards():
        raise Misused(both("refusals.no_scorecard", scorecard=scorecard, known=", ".join(scorecards())))
    try:
        version = Store(options.store).version()
    except NoVersion as error:
        raise Refused(str(error)) from error
    if options.within and not version.value("select count(*) from area_chains where area_code = ?", [options.within]):
        raise Refused(both("refusals.no_area", area=options.within))
    try:
        tier = _compared(version, options.tier, options.within)
        ranking = rank(version, options.period, tier, options.within, options.as_of, scorecard)
    except NoScorecard as error:
        raise Refused(str(error)) from error
    return Basis(version, ranking, options.kind, options.lang)


def _compared(version: Any, tier: str, within: str | None) -> str:
    """The tier of the units compared: a district cannot be ranked against itself, so its streets and towns are."""
    of_area = version.value("select tier from units where unit = ? limit 1", [within]) if within else None
    return "subdistrict" if of_area == tier == "district" else tier
