"""What a test of access has tried, by kind (pages, files, frames, commands, addresses): written beside its result."""

from __future__ import annotations

from collections import Counter

TRIED: Counter[str] = Counter()
