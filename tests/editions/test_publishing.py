"""Publishing: what is sealed, what is refused, what stands in an edition."""

import hashlib
import json
from datetime import datetime

import pytest

from analytics import editions
from analytics.contract.canonical import canonical
from analytics.contract.periods import Period
from analytics.editions import BadRecipe, NotAllowed
from analytics.scoring import rank, roll_call
from analytics.store.journal import Journal
from tests.pages.city import store_of

AUGUST, THIRD = Period.parse("2018-08"), Period.parse("2018Q3")


def test_a_monthly_edition_is_the_ranking_as_rank_gives_it(store):
    state = editions.publish(store, "monthly", AUGUST, by="王")
    edition = editions.opened(store, state.id)
    version = store.version()
    assert canonical(edition.document) == canonical(rank(version, AUGUST).as_json())
    assert edition.sha256 == hashlib.sha256(canonical(edition.document)).hexdigest() == state.sha256
    assert (edition.state, edition.status.sealed.by) == ("sealed", "王")
    assert edition.as_of == datetime(2018, 9, 4)
    assert any(row["rank"] for row in edition.document["rows"])


def test_a_quarterly_edition_is_the_roll_call(store):
    # The city's newest row is of the day after the quarter: the usual as-of has not come yet.
    state = editions.publish(store, "quarterly", THIRD, as_of=datetime(2018, 10, 4))
    found = roll_call(store.version(), THIRD, datetime(2018, 10, 4))
    assert canonical(editions.opened(store, state.id).document) == canonical(found)


def test_all_that_is_needed_to_compute_it_again_stands_in_it(store):
    paper = editions.opened(store, editions.publish(store, "monthly", AUGUST).id).paper
    assert paper["inputs"]["version"] == store.current_id()
    assert [pinned["import"] for pinned in paper["inputs"]["imports"]] == ["i000001"]
    assert paper["seed"] == 201809
    assert 'id = "monthly"' in paper["rules"]["monthly"]
    assert len(paper["code"]["files_sha256"]) == 64
    assert set(paper["code"]["libraries"]) >= {"duckdb", "numpy"}


def test_its_data_are_at_hand_for_documents(store):
    state = editions.publish(store, "monthly", AUGUST, tier="subdistrict", within="110101")
    edition = editions.opened(store, state.id)
    assert edition.version.meta["imports"] == "i000001"
    assert (edition.period, edition.tier, edition.within) == (AUGUST, "subdistrict", "110101")
    assert (edition.scorecard.id, edition.kind, edition.id) == ("monthly", "monthly", state.id)


def test_editions_are_chained(store):
    first, second = (editions.publish(store, "monthly", Period.parse(month)) for month in ("2018-07", "2018-08"))
    assert first.previous is None
    assert second.previous == first.seal == Journal(store).read().entries[2]["hash"]


def test_an_unfinished_period_is_refused(store):
    with pytest.raises(NotAllowed) as refused:
        editions.publish(store, "monthly", Period.parse("2018-10"))
    assert "尚未结束" in refused.value.told("zh")
    with pytest.raises(NotAllowed, match="has not ended"):
        editions.publish(store, "monthly", AUGUST, as_of=datetime(2018, 8, 31, 23, 59))
    assert editions.listed(store) == []


@pytest.mark.parametrize(
    ("kind", "period", "options"),
    [("quarterly", "2018-08", {}), ("monthly", "2018Q3", {}), ("weekly", "2018-W33", {}),
     ("quarterly", "2018Q3", {"tier": "subdistrict"}), ("quarterly", "2018Q3", {"within": "110101"}),
     ("monthly", "2018-08", {"scorecard": "none"})],
)  # fmt: skip
def test_words_that_do_not_go_together_are_wrong_usage(store, kind, period, options):
    with pytest.raises(BadRecipe):
        editions.publish(store, kind, Period.parse(period), **options)


def test_an_area_that_is_not_there_is_refused(store):
    with pytest.raises(NotAllowed, match="no area"):
        editions.publish(store, "monthly", AUGUST, within="999999")


def test_units_without_data_are_in_it_unranked(tmp_path):
    store = store_of(tmp_path, ("areas",))
    monthly = editions.publish(store, "monthly", AUGUST)
    quarterly = editions.publish(store, "quarterly", THIRD)
    for state, name in ((monthly, "rows"), (quarterly, "districts")):
        rows = editions.opened(store, state.id).document[name]
        assert [(row["unit"], row["status"], row["rank"]) for row in rows] == [
            ("110101", "no_data", None), ("110102", "no_data", None)]  # fmt: skip
        assert editions.verify(store, state.id).identical


def test_a_draft_goes_its_way_step_by_step(store):
    draft = editions.draft(store, "monthly", AUGUST, by="甲")
    assert (draft.id, draft.state) == ("e000001", "draft")
    editions.object_to(store, draft.id, unit="110101", subject="on_time_rate", reason="两件重复", by="东城区")
    with pytest.raises(NotAllowed):
        editions.approve(store, draft.id)
    with pytest.raises(NotAllowed, match="no unit"):
        editions.object_to(store, draft.id, unit="999999", reason="x")
    editions.answer(store, draft.id, "o1", outcome="rejected", reason="不重复", by="乙")
    editions.approve(store, draft.id, by="丙")
    sealed = editions.seal(store, draft.id, by="丁")
    row = editions.listed(store)[0]
    assert [row[name]["by"] for name in ("drafted", "approved", "sealed")] == ["甲", "丙", "丁"]
    assert row["objections"][0]["outcome"] == "rejected"
    assert sealed.sha256 == draft.sha256
    with pytest.raises(NotAllowed):
        editions.object_to(store, draft.id, reason="too late")


def test_an_edition_is_written_in_canonical_json(store):
    state = editions.publish(store, "monthly", AUGUST)
    content = (store.path / "journal" / "editions" / f"{state.id}.1.json").read_bytes()
    assert canonical(json.loads(content)) == content
