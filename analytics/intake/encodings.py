"""The encoding of a text file, and the file as UTF-8."""

from __future__ import annotations

import codecs
import contextlib
import gzip
import itertools
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
    with path.open("rb") as file:
        gzipped = file.read(2) == b"\x1f\x8b"
    if gzipped:
        path = _unpacked(path, work)
    copy = work / f"{path.name}.utf8"
    if marked := _marked(path):
        return _copied(path, copy, marked)
    # Nearly every file is one of these two without a fault: reading it once tells that, and all else of it.
    if text := _faultless(path, None, "utf-8"):
        return text
    if _is_nearly(path, "utf-8"):
        return _copied(path, copy, "utf-8")
    return _faultless(path, copy, "gb18030") or _copied(path, copy, _guessed(path))


@dataclass
class _Counted:
    """What is known of the bytes read so far, of UTF-8 or GB18030: in both these bytes are nothing else."""

    lines: int = 0
    plain: bool = True
    quoted: bool = False
    last: bytes = b"\n"

    def add(self, some: bytes) -> None:
        self.lines += some.count(b"\n")
        # A carriage return that ends a chunk meets its line feed at the start of the next one.
        if self.plain and (b"\r" in some or self.last == b"\r"):
            lone = some.count(b"\r") - some.count(b"\r\n") - some.endswith(b"\r")
            self.plain = not lone and not (self.last == b"\r" and not some.startswith(b"\n"))
        self.plain = self.plain and b"\0" not in some
        self.quoted = self.quoted or b'"' in some
        self.last = some[-1:]

    def text(self, path: Path, encoding: str) -> Text:
        plain = self.plain and self.last != b"\r"
        return Text(path, encoding, self.lines + (self.last != b"\n"), plain, self.quoted)


def _faultless(path: Path, copy: Path | None, encoding: str) -> Text | None:
    """The file when every byte can be read in the encoding, written to `copy` where one is asked for; None if not."""
    decoder, counted = codecs.getincrementaldecoder(encoding)("strict"), _Counted()
    try:
        with path.open("rb") as file, copy.open("wb") if copy else contextlib.nullcontext() as output:
            for chunk in itertools.chain(_chunks(file), [b""]):
                text = decoder.decode(chunk, final=not chunk)
                if _REPLACEMENT in text:
                    return None
                if output:
                    output.write(text.encode("utf-8"))
                if chunk:
                    counted.add(chunk)
    except UnicodeDecodeError:
        return None
    return counted.text(copy or path, encoding)


def _copied(path: Path, copy: Path, encoding: str) -> Text:
    """The file in another encoding or with faults, as a copy; what cannot be read is replaced."""
    counted = _Counted()
    with copy.open("wb") as output:
        for text in _decoded(path, encoding, "replace"):
            counted.add(some := text.encode("utf-8"))
            output.write(some)
    return counted.text(copy, encoding)


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
    """The codec of a file with faults: GB18030 if it nearly is, both line by line, then what the letters look like."""
    if _is_nearly(path, "gb18030"):
        return "gb18030"
    if _is_mixed(path):
        return MIXED
    guess = from_bytes(_head(path)).best()
    if guess is None:
        raise RefusedFile("unreadable_encoding")
    return guess.encoding


def _is_nearly(path: Path, encoding: str) -> bool:
    broken, foreign = _broken(path, encoding)
    return broken <= foreign * _BROKEN_SHARE


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
