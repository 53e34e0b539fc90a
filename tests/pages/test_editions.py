"""The page of editions: the way from draft to seal on screen, objections, what would differ, and the proof."""

import re
import shutil
import time
from datetime import datetime

import pytest

from analytics import editions
from analytics.contract.periods import Period
from analytics.store.versions import Store
from pages.widgets import gate
from tests.making import make_version
from tests.pages.city import rows

AUGUST = Period.parse("2018-08")


@pytest.fixture
def store(city_store, tmp_path):
    shutil.copytree(city_store, tmp_path / "store")
    return Store(tmp_path / "store")


def button(test, label):
    found = [each for each in test.button if each.label.startswith(label)]
    assert found, [each.label for each in test.button]
    return found[0]


def test_without_an_edition_it_says_how_to_make_one(page, store, written):
    test = page("editions", store.path, area="110101", period="2018-08")
    assert not test.exception
    assert "还没有任何一期" in written(test)
    assert button(test, "起草").disabled


def test_from_draft_to_seal_on_screen(page, store, written):
    test = page("editions", store.path, area="110101", period="2018-08", tier="subdistrict")
    test.text_input(key="edition_by").set_value("王处长").run()
    button(test, "起草").click().run()
    state = editions.listed(store)[0]
    assert (state["state"], state["tier"], state["within"]) == ("draft", "subdistrict", "110101")
    assert state["drafted"]["by"] == "王处长"
    button(test, "批准").click().run()
    button(test, "封存").click().run()
    assert not test.exception
    assert editions.listed(store)[0]["state"] == "sealed"
    button(test, "核验").click().run()
    assert "逐字节一致" in written(test)


def test_an_objection_is_filed_and_answered(page, store, written):
    draft = editions.draft(store, "monthly", AUGUST, by="王")
    test = page("editions", store.path, period="2018-08", edition=draft.id, part="objections")
    assert "没有申诉" in written(test)
    test.text_input(key="edition_by").set_value("东城区").run()
    test.text_area[0].set_value("两件重复")
    button(test, "提交申诉").click().run()
    filed = editions.listed(store)[0]["objections"][0]
    assert (filed["reason"], filed["filed"]["by"]) == ("两件重复", "东城区")
    assert "批准" not in [each.label for each in test.button]
    button(test, "提交答复").click().run()
    assert "请选择申诉成立或不成立" in written(test)
    test.radio[0].set_value("rejected")
    next(each for each in test.text_input if each.label == "理由").set_value("已核对")
    button(test, "提交答复").click().run()
    assert editions.listed(store)[0]["objections"][0]["outcome"] == "rejected"
    assert "已核对" in written(test)
    assert not test.exception


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("part", ["result", "objections", "today", "correction", "proof"])
def test_every_part_is_drawn_for_a_correction(page, store, written, part, language):
    editions.publish(store, "monthly", AUGUST)
    cases = rows()["cases"]
    for case in cases:
        if case["area_code"].startswith("110101") and f"{case['dispose_due']:%Y-%m}" == "2018-08":
            case["disposed_at"] = "2018-09-03 10:00"
    make_version(store.versions, rows() | {"cases": cases}, "v000002").close()
    store.pointer.write_text("v000002", encoding="utf-8")
    editions.publish(store, "monthly", AUGUST)
    test = page("editions", store.path, period="2018-08", edition="e000002", part=part, lang=language)
    assert not test.exception
    assert not test.error
    told = written(test)
    if part == "result":
        assert ("东城区" if language == "zh" else "Dongcheng") in told
    if part == "correction":
        assert "e000001" in told
        assert ("按期处置率" if language == "zh" else "On-time disposal rate") in told
    if part == "today":
        assert ("没有单位变动" if language == "zh" else "No unit moved") in told
    if part == "proof":
        assert editions.listed(store)[1]["seal"] in told


