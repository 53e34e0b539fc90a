"""The fold over journal entries: draft → objections → approved → sealed, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.editions.refusals import NotAllowed
from analytics.editions.states import ACTS, STATES, after, corrected_by, fold, last_sealed

DRAFT = {"kind": "monthly", "period": "2018-09", "tier": "district", "within": None, "as_of": "2018-10-04T00:00:00",
         "scorecard": "monthly", "corrects": None, "document_sha256": "d1", "sha256": "r1"}  # fmt: skip


def entry(act, edition="e000001", **content):
    return {"about": "edition", "act": act, "edition": edition, "by": "王", "at": "2018-10-05T09:00:00", **content}


def draft(edition="e000001", **changed):
    return entry("draft", edition, **DRAFT | changed)


def objection(**changed):
    return entry("object", **{"unit": "110101", "subject": "按期处置率", "reason": "重复计算"} | changed)


def answer(outcome="rejected", objection="o1"):
    return entry("answer", objection=objection, outcome=outcome, reason="已核对")


APPROVE = entry("approve", document_sha256="d1")
SEAL = entry("seal", document_sha256="d1", sha256="r1", previous=None, hash="s1")


def state(*entries):
    return fold(entries)["e000001"]


def test_the_way_from_draft_to_seal():
    assert state(draft()).state == "draft"
    assert state(draft(), objection()).state == "objections"
    assert state(draft(), objection(), answer()).state == "draft"
    assert state(draft(), objection(), answer(), APPROVE).state == "approved"
    sealed = state(draft(), objection(), answer(), APPROVE, SEAL)
    assert (sealed.state, sealed.seal, sealed.sealed.by) == ("sealed", "s1", "王")
    assert [(each.id, each.outcome, each.answer) for each in sealed.objections] == [("o1", "rejected", "已核对")]


def test_every_objection_is_answered_before_approval():
    two = (draft(), objection(), objection(unit="110102"))
    assert state(*two, answer()).state == "objections"
    with pytest.raises(NotAllowed) as refused:
        fold([*two, answer(), APPROVE])
    assert refused.value.code == "not_in_state"
    assert "申诉中" in refused.value.told("zh")
    assert state(*two, answer(), answer(objection="o2")).state == "draft"


def test_an_accepted_objection_asks_for_a_new_draft():
    before = (draft(), objection(), answer("accepted"))
    with pytest.raises(NotAllowed, match="draft it again"):
        fold([*before, APPROVE])
    again = entry("redraft", **DRAFT | {"document_sha256": "d2", "sha256": "r2"})
    approved = state(*before, again, entry("approve", document_sha256="d2"))
    assert (approved.draft, approved.sha256, approved.state) == (2, "r2", "approved")


def test_what_was_not_looked_at_cannot_be_approved():
    again = entry("redraft", **DRAFT | {"document_sha256": "d2"})
    with pytest.raises(NotAllowed, match="somebody else"):
        fold([draft(), again, APPROVE])


@pytest.mark.parametrize("reason", ["", "  "])
def test_objection_and_answer_need_a_reason(reason):
    with pytest.raises(NotAllowed, match="reason"):
        fold([draft(), objection(reason=reason)])
    with pytest.raises(NotAllowed, match="reason"):
        fold([draft(), objection(), answer() | {"reason": reason}])


@pytest.mark.parametrize("act", [act for act in ACTS if act != "draft"])
def test_nothing_is_done_to_a_sealed_or_dropped_edition(act):
    for before in ((draft(), APPROVE, SEAL), (draft(), entry("drop"))):
        with pytest.raises(NotAllowed):
            fold([*before, entry(act, **DRAFT | {"previous": None, "reason": "x", "objection": "o1"})])


def test_seals_are_chained():
    other = draft("e000002")
    wrong = entry("seal", "e000002", document_sha256="d1", sha256="r1", previous=None, hash="s2")
    right = wrong | {"previous": "s1"}
    before = [draft(), APPROVE, SEAL, other, APPROVE | {"edition": "e000002"}]
    with pytest.raises(NotAllowed):
        fold([*before, wrong])
    states = fold([*before, right])
    assert states["e000002"].previous == "s1"
    assert last_sealed(states).id == "e000002"


def test_a_later_edition_of_the_same_corrects_the_newest():
    states = fold([draft(), APPROVE, SEAL])
    assert corrected_by(states, states["e000001"].subject).id == "e000001"
    assert corrected_by(states, ("monthly", "2018-08", "district", None, "monthly")) is None
    states = fold([draft(), APPROVE, SEAL, draft("e000002", corrects="e000001"), APPROVE | {"edition": "e000002"},
                   SEAL | {"edition": "e000002", "previous": "s1", "hash": "s2"}])  # fmt: skip
    assert corrected_by(states, states["e000001"].subject).id == "e000002"


def test_entries_about_other_things_are_passed_over():
    assert fold([{"about": "note", "text": "x"}]) == {}


@given(st.lists(st.sampled_from(ACTS), max_size=12))
def test_whatever_is_tried_only_allowed_steps_are_taken(acts):
    ways = {("draft", "objections"), ("objections", "draft"), ("draft", "approved"), ("approved", "sealed"),
            ("draft", "dropped"), ("objections", "dropped"), ("approved", "dropped")}  # fmt: skip
    states = {}
    for act in acts:
        open_ones = states["e000001"].open_objections if states else ()
        content = DRAFT | {"previous": None, "reason": "x", "unit": None, "subject": "",
                           "outcome": "rejected", "objection": open_ones[0].id if open_ones else "o1"}  # fmt: skip
        before = states["e000001"].state if states else None
        try:
            now = after(states, entry(act, **content))
        except NotAllowed as refused:
            assert refused.told("zh") != refused.told("en")
            continue
        assert now.state in STATES
        assert (before, now.state) == (None, "draft") or before == now.state or (before, now.state) in ways
        assert now.state == "dropped" or (now.state == "objections") == bool(now.open_objections)
        states["e000001"] = now
