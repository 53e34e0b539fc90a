"""Takes the pictures of every page, in both languages and both themes: `make pictures`, or

    python -m docs.pictures --store data/store [--pages overview map] [--out docs/screenshots]

The dashboard runs on a copy of a demo store with one edition in it. A picture is `<page>.png` (Chinese, light) or
`<page>.<language>.<theme>.png`. Ends with 1, and says why, when a page writes an error to the browser's console, asks
anything of another machine, or fails.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from analytics import editions
from analytics.contract.labels import LANGUAGES, text
from analytics.contract.periods import Period
from analytics.store.versions import Store
from tests.browser.conftest import CHROMIUM, FLAGS, ROOT, Watched, serve, watching
from tests.browser.test_pages import SECTIONS

PAGES = [name for pages in SECTIONS for name in pages]
THEMES = ("light", "dark")
_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_SIZE = {"width": 1440, "height": 900}
_COLOURS = 256  # of a picture: some 65 kB a page instead of 200, with the colours of texts and classes as they are
_DRAWN = 1500  # milliseconds that maps and charts take after the page stands still
# What stands in the address besides language: where a page shows more than its first view.
VIEWS = {"editions": "&edition=e000001&period=2018-09", "importing": "&import=i000001"}


def main() -> int:
    """Takes the pictures asked for; 0 when no page did anything wrong."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--store", default=os.environ.get("LASTMILE_STORE", "data/store"))
    asked.add_argument("--out", type=Path, default=ROOT / "docs" / "screenshots")
    asked.add_argument("--pages", nargs="+", choices=PAGES, default=PAGES)
    options = asked.parse_args()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(dir=Path(options.store).resolve().parent, prefix=".pictures_") as folder:
        store = copied(Path(options.store), Path(folder) / "store")
        file = foreign_file(store, Path(folder))
        for address in serve(store.path):
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
                for page, language, theme, watched in opened(browser, address, options.pages):
                    wrong += photograph(page, language, theme, watched, file, options.out)
    write_album(options.out)
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


def copied(source: Path, target: Path) -> Store:
    """A copy of the store, with one edition that a district has contested. Files that never change are linked."""
    shutil.copytree(source, target, copy_function=os.link, ignore=shutil.ignore_patterns("journal", "audit", ".lock"))
    store = Store(target)
    if not editions.listed(store):
        place = {"tier": "subdistrict", "within": "110101"}
        made = editions.draft(store, "monthly", Period.parse("2018-09"), by=_WORDS["by"], **place)
        unit = editions.opened(store, made.id).paper["result"]["rows"][-1]["unit"]
        editions.object_to(store, made.id, unit=unit, **_WORDS["objection"])
    return store


def foreign_file(store: Store, folder: Path) -> Path:
    """A file as another city's system writes it: some cases under other headers, for the import assistant."""
    told = _WORDS["foreign_file"]
    rows = store.version().frame("select * from cases order by case_id desc limit 40", {})
    path = folder / told["name"]
    rows[list(told["columns"])].rename(columns=told["columns"]).to_excel(path, index=False)
    return path


def opened(browser: object, address: str, pages: list[str]) -> Iterator[tuple[str, str, str, Watched]]:
    """Every page in every language and theme, each in a window of its own, still empty."""
    for theme in THEMES:
        for language in LANGUAGES:
            for page in pages:
                context = browser.new_context(viewport=_SIZE, color_scheme=theme)
                yield page, language, theme, watching(context.new_page(), address)
                context.close()


def photograph(page: str, language: str, theme: str, watched: Watched, file: Path, out: Path) -> list[str]:
    """Opens the page, takes its picture, and tells what it did wrong."""
    name = name_of(page, language, theme)
    shown = watched.page
    shown.set_default_timeout(120_000)
    watched.open(f"{'' if page == 'overview' else page}?lang={language}{VIEWS.get(page, '')}")
    if page == "mapping":
        shown.set_input_files("input[type=file]", str(file))
        shown.wait_for_timeout(2 * _DRAWN)
        watched.settle()
    shown.wait_for_function("!document.querySelector('[data-testid=\"stSkeleton\"]')")
    shown.wait_for_load_state("networkidle")
    shown.wait_for_timeout(_DRAWN)
    taken = Image.open(io.BytesIO(shown.screenshot())).convert("RGB")
    taken.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        out / f"{name}.png", optimize=True)
    failed = shown.locator('[data-testid="stException"]').count()
    wrong = [*watched.errors, *(f"asked {each}" for each in watched.outside), *["an exception"] * failed]
    print(f"{name}.png {(out / f'{name}.png').stat().st_size // 1024} kB", flush=True)
    return [f"{name}: {each}" for each in wrong]


def write_album(out: Path) -> None:
    """Writes the page that shows every picture: a row a page, a column a language and theme."""
    kinds = [(language, theme) for theme in THEMES for language in LANGUAGES]
    heads = " | ".join(f"{_WORDS['language'][language]}, {theme}" for language, theme in kinds)
    lines = [f"| page | {heads} |", "|---" * (len(kinds) + 1) + "|"]
    for page in PAGES:
        shown = " | ".join(f"![{page}, {language}, {theme}]({name_of(page, language, theme)}.png)"
                           for language, theme in kinds)  # fmt: skip
        lines.append(f"| {text(f'frame.page.{page}', 'zh')}<br>{text(f'frame.page.{page}', 'en')} | {shown} |")
    told = ("Every page of the dashboard on the demonstration city, 1440 × 900. `make pictures` takes them anew, and\n"
            "fails when a page writes an error to the browser's console or asks anything of another machine.")
    (out / "README.md").write_text(f"# Pictures\n\n{told}\n\n" + "\n".join(lines) + "\n", encoding="utf-8")


def name_of(page: str, language: str, theme: str) -> str:
    """The picture's name without its ending."""
    return page if (language, theme) == (LANGUAGES[0], THEMES[0]) else f"{page}.{language}.{theme}"


if __name__ == "__main__":
    sys.exit(main())
