"""What the reading of files may take: memory, time, and the size of what it writes."""

from __future__ import annotations

import os
import resource
from dataclasses import dataclass
from pathlib import Path

_GIB = 1 << 30
_MOST_MEMORY = 8 * _GIB
_SHARE_OF_MEMORY = 0.75
_SECONDS_LEAST = 300
# The slowest file that is honest: a workbook full of text on a busy machine.
_BYTES_PER_SECOND = 100_000
_WRITTEN = 64 * _GIB


@dataclass(frozen=True)
class Limits:
    """`memory` and `written` in bytes for the whole process, `seconds_least` for one file, more by the file's size."""

    memory: int
    seconds_least: float = _SECONDS_LEAST
    written: int = _WRITTEN
    bytes_per_second: float = _BYTES_PER_SECOND

    @classmethod
    def from_environment(cls) -> Limits:
        """As LASTMILE_IMPORT_MEMORY_MB and LASTMILE_IMPORT_SECONDS say; else 8 GiB, or less on a small machine."""
        machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        memory = min(_MOST_MEMORY, int(machine * _SHARE_OF_MEMORY))
        if asked := os.environ.get("LASTMILE_IMPORT_MEMORY_MB"):
            memory = int(asked) << 20
        return cls(memory, float(os.environ.get("LASTMILE_IMPORT_SECONDS") or _SECONDS_LEAST))

    def seconds(self, file: Path) -> float:
        """How long this file may take."""
        size = file.stat().st_size if file.exists() else 0
        return self.seconds_least + size / self.bytes_per_second

    def impose(self) -> None:
        """Sets the limits of memory and of written files on this process; no dump is left of a crash."""
        # Only what is really its own memory counts: libraries reserve far more addresses than they use.
        resource.setrlimit(resource.RLIMIT_DATA, (self.memory, self.memory))
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.written, self.written))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
