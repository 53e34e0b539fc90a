"""Small questions that commands and pages ask of a version, besides figures."""

from __future__ import annotations

import json
from typing import Any

from analytics.store.versions import Version


def issue_rows(
    version: Version, table: str | None = None, code: str | None = None, import_id: str | None = None
) -> list[dict]:
    """Refused rows and issues, one dict each, in the order of import, file and line; `row` is the original content."""
    found = version.rows(
        """select severity, table_name as "table", file, line, code, message_zh, message_en, row_json as row
           from issues where ($table is null or table_name = $table) and ($code is null or code = $code)
             and ($import is null or import_id = $import)
           order by import_id, file, line, code""",
        {"table": table, "code": code, "import": import_id},
    )
    for entry in found:
        entry["row"] = json.loads(entry["row"]) if entry["row"] else None
    return found


def issue_counts(version: Version) -> list[dict[str, Any]]:
    """How many rows each import, file and reason code concerns: one dict each."""
    return version.rows("""
        select import_id, severity, table_name as "table", file, code, any_value(message_zh) as message_zh,
               any_value(message_en) as message_en, count(*) as rows
        from issues group by all order by import_id, file, severity desc, rows desc, code""")
