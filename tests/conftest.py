"""What every test may rely on."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture
def boston_files() -> Path:
    """The folder of Boston's 2011 files; the test is skipped where it is absent."""
    folder = SHARED / "boston"
    if not folder.exists():
        pytest.skip("Boston's files are not on this machine (shared/data/boston)")
    return folder
