"""The verb `audit`: who signed in, exported, published or looked at personal data."""

from __future__ import annotations

import argparse
from typing import Any

from analytics.contract.labels import both


def audit(options: argparse.Namespace) -> tuple[list[dict[str, Any]], int]:
    """Every line of the audit trail, oldest first; refused where a line is not what was written."""
    from analytics.access.audit import Trail
    from analytics.access.chain import BrokenChain
    from analytics.commands.running import Refused
    from analytics.store.versions import Store

    try:
        return Trail(Store(options.store).path).entries(), 0
    except BrokenChain as error:
        raise Refused(both("refusals.trail_changed", reason=error)) from error
