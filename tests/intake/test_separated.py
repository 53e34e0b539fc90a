"""Separated text: encodings, separators, titles, totals, ragged rows, lines; the fast path equals the exact one."""

import gzip

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.intake import blocks, converting, encodings, ordinary, separated
from tests.intake.reading import CASES, outcomes, read

ROW = "c1,inspector,2018-09-17 08:30:00"
CHINESE = "案件编号,案件来源,上报时间,问题描述\nc1,小巷管家,2018年9月17日 8时30分,大栅栏堆物\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("packed", [False, True])
def test_encodings(tmp_path, encoding, packed):
    content = CHINESE.encode(encoding)
    outcome = read(tmp_path, "cases.csv.gz" if packed else "cases.csv", gzip.compress(content) if packed else content)
    assert outcome.report.accepted == 1
    assert outcome.column("description") == ["大栅栏堆物"]


def test_a_broken_byte_does_not_change_the_encoding(tmp_path):
    content = (CHINESE + "c2,热线,2018-09-17,胡同里有乱停车的情况\n" * 40).encode()
    outcome = read(tmp_path, "cases.csv", content.replace("胡同".encode(), b"\xe8\x83", 1))
    assert outcome.report.accepted == 41
    assert outcome.column("description")[2] == "胡同里有乱停车的情况"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(tmp_path, separator, newline):
    outcome = read(tmp_path, "cases.csv", newline.join([CASES, ROW, ROW]).replace(",", separator))
    assert [row["_line"] for row in outcome.accepted] == [2, 3]


def test_titles_blanks_totals_and_repeated_headers_are_no_data(tmp_path):
    lines = ["2018年9月案件明细表", "", CASES, ROW, "", "合 计：,,", CASES, ROW, " , ,", "Total,2,", "小计（件）,,"]
    outcome = read(tmp_path, "cases.csv", "\n".join(lines) + "\n")
    report = outcome.report
    assert (report.read, report.accepted, report.refused, report.non_data) == (10, 2, 0, 8)
    assert [row["_line"] for row in outcome.accepted] == [4, 8]


def test_a_header_in_the_other_language_is_no_data(tmp_path):
    outcome = read(tmp_path, "cases.csv", f"{CASES}\n案件编号,案件来源,上报时间\n{ROW}\n案件编号,热线,2018-09-17\n")
    assert (outcome.report.non_data, outcome.report.accepted) == (1, 2)


@pytest.mark.parametrize("total", ["合计,40,", "小计：,,", "总计,,2"])
def test_a_total_that_fills_all_that_a_register_asks_for_is_no_data(tmp_path, total):
    found = read(tmp_path, "people.csv", f"person_id,name,org\np1,总数,o1\n{total}\n").report
    assert (found.read, found.accepted, found.non_data) == (2, 1, 1)


def test_a_complete_row_that_starts_with_a_word_of_totals_is_data(tmp_path):
    assert read(tmp_path, "cases.csv", f"{CASES}\n合计,inspector,2018-09-17\n").report.accepted == 1


def test_two_merged_header_rows(tmp_path):
    outcome = read(
        tmp_path, "cases.csv", "案件,,处理过程,,备注\n编号,来源,上报时间,立案时间,\nc1,热线,2018-09-17,2018-09-18,x\n"
    )
    assert outcome.report.columns_present == ("case_id", "source", "reported_at", "filed_at")
    assert (outcome.report.read, outcome.accepted[0]["_line"]) == (1, 3)


def test_line_numbers_count_line_breaks_inside_quotes(tmp_path):
    lines = f'{CASES},description\n{ROW},"one\ntwo\r\nthree"\n{ROW},x\n\n{ROW.replace("inspector", "?")},y\n'
    outcome = read(tmp_path, "cases.csv", lines)
    assert [row["_line"] for row in outcome.accepted] == [2, 5]
    assert [row["line"] for row in outcome.refused] == [7]
    assert outcome.column("description")[0] == "one\ntwo\r\nthree"


def test_ragged_rows_lose_nothing(tmp_path):
    outcome = read(tmp_path, "cases.csv", f"{CASES},description\n{ROW}\n{ROW},d,,\nc2,inspector\n{ROW},d,,e\n")
    assert outcome.report.accepted == 2
    assert outcome.codes == ["missing_required", "bad_columns"]


def test_header_only_is_a_file_without_rows(tmp_path):
    report = read(tmp_path, "cases.csv", CASES).report
    assert (report.status, report.read, report.columns_present) == ("ok", 0, ("case_id", "source", "reported_at"))


