"""The state of a store in one document: versions, sizes, the last import, who has not submitted, problems."""

from __future__ import annotations

from typing import Any

from analytics.contract.periods import Period
from analytics.store import serving
from analytics.store.freshness import not_submitted
from analytics.store.intactness import is_intact
from analytics.store.journal import Journal
from analytics.store.ledger import Ledger, LedgerError
from analytics.store.versions import Store, Version


def health(store: Store) -> dict[str, Any]:
    """The health document; `ok` is false when nothing is published, something accepted is not served or was damaged."""
    problems: list[str] = list(Journal(store).read().damage)
    try:
        imports = Ledger(store).imports()
    except LedgerError as error:
        imports = []
        problems.append(str(error))
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
        document["version"] = version.id
        document |= {"format": version.meta.get("format"), "importing": serving.is_writing(store)}
        lag = serving.lag(store, version)
        document["built_at"] = lag.built_at
        if lag.instead_of:
            problems.append(f"{lag.instead_of} cannot be read, {version.id} of {lag.built_at:%Y-%m-%d %H:%M} is served")
        if is_intact(version.path) is False:
            problems.append(f"{version.id} is not what was built: its file was changed or damaged")
        if lag.waiting and not document["importing"]:
            problems.append(f"accepted or withdrawn but not published: {', '.join(lag.waiting)}")
        if lost := serving.missing(store, version):
            problems.append(f"served but no longer in the ledger: {', '.join(lost)}; restore it from the backup")
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
