"""The verbs of editions as a shell calls them: documents and exit codes."""

import json

import pytest

from analytics.commands.running import main


@pytest.fixture
def run(store, capsys):
    """Runs a verb on the small city's store; gives exit code, document (None without) and standard error."""

    def call(*words):
        try:
            code = main([*words, "--store", str(store.path), "--json"])
        except SystemExit as left:
            code = left.code
        out, err = capsys.readouterr()
        return code, json.loads(out) if out else None, err

    return call


def test_publish_list_and_verify(run):
    code, made, _ = run("publish", "monthly", "--period", "2018-08", "--by", "王")
    assert code == 0
    assert set(made) == {"edition", "sha256", "as_of"}
    assert made["as_of"] == "2018-09-04T00:00:00"
    code, rows, _ = run("editions")
    assert [(row["edition"], row["state"], row["sha256"], row["sealed"]["by"]) for row in rows] == [
        (made["edition"], "sealed", made["sha256"], "王")]  # fmt: skip
    assert run("verify", made["edition"])[:2] == (
        0, {"edition": made["edition"], "identical": True, "differences": []})  # fmt: skip


def test_a_changed_edition_leaves_with_1_and_one_line(run, store):
    run("publish", "monthly", "--period", "2018-08")
    path = store.path / "journal" / "editions" / "e000001.1.json"
    path.write_bytes(path.read_bytes().replace(b'"rank":1', b'"rank":2', 1))
    code, verdict, err = run("verify", "e000001")
    assert (code, verdict["identical"], err.count("\n")) == (1, False, 1)
    assert verdict["differences"][0]["message_zh"]


def test_the_steps_between_draft_and_seal(run):
    code, made, _ = run("publish", "monthly", "--period", "2018-08", "--draft")
    assert (code, made["state"]) == (0, "draft")
    code, row, _ = run("edition", "object", "e000001", "--unit", "110101", "--reason", "重复", "--by", "东城区")
    assert (code, row["state"], row["objections"][0]["filed"]["by"]) == (0, "objections", "东城区")
    code, _, err = run("edition", "approve", "e000001")
    assert code == 1
    assert "申诉中" in err and "Objections open" in err
    answer = ("--objection", "o1", "--outcome", "rejected", "--reason", "不重复")
    assert run("edition", "answer", "e000001", *answer)[1]["state"] == "draft"
    assert run("edition", "approve", "e000001")[1]["state"] == "approved"
    assert run("edition", "seal", "e000001")[1]["state"] == "sealed"
    assert run("edition", "drop", "e000001")[0] == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (1, ["publish", "monthly", "--period", "2018-11"]),
        (1, ["publish", "monthly", "--period", "2018-08", "--as-of", "2018-08-31"]),
        (1, ["publish", "monthly", "--period", "2018-08", "--within", "999999"]),
        (1, ["verify", "e000009"]),
        (1, ["edition", "approve", "e000009"]),
        (2, ["publish", "quarterly", "--period", "2018-08"]),
        (2, ["publish", "monthly", "--period", "2018Q3"]),
        (2, ["publish", "weekly", "--period", "2018-08"]),
        (2, ["publish", "monthly", "--period", "2018-08", "--scorecard", "no_such"]),
        (2, ["edition", "object", "e000001"]),
        (2, ["edition", "approve", "e000001", "--reason", "x"]),
        (2, ["edition", "praise", "e000001"]),
    ],
)
def test_what_is_refused_and_what_is_wrong_usage(run, code, words):
    found, document, err = run(*words)
    assert (found, document) == (code, None)
    assert err


def test_without_a_store_one_line_says_so(tmp_path, capsys):
    assert main(["publish", "monthly", "--period", "2018-08", "--store", str(tmp_path / "none")]) == 1
    assert capsys.readouterr().err.count("\n") == 1
