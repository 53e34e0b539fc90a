"""The encoding of a text file, and the file as UTF-8."""

from __future__ import annotations

import codecs
import contextlib
import gzip
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from charset_normalizer import from_bytes

from analytics.intake.files import RefusedFile
from analytics.intake.signatures import UNPACKED_LIMIT_BYTES, without_padding

_CHUNK_BYTES = 1 << 22
_REPLACEMENT = "\ufffd"
# Not a codec: every line is in UTF-8 or GB18030, as when two offices' files were joined.
MIXED = "utf-8 / gb18030"
# A file with a few broken bytes is still of its encoding: up to this share of its non-ASCII characters.
_BROKEN_SHARE = 0.02


@dataclass(frozen=True)
class Text:
    """A text file and its codec; `sure`: all of it was looked at, else only its beginning."""

    path: Path
    encoding: str
    sure: bool


def promised(path: Path, work: Path) -> Text:
    """The file as its beginning promises it; as `as_utf8` says where the beginning is not plainly of one encoding.

    Whoever reads it on meets UnicodeError where the promise is not kept, and reads `as_utf8` instead.
    """
    path = _as_text(path, work)
    marked = _marked(path)
    if marked == "utf-8-sig":
        return Text(path, marked, sure=False)
    if not marked:
        head = _head(path)
        if _is_faultless(head, "utf-8"):
            return Text(path, "utf-8", sure=False)
        if not _is_nearly([head.decode("utf-8", "replace")]) and _is_faultless(head, "gb18030"):
            return Text(path, "gb18030", sure=False)
    return as_utf8(path, work)


def as_utf8(path: Path, work: Path) -> Text:
    """The file as UTF-8: itself where it already is, else a copy in `work`, with U+FFFD for what cannot be read.

    Raises RefusedFile.
    """
    path = _as_text(path, work)
    encoding = _marked(path) or _guessed(path)
    if encoding == "utf-8" and _reads(path, "utf-8"):
        return Text(path, "utf-8", sure=True)
    copy = work / f"{path.name}.utf8"
    with copy.open("wb") as output:
        for text in _decoded(path, encoding, "replace"):
            output.write(text.encode("utf-8"))
    return Text(copy, "utf-8", sure=True)


def check(content: bytes) -> None:
    """Raises UnicodeError when bytes that should be faultless UTF-8 have the sign of letters which could not be read.

    Who reads them as text checks all else.
    """
    if _REPLACEMENT.encode() in content:
        raise UnicodeError(_REPLACEMENT)


def _is_faultless(head: bytes, encoding: str) -> bool:
    try:
        decoder = codecs.getincrementaldecoder(encoding)("strict")
        return _REPLACEMENT not in decoder.decode(head, final=len(head) < _CHUNK_BYTES)
    except UnicodeDecodeError:
        return False


def _reads(path: Path, encoding: str) -> bool:
    """Whether every byte of the file can be read in the encoding."""
    try:
        return not any(_REPLACEMENT in text for text in _decoded(path, encoding, "strict"))
    except UnicodeDecodeError:
        return False


def _as_text(path: Path, work: Path) -> Path:
    with path.open("rb") as file:
        gzipped = file.read(2) == b"\x1f\x8b"
    return _unpacked(path, work) if gzipped else path


def _unpacked(path: Path, work: Path) -> Path:
    target = work / path.with_suffix("").name
    size = 0
    try:
        with gzip.open(path) as packed, target.open("wb") as output:
            while chunk := packed.read(_CHUNK_BYTES):
                size += len(chunk)
                if size > UNPACKED_LIMIT_BYTES:
                    raise RefusedFile("too_large", limit=f"{UNPACKED_LIMIT_BYTES >> 30} GiB")
                output.write(chunk)
    except (OSError, EOFError, zlib.error) as error:
        raise RefusedFile("damaged_file", detail=type(error).__name__) from error
    return target


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return without_padding(file.read(_CHUNK_BYTES))


def _marked(path: Path) -> str | None:
    """The codec that the first bytes say: a mark, or the zeros of UTF-16."""
    head = _head(path)
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[0:400:2].count(0), head[1:400:2].count(0)
    if max(even, odd) > min(len(head), 400) // 8:
        return "utf-16-le" if odd > even else "utf-16-be"
    return None


def _guessed(path: Path) -> str:
    """The codec of a file without a mark: UTF-8 or GB18030 if it nearly is, both line by line, then what it looks like.

    A file that is nearly UTF-8 is never GB18030 by chance.
    """
    for encoding in ("utf-8", "gb18030"):
        if _is_nearly(_decoded(path, encoding, "replace")):
            return encoding
    if _is_mixed(path):
        return MIXED
    guess = from_bytes(_head(path)).best()
    if guess is None:
        raise RefusedFile("unreadable_encoding")
    return guess.encoding


def _is_nearly(texts: Iterable[str]) -> bool:
    """Whether few of the characters beyond ASCII could not be read."""
    broken = foreign = 0
    for text in texts:
        if not text.isascii():
            broken += text.count(_REPLACEMENT)
            foreign += len(text) - len(text.encode("ascii", "ignore"))
        if broken > max(foreign * _BROKEN_SHARE, 1000):
            break  # it is plainly not this encoding: no need to read the rest
    return broken <= foreign * _BROKEN_SHARE


def _is_mixed(path: Path) -> bool:
    broken = foreign = 0
    with path.open("rb") as file:
        for line in file:
            text = _line(line)
            broken += text.count(_REPLACEMENT)
            foreign += not line.isascii()
    return broken <= foreign * _BROKEN_SHARE


def _line(line: bytes) -> str:
    """A line in whichever of the two encodings it can be read; with replacements when in neither."""
    for encoding in ("utf-8", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return line.decode(encoding)
    return line.decode("utf-8", errors="replace")


def _decoded(path: Path, encoding: str, errors: str) -> Iterator[str]:
    if encoding == MIXED:
        with path.open("rb") as file:
            yield from map(_line, file)
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    with path.open("rb") as file:
        for chunk in _chunks(file):
            if text := decoder.decode(chunk):
                yield text
    if text := decoder.decode(b"", final=True):
        yield text


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK_BYTES):
        yield chunk