WORDS = st.sampled_from(
    ["", " ", "c1", "inspector", "热线", "2018-09-17", "2018-09-17 08:30:00", "合计", "x y", "\u3000", "1E+14", "é"]
)
TABLES = st.lists(st.lists(WORDS, min_size=0, max_size=5), max_size=12)
QUOTED = st.sampled_from(
    ['"', '""', 'a"b', '"a,b"', '"a""b"', ' "a"', '"a" ', '"a"b', '"inspector"', "\t", "\0", '"a\nb"']
)
QUIET = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUIET
@given(rows=TABLES, last_newline=st.booleans())
def test_every_row_is_accounted_for(tmp_path, rows, last_newline):
    lines = [CASES, *(",".join(row) for row in rows)]
    outcome = read(tmp_path, "cases.csv", "\n".join(lines) + ("\n" if last_newline or not lines[-1] else ""))
    assert outcome.report.read == len(rows)
    seen = [row["_line"] for row in outcome.accepted] + [row["line"] for row in outcome.refused]
    assert len(set(seen)) == len(seen)
    assert set(seen) <= set(range(2, len(rows) + 2))


@QUIET
@given(rows=st.lists(st.lists(WORDS | QUOTED, min_size=3, max_size=3), max_size=12))
def test_the_fast_path_gives_the_same(tmp_path, monkeypatch, rows):
    text = "\n".join([CASES, *(",".join(row) for row in rows)]) + "\n"
    with monkeypatch.context() as patched:
        patched.setattr(ordinary, "applies", lambda rule: False)
        exact = read(tmp_path, "cases.csv", text)
    for fast_from in (separated.FAST_FROM_BYTES, 0):
        monkeypatch.setattr(separated, "FAST_FROM_BYTES", fast_from)
        fast = outcomes([tmp_path / "cases.csv"], tmp_path)[0]
        monkeypatch.undo()
        assert (fast.accepted, fast.refused, fast.issues) == (exact.accepted, exact.refused, exact.issues)
        assert fast.report.non_data == exact.report.non_data


def test_the_fast_path_is_taken_for_a_clean_file(tmp_path, monkeypatch):
    monkeypatch.setattr(separated, "FAST_FROM_BYTES", 0)
    monkeypatch.setattr(separated.Unread, "_exact", None)
    monkeypatch.setattr(converting, "statement", None)
    lines = ["九月", CASES, *[ROW] * 4, ROW.replace("c1", '"c,1"')]
    outcome = read(tmp_path, "cases.csv", "\r\n".join(lines) + "\r\n")
    assert [row["_line"] for row in outcome.accepted] == [3, 4, 5, 6, 7]
    assert outcome.column("case_id") == ["c1"] * 4 + ["c,1"]


def test_a_block_that_is_not_plain_costs_only_itself(tmp_path, monkeypatch):
    """Line breaks in cells, ragged lines, bad times: the blocks around are read as usual, and every line is right."""
    monkeypatch.setattr(separated, "FAST_FROM_BYTES", 0)
    monkeypatch.setattr(blocks, "_BLOCK_BYTES", 200)
    times = ["2018-09-17 08:30:00", "2018/9/17 8:30", "2018年9月17日", "nonsense"]
    lines, expected, number = [f"{CASES},description"], {}, 2
    for i in range(300):
        description = '"one\ntwo"' if i % 37 == 5 else "x,y" if i % 53 == 7 else f"第{i}件"
        lines.append(f"c{i},inspector,{times[3] if i % 71 == 0 else times[i // 40 % 3]},{description}")
        expected[f"c{i}"] = number
        number += 1 + ("\n" in description)
    outcome = read(tmp_path, "cases.csv", "\n".join(lines) + "\n")
    good = [f"c{i}" for i in range(300) if i % 71 and i % 53 != 7]
    assert {row["case_id"]: row["_line"] for row in outcome.accepted} == {key: expected[key] for key in good}
    assert {row["reported_at"].date().isoformat() for row in outcome.accepted} == {"2018-09-17"}
    bad = set(expected.values()) - {expected[key] for key in good}
    assert sorted(row["line"] for row in outcome.refused) == sorted(bad)


@pytest.mark.parametrize("late", ["胡同".encode("gb18030"), "胡同".encode(), b"\xe8\x83"])
def test_an_encoding_that_shows_late(tmp_path, monkeypatch, late):
    """The file's beginning is plain ASCII; what comes later is read in the encoding of the whole file."""
    monkeypatch.setattr(encodings, "_CHUNK_BYTES", 100)
    monkeypatch.setattr(separated, "FAST_FROM_BYTES", 0)
    monkeypatch.setattr(blocks, "_BLOCK_BYTES", 200)
    lines = [f"{CASES},description", *[f"{ROW},x"] * 20, *[f"{ROW},院落里有堆物堆料"] * (40 if late[0] == 0xE8 else 0)]
    outcome = read(tmp_path, "cases.csv", "\n".join(lines).encode() + f"\n{ROW},".encode() + late + b"\n")
    assert outcome.column("description")[-1] in ("胡同", "\ufffd")
    assert [row["_line"] for row in outcome.accepted] == list(range(2, len(lines) + 2))
