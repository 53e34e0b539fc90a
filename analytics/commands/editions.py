"""The verbs of editions: publish, the list, verify, and the steps between draft and seal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Answer = tuple[Any, int]
STEPS = ("object", "answer", "approve", "seal", "redraft", "drop")


def publish_options(verb: argparse.ArgumentParser, common: Callable[[argparse.ArgumentParser], None]) -> None:
    """The words of `publish`; `common` adds the options shared by all verbs of a ranking."""
    verb.add_argument("kind", choices=("monthly", "quarterly"))
    verb.add_argument("--draft", action="store_true", help="only a draft: objections, approval and seal follow")
    verb.add_argument("--by", metavar="NAME", help="who publishes (default: the system's user)")
    common(verb)


def verify_options(verb: argparse.ArgumentParser) -> None:
    """The words of `verify`."""
    verb.add_argument("edition", metavar="EDITION", help="the edition's id, such as e000001")


def edition_options(verb: argparse.ArgumentParser) -> None:
    """The words of `edition`."""
    verb.add_argument("step", choices=STEPS)
    verb.add_argument("edition", metavar="EDITION")
    verb.add_argument("--unit", metavar="U", help="object: the unit whose row is contested")
    verb.add_argument("--subject", metavar="TEXT", default="", help="object: the figure or row contested")
    verb.add_argument("--objection", metavar="O", help="answer: the objection, such as o1")
    verb.add_argument("--outcome", choices=("accepted", "rejected"), help="answer")
    verb.add_argument("--reason", metavar="TEXT", help="object, answer: why")
    verb.add_argument("--by", metavar="NAME", help="who decides (default: the system's user)")


def publish(options: argparse.Namespace) -> Answer:
    """Publishes an edition, or drafts one."""
    from analytics import editions
    from analytics.store.versions import Store

    make = editions.draft if options.draft else editions.publish
    with _refusals():
        state = make(
            Store(options.store), options.kind, options.period, by=options.by, tier=options.tier,
            within=options.within, as_of=options.as_of, scorecard=options.scorecard,
        )  # fmt: skip
    document = {"edition": state.id, "sha256": state.sha256, "as_of": state.as_of}
    return (document | {"state": state.state} if options.draft else document), 0


def editions(options: argparse.Namespace) -> Answer:
    """All editions, oldest first."""
    from analytics.editions import listed
    from analytics.store.versions import Store

    with _refusals():
        return listed(Store(options.store)), 0


def verify(options: argparse.Namespace) -> Answer:
    """Whether an edition is still what it was; exit 1 when it is not."""
    from analytics.editions import verify
    from analytics.store.versions import Store

    with _refusals():
        verdict = verify(Store(options.store), options.edition)
    if not verdict.identical:
        first, rest = verdict.differences[0], len(verdict.differences) - 1
        told = f"{first['message_zh']} / {first['message_en']}" + (f" (+{rest})" if rest else "")
        print(f"{options.edition}: {told}", file=sys.stderr)
    return verdict.as_json(), 0 if verdict.identical else 1


def edition(options: argparse.Namespace) -> Answer:
    """One step between draft and seal."""
    from analytics import editions
    from analytics.commands.running import Misused
    from analytics.store.versions import Store

    needed = {"object": ("reason",), "answer": ("objection", "outcome", "reason")}.get(options.step, ())
    given = [name for name in ("objection", "outcome", "reason", "unit") if getattr(options, name)]
    missing = [name for name in needed if name not in given]
    foreign = [name for name in given if name not in needed and (options.step, name) != ("object", "unit")]
    if missing or foreign:
        raise Misused(f"edition {options.step}: needs {', '.join(needed) or 'no such option'}")
    steps: dict[str, Callable[..., editions.State]] = {
        "object": editions.object_to, "answer": editions.answer, "approve": editions.approve,
        "seal": editions.seal, "redraft": editions.redraft, "drop": editions.drop,
    }  # fmt: skip
    words: dict[str, Any] = {name: getattr(options, name) for name in needed}
    if options.step == "object":
        words |= {"unit": options.unit, "subject": options.subject}
    with _refusals():
        steps[options.step](Store(options.store), options.edition, by=options.by, **words)
        rows = editions.listed(Store(options.store))
    return next(row for row in rows if row["edition"] == options.edition), 0


@contextmanager
def _refusals() -> Iterator[None]:
    """Turns what editions refuse into the exit codes of the verbs."""
    from analytics.commands.running import Misused, Refused
    from analytics.editions import BadRecipe, NotAllowed
    from analytics.store.journal import JournalDamaged
    from analytics.store.versions import NoVersion

    try:
        yield
    except BadRecipe as error:
        raise Misused(str(error)) from error
    except NotAllowed as error:
        raise Refused(error.both()) from error
    except (NoVersion, JournalDamaged) as error:
        raise Refused(str(error)) from error
