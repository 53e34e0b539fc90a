"""The state of a store in one document: versions, sizes, the last import, who has not submitted, problems."""

from __future__ import annotations

from typing import Any

from analytics.contract.periods import Period
from analytics.store.freshness import not_submitted
from analytics.store.journal import Journal
from analytics.store.ledger import Ledger
from analytics.store.versions import Store, Version


def health(store: Store) -> dict[str, Any]:
    """The health document; `ok` is false when nothing is published, something accepted is not served or was damaged."""
    imports = Ledger(store).imports()
    problems: list[str] = list(Journal(store).read().damage)
    document: dict[str, Any] = {
        "version": store.current_id(),
        "ok": True,
        "versions": [
            {"version": name, "bytes": store.version_path(name).stat().st_size}
            for name in store.version_ids()
        ],
        "ledger_bytes": sum(file.stat().st_size for file in store.ledger.rglob("*") if file.is_file()),
        "imports": len(imports),
        "last_import": None,
        "not_submitted": [],
        "problems": problems,
    }
    if imports:
        last = imports[-1]
        document["last_import"] = {
            "import": last.id, "imported_at": last.manifest["imported_at"], "withdrawn": last.withdrawn,
            "files": [file["file"] for file in last.manifest["files"]],
        }
    try:
        version = store.version()
    except Exception as error:  # whatever keeps the version from opening is the finding
        problems.append(f"no version can be opened: {error}")
    else:
        document["newest_known_at"] = version.newest_known_at
        served = version.meta["imports"].split()
        waiting = [entry.id for entry in imports if not entry.withdrawn and entry.id not in served]
        gone = [entry.id for entry in imports if entry.withdrawn and entry.id in served]
        if waiting or gone:
            problems.append(f"accepted or withdrawn but not published: {', '.join(waiting + gone)}")
        document["not_submitted"] = _silent(version)
        version.close()
    document["ok"] = not problems
    return document


def _silent(version: Version) -> list[dict[str, Any]]:
    """Districts without a row in the last finished month, by table."""
    newest = version.newest_known_at
    if newest is None:
        return []
    month = Period.holding(newest.date(), "month")
    month = month if month.is_finished(newest) else month.previous()
    frame = not_submitted(version, month, "district", None, newest)
    return [{"period": month.text, "table": row.table, "unit": row.unit} for row in frame.itertuples()]
