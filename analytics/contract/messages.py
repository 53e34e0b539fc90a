"""What a reason code says, in Chinese and English, as data/messages.toml words it."""

from __future__ import annotations

import tomllib
from functools import cache

from analytics.contract.schema import DATA


@cache
def templates() -> dict[str, dict[str, str]]:
    """Reason code → {zh, en}, with {names} to be filled in."""
    with (DATA / "messages.toml").open("rb") as file:
        return tomllib.load(file)


def message(code: str, **values: object) -> tuple[str, str]:
    """The (Chinese, English) message of a reason code. A value that is a pair is (Chinese, English) itself.

    Raises KeyError for an unknown code or a missing value.
    """
    words = templates()[code]
    zh, en = ({name: value[i] if isinstance(value, tuple) else value for name, value in values.items()} for i in (0, 1))
    return words["zh"].format(**zh), words["en"].format(**en)
