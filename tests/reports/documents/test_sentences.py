"""What the sentences say, and when they say nothing: ends by chance, movement, boundaries, unfinished periods."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest

from analytics.reports.documents import MONTHLY, QUARTERLY, Basis
from analytics.reports.documents.assembling import assemble
from analytics.reports.documents.places import chance_of_end
from analytics.scoring import rank
from analytics.scoring.intervals import Draws
from tests.making import make_version
from tests.pages import city


def told(document):
    return [block for section in document.sections for block in section.blocks if isinstance(block, str)]


def notes(document):
    return [note for table in document.tables() for note in table.notes]


def test_chance_of_an_end_by_hand():
    """Four draws of three units: B is last in three of them, shared once; C in two."""

    class Standing:
        draws = Draws(["A", "B", "C", "D"], np.array([[1, 2, 3, 4], [1, 3, 2, 4], [2, 3, 1, 4], [1, 2, 2, 4]]))

    assert chance_of_end(Standing, ["A", "B", "C"], "last") == {"A": 0.0, "B": 0.75, "C": 0.5}
    assert chance_of_end(Standing, ["A", "B", "C"], "first") == {"A": 0.75, "B": 0.0, "C": 0.25}


def test_an_end_that_may_be_chance_is_said_to_be(version):
    basis = Basis(version, rank(version, "2018Q3", "subdistrict", scorecard="cases_only"), QUARTERLY, "zh")
    sentence = next(each for each in told(assemble(basis)) if "末位" in each)
    last = basis.ranking.units[basis.ranking.units["rank"].notna()].iloc[-1]
    share = chance_of_end(basis.ranking.now, list(basis.ranked["unit"]), "last")[last["unit"]]
    assert (f"{basis.names[last['unit']]}的末位可能出于偶然" in sentence) is (share < 0.95)
    assert f"居末位的占{share:.0%}" in sentence


def test_only_movement_beyond_chance_is_told(version):
    ranking = rank(version, "2018Q3", "subdistrict", scorecard="cases_only")
    assert not any(ranking.units["movement_significant"].fillna(False))
    said = told(assemble(Basis(version, ranking, QUARTERLY, "zh")))
    assert any("各单位名次变动均未超出偶然范围" in each for each in said)
    assert not any("升至" in each or "降至" in each for each in said)
    units = ranking.units.copy()
    row = units.index[units["movement"].fillna(0) != 0][0]
    units["movement_significant"] = pd.Series([at == row for at in units.index], dtype=object)
    said = told(assemble(Basis(version, replace(ranking, units=units), QUARTERLY, "zh")))
    moved = [each for each in said if "升至" in each or "降至" in each]
    assert len(moved) == 1
    line = units.loc[row]
    assert f"由第{int(line['rank'] + line['movement'])}名" in moved[0] and f"至第{int(line['rank'])}名" in moved[0]


def test_an_unfinished_period_is_marked_and_names_nobody(version):
    as_of = datetime(2018, 9, 11)
    document = assemble(Basis(version, rank(version, "2018Q3", as_of=as_of, scorecard="quarterly"), QUARTERLY, "zh"))
    assert document.provisional == "暂计" and "（暂计）" in document.title
    assert any("暂计结果" in each for each in document.opening)
    assert not any("按规则予以" in each for each in told(document))


@pytest.fixture(scope="module")
def redrawn(tmp_path_factory):
    """The city, one of whose streets is as old as 1 August 2018, and without its checks, patrols and chiefs."""
    made = {name: rows for name, rows in city.rows().items() if name in ("areas", "cases")}
    for area in made["areas"]:
        if area["area_code"] == "110101003":
            area["valid_from"] = date(2018, 8, 1)
    return make_version(tmp_path_factory.mktemp("redrawn"), made)


def test_boundary_changes_stand_below_every_table_that_compares(redrawn):
    document = assemble(Basis(redrawn, rank(redrawn, "2018-08", scorecard="cases_only"), MONTHLY, "zh"))
    sentence = "区划变动：东街道3（涉及东城区）自2018年8月1日起设立，其环比和同比口径不同。"
    compared = [table for table in document.tables()
                if any(column.heading.startswith("环比") for column in table.columns)]  # fmt: skip
    assert len(compared) >= 3
    assert all(sentence in table.notes for table in compared)
    later = assemble(Basis(redrawn, rank(redrawn, "2018-09", scorecard="cases_only"), MONTHLY, "zh"))
    assert any(note.endswith("其同比口径不同。") for note in notes(later))


def test_no_data_is_said_and_never_nought(redrawn):
    document = assemble(Basis(redrawn, rank(redrawn, "2018-08"), MONTHLY, "zh"))
    said = told(document)
    assert any(each.startswith("数据不足") and "东城区、西城区" in each for each in said)
    assert "本期没有十无检查，无街巷可列。" in said
    annex = document.annexes()[1].tables()[0]
    now = annex.rows[0]
    assert [cell.value for cell in now[2:5]] == [None, None, None]
