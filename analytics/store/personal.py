"""What a scope masks of a case, for those who may see it: who reported it, in which words, with which picture."""

from __future__ import annotations

from analytics.access.scopes import rules
from analytics.store.versions import Version


class NotAllowed(PermissionError):
    """The scope does not include personal data, or not this case."""


def personal_of(version: Version, case_id: str) -> dict[str, str | None]:
    """The masked columns of one case as they were filed, by name. Raises NotAllowed.

    The caller writes the look into the audit trail first.
    """
    seen = version.value("select count(*) from cases where case_id = ?", [case_id])
    if not seen or not version.scope.may("personal"):
        raise NotAllowed(case_id)
    columns = ", ".join(rules()["personal"]["cases"])
    whole = Version(version.path)
    return whole.rows(f"select {columns} from cases where case_id = ?", [case_id])[0]
