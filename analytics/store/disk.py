"""What is written is on the disk before anybody is told of it."""

from __future__ import annotations

import os
from pathlib import Path


def flush(path: Path) -> None:
    """Makes a file and its name durable."""
    for target in (path, path.parent):
        descriptor = os.open(target, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
