"""The methods document: indicators, scorecards and roll-call, made from the data that define them.

`python -m analytics.reports.methods` writes docs/methods.md and docs/methods.zh.md anew.
"""

from __future__ import annotations

from pathlib import Path

from analytics.indicators import methods_markdown
from analytics.scoring.methods import roll_call_markdown, scorecards_markdown

DOCS = Path(__file__).resolve().parents[2] / "docs"
FILES = {"en": DOCS / "methods.md", "zh": DOCS / "methods.zh.md"}


def methods_document(language: str) -> str:
    """The whole document as Markdown in 'zh' or 'en'."""
    parts = [methods_markdown(language), scorecards_markdown(language), roll_call_markdown(language)]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    for name, path in FILES.items():
        path.write_text(methods_document(name), encoding="utf-8")
