"""Colours by computation: apart for every reader, and read on every ground, by day and by night."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from analytics.contract.map_settings import colours
from pages.widgets import look, screen
from tests.pages.colours import ciede2000, closest, contrast

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "pages"
THEMES = {"light": lambda colour: colour, "dark": screen.night}
HEX = re.compile("#[0-9a-fA-F]{6}(?![0-9a-fA-F])")
STATUS = [colour for colour, _ in look.STATUS.values()]
# Least CIEDE2000 difference under usual sight, protanopia, deuteranopia and tritanopia. 2.3 is just noticeable; what a
# legend tells apart at some distance needs several times that. The many classes of hot spots also stand in words.
SETS = {
    "status": (STATUS, 9),
    "series": (list(look.BLOCKS), 10),
    "diverging": (list(look.DIVERGING), 18),
    "sequential": (list(look.SEQUENTIAL), 9),
    "states": (list(colours("states").values()), 15),
    "classes": (list(colours("classes").values()), 4),
}
GROUNDS = (look.PAPER, look.PANEL, look.CHOSEN)
TEXTS = {
    **{f"{ink} on {ground}": (ink, ground) for ground in GROUNDS for ink in
       (look.INK, look.SOFT, look.MUTED, look.ACCENT, *STATUS)},
    **{f"number on {ground}": (look.ink_on(ground), ground) for ground in
       (*look.DIVERGING, *look.SEQUENTIAL, look.ACCENT_SOFT, look.NO_DATA)},
}  # fmt: skip
# Bright or dull enough to be told from either ground as they are.
SAME_IN_BOTH = {"#e69f00", "#009e73", "#cc79a7", "#8a94a1", "#8a97a6", "#a4adb8"}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", SETS)
def test_apart_for_every_reader(name: str, theme: str) -> None:
    shades, least = SETS[name]
    found = closest([THEMES[theme](shade) for shade in shades])
    assert found[0] >= least, found


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", TEXTS)
def test_text_reads_on_its_ground(name: str, theme: str) -> None:
    ink, ground = TEXTS[name]
    assert contrast(THEMES[theme](ink), THEMES[theme](ground)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_marks_stand_out_from_the_paper(theme: str) -> None:
    wear = THEMES[theme]
    for shade in (*STATUS, look.ACCENT, look.DIVERGING[0], look.DIVERGING[-1], look.SEQUENTIAL[-1]):
        assert contrast(wear(shade), wear(look.PAPER)) >= 3


def test_every_colour_of_the_pages_has_its_night() -> None:
    files = [path for path in PAGES.rglob("*") if path.suffix in (".py", ".css") and path.name != "screen.py"]
    named = {shade.lower() for path in files for shade in HEX.findall(path.read_text(encoding="utf-8"))}
    named |= set(colours("states").values()) | set(colours("overlays").values())
    assert named - set(screen.NIGHT) - SAME_IN_BOTH == set()


def test_themes_of_the_server_are_those_of_the_pages() -> None:
    themes = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]
    roles = {"primaryColor": look.ACCENT, "backgroundColor": look.PAPER, "secondaryBackgroundColor": look.PANEL,
             "textColor": look.INK, "linkColor": look.ACCENT, "borderColor": look.RULE}  # fmt: skip
    for name, wear in THEMES.items():
        assert {role: themes[name][role] for role in roles} == {role: wear(shade) for role, shade in roles.items()}
    assert themes["dark"] == {role: screen.night(shade) for role, shade in themes["light"].items()}


def test_what_is_drawn_goes_through_the_screen() -> None:
    for path in PAGES.rglob("*.py"):
        if path.name != "screen.py":
            calls = {ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                     if isinstance(node, ast.Call)}
            assert not {"st.html", "st.plotly_chart"} & calls, f"{path.name}: use pages.widgets.screen"


def test_night_translates_whole_colours_once() -> None:
    assert screen.night("color:#FFFFFF; fill:#1b2530") == "color:#12181f; fill:#e4e9ef"
    assert screen.night("#1b25301") == "#1b25301" and screen.night("#123456") == "#123456"


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [  # from the test data of Sharma, Wu & Dalal 2005
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_ciede2000(one, other, difference: float) -> None:
    assert ciede2000(one, other) == pytest.approx(difference, abs=1e-4)


def test_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("dark", [False, True])
def test_words_of_hot_spot_classes_are_legible(dark: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "is_dark", lambda: dark)
    for kind in ("states", "classes"):
        for shade in colours(kind).values():
            assert contrast(screen.legible(shade), screen.worn(look.PAPER)) >= 4.5
