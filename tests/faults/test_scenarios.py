"""Every fault of scenarios.py is survived."""

import pytest

from tests.faults.scenarios import SCENARIOS, CannotTry


@pytest.mark.parametrize("what", SCENARIOS)
def test_survives(tmp_path, what):
    try:
        SCENARIOS[what](tmp_path)
    except CannotTry as reason:
        pytest.skip(str(reason))
