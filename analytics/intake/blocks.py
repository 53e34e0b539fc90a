"""A text file in blocks of whole lines as UTF-8, so that a file of any size is read in bounded memory."""

from __future__ import annotations

import codecs
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from analytics.intake.encodings import Text, check
from analytics.intake.records import Records

_BLOCK_BYTES = 48 << 20


@dataclass(frozen=True)
class Block:
    """Whole lines: their bytes, the number of the first one, how many there are (a lone carriage return ends none)."""

    content: bytes
    line: int
    lines: int


class Blocks:
    """Iterates over the blocks of a file; `line` is the number of the line that comes next, `done` the bytes read."""

    def __init__(self, text: Text) -> None:
        self.line, self.done = 1, 0
        self._text = text
        self._contents = self._read()
        self._returned: list[bytes] = []

    def __iter__(self) -> Iterator[Block]:
        return self

    def __next__(self) -> Block:
        content = self._returned.pop() if self._returned else next(self._contents)
        block = Block(content, self.line, content.count(b"\n") + (not content.endswith(b"\n")))
        self.line += block.lines
        return block

    def give_back(self, content: bytes, line: int) -> None:
        """Puts lines before what comes next; `line` is the number of the first of them."""
        self.line = line
        if content:
            self._returned.append(content)

    def skip(self, lines: int) -> None:
        """Leaves out the first lines of the file."""
        content = block.content if (block := next(self, None)) else b""
        end = 0
        for _ in range(lines):
            end = content.find(b"\n", end) + 1 or len(content)
        if b"\r" in content[:end].replace(b"\r\n", b"\n"):
            # A lone carriage return ends a line too.
            text = io.StringIO(content.decode("utf-8"), newline="")
            end = sum(len(text.readline().encode("utf-8")) for _ in range(lines))
        self.give_back(content[end:], lines + 1)

    def records(self, block: Block, delimiter: str) -> Iterator[tuple[int, list[str]]]:
        """The records of a block, each with the number of its line; the last may end in the blocks after it."""
        lines = io.StringIO(block.content.decode("utf-8"), newline="").readlines()
        following = _Following(self)
        records = Records(itertools.chain(lines, following), delimiter)
        while records.line < len(lines):
            line = block.line + records.line
            yield line, next(records)
        rest = "".join(records.returned()) + following.rest()
        self.give_back(rest.encode("utf-8"), block.line + records.line)

    def _read(self) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder(self._text.encoding)("strict")
        is_utf8 = self._text.encoding == "utf-8"
        waiting: list[bytes] = []
        with self._text.path.open("rb") as file:
            while chunk := file.read(_BLOCK_BYTES):
                self.done += len(chunk)
                some = chunk if is_utf8 else decoder.decode(chunk).encode("utf-8")
                cut = some.rfind(b"\n") + 1 or some.rfind(b"\r", 0, -1) + 1
                if cut:
                    yield self._checked(b"".join([*waiting, some[:cut]]))
                    waiting = []
                waiting.append(some[cut:])
        waiting.append(decoder.decode(b"", final=True).encode("utf-8"))
        if rest := b"".join(waiting):
            yield self._checked(rest)

    def _checked(self, content: bytes) -> bytes:
        if not self._text.sure:
            check(content)
        return content


class _Following:
    """The lines of the blocks that come next, as far as they are asked for."""

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks
        self._open = io.StringIO()

    def __iter__(self) -> Iterator[str]:
        for block in self._blocks:
            self._open = io.StringIO(block.content.decode("utf-8"), newline="")
            yield from self._open

    def rest(self) -> str:
        """What of the block last opened was not asked for."""
        return self._open.read()
