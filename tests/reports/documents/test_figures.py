"""The figures in every file are those of the ranking, read back from the file itself."""

from __future__ import annotations

import re

import docx
import openpyxl
import pptx
import pypdf
import pytest

from analytics.scoring import rank, roll_call

KINDS = {
    "city": {},
    "district": {"tier": "subdistrict", "within": "110101"},
    "quarter": {"kind": "quarterly", "period": "2018Q3", "card": "cases_only"},
    "cases": {"tier": "subdistrict", "kind": "quarterly", "period": "2018Q3", "card": "cases_only"},
}


def word_tables(buffer):
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in docx.Document(buffer).tables]


def table_with(tables, *headings):
    """The first table under these headings, as one dict a row."""
    for head, *rows in tables:
        if set(headings) <= set(head):
            return [dict(zip(head, row, strict=True)) for row in rows]
    raise AssertionError(f"no table with {headings}")


def expected_places(basis):
    """What the notice's ranking has to say of each unit, from the verb's own document."""
    found = {}
    for row in basis.ranking.as_json()["rows"]:
        ranked = row["rank"] is not None
        found[basis.names[row["unit"]]] = (
            str(row["rank"]) if ranked else "未排名",
            f"{row['score']:.2f}" if ranked else {"too_few": "数量过少", "no_data": "数据不足"}[row["status"]],
            f"{row['rank_low']}–{row['rank_high']}" if ranked else "—",
            moved(row["movement"]), moved(row["year_on_year"]),
        )  # fmt: skip
    return found


def moved(places):
    if places is None:
        return "—"
    return "持平" if places == 0 else f"{'↑' if places > 0 else '↓'}{abs(places)}"


def told_places(rows):
    names = ("名次", "得分", "名次区间", "环比名次", "同比名次")
    return {row["单位"]: tuple(row[name] for name in names) for row in rows}


@pytest.mark.parametrize("kind", KINDS)
def test_word_gives_the_ranking(made, kind):
    basis, buffer = made("docx", **KINDS[kind])
    assert told_places(table_with(word_tables(buffer), "名次区间", "环比得分")) == expected_places(basis)


def test_word_gives_every_indicator(made):
    basis, buffer = made("docx")
    lines = iter(table_with(word_tables(buffer), "项目", "按期处置率（10）"))
    for row in basis.ranking.as_json()["rows"]:
        now = list(next(lines).values())
        next(lines), next(lines)
        assert now[0] == basis.names[row["unit"]]
        values = [each["value"] for each in row["indicators"]]
        shares = [each["indicator"].endswith(("_rate", "_share", "_coverage", "_compliance", "_progress"))
                  for each in row["indicators"]]  # fmt: skip
        assert now[2:] == ["无数据" if value is None else f"{value * 100:.2f}%" if share else f"{value:.2f}"
                           for value, share in zip(values, shares, strict=True)]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_the_workbook_gives_the_ranking_as_numbers(made, kind):
    basis, buffer = made("xlsx", **KINDS[kind])
    book = openpyxl.load_workbook(buffer)
    grid = [[cell.value for cell in row] for row in book["排名"].iter_rows()]
    top = next(place for place, row in enumerate(grid) if row[0] == "名次")
    rows = {line[1]: dict(zip(grid[top], line, strict=True)) for line in grid[top + 1 :]}
    for row in basis.ranking.as_json()["rows"]:
        line = rows[row["unit"]]
        assert (line["名次"], line["得分"], line["较上期"], line["较上年同期"]) == (
            row["rank"], row["score"], row["movement"], row["year_on_year"])  # fmt: skip
        blocks = [line[block.label["zh"]] for block in basis.ranking.scorecard.blocks]
        assert blocks == [value and pytest.approx(value, rel=1e-12) for value in row["blocks"].values()]


def test_comparisons_are_differences_of_the_periods_own_rankings(made, version):
    """The score's change is this ranking's score less that of a ranking of the month before, made by itself."""
    basis, buffer = made("docx", "quarterly", "2018Q3", "subdistrict", "110101", "cases_only")
    before = rank(version, "2018Q2", "subdistrict", "110101", None, "cases_only")
    scores = {row["unit"]: row["score"] for row in before.as_json()["rows"]}
    lines = table_with(word_tables(buffer), "名次区间", "环比得分")
    told = {row["单位"]: row["环比得分"] for row in lines}
    for row in basis.ranking.as_json()["rows"]:
        change = f"{round(row['score'] - scores[row['unit']], 2):+.2f}".replace("-", "−")
        assert told[basis.names[row["unit"]]] == change


def test_what_is_handed_over_is_compared_with_the_quarters_before(made, version):
    basis, buffer = made("docx", "quarterly", "2018Q3", card="quarterly")
    then = {(line["unit"], line["line"]): line["score"] for line in roll_call(version, "2018Q2")["transfer"]}
    now = {(line["unit"], line["line"]): line["score"] for line in roll_call(version, "2018Q3")["transfer"]}
    table = next(rows for rows in word_tables(buffer) if "街巷长制" in rows[0])
    assert table[0].count("环比") == table[0].count("同比") == 3
    compared = 0
    for row in table[1:]:
        unit = next(unit for unit, name in basis.names.items() if name == row[0])
        for line, label in (("chiefs", "街巷长制"), ("stewards", "小巷管家"), ("grid_management", "网格化管理")):
            place, pair = table[0].index(label), (now[unit, line], then[unit, line])
            difference = None if None in pair else round(pair[0] - pair[1], 2)
            change = "—" if difference is None else f"{difference:+.2f}".replace("-", "−") if difference else "0.00"
            assert row[place + 1] == change
            compared += None not in pair
    assert compared


def slide_tables(buffer):
    deck = pptx.Presentation(buffer)
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]


@pytest.mark.parametrize("kind", KINDS)
def test_the_slides_give_the_ranking(made, kind):
    basis, buffer = made("pptx", **KINDS[kind])
    assert told_places(table_with(slide_tables(buffer), "名次区间", "环比得分")) == expected_places(basis)


def test_the_chart_is_powerpoints_own_and_starts_at_zero(made):
    basis, buffer = made("pptx", **KINDS["cases"])
    charts = [shape.chart for slide in pptx.Presentation(buffer).slides for shape in slide.shapes if shape.has_chart]
    ranked = [row for row in basis.ranking.as_json()["rows"] if row["rank"]]
    assert list(charts[0].plots[0].categories) == [basis.names[row["unit"]] for row in ranked]
    assert list(charts[0].plots[0].series[0].values) == [row["score"] for row in ranked]
    assert [chart.value_axis.minimum_scale for chart in charts] == [0] * len(charts)


@pytest.mark.parametrize("kind", KINDS)
def test_the_pdf_gives_the_ranking(made, kind):
    """Every unit's line of the ranking stands in the text as it is written in the other files."""
    basis, buffer = made("pdf", **KINDS[kind])
    said = "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(buffer).pages)
    assert basis.ranking.as_json()["rows"]
    for name, (rank_told, score, span, before, year) in expected_places(basis).items():
        in_group = r"(\d+|—)?"  # stands between unit and score where there are groups
        line = re.escape(rank_told + name) + in_group + re.escape(score + span + before + year)
        assert re.search(line.replace(r"\ ", ""), said), name
