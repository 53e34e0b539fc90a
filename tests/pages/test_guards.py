"""Pages reach the store and the reader's disk by one way each, which knows who is reading."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Who may name the whole store: the gate itself, editions (made from all of it), and the page that needs the right to
# import.
WHOLE_STORE = {"widgets/gate.py", "widgets/store.py", "widgets/edition_answers.py", "importing.py"}
FILES = sorted((ROOT / "pages").rglob("*.py"))


def called(path: Path) -> set[str]:
    """The names of what a file calls, as written: `st.download_button`, `Store`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_files_leave_through_downloads(path: Path) -> None:
    if path.name != "downloads.py":
        assert "st.download_button" not in called(path), "use pages.widgets.downloads.button: exports are written down"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_versions_come_from_the_gate(path: Path) -> None:
    if str(path.relative_to(ROOT / "pages")) not in WHOLE_STORE:
        assert not {"Store", "Version"} & called(path), "pages.widgets.store gives what the reader may see"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_answers_are_remembered_by_version_and_scope(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.FunctionDef):
            continue
        cached = any("st.cache_" in ast.unparse(each) for each in node.decorator_list)
        names = [each.arg for each in (*node.args.args, node.args.vararg) if each]
        if cached and any(name in ("_version", "_view", "_store") for name in names):
            keys = {"version_id", "version_key", "key", "store_key"}
            assert keys & set(names), f"{node.name} remembers answers without the version's key"
