"""Links and pictures of the documents lead somewhere; every page has its picture in the README."""

import ast
from pathlib import Path

import pytest

from tests.docs.reading import ROOT, anchor, documents, headings, links, name

PAGES = next(
    ast.literal_eval(node.value)
    for node in ast.parse((ROOT / "dashboard.py").read_text(encoding="utf-8")).body
    if isinstance(node, ast.Assign) and node.targets[0].id == "PAGES"
)


@pytest.mark.parametrize("path", documents(), ids=name)
def test_links_lead_somewhere(path: Path) -> None:
    broken = []
    for target in links(path.read_text(encoding="utf-8")):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        file, _, place = target.partition("#")
        found = path.parent / file if file else path
        known = found.exists() and (not place or place in {
            anchor(words) for _, words in headings(found.read_text(encoding="utf-8"))})
        if not known:
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("page", [page for section in PAGES.values() for page in section])
def test_every_page_has_its_picture_in_the_readme(page: str) -> None:
    readme = ROOT / "README.md"
    assert f"docs/screenshots/{page}.png" in links(readme.read_text(encoding="utf-8"))
