"""The program's log: one JSON object a line, for whatever collects logs."""

from __future__ import annotations

import json
import logging
import logging.handlers
import os
import sys
from datetime import UTC, datetime
from functools import cache

_STANDARD_ERROR = "-"


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        fields = getattr(record, "fields", {})
        entry = {"at": moment, "level": record.levelname.lower(), "event": record.getMessage(), **fields}
        return json.dumps(entry, ensure_ascii=False, default=str)


@cache
def _logger() -> logging.Logger:
    """The logger, which writes to the file that LASTMILE_LOG names ("-": standard error); nowhere without it."""
    logger = logging.getLogger("lastmile")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    target = os.environ.get("LASTMILE_LOG")
    if not target:
        handler: logging.Handler = logging.NullHandler()
    elif target == _STANDARD_ERROR:
        handler = logging.StreamHandler(sys.stderr)
    else:
        # Opened anew when the file was moved away, as logrotate does.
        handler = logging.handlers.WatchedFileHandler(target, encoding="utf-8", delay=True)
    handler.setFormatter(_Lines())
    logger.addHandler(handler)
    return logger


def told(event: str, **fields: object) -> None:
    """Writes down that something happened, as it should."""
    _logger().info(event, extra={"fields": fields})


def warned(event: str, **fields: object) -> None:
    """Writes down that something went wrong."""
    _logger().error(event, extra={"fields": fields})
