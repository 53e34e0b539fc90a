"""The pages of the meeting: four quarters, comments, roll-out, an alley's months, trials, slides for the hall."""

from collections import defaultdict

import pytest

from analytics.scoring import rank, roll_call
from analytics.scoring.naming import group_ends
from analytics.scoring.settings import settings
from analytics.store.versions import Store
from pages.widgets import call_slides, slides


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("section", ["call", "quarters", "comment", "roll_out", "alley"])
def test_every_section_draws(page, city_store, section: str, language: str) -> None:
    test = page("roll_call", city_store, section=section, lang=language)
    assert not test.exception
    assert test.query_params["section"] == section


def test_four_quarters_show_the_scores_of_each(page, city_store, written) -> None:
    told = written(page("roll_call", city_store, section="quarters"))
    version = Store(city_store).version()
    for quarter in ("2018Q2", "2018Q3"):
        for score in rank(version, quarter, scorecard="quarterly").units["score"].dropna():
            assert f"{score:.1f}" in told


def test_says_of_every_end_of_a_group_whether_it_could_be_chance(page, city_store, written) -> None:
    told = written(page("roll_call", city_store))
    ends = group_ends(rank(Store(city_store).version(), "2018Q3", scorecard="quarterly").now, settings())
    assert ends, "two districts of one group differ"
    for each in ends:
        assert f"的概率 {each.chance:.0%}" in told and f"{each.again:.0%} 仍是" in told
    assert ("可能只是偶然" in told) == any(each.could_be_chance for each in ends)


def test_comment_lists_the_districts_alleys_and_tasks(page, city_store, written) -> None:
    told = written(page("roll_call", city_store, section="comment", district="110102"))
    call = roll_call(Store(city_store).version(), "2018Q3")
    for event in ("downgraded", "restored"):
        for alley in call[event]:
            assert (alley["name"] in told) or alley["unit"] != "110102"
    tasks = [line for line in call["tasks"] if line["unit"] == "110102"]
    assert (f"交办 {len(tasks)} 项" in told) == bool(tasks)


def test_an_alley_opens_into_its_months(page, city_store, written) -> None:
    call = roll_call(Store(city_store).version(), "2018Q3")
    alley = call["downgraded"][0]["alley_id"]
    told = written(page("roll_call", city_store, section="alley", alley=alley))
    assert "2018-09" in told and "▼ 降档" in told and "■ 不达标" in told


def test_another_scorecard_is_a_marked_trial(page, city_store, written) -> None:
    test = page("roll_call", city_store, trial="remediation_only")
    assert not test.exception
    told = written(test)
    assert "不是正式结果" in told
    test.button(key="what_if_reset").click().run()
    assert "trial" not in test.query_params
    assert "不是正式结果" not in written(test)


def test_slides_go_on_and_back_and_say_what_the_roll_call_says(page, city_store, written) -> None:
    test = page("presentation", city_store)
    assert not test.exception
    call = roll_call(Store(city_store).version(), "2018Q3")
    assert "点名" in written(test)
    assert f"<b>{len(call['downgraded'])}</b>" in written(test)
    test.button(key="slide_next").click().run()
    assert test.query_params["slide"] == "2" or test.query_params["slide"] == ["2"]
    assert all(f"{line['score']:.2f}" in written(test) for line in call["districts"] if line["rank"])
    test.button(key="slide_back").click().run()
    assert f"<b>{len(call['downgraded'])}</b>" in written(test)


@pytest.mark.parametrize("slide", ["0", "99", "two"])
def test_a_slide_that_does_not_exist_is_one_that_does(page, city_store, slide: str) -> None:
    assert not page("presentation", city_store, slide=slide, lang="en").exception


def test_a_city_without_alleys_has_slides_too(page, areas_only_store, cases_only_store) -> None:
    for store in (areas_only_store, cases_only_store):
        assert not page("presentation", store).exception
        for section in ("call", "quarters", "comment", "roll_out", "alley"):
            assert not page("roll_call", store, section=section).exception


def test_problems_of_checks_and_of_cases_are_not_counted_together(city_store) -> None:
    version = Store(city_store).version()
    call = roll_call(version, "2018Q3")
    met = (("ten_none", "parking", 30), ("ten_none", "wires", 15), ("case_class", "order", 2000))
    call["prominent_problems"] = [{"kind": kind, "label": {"en": name}, "count": count} for kind, name, count in met]
    shown = call_slides.slides(call, rank(version, "2018Q3", scorecard="quarterly"), defaultdict(str), "en")
    charts = [[(entry.strong, entry.told, entry.bar) for entry in slide.entries]
              for slide in shown if slide.form == "bars"]  # fmt: skip
    assert charts == [[("parking", "30", 1.0), ("wires", "15", 0.5)], [("order", "2,000", 1.0)]]


def test_slides_write_texts_as_they_are() -> None:
    harm = "<img src=x onerror=alert(1)>"
    for form in ("lines", "figures", "bars", "table"):
        entry = slides.Entry(harm, harm, small=[harm], bar=2.0, cells=[harm])
        body = slides._body(slides.Slide(harm, harm, [entry], form=form, headings=[harm]), harm)
        assert "<img" not in body and "&lt;img" in body
        assert "width:200" not in body
