"""A correction names who moved, by how much, and because of which rows."""

import shutil
from datetime import datetime, timedelta

import pytest

from analytics import editions
from analytics.contract.periods import Period
from analytics.editions import corrections
from analytics.indicators import explain
from analytics.store.journal import Journal
from analytics.store.versions import Store
from tests.editions.city import cases_of, import_rows, withdraw, write
from tests.pages.city import rows

AUGUST = Period.parse("2018-08")


def row(unit, rank, score, **counts):
    lines = [{"indicator": name, "value": n / d, "numerator": n, "denominator": d, "score": n / d * 100,
              "weight": 1, "contribution": 1} for name, (n, d) in counts.items()]  # fmt: skip
    return {"unit": unit, "name": unit, "rank": rank, "rank_in_group": rank, "score": score, "status": "ranked",
            "indicators": lines}  # fmt: skip


def test_who_moved_is_told_with_the_indicators_that_count_otherwise():
    before = {"rows": [row("a", 1, 90.0, x=(9, 10), y=(1, 2)), row("b", 2, 80.0, x=(8, 10)), row("c", 3, 70.0)]}
    now = {"rows": [row("b", 1, 80.0, x=(8, 10)), row("a", 2, 75.0, x=(7, 10), y=(1, 2)), row("c", 3, 70.0)]}
    up, down = corrections.moved(before, now)
    assert (up["unit"], up["rank_before"], up["rank_now"], up["indicators"]) == ("b", 2, 1, [])
    assert (down["unit"], down["score_before"], down["score_now"]) == ("a", 90.0, 75.0)
    assert [(line["indicator"], line["numerator_before"], line["numerator_now"]) for line in down["indicators"]] == [
        ("x", 9, 7)]  # fmt: skip


def test_a_unit_that_came_or_went_moved_too():
    before, now = {"rows": [row("a", 1, 90.0)]}, {"rows": [row("b", 1, 80.0)]}
    came, went = corrections.moved(before, now)
    assert (came["unit"], came["rank_before"], came["rank_now"]) == ("b", None, 1)
    assert (went["unit"], went["rank_before"], went["rank_now"]) == ("a", 1, None)


def test_lists_of_a_roll_call_say_what_came_and_went():
    alley = {"alley_id": "A1", "score": 80.0}
    before = {"districts": [], "downgraded": [alley], "restored": [], "named": []}
    now = {"districts": [], "downgraded": [alley | {"score": 81.0}, {"alley_id": "A2"}], "restored": [alley],
           "named": []}  # fmt: skip
    assert corrections.lists(before, now) == {
        "downgraded": {"added": [{"alley_id": "A2"}], "removed": []}, "restored": {"added": [alley], "removed": []}}
    assert corrections.lists(now, now) == {}


def late(case):
    """The case as a later file tells it: disposed a day after its deadline."""
    return case | {"disposed_at": case["dispose_due"] + timedelta(days=1),
                   "checked_at": case["dispose_due"] + timedelta(days=1),
                   "closed_at": case["dispose_due"] + timedelta(days=1)}  # fmt: skip


@pytest.fixture(scope="module")
def corrected(imported, tmp_path_factory):
    """An edition and a draft of August; after them ten of the first district's cases came anew, as late.

    Gives the store, the ids of those cases that had been on time, and the import.
    """
    folder = tmp_path_factory.mktemp("corrected")
    shutil.copytree(imported.path, folder / "store")
    store = Store(folder / "store")
    editions.publish(store, "monthly", AUGUST)
    editions.draft(store, "monthly", AUGUST)
    chosen = cases_of("110101", "2018-08")[:10]
    report = import_rows(store, [write(folder / "cases_fixed.csv", [late(case) for case in chosen])])
    return store, sorted(each["case_id"] for each in chosen if each["disposed_at"] <= each["dispose_due"]), report


@pytest.fixture
def later(corrected, tmp_path):
    """That store's own copy."""
    shutil.copytree(corrected[0].path, tmp_path / "later")
    return Store(tmp_path / "later")


def test_a_correction_names_units_figures_and_rows(later, corrected):
    _, changed, report = corrected
    second = editions.publish(later, "monthly", AUGUST)
    assert second.corrects == "e000001"
    correction = editions.opened(later, second.id).paper["correction"]
    assert (correction["corrects"], correction["changed"], correction["rows_known"]) == ("e000001", ["data"], True)
    moved = {each["unit"]: each for each in correction["moved"]}["110101"]
    assert moved["score_now"] < moved["score_before"]
    on_time = next(line for line in moved["indicators"] if line["indicator"] == "on_time_rate")
    assert on_time["numerator_before"] - on_time["numerator_now"] == len(changed) > 0
    counted = [line for line in moved["counted"] if line["indicator"] == "on_time_rate"]
    assert sorted(line["case_id"] for line in counted) == changed
    assert {(line["numerator_before"], line["numerator_now"]) for line in counted} == {(1, 0)}
    listed = {each["key"]["case_id"]: each for each in moved["rows"] if each["table"] == "cases"}
    assert set(changed) <= set(listed)
    one = listed[changed[0]]
    assert (one["change"], one["before"]["import"], one["now"]["import"]) == ("changed", "i000001", report["import"])
    then, now = one["columns"]["disposed_at"]
    assert datetime.fromisoformat(now) > datetime.fromisoformat(then)
    # The edition that was corrected stays as it was.
    assert editions.verify(later, "e000001").identical
    assert editions.verify(later, second.id).identical