def test_a_quarterly_edition_shows_districts_and_the_named(page, store, written):
    state = editions.publish(store, "quarterly", Period.parse("2018Q3"), as_of=datetime(2018, 10, 4))
    test = page("editions", store.path, period="2018Q3", edition=state.id)
    assert not test.exception
    assert "降档街巷" in written(test)


def test_names_that_do_harm_are_shown_as_they_are(page, store, written):
    state = editions.draft(store, "monthly", AUGUST, tier="subdistrict", within="110101", by="<b>x</b>")
    test = page("editions", store.path, area="110101", period="2018-08", edition=state.id)
    assert not test.exception
    assert "<img src=x" not in written(test)
    assert "<b>x</b>" not in "".join(str(each.proto.body) for each in test.get("html"))


def test_a_changed_journal_is_told_on_the_page(page, store, written):
    editions.publish(store, "monthly", AUGUST)
    path = store.path / "journal" / "entries.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"act":"seal"', b'"act":"sEal"'))
    test = page("editions", store.path, period="2018-08", edition="e000001")
    assert not test.exception
    assert any("日志损坏" in each.value for each in test.error)


def test_ranking_and_roll_call_say_whether_they_were_published(page, store, written):
    test = page("ranking", store.path, area="110101", tier="subdistrict", period="2018-08")
    assert "尚未发布" in written(test)
    editions.publish(store, "monthly", AUGUST, tier="subdistrict", within="110101")
    test = page("ranking", store.path, area="110101", tier="subdistrict", period="2018-08")
    assert "已发布：e000001" in written(test)
    assert "尚未发布" in written(page("roll_call", store.path, period="2018Q2"))


ACCESS = r"""
user_claim = "email"
role_claim = "groups"
[[grant]]
value = '(\d{6})'
role = "district"
areas = ['\1']
"""


def test_a_district_reads_its_own_row_contests_it_and_decides_nothing(page, store, written, tmp_path, monkeypatch):
    draft = editions.draft(store, "monthly", AUGUST, by="王")
    other = editions.draft(store, "monthly", AUGUST, tier="subdistrict", within="110102")
    editions.object_to(store, draft.id, unit="110102", reason="西边的事", by="西")
    (tmp_path / "access.toml").write_text(ACCESS, encoding="utf-8")
    monkeypatch.setenv("LASTMILE_ACCESS", str(tmp_path / "access.toml"))
    told = {"email": "someone@110101", "groups": ["110101"], "iat": time.time()}
    monkeypatch.setattr(gate, "claims", lambda: told)
    test = page("editions", store.path, area="110101", period="2018-08", edition=draft.id)
    assert not test.exception
    assert "东城区" in written(test) and "西城区" not in written(test)
    assert not [each.label for each in test.button if each.label.startswith(("起草", "批准", "封存", "撤回"))]
    assert not test.get("download_button")
    test = page("editions", store.path, area="110101", period="2018-08", edition=draft.id, part="objections")
    assert "西边的事" not in written(test)
    test.text_area[0].set_value("东边的事")
    button(test, "提交申诉").click().run()
    filed = editions.listed(store)[0]["objections"][-1]
    assert (filed["reason"], filed["filed"]["by"]) == ("东边的事", "someone@110101")
    test = page("editions", store.path, area="110101", period="2018-08", edition=other.id)
    assert not test.exception
    assert "110102" not in written(test)


def test_each_block_stands_under_its_own_heading(page, store, written):
    edition = editions.opened(store, editions.publish(store, "monthly", AUGUST).id)
    told = written(page("editions", store.path, period="2018-08", edition=edition.id))
    table = told[told.index("<thead>") :]
    headings = re.findall(r"<th[^>]*>(.*?)</th>", table)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", table[table.index("<tbody>") :])
    blocks, row = edition.scorecard.blocks, min(edition.document["rows"], key=lambda each: each["rank"] or 99)
    assert len({row["blocks"][block.id] for block in blocks}) == len(blocks)
    assert [block.id for block in blocks] != sorted(block.id for block in blocks)
    for block in blocks:
        assert cells[headings.index(block.label["zh"])] == f"{row['blocks'][block.id]:.2f}"
