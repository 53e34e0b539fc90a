"""What a benchmark says of one comparison."""

from __future__ import annotations

import resource

Figures = dict[str, float | str]


def figures(ours: float, peer: float, peer_name: str, required: float) -> Figures:
    """Ours and the peer's (seconds, unless the peer's name says what), the ratio peer/ours and the ratio required.

    rss_mb is the most memory this process has held so far, in MB.
    """
    return {
        "ours": ours,
        "peer": peer,
        "peer_name": peer_name,
        "ratio": peer / max(ours, 1e-9),
        "required": required,
        "rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }
