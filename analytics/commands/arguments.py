"""The words of every batch command: verbs, options, defaults."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime

from analytics.commands import digests, editions, honours, reports, staffing, templates
from analytics.commands.operating import watch_options
from analytics.contract.periods import BadPeriod, Period, parse_as_of

TIERS = ("city", "district", "subdistrict", "community", "grid", "alley")


def parser() -> argparse.ArgumentParser:
    """The parser of `python -m analytics`; a wrong word ends with exit code 2."""
    top = argparse.ArgumentParser(prog="python -m analytics", description="Last Mile: batch commands")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, (help_text, add_options) in _VERBS.items():
        verb = verbs.add_parser(name, help=help_text, description=help_text)
        verb.add_argument("--store", metavar="DIR", help="the store (default: LASTMILE_STORE, else data/store)")
        verb.add_argument("--json", action="store_true", help="one JSON document on standard output, nothing else")
        add_options(verb)
    return top


def _demo(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--cases", type=_whole(0), default=500_000, metavar="N", help="how many cases (500000)")
    verb.add_argument("--seed", type=_whole(0), default=201809, metavar="S", help="same seed, same city (201809)")
    verb.add_argument("--months", type=_whole(1), default=21, metavar="M", help="months from 2017-01 (21)")
    verb.add_argument("--out", default="data/demo_city", metavar="DIR", help="where to write (data/demo_city)")
    verb.add_argument("--dirty", action="store_true", help="adds every kind of bad row, and what to expect of each")


def _import(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("paths", nargs="+", metavar="PATH", help="files and folders")
    verb.add_argument("--mapping", metavar="FILE", help="a TOML file that says how to read a foreign file")


def _withdraw(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("import_id", metavar="IMPORT", help="the import's id, such as i000003")


def _issues(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--table", metavar="T")
    verb.add_argument("--code", metavar="C")


def _indicators(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--id", nargs="+", action="extend", metavar="ID", help="indicators (default: all)")
    _common(verb)


def _explain(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--indicator", required=True, metavar="ID")
    verb.add_argument("--unit", required=True, metavar="U")
    _common(verb)


def _roll_call(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--period", type=_period, required=True, metavar="P", help="a quarter, such as 2018Q3")
    verb.add_argument("--as-of", type=_moment, metavar="TS")


def _hotspots(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--months", type=_whole(1), default=24, metavar="M", help="months looked back (24)")
    verb.add_argument("--major", metavar="C", help="cases of this major class only")
    verb.add_argument("--source", metavar="S", help="cases from this source only")
    verb.add_argument("--rate", action="store_true", help="empirical-Bayes rates on the exposure")
    _common(verb, tiers=("grid", "subdistrict", "hex", "district", "community"), tier="grid")


def _honours(verb: argparse.ArgumentParser) -> None:
    honours.options(verb)
    verb.add_argument("--as-of", type=_moment, metavar="TS", help="what was known then; a bare date means 00:00")


def _common(
    verb: argparse.ArgumentParser, tiers: tuple[str, ...] = TIERS, tier: str = "district", period: bool = True
) -> None:
    verb.add_argument("--tier", choices=tiers, default=tier)
    verb.add_argument("--period", type=_period, required=period, metavar="P",
                      help="2018-09, 2018Q3, 2018, 2018-09-17 or 2018-W38")
    verb.add_argument("--within", metavar="CODE", help="only units inside that area")
    verb.add_argument("--as-of", type=_moment, metavar="TS", help="what was known then; a bare date means 00:00")
    verb.add_argument("--scorecard", metavar="ID", help="the scorecard (default: monthly)")


def _staff(verb: argparse.ArgumentParser) -> None:
    staffing.options(verb, _whole, _period, _moment)


def _report(verb: argparse.ArgumentParser) -> None:
    reports.options(verb)
    _common(verb, period=False)


def _nothing(verb: argparse.ArgumentParser) -> None:
    """The verb has no options of its own."""


def _whole(least: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        number = int(text)
        if number < least:
            raise argparse.ArgumentTypeError(f"must be at least {least}: {text}")
        return number

    return read


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except BadPeriod as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _moment(text: str) -> datetime:
    try:
        return parse_as_of(text)
    except BadPeriod as error:
        raise argparse.ArgumentTypeError(str(error)) from error


_VERBS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "demo": ("write a demo city as input files", _demo),
    "import": ("import files and publish a new version", _import),
    "withdraw": ("withdraw an import and publish the version without it", _withdraw),
    "roll-up": ("make the roll-ups of the current version anew, on the engine that LASTMILE_ENGINE names", _nothing),
    "issues": ("refused rows and issues", _issues),
    "indicators": ("values of indicators, a row for every unit in force", _indicators),
    "rank": ("a ranking", _common),
    "roll-call": ("the quarterly roll-call", _roll_call),
    "report": ("a meeting's document as Word, Excel, PowerPoint or PDF", _report),
    "publish": ("publish an edition, or draft one", lambda verb: editions.publish_options(verb, _common)),
    "editions": ("all editions", _nothing),
    "edition": ("one step of an edition between draft and seal", editions.edition_options),
    "verify": ("compute an edition again and compare byte for byte", editions.verify_options),
    "explain": ("the rows behind a number", _explain),
    "hotspots": ("tested hot spots, every place listed", _hotspots),
    "loop": ("the balance of the three loops and the hours of each stage", _common),
    "honours": ("the yearly shortlist of outstanding chiefs and stewards", _honours),
    "staff": ("inspectors' shifts that find most, beside an even spread of the same hours", _staff),
    "digest": ("what a morning has to say of the day before", lambda verb: digests.options(verb, _moment)),
    "templates": ("write empty workbooks to fill in and import", templates.options),
    "audit": ("the audit trail: sign-ins, refusals, exports, publications, looks at personal data", _nothing),
    "watch": ("import what is put into a folder, and move it away with its report", watch_options),
    "rebuild": ("build and publish a version from the whole ledger", _nothing),
    "health": ("versions, sizes, the last import, problems", _nothing),
}
