"""Cases that lie outside the version's file answer as those inside, and a question reads the files of its months."""

from __future__ import annotations

import shutil
from datetime import datetime

import duckdb
import pytest

from analytics.access.scopes import Scope
from analytics.contract.periods import Period
from analytics.indicators import explain
from analytics.store import case_reading, intactness, spread
from analytics.store.building import copy_version
from analytics.store.case_reading import CaseFilter
from analytics.store.increments import addition
from analytics.store.parts import Sources
from analytics.store.versions import NoVersion, Store, Version
from tests.indicators.random_city import RandomCity
from tests.making import make_version
from tests.store.spreading import files_of, spread_out

MONTH = Period.parse("2018-09")
NUMBER = (2018 - 1970) * 12 + 8


@pytest.fixture(scope="module")
def inside(tmp_path_factory):
    version = make_version(tmp_path_factory.mktemp("inside") / "versions", RandomCity(2).rows())
    yield version
    version.close()


@pytest.fixture
def outside(inside, tmp_path):
    """The path of the same version with its cases outside."""
    path = tmp_path / "versions" / inside.path.name
    path.parent.mkdir()
    shutil.copyfile(inside.path, path)
    return spread_out(path)


def blank(path, kept):
    """Overwrites every file of cases for which `kept` does not hold; of the first, which says what columns there are,
    all but the footer."""
    blanked = 0
    for number, (file, months) in enumerate(files_of(path).items()):
        if not kept(*months):
            content = file.read_bytes()
            footer = int.from_bytes(content[-8:-4], "little") + 8 if number == 0 else 0
            file.write_bytes(bytes(len(content) - footer) + (content[-footer:] if footer else b""))
            blanked += 1
    return blanked


def test_it_answers_row_for_row(inside, outside):
    version = Version(outside)
    assert version.rows("describe cases") == inside.rows("describe cases")
    everything = "select * from cases order by case_id"
    assert version.rows(everything) == inside.rows(everything)
    version.close()


@pytest.mark.parametrize("indicator", ["on_time_rate", "recurrence_rate", "handling_hours_p90"])
def test_the_rows_behind_a_number_read_the_files_of_their_month_alone(inside, outside, indicator):
    expected = explain(inside, indicator, "C", "city", MONTH)
    assert len(expected) > 10
    version = Version(outside)
    explain(version, "void_rate", "C", "city", MONTH)  # asks once whether any case is known at all
    assert blank(outside, lambda first, last: first <= NUMBER <= last) > 1
    assert explain(version, indicator, "C", "city", MONTH).equals(expected)
    with pytest.raises(duckdb.Error):
        version.rows("select sum(lon) from cases")
    version.close()


@pytest.mark.parametrize("dated", case_reading.DATED)
def test_a_page_of_cases_reads_the_files_of_its_month_alone(inside, outside, dated):
    wanted = CaseFilter(datetime(2018, 8, 1), datetime(2018, 8, 31), datetime(2018, 10, 20), dated=dated)
    expected = case_reading.page(inside, wanted, 500, 0)
    assert expected
    assert blank(outside, lambda first, _: first <= NUMBER - 1) > 1
    version = Version(outside)
    assert case_reading.page(version, wanted, 500, 0) == expected
    version.close()


def test_no_other_file_can_be_read(outside, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("a\n1\n")
    version = Version(outside)
    with pytest.raises(duckdb.Error, match="disabled"):
        version.rows(f"select * from read_csv('{other}')")
    version.close()


def test_a_narrowed_reader_sees_its_part(inside, outside):
    scope = Scope("district", areas=(("district", "D1"),))
    version = Version(outside, scope)
    asked = "select count(*) as cases, count(distinct district) as districts from cases"
    assert version.rows(asked) == inside.rows(f"{asked} where district = 'D1'")
    version.close()


def test_damage_and_loss_of_a_file_are_noticed(outside):
    files = list(files_of(outside))
    assert intactness.is_intact(outside) is True
    assert intactness.bytes_of(outside) == sum(file.stat().st_size for file in [outside, *files])
    content = bytearray(files[1].read_bytes())
    content[10] ^= 1
    files[1].write_bytes(content)
    assert intactness.is_intact(outside) is False
    files[1].unlink()
    assert intactness.is_intact(outside) is None


def test_a_version_whose_files_are_gone_is_not_served(outside):
    shutil.rmtree(spread.folder_of(outside))
    with pytest.raises(NoVersion):
        Store(outside.parent.parent).version()


def test_published_once_more_it_shares_the_files_which_stay_until_neither_is_kept(inside, outside):
    copy = outside.with_name("v000002.duckdb")
    copy_version(outside, copy)
    versions = [Version(outside), Version(copy)]
    files = [spread.files_of(each._connection, each.path) for each in versions]
    assert files[0] == files[1]
    spread.sweep(outside.parent, set(files[1]))
    assert versions[1].value("select max(lon) from cases") == inside.value("select max(lon) from cases")
    for each in versions:
        each.close()
    spread.sweep(outside.parent, set())
    assert list(spread.root_of(outside).iterdir()) == []


def test_nothing_is_added_to_it(outside):
    assert addition(outside, Sources({}, {}, [], ["i000001", "i000002"])) is None
