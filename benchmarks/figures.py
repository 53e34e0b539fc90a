"""What a benchmark says of one comparison."""

from __future__ import annotations

import resource

Figures = dict[str, float | str]


def figures(
    ours: float, peer: float, peer_name: str, required: float, rss_mb: float | None = None, spread: float = 0.0
) -> Figures:
    """Ours and the peer's (seconds, unless the peer's name says what), the ratio peer/ours and the ratio required.

    rss_mb is the most memory our side held, measured apart, else the most that this process has held so far.
    """
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 if rss_mb is None else rss_mb
    return {
        "ours": ours,
        "peer": peer,
        "peer_name": peer_name,
        "ratio": peer / max(ours, 1e-9),
        "required": required,
        "rss_mb": round(held, 1),
        "spread": round(spread, 2),
    }


def limit(ours: float, most: float, what: str) -> Figures:
    """Ours against the most it may be: the ratio is 1 or more where it holds."""
    return figures(ours, most, f"the limit: {what}", 1.0)
