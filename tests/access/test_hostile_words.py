"""Words that are meant to be run, as options of every verb and in the address of every page: they are only words."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.commands.arguments import parser
from analytics.commands.running import main
from analytics.store.versions import Store
from pages.widgets import address
from tests.access.tally import TRIED
from tests.access.test_pages import pages
from tests.editions.city import make_store

ROOT = Path(__file__).resolve().parents[2]
HARM = (
    "'; drop table cases; --",
    "110101' or '1'='1",
    "110101\") union select area_code, name, 1, 2 from areas --",
    "read_csv('/etc/passwd')",
    "$as_of",
    "{0.__class__} %s %(x)s",
    "../../../../etc/passwd",
    "110101\0110102",
    "１１０１０１\u202e",
    "9" * 5000,
)
UNKNOWN = "nosuchword"  # what an honest mistake looks like
# What each verb must be given, and what its free words are; those that write files or wait are not asked here.
VERBS = {
    "issues": [], "indicators": ["--period", "2018-09", "--id", "on_time_rate"], "rank": ["--period", "2018-09"],
    "roll-call": ["--period", "2018Q3"], "explain": ["--indicator", "on_time_rate", "--unit", "110101", "--period",
                                                     "2018-09"],
    "hotspots": ["--period", "2018-09", "--tier", "subdistrict"], "loop": ["--period", "2018-09"],
    "honours": ["alley_chief", "--year", "2018"], "digest": ["--day", "2018-09-17"],
    "staff": ["--area", "110101", "--period", "2018-09", "--inspectors", "2"], "verify": ["e000001"],
    "withdraw": ["i000099"],
}  # fmt: skip
# An engine's own words on the screen of whoever mistyped would show that something was run.
_ENGINE = ("Parser Error", "Binder Error", "Catalog Error", "Conversion Error", "Traceback", "root:")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    found = make_store(tmp_path_factory.mktemp("hostile"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LASTMILE_STORE", str(found.path))
        yield found


def options_of(verb: str) -> Iterator[argparse.Action]:
    """The verb's options that take a word of the user's own."""
    verbs = next(each for each in parser()._actions if isinstance(each, argparse._SubParsersAction))
    for action in verbs.choices[verb]._actions:
        if action.nargs != 0 and action.dest != "store":
            yield action


def asked(verb: str, action: argparse.Action, word: str) -> list[str]:
    """The verb's words with this one in the place of the option's or of the position's."""
    words = list(VERBS[verb])
    if not action.option_strings:
        return ["--json", "--", word, *words[1:]] if words[1:] == [] else [word, *words[1:], "--json"]
    name = action.option_strings[0]
    if name in words:
        at = words.index(name)
        del words[at : at + 2]
    return [*words, f"{name}={word}" if action.nargs is None else name, *([] if action.nargs is None else [word]),
            "--json"]


CASES = [(verb, action.dest) for verb in VERBS for action in options_of(verb)]


@pytest.mark.parametrize(("verb", "option"), CASES)
def test_a_verb_takes_harm_as_any_unknown_word(store: Store, capsys, verb: str, option: str) -> None:
    action = next(each for each in options_of(verb) if each.dest == option)
    usual = _outcome(capsys, [verb, *asked(verb, action, UNKNOWN)], UNKNOWN)
    for harm in HARM:
        code, out, told = _outcome(capsys, [verb, *asked(verb, action, harm)], harm)
        TRIED["commands"] += 1
        assert code == usual[0], (harm, told)
        assert not any(word in out + told for word in _ENGINE), (harm, told)
        if code == 0:
            assert out == usual[1]
        else:
            assert told.strip(), "a reason is given"
    assert store.version().value("select count(*) from cases") == 720


@pytest.mark.parametrize("verb", VERBS)
def test_a_word_that_is_no_text_is_refused_in_one_line(store: Store, capsys, verb: str) -> None:
    TRIED["commands"] += 1
    assert main([verb, *VERBS[verb], "--store", "st\udcf0re"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def _outcome(capsys, words: list[str], asked_for: str) -> tuple[int, str, str]:
    try:
        code = main(words)
    except SystemExit as end:
        code = int(end.code or 0)
    told = capsys.readouterr()
    return code, told.out.replace(asked_for, UNKNOWN), told.err


@pytest.mark.parametrize("name", pages())
def test_a_page_takes_harm_as_any_unknown_word(store: Store, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    read, names = address.read, set()
    monkeypatch.setattr(address, "read", lambda asked_for: names.add(asked_for) or read(asked_for))
    _opened(name, {})
    before = sorted(names - {"lang"})
    for harm in (HARM[1], HARM[2], HARM[7].replace("\0", "%00"), HARM[9], "²"):
        _opened(name, dict.fromkeys(before, harm))
    for each in before:
        _opened(name, {"period": "2018-09", each: HARM[0]})
    assert store.version().value("select count(*) from cases") == 720


def _opened(name: str, parameters: dict[str, str]) -> None:
    test = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    test.switch_page(f"pages/{name}.py")
    for key, value in parameters.items():
        test.query_params[key] = value
    test.run()
    TRIED["addresses"] += bool(parameters)
    assert not test.exception, (parameters, test.exception[0].message, test.exception[0].stack_trace)
