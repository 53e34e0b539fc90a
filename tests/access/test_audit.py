"""The audit trail through its command."""

import json
from pathlib import Path

import pytest

from analytics.access.audit import Trail
from analytics.commands.running import main


def test_the_verb_prints_the_trail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Trail(tmp_path).add("li@city", "export", {"file": "a.xlsx"})
    assert main(["audit", "--store", str(tmp_path), "--json"]) == 0
    (line,) = json.loads(capsys.readouterr().out)
    assert (line["n"], line["person"], line["act"], line["details"]) == (1, "li@city", "export", {"file": "a.xlsx"})


def test_a_changed_trail_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trail = Trail(tmp_path)
    trail.add("li@city", "personal", {"case": "C1"})
    trail.chain.path.write_bytes(trail.chain.path.read_bytes().replace(b"li@", b"wu@"))
    assert main(["audit", "--store", str(tmp_path), "--json"]) == 1
    assert "line 1" in capsys.readouterr().err


def test_an_unknown_act_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no such act"):
        Trail(tmp_path).add("li@city", "dreamt", {})
