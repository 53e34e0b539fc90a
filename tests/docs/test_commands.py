"""Commands in the documents are real: every one is understood, and those that cost little are run, in their order."""

import argparse
import os
import re
import shutil
from pathlib import Path

import pytest

from analytics.commands.arguments import parser
from analytics.commands.running import main
from analytics.commands.verbs import VERBS
from analytics.contract.labels import LANGUAGES, text
from tests.docs import town
from tests.docs.reading import ROOT, code_in_lines, documents, name, shell_lines, verbs_called

# Commands that the first page and the examples of deploy/ tell, besides those of the documents.
TOLD = [
    *(line for told in ("absent_commands", "unread_command") for language in LANGUAGES
      for line in text(f"store.{told}", language).split("\n") if line),
    *(line.partition("=")[2] for path in sorted((ROOT / "deploy").glob("*.service"))
      for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("ExecStart=")),
]  # fmt: skip
CALLS = [(path, words) for path in documents() for words in verbs_called(path.read_text(encoding="utf-8"))]
# Left out: whole cities, other cities' files, what never ends, imports that only the document has.
TOO_MUCH = {"demo", "withdraw", "staff", "watch", "import"}
OF_OTHERS = {"--secrets", "--server", "--exclude"}  # Streamlit's and rsync's
RUN = {path for path, words in CALLS if words[0] not in TOO_MUCH}


@pytest.mark.parametrize(("path", "words"), CALLS, ids=[f"{name(path)}: {' '.join(words)}" for path, words in CALLS])
def test_commands_are_understood(path: Path, words: list[str]) -> None:
    assert "…" not in words
    assert parser().parse_args(words).verb == words[0]


def test_commands_told_elsewhere_are_understood() -> None:
    calls = verbs_called("```sh\n" + "\n".join(TOLD) + "\n```")
    assert {words[0] for words in calls} >= {"demo", "import", "watch", "rebuild"}
    assert [parser().parse_args(words).verb for words in calls] == [words[0] for words in calls]


def test_a_word_that_does_not_exist_is_noticed() -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["rank", "--periode", "2018-09"])


def test_the_readme_lists_every_verb_and_no_other() -> None:
    rows = re.findall(r"^\| ((?:`[\w-]+`(?:, )?)+) \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(verb for row in rows for verb in re.findall(r"`([\w-]+)`", row)) == sorted(VERBS)


@pytest.mark.parametrize("file", ["README.md", "docs/operations.md", "docs/data_guide.md"])
def test_options_named_in_a_sentence_exist(file: str) -> None:
    told = " ".join(code_in_lines((ROOT / file).read_text(encoding="utf-8")))
    named = set(re.findall(r"--[a-z][a-z-]*", told))
    assert named - options() - OF_OTHERS == set()


def options() -> set[str]:
    """Every option of every verb."""
    verbs = next(each for each in parser()._actions if isinstance(each, argparse._SubParsersAction)).choices
    return {word for verb in verbs.values() for action in verb._actions for word in action.option_strings}


def test_make_has_the_targets_that_are_named() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    lines = [words for path in documents() for words in shell_lines(path.read_text(encoding="utf-8"))]
    named = {words[1] for words in lines if words[0] == "make"}
    assert named
    assert named - targets == set()


def test_variables_are_described_and_exist() -> None:
    files = [*(ROOT / "analytics").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    read = {word for path in files for word in re.findall(r"LASTMILE_[A-Z_]+", path.read_text(encoding="utf-8"))}
    guide = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(LASTMILE_[A-Z_]+)` \|", guide, re.MULTILINE)) == read


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    town.write(folder / "in")
    assert main(["import", str(folder / "in"), "--store", str(folder / "store")]) == 0
    return folder / "store"


@pytest.mark.parametrize("path", sorted(RUN), ids=name)
def test_commands_run_one_after_the_other(
    path: Path, imported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(imported, tmp_path / "store")
    monkeypatch.setenv("LASTMILE_STORE", str(tmp_path / "store"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    for words in (words for of, words in CALLS if of == path and words[0] not in TOO_MUCH and "--store" not in words):
        code = main(words)
        said = capsys.readouterr()
        assert code == 0, f"{' '.join(words)}: {said.err}"
        assert "--out" not in words or os.path.getsize(words[words.index("--out") + 1])
