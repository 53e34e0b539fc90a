"""What each verb does: options in, (document, exit code) out. Each verb imports what it alone needs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analytics.commands.auditing import audit
from analytics.commands.digests import digest
from analytics.commands.editions import edition, editions, publish, verify
from analytics.commands.operating import rebuild, watch
from analytics.commands.running import Misused, Refused
from analytics.commands.staffing import staff
from analytics.commands.templates import templates
from analytics.contract.labels import both
from analytics.store.versions import NoVersion, Store, Version

Answer = tuple[Any, int]


def demo(options: argparse.Namespace) -> Answer:
    """Writes the demo city."""
    from analytics.demo.city import write_city

    say = _progress()
    rows = write_city(
        Path(options.out), cases=options.cases, seed=options.seed, months=options.months, dirty=options.dirty,
        progress=lambda step, done, of: say(step, done / of),
    )
    return {"files": rows}, 0


def import_(options: argparse.Namespace) -> Answer:
    """Imports files and folders; exit 0 when at least one file could be read."""
    from analytics.intake.mapping import Mapping, MappingError
    from analytics.publishing import PublishingError, import_paths
    from analytics.store.ledger import LedgerError

    missing = [path for path in options.paths if not Path(path).exists()]
    if missing:
        raise Refused(both("refusals.no_path", paths=", ".join(missing)))
    try:
        mapping = Mapping.load(Path(options.mapping)) if options.mapping else None
        report = import_paths(Store(options.store), [Path(path) for path in options.paths], mapping, _progress())
    except (MappingError, PublishingError, LedgerError, OSError) as error:
        raise Refused(str(error)) from error
    for file in report["files"]:
        print(f"{file['file']}: {file['message_zh']} / {file['message_en']}", file=sys.stderr)
    read = any(file["status"] in ("ok", "unchanged") for file in report["files"])
    return report, 0 if read else 1


def withdraw(options: argparse.Namespace) -> Answer:
    """Withdraws an import."""
    from analytics.publishing import PublishingError, withdraw_import
    from analytics.store.ledger import LedgerError

    try:
        return withdraw_import(Store(options.store), options.import_id, _progress()), 0
    except (LedgerError, PublishingError, OSError) as error:
        raise Refused(str(error)) from error


def roll_up(options: argparse.Namespace) -> Answer:
    """Makes the roll-ups of the current version anew."""
    from analytics.commands.rolling_up import roll_up

    return roll_up(Store(options.store), _progress()), 0


def issues(options: argparse.Namespace) -> Answer:
    """Refused rows and issues, in the order of import, file and line."""
    from analytics.contract.schema import tables
    from analytics.store.reading import issue_rows

    if options.table is not None and options.table not in tables():
        raise Misused(both("refusals.no_table", table=options.table))
    return issue_rows(_version(options), options.table, options.code), 0


def indicators(options: argparse.Namespace) -> Answer:
    """Values of indicators for every unit in force."""
    from analytics.indicators import catalogue, compute

    unknown = [name for name in options.id or () if name not in catalogue()]
    if unknown:
        raise Misused(both("refusals.no_indicator", indicators=", ".join(unknown)))
    version = _version(options)
    _check_within(version, options.within)
    frame = compute(version, options.period, options.tier, options.id, options.within, options.as_of)
    return frame.to_dict("records"), 0


def explain(options: argparse.Namespace) -> Answer:
    """The rows behind a number."""
    from analytics.indicators import catalogue, explain

    if options.indicator not in catalogue():
        raise Misused(both("refusals.no_indicator", indicators=options.indicator))
    version = _version(options)
    known = version.value("select count(*) from units where tier = ? and unit = ?", [options.tier, options.unit])
    if not known:
        raise Refused(both("refusals.no_unit", unit=options.unit, tier=options.tier))
    frame = explain(version, options.indicator, options.unit, options.tier, options.period, options.as_of)
    return frame.to_dict("records"), 0


def rank(options: argparse.Namespace) -> Answer:
    """A ranking."""
    from analytics.scoring import NoScorecard, rank, scorecards

    scorecard = options.scorecard or "monthly"
    if scorecard not in scorecards():
        raise Misused(both("refusals.no_scorecard", scorecard=scorecard, known=", ".join(scorecards())))
    version = _version(options)
    _check_within(version, options.within)
    try:
        ranking = rank(version, options.period, options.tier, options.within, options.as_of, scorecard)
    except NoScorecard as error:
        raise Refused(str(error)) from error
    return ranking.as_json(), 0


def roll_call(options: argparse.Namespace) -> Answer:
    """The quarterly roll-call."""
    from analytics.scoring import NoScorecard, roll_call

    if options.period.kind != "quarter":
        raise Misused(both("refusals.quarter_needed", period=options.period.text))
    try:
        return roll_call(_version(options), options.period, options.as_of), 0
    except NoScorecard as error:
        raise Refused(str(error)) from error


def hotspots(options: argparse.Namespace) -> Answer:
    """Tested hot spots."""
    from analytics.hotspots import NoPlaces, hotspots

    version = _version(options)
    _check_within(version, options.within)
    try:
        return hotspots(
            version, options.period, tier=options.tier, months=options.months, major=options.major,
            source=options.source, rate=options.rate, within=options.within, as_of=options.as_of,
        ), 0
    except NoPlaces as error:
        raise Refused(str(error)) from error


def loop(options: argparse.Namespace) -> Answer:
    """The balance of the three loops and the hours of each stage."""
    from analytics.loops import loops

    version = _version(options)
    _check_within(version, options.within)
    return loops(version, options.period, options.tier, options.within, options.as_of), 0


def honours(options: argparse.Namespace) -> Answer:
    """The yearly shortlist of outstanding chiefs and stewards."""
    from analytics.commands.honours import honours

    return honours(_version(options), options), 0


def report(options: argparse.Namespace) -> Answer:
    """Writes a meeting's document."""
    from analytics.commands.reports import report

    return report(options), 0


def health(options: argparse.Namespace) -> Answer:
    """Versions, sizes, the last import, problems; exit 1 when something is wrong."""
    from analytics.store.health import health

    document = health(Store(options.store))
    return document, 0 if document["ok"] else 1


def _version(options: argparse.Namespace) -> Version:
    try:
        return Store(options.store).version()
    except NoVersion as error:
        raise Refused(str(error)) from error


def _check_within(version: Version, within: str | None) -> None:
    if within and not version.value("select count(*) from area_chains where area_code = ?", [within]):
        raise Refused(both("refusals.no_area", area=within))


def _progress() -> Callable[[str, float], None]:
    """Progress on standard error, on one line, only where somebody watches."""
    watched = sys.stderr.isatty()

    def say(step: str, share: float) -> None:
        if watched:
            print(f"\r\033[K{share:4.0%} {step}", end="\n" if share >= 1 else "", file=sys.stderr, flush=True)

    return say


VERBS: dict[str, Callable[[argparse.Namespace], Answer]] = {
    "demo": demo,
    "import": import_,
    "withdraw": withdraw,
    "roll-up": roll_up,
    "issues": issues,
    "indicators": indicators,
    "explain": explain,
    "rank": rank,
    "roll-call": roll_call,
    "report": report,
    "publish": publish,
    "editions": editions,
    "edition": edition,
    "verify": verify,
    "hotspots": hotspots,
    "loop": loop,
    "honours": honours,
    "digest": digest,
    "staff": staff,
    "templates": templates,
    "audit": audit,
    "watch": watch,
    "rebuild": rebuild,
    "health": health,
}
