"""Documents in JSON's own types, and the one way in which each is written: what is sealed is these bytes."""

from __future__ import annotations

import hashlib
import json
import math
from datetime import date, datetime
from typing import Any


def plain(value: Any) -> Any:
    """The value in JSON's own types: no NaN, times as ISO text, numpy scalars as Python numbers."""
    if isinstance(value, dict):
        return {str(name): plain(entry) for name, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    if isinstance(value, datetime | date):
        return None if str(value) == "NaT" else value.isoformat()
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bytes):
        return value.hex()
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return None if str(value) in ("NaT", "<NA>") else str(value)


def canonical(document: Any) -> bytes:
    """The document as canonical JSON in UTF-8: keys sorted, no spaces, floats in the shortest form that reads back.

    Minus zero is zero. Neither locale nor time zone plays a part. The same document gives the same bytes, and
    `canonical(json.loads(canonical(x))) == canonical(x)`.
    """
    written = json.dumps(
        _unsigned_zeros(plain(document)), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    # A lone surrogate cannot be written in UTF-8; as an escape it can.
    return written.encode("utf-8", errors="backslashreplace")


def digest(document: Any) -> str:
    """SHA-256 of the document's canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(document)).hexdigest()


def _unsigned_zeros(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _unsigned_zeros(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [_unsigned_zeros(entry) for entry in value]
    return 0.0 if isinstance(value, float) and value == 0 else value
