"""What tells of a district of the city of sixteen: its words and codes, and figures that are its own alone."""

from __future__ import annotations

import base64
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pyarrow.parquet as pq

from analytics import indicators
from analytics.contract.periods import Period
from analytics.store.versions import Version
from tests.access.sixteen import CHARACTERS, CITY, DISTRICTS, WORDS

PERIODS = ("2018-08", "2018-09", "2018Q3")
TIERS = ("district", "subdistrict", "alley")
_NUMBER = re.compile(r"\d+(?:,\d{3})+|\d+\.\d+|\d+")
# Names of runs and tickets for files are drawn by chance, and so are the digits in them.
_RANDOM = re.compile(r"[0-9a-f]{32,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ARRAY = re.compile(r'"dtype":\s*"([fiu][1248])",\s*"bdata":\s*"([A-Za-z0-9+/=]+)"')
_LEAST, _FEW = 10_000, 500  # smaller whole numbers, and shares of so few, are anybody's


@dataclass(frozen=True)
class Telling:
    """For each district, the whole numbers and the fractions that come from it alone."""

    whole: dict[str, set[int]]
    fractions: dict[str, set[float]]

    @classmethod
    def of(cls, version: Version) -> Telling:
        """From what the indicators of all units are, counted without any scope."""
        found: dict[str, set[float]] = {district: set() for district in [*DISTRICTS, CITY]}
        for period in PERIODS:
            for tier in TIERS:
                frame = indicators.compute(version, Period.parse(period), tier)
                for row in frame.itertuples():
                    found[row.unit[1:7] if tier == "alley" else row.unit[:6]].update(
                        float(each) for each in (row.numerator, row.denominator, row.value) if each == each)
        own = {}
        for district in DISTRICTS:
            others = set().union(*(numbers for each, numbers in found.items() if each != district))
            own[district] = {each for each in found[district] - others if _is_rare(each)}
        return cls(
            {district: {int(each) for each in numbers if not each % 1} for district, numbers in own.items()},
            {district: {each for each in numbers if each % 1} for district, numbers in own.items()},
        )

    def strangers(self, group: str, content: bytes) -> dict[str, list[str]]:
        """District → what the content tells of it, for districts that are not the group's (their code begins it)."""
        return {each: told for each, told in self.told(content).items() if not group.startswith(each)}

    def told(self, content: bytes) -> dict[str, list[str]]:
        """District → what the content tells of it."""
        text = content.decode("utf-8", "replace")
        numbers = {word.replace(",", "") for word in _NUMBER.findall(_RANDOM.sub(" ", text))}
        whole = {int(word) for word in numbers if len(word) < 16 and word.isdecimal()}
        fractions = {round(float(word), 9) for word in numbers if len(word) > 8 and "." in word}
        stored = _doubles(content) | _charted(text)
        found = {}
        for district, number in DISTRICTS.items():
            words = [each for each in (CHARACTERS[number], WORDS[number], district) if each in text]
            figures = sorted(self.whole[district] & (whole | stored))
            figures += sorted(
                each for each in self.fractions[district]
                if each in stored or round(each, 9) in fractions or round(each * 100, 9) in fractions)
            if words or figures:
                found[district] = words + [str(each) for each in figures[:5]]
        return found


def _is_rare(figure: float) -> bool:
    """Whether a figure is nobody else's by chance: no small number, and no share of a few cases."""
    if not figure % 1:
        return figure >= _LEAST
    return abs(float(Fraction(figure).limit_denominator(_FEW)) - figure) > 1e-12


def _doubles(content: bytes) -> set[float]:
    """Every double that could stand somewhere in the bytes, as columns of a table are sent."""
    found: set[float] = set()
    with np.errstate(all="ignore"):
        for start in range(min(8, len(content))):
            usable = (len(content) - start) // 8 * 8
            numbers = np.frombuffer(content, "<f8", usable // 8, start)
            likely = numbers[(np.abs(numbers) > 1e-6) & (np.abs(numbers) < 1e9)]
            found.update(likely.tolist())
    return found


def _charted(text: str) -> set[float]:
    """The numbers of charts' arrays, which plotly packs in base 64."""
    found: set[float] = set()
    for kind, packed in _ARRAY.findall(text):
        found.update(np.frombuffer(base64.b64decode(packed), np.dtype(f"<{kind}")).astype(float).tolist())
    return found


def opened(name: str, content: bytes) -> bytes:
    """A file's bytes, or what is packed inside: archives entry by entry, the text of a PDF, Parquet as rows.

    Of a picture the words before its points; packed bytes, read as text, tell of anybody by chance.
    """
    if content[:4] == b"\x89PNG" or name.endswith((".jpeg", ".jpg")):
        return content.partition(b"IDAT")[0][:400]
    inside = list(_inside(name, content))
    return b"\n".join(inside or [content])


def _inside(name: str, content: bytes) -> Iterator[bytes]:
    if content[:4] == b"PK\3\4":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.namelist():
                inside = archive.read(entry)
                yield entry.encode() + b"\n" + opened(entry, inside)
                # A text may be cut into runs.
                yield re.sub(rb"<[^>]*>", b"", inside) if entry.endswith(".xml") else b""
    elif content[:5] == b"%PDF-":
        assert shutil.which("pdftotext"), "the text of a PDF is read with pdftotext (poppler-utils)"
        yield subprocess.run(["pdftotext", "-", "-"], input=content, stdout=subprocess.PIPE, check=True).stdout
    elif content[:4] == b"PAR1":
        yield pq.read_table(io.BytesIO(content)).to_pandas().to_csv().encode()
