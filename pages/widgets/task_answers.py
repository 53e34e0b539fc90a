"""What analytics answers about tasks, remembered per version of the store and everything asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas
import streamlit as st

from analytics import tasks
from analytics.contract.periods import Period
from analytics.store.versions import Version
from pages.widgets.filters import View


def todo(view: View, **asked: Any) -> pandas.DataFrame:
    """One row per task of the view's period and area (see `analytics.tasks.todo`). Not to be changed in place."""
    return _ask(view.version, view.version.key, "todo", view.period, view.as_of, view.within, _key(asked))


def counts(view: View, **asked: Any) -> pandas.DataFrame:
    """The same tasks counted (see `analytics.tasks.task_counts`)."""
    return _ask(view.version, view.version.key, "task_counts", view.period, view.as_of, view.within, _key(asked))


def _key(asked: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((name, tuple(each) if isinstance(each, list) else each) for name, each in sorted(asked.items()))


@st.cache_data(show_spinner=False, max_entries=200)
def _ask(
    _version: Version, version_id: str, question: str, period: Period, as_of: datetime, within: str | None,
    asked: tuple[tuple[str, Any], ...],
) -> pandas.DataFrame:  # fmt: skip
    return getattr(tasks, question)(_version, period, as_of, within=within, **dict(asked))
