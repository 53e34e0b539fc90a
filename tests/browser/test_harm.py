"""Nothing from the data or the address runs, on any page, in either language; what is taken away holds no formula."""

import io
import zipfile
from urllib.parse import quote

import openpyxl
import pytest

from tests.browser.conftest import serve
from tests.browser.harm import HARM, make_harmful_store
from tests.browser.test_pages import PAGES

pytestmark = pytest.mark.walk
NAMES = (
    "area", "period", "as_of", "scorecard", "tier", "unit", "major", "source", "case", "person", "alley",
    "import",
)  # fmt: skip


@pytest.fixture(scope="module")
def harmful_server(tmp_path_factory):
    yield from serve(make_harmful_store(tmp_path_factory.mktemp("harm")).path)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_from_the_data_or_the_address_runs(watch, harmful_server, name):
    watched = watch(harmful_server)
    watched.open(f"{name}?lang=zh&area=110101&period=2018-09")
    for frame in watched.page.frames[1:]:
        for shape in frame.locator("path.leaflet-interactive").all()[:3]:
            shape.hover(force=True)
    _unharmed(watched)
    _take_away(watched)
    harm = quote(HARM)
    watched.open(f"{name}?lang=en&" + "&".join(f"{each}={harm}" for each in NAMES))
    _unharmed(watched)


def test_the_harm_is_really_there(watch, harmful_server):
    watched = watch(harmful_server)
    watched.open("?area=110101&period=2018-09&tier=subdistrict")
    assert "document.title='harmed'" in watched.page.locator("body").inner_text()


def _unharmed(watched) -> None:
    assert watched.page.title() != "harmed"
    assert all(frame.evaluate("document.title") != "harmed" for frame in watched.page.frames)
    assert watched.outside == []
    assert watched.page.locator('[data-testid="stException"]').count() == 0


def _take_away(watched) -> None:
    """Takes what the page offers for download, and looks into it."""
    for button in watched.page.get_by_test_id("stDownloadButton").all()[:4]:
        # A button may have a second one for help inside.
        first = button.locator("button").first
        if first.is_visible() and first.is_enabled():
            with watched.page.expect_download(timeout=120_000) as waited:
                first.click()
            _check_content(waited.value.suggested_filename, waited.value.path().read_bytes())


def _check_content(name: str, content: bytes) -> None:
    if name.endswith(".xlsx"):
        for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
            formulas = [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
            assert [each for each in formulas if "1+1" in str(each)] == []
    elif zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert not any(b"<script>document" in archive.read(entry) for entry in archive.namelist())
    elif name.endswith(".csv"):
        text = content.decode("utf-8-sig")
        assert not any(line.startswith("=") or ",=" in line for line in text.splitlines())