def test_differences_of_counts_are_those_of_the_rows_behind_the_number(corrected):
    """A naive twin: the rows behind the number before and after, held against each other one by one."""
    store = corrected[0]
    sides = [{case["case_id"]: case["numerator"] for case in explain(
        store.version(name), "on_time_rate", "110101", "district", AUGUST, datetime(2018, 9, 4)).to_dict("records")}
        for name in ("v000001", "v000002")]  # fmt: skip
    naive = sorted(name for name in {*sides[0], *sides[1]} if sides[0].get(name) != sides[1].get(name))
    found = next(each for each in editions.today(store, editions.opened(store, "e000001"))["moved"]
                 if each["unit"] == "110101")  # fmt: skip
    assert sorted(line["case_id"] for line in found["counted"] if line["indicator"] == "on_time_rate") == naive


def test_patrols_that_were_withdrawn_stand_behind_alley_days(store, tmp_path):
    day = [each | {"patrol_id": f"X{each['patrol_id']}", "started_at": each["started_at"] + timedelta(hours=8),
                   "ended_at": each["ended_at"] + timedelta(hours=8)}
           for each in rows()["patrols"] if each["alley_id"].startswith("A110101") and each["started_at"].month == 8
           and each["started_at"].day < 20 and each["started_at"].hour == 9]  # fmt: skip
    report = import_rows(store, [write(tmp_path / "patrols_more.csv", day)])
    editions.publish(store, "monthly", AUGUST)
    withdraw(store, report["import"])
    second = editions.publish(store, "monthly", AUGUST)
    moved = editions.opened(store, second.id).paper["correction"]["moved"]
    first = next(each for each in moved if each["unit"] == "110101")
    days = [line for line in first["counted"] if line["indicator"] == "patrol_compliance"]
    assert {(line["numerator_before"], line["numerator_now"]) for line in days} == {(1, 0)}
    removed = [each for each in first["rows"] if each["table"] == "patrols"]
    assert {each["change"] for each in removed} == {"removed"}
    assert {each["before"]["import"] for each in removed} == {report["import"]}
    assert {(each["columns"]["alley_id"][0], each["columns"]["started_at"][0][:10]) for each in removed} == {
        (line["alley_id"], line["day"][:10]) for line in days}  # fmt: skip


def test_the_same_again_moves_nobody(store):
    first = editions.publish(store, "monthly", AUGUST)
    second = editions.publish(store, "monthly", AUGUST)
    assert second.sha256 == first.sha256
    correction = editions.opened(store, second.id).paper["correction"]
    assert (correction["changed"], correction["moved"]) == ([], [])


def test_what_would_differ_today_is_told_without_writing_anything(corrected, store):
    editions.publish(store, "monthly", AUGUST)
    assert editions.today(store, editions.opened(store, "e000001"))["moved"] == []
    later = corrected[0]
    before = Journal(later).read().entries
    told = editions.today(later, editions.opened(later, "e000001"))
    assert "110101" in {each["unit"] for each in told["moved"]}
    assert Journal(later).read().entries == before


def test_an_accepted_objection_leads_to_a_new_draft_of_the_same_edition(later):
    first = editions.opened(later, "e000002").status
    editions.object_to(later, "e000002", unit="110101", reason="ten cases")
    editions.answer(later, "e000002", "o1", outcome="accepted", reason="corrected")
    again = editions.redraft(later, "e000002")
    assert (again.id, again.draft, again.state) == ("e000002", 2, "draft")
    assert again.sha256 != first.sha256
    editions.approve(later, "e000002")
    assert editions.seal(later, "e000002").sha256 == again.sha256
    assert editions.verify(later, "e000002").identical


def test_without_the_old_data_it_is_told_who_moved_but_not_why(later):
    later.version_path("v000001").unlink()
    part = next((later.ledger / "imports" / "i000001").glob("*cases.parquet"))
    part.write_bytes(part.read_bytes()[:-1] + b"x")
    told = editions.today(later, editions.opened(later, "e000001"))
    assert told["rows_known"] is False
    assert told["moved"] and all("rows" not in each for each in told["moved"])
    with pytest.raises(editions.NotAllowed, match="i000001"):
        _ = editions.opened(later, "e000001").version
