"""Who may see what: roles from claims, the scope through which every query passes, the audit trail."""

from analytics.access.scopes import EVERYTHING, Scope

__all__ = ["EVERYTHING", "Scope"]
