"""Codes, classes and tags: texts that files hold → codes, and the labels of codes."""

import re

import pytest

from analytics.contract import codes
from analytics.contract.messages import message, templates


@pytest.mark.parametrize("enumeration", codes.enumerations())
def test_codes_and_labels_are_accepted_and_mean_one_code(enumeration):
    accepted = codes.accepted(enumeration)
    for code in codes.codes(enumeration):
        for language in ("zh", "en"):
            assert accepted[codes.label(enumeration, code, language).lower()] == code
        assert accepted[code] == code


def test_enumerations_of_the_contract():
    assert codes.codes("source") == (
        "inspector", "alley_chief", "steward", "hotline", "citizen", "video", "media", "upper_check", "whistle",
        "department", "other",
    )  # fmt: skip
    assert codes.codes("tier") == ("city", "district", "subdistrict", "community")
    assert codes.label("tier", "alley", "zh") == "街巷"
    assert codes.label("tier", "beyond", "en") == "beyond"


def test_the_two_schemes_disagree_on_events_four_and_five():
    classes = codes.classes()
    assert classes["cjt214", "event", "04"]["zh"] == classes["gbt30428", "event", "05"]["zh"] == "突发事件"
    assert classes["cjt214", "event", "05"]["zh"] == classes["gbt30428", "event", "04"]["zh"] == "街面秩序"


def test_every_tag_belongs_to_one_family():
    families = [codes.accepted_tags(family) for family in codes.tag_families()]
    assert codes.tag_families() == ["key_area", "crowded_place", "key_content"]
    assert sum(map(len, families)) == len(set().union(*families))


@pytest.mark.parametrize("code", templates())
def test_messages_name_the_same_things_in_both_languages(code):
    words = templates()[code]
    zh, en = (set(re.findall(r"{(\w+)}", words[language])) for language in ("zh", "en"))
    assert zh == en
    said = message(code, **dict.fromkeys(zh, ("甲", "A")))
    assert "{" not in "".join(said) and (not zh or ("甲" in said[0] and "A" in said[1]))
