"""What a test of access has tried, by kind: pages, files, frames, words. Written beside its result (see conftest)."""

from __future__ import annotations

from collections import Counter

TRIED: Counter[str] = Counter()
