"""Time limits as people write them: a number, a unit, and what else the text says."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache

from analytics.contract.codes import accepted
from analytics.contract.schema import DATA


def parse_limit(text: object) -> tuple[float, str, str] | None:
    """(value, unit, note) of a limit's text: the unit as in cases.limit_unit, the note what else it says (or "").

    The words of the units are the enumeration limit_unit of codes.toml. Full-width characters and blanks do not matter.
    None where the text has no number with a unit behind it, or a second number after it (a limit in two units).
    """
    squeezed = re.sub(r"\s", "", unicodedata.normalize("NFKC", str(text))).lower()
    match = _pattern().search(squeezed)
    if not match:
        return None
    before, after = squeezed[: match.start()], squeezed[match.end() :]
    if re.search(r"[0-9]", before + after):
        return None
    return float(match["value"]), _units()[match["unit"]], before + after


@cache
def _units() -> dict[str, str]:
    return {text.lower().replace(" ", ""): code for text, code in accepted("limit_unit").items()}


@cache
def _pattern() -> re.Pattern[str]:
    with (DATA / "calendar" / "limit_words.toml").open("rb") as file:
        words = tomllib.load(file)
    # The longest first: the word for "hour" is the end of the word for "work hour".
    units = "|".join(re.escape(text) for text in sorted(_units(), key=len, reverse=True))
    before, after = ("|".join(re.escape(word) for word in words[name]) for name in ("before_unit", "after_unit"))
    return re.compile(rf"(?P<value>[0-9]+(?:\.[0-9]+)?)(?:{before})?(?P<unit>{units})(?:{after})?")
