"""The verb `loop`: one document, exit codes."""

import json

import pytest

from analytics.commands.running import main
from tests.loops.city import CasesCity
from tests.loops.naive import NAMES
from tests.making import make_version


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    make_version(folder / "versions", CasesCity(1).rows()).close()
    (folder / "CURRENT").write_text("v000001\n")
    return folder


def test_one_document(store, capsys):
    assert main(["loop", "--period", "2018-09", "--within", "D1", "--tier", "subdistrict", "--as-of", "2018-10-04",
                 "--store", str(store), "--json"]) == 0  # fmt: skip
    rows = json.loads(capsys.readouterr().out)
    assert [row["unit"] for row in rows] == ["S11", "S12"]
    for row in rows:
        assert list(row) == ["unit", *NAMES, "by_loop", "stage_hours_median"]
        assert list(row["by_loop"])[:3] == ["small", "middle", "large"]
        assert list(row["stage_hours_median"]) == ["filed", "dispatched", "disposed", "checked", "closed"]
        assert all(isinstance(row[name], int) for name in NAMES)


def test_a_table_for_a_person(store, capsys):
    assert main(["loop", "--period", "2018-09", "--store", str(store)]) == 0
    assert "overdue_open" in capsys.readouterr().out


def test_an_area_that_is_not_there(store, capsys):
    assert main(["loop", "--period", "2018-09", "--within", "D9", "--store", str(store)]) == 1
    assert capsys.readouterr().out == ""
