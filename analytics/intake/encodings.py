"""The encoding of a text file, and the file as UTF-8."""

from __future__ import annotations

import codecs
import contextlib
import gzip
import zlib
from collections.abc import Iterator
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
    """A text file as UTF-8 without its mark; `plain`: no lone carriage return or zero byte; `quoted`: quotes in it."""

    path: Path
    encoding: str
    lines: int
    plain: bool
    quoted: bool


def as_utf8(path: Path, work: Path) -> Text:
    """The file as UTF-8: itself where it already is, else a copy in `work`. Raises RefusedFile."""
    gzipped = path.open("rb").read(2) == b"\x1f\x8b"
    if gzipped:
        path = _unpacked(path, work)
    encoding, errors = _encoding_of(path)
    copy = path if encoding == "utf-8" and errors == "strict" else work / f"{path.name}.utf8"
    lines, plain, quoted, last, text = 0, True, False, "\n", ""
    output = copy.open("w", encoding="utf-8", newline="") if copy != path else None
    for text in _decoded(path, encoding, errors):
        lines += text.count("\n")
        # A carriage return that ends a chunk meets its line feed at the start of the next one.
        lone = text.count("\r") - text.count("\r\n") - (text[-1:] == "\r") + (last == "\r" and text[0] != "\n")
        plain = plain and not lone and "\0" not in text
        quoted = quoted or '"' in text
        last = text[-1]
        if output:
            output.write(text)
    if output:
        output.close()
    return Text(copy, encoding, lines + (last != "\n"), plain and last != "\r", quoted)


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


def _encoding_of(path: Path) -> tuple[str, str]:
    """The codec and its way with errors: UTF-8 if it can be, then GB18030, then what the letters look like."""
    with path.open("rb") as file:
        head = without_padding(file.read(_CHUNK_BYTES))
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", "replace"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", "replace"
    even, odd = head[0:400:2].count(0), head[1:400:2].count(0)
    if max(even, odd) > min(len(head), 400) // 8:
        return ("utf-16-le" if odd > even else "utf-16-be"), "replace"
    for encoding in ("utf-8", "gb18030"):
        broken, foreign = _broken(path, encoding)
        if not broken:
            return encoding, "strict"
        if broken <= foreign * _BROKEN_SHARE:
            return encoding, "replace"
    if _is_mixed(path):
        return MIXED, "replace"
    guess = from_bytes(head).best()
    if guess is None:
        raise RefusedFile("unreadable_encoding")
    return guess.encoding, "replace"


def _broken(path: Path, encoding: str) -> tuple[int, int]:
    """How many characters cannot be read in the encoding, and how many are beyond ASCII."""
    broken = foreign = 0
    for text in _decoded(path, encoding, "replace"):
        if not text.isascii():
            broken += text.count(_REPLACEMENT)
            foreign += len(text) - len(text.encode("ascii", "ignore"))
        if broken > max(foreign * _BROKEN_SHARE, 1000):
            break  # it is plainly not this encoding: no need to read the rest
    return broken, foreign


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
