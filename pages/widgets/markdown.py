"""Text from the data or the address where Streamlit takes Markdown: shown as it is, never as a link or a picture."""

from __future__ import annotations

import re

_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")


def plain(value: object) -> str:
    """The text with every sign that Markdown could take for its own escaped; on one line."""
    return _SIGNS.sub(r"\\\1", " ".join(str(value).split()))
