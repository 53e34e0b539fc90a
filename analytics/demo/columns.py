"""Arrow columns made from numpy arrays without a Python loop: identifiers, codes, times, days.

Times are seconds, days are days since 1970-01-01, both int64; MISSING stands for "not there" and becomes null.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

MISSING = np.iinfo(np.int64).min


def identifiers(prefix: str, numbers: np.ndarray, width: int) -> pa.Array:
    """Prefix and number padded with zeros to `width` digits; MISSING numbers are null."""
    numbers = np.asarray(numbers, dtype=np.int64)
    present = numbers != MISSING
    letters = np.frombuffer(prefix.encode(), dtype=np.uint8)
    text = np.empty((len(numbers), len(letters) + width), dtype=np.uint8)
    text[:, : len(letters)] = letters
    rest = np.where(present, numbers, 0)
    for place in range(len(letters) + width - 1, len(letters) - 1, -1):
        rest, digit = np.divmod(rest, 10)
        text[:, place] = digit + ord("0")
    if rest.any():
        raise ValueError(f"a number has more than {width} digits")
    offsets = np.arange(len(numbers) + 1, dtype=np.int32) * text.shape[1]
    bits = None if present.all() else pa.py_buffer(np.packbits(present, bitorder="little"))
    buffers = [bits, pa.py_buffer(offsets), pa.py_buffer(text)]
    return pa.Array.from_buffers(pa.string(), len(numbers), buffers, int((~present).sum()))


def codes(values: Sequence[str], index: np.ndarray) -> pa.Array:
    """`values[index]` as text; an index below 0 is null. Values may repeat."""
    number = {value: place for place, value in enumerate(dict.fromkeys(values))}
    # A dictionary with repeated values is written to Parquet in bytes that vary from run to run.
    place = np.array([number[value] for value in values], dtype=np.int32)
    index = np.asarray(index, dtype=np.int32)
    return pa.DictionaryArray.from_arrays(
        pa.array(place[np.maximum(index, 0)], mask=index < 0), pa.array(list(number), pa.string())
    )


def times(seconds: np.ndarray) -> pa.Array:
    """Local civil times without a zone."""
    return _stamps(seconds, np.int64, pa.timestamp("s"))


def days(numbers: np.ndarray) -> pa.Array:
    """Dates."""
    return _stamps(numbers, np.int32, pa.date32())


def numbers(values: np.ndarray, where: np.ndarray | None = None) -> pa.Array:
    """Numbers or booleans; null where `where` is False, where a float is NaN or an int64 is MISSING."""
    values = np.asarray(values)
    if where is None:
        if values.dtype.kind == "f":
            where = ~np.isnan(values)
        elif values.dtype == np.int64:
            where = values != MISSING
    return pa.array(values, mask=None if where is None else ~where)


def _stamps(values: np.ndarray, width: type, kind: pa.DataType) -> pa.Array:
    values = np.asarray(values, dtype=np.int64)
    absent = values == MISSING
    return pa.array(np.where(absent, 0, values).astype(width), mask=absent).cast(kind)
