"""Whatever the bytes, a file is read or refused; no reader falls over, and the rows add up to an independent count."""

import gzip

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intake.bad import shapes, texts, workbooks
from tests.intake.reading import read

GOOD = {
    "cases.csv": (texts.HEADER + texts.ROW * 3).encode(),
    "cases.csv.gz": gzip.compress((texts.HEADER + texts.ROW * 3).encode(), mtime=0),
    "cases.xlsx": workbooks.book([workbooks.HEADER, workbooks.GOOD]),
    "areas.geojson": shapes.geojson(shapes.feature("a", shapes.TRIANGLE), shapes.feature("b", None)),
    "areas.zip": shapes.shapefile(),
}
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("name", GOOD)
@FEW
@given(data=st.data())
def test_a_file_with_some_bytes_changed_is_read_or_refused(tmp_path, name, data):
    content = bytearray(GOOD[name])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
        content = content or bytearray(b"x")
    report = read(tmp_path, name, bytes(content)).report
    assert report.status in ("ok", "refused")
    assert report.message_zh and report.message_en


CELLS = st.text(st.characters(exclude_characters="\r\n\0\x1a", exclude_categories=("Cs",)), max_size=12)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=8)


@FEW
@given(rows=ROWS, encoding=st.sampled_from(["utf-8", "utf-16"]))
def test_any_letters_in_any_cells_are_rows_that_add_up(tmp_path, rows, encoding):
    """Counted independently: every row is written on a line of its own, every cell quoted."""
    header = "案件编号,案件来源,上报时间,问题描述"
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    outcome = read(tmp_path, "cases.csv", ("\n".join([header, *lines]) + "\n").encode(encoding))
    report = outcome.report
    if report.status == "ok":
        # A row that is a better header than ours is taken for one: only then is something above it.
        assert report.read == len(rows) or report.read == len(rows) + 1
        assert report.read == report.accepted + report.refused + report.non_data
        kept = [row["_line"] for row in outcome.accepted] + [row["line"] for row in outcome.refused]
        assert len(set(kept)) == len(kept) == report.accepted + report.refused
