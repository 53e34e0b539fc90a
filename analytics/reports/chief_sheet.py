"""A chief's own sheet for a period: the four rights as panels, with the calendar of each alley."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from html import escape

import pandas as pd

from analytics.chiefs.four_rights import ChiefSheet
from analytics.contract import codes
from analytics.contract.labels import text
from analytics.contract.periods import Period
from analytics.contract.wording import period_in_words
from analytics.reports.printing import calendar, figures, page, table

_MOST = 12  # rows of the log and of evaluations that are printed; the counts are of all


def chief_sheet_page(
    sheet: ChiefSheet,
    calendars: Mapping[str, pd.DataFrame],
    period: Period,
    as_of: datetime,
    version_id: str,
    language: str,
) -> bytes:
    """The sheet as an HTML file for A4. `calendars`: the days (`alley_calendar`) of each alley that is shown."""
    name = sheet.person["name"] or sheet.person["person_id"]
    title = _word("title", language, name=name)
    known = _word("known", language, as_of=f"{as_of:%Y-%m-%d %H:%M}", version=version_id)
    body = "".join((
        f"<h1>{escape(title)}</h1>",
        f'<p class="told">{escape(period_in_words(period, language))} · {escape(known)}</p>',
        table((), _about(sheet, language)),
        _know(sheet, language),
        _patrols(sheet, calendars, language),
        _supervise(sheet, language),
        _dispose(sheet, language),
        _evaluate(sheet, language),
        '<div class="signs">' + "".join(
            f"<div>{escape(_word(sign, language))}</div>" for sign in ("signed_chief", "signed_general", "signed_on")
        ) + "</div>",
        f'<p class="source">{escape(_word("source", language))}</p>',
    ))  # fmt: skip
    return page(f"{title} · {period.text}", body, language)


def _word(key: str, language: str, **values: object) -> str:
    return text(f"chief_documents.sheet.{key}", language, **values)


def _heading(name: str, language: str) -> str:
    what, told = (_word(f"{part}.{name}", language) for part in ("right", "right_told"))
    return f"<h2>{escape(what)}<small>{escape(told)}</small></h2>"


def _about(sheet: ChiefSheet, language: str) -> list[tuple[str, str | None]]:
    person = sheet.person
    rank = codes.label("rank", person["rank"], language) if person["rank"] else None
    posts = "\n".join(
        _word("post", language, role=codes.label("role", post.role, language),
              place=next((each for each in (post.alley, post.alley_id) if isinstance(each, str)), ""),
              first=_day(post.valid_from),
              last=_word("now", language) if pd.isna(post.valid_to) else _day(post.valid_to))
        for post in sheet.posts.itertuples()
    )  # fmt: skip
    return [
        (_word("rank", language), rank),
        (_word("org", language), person["org_name"]),
        (_word("phone", language), person["duty_phone"]),
        (_word("posts", language), posts or None),
    ]


def _know(sheet: ChiefSheet, language: str) -> str:
    """The profile of each alley and the teams that work there."""
    parts = [_heading("know", language)]
    for alley in sheet.profiles.itertuples():
        told = "\n".join(part for part in (alley.bounds, alley.history, alley.condition) if isinstance(part, str))
        rows = [
            (_word("profile", language), told),
            (_word("profile_updated", language), _day(alley.profile_updated_on)),
            (_word("stewards", language), f"{alley.stewards:,}"),
        ]
        teams = sheet.teams[sheet.teams["alley_id"] == alley.alley_id]
        rows += [
            (codes.label("team_kind", team.kind, language),
             " · ".join(part for part in (team.org_name, team.contact) if isinstance(part, str)))
            for team in teams.itertuples()
        ]  # fmt: skip
        parts.append(f"<p><b>{escape(alley.name)}</b> · {escape(alley.alley_id)}</p>{table((), rows)}")
    return f"<section>{''.join(parts)}{_empty(sheet.profiles, language)}</section>"


def _patrols(sheet: ChiefSheet, calendars: Mapping[str, pd.DataFrame], language: str) -> str:
    """Each alley's year, one square a day."""
    weekdays = [text(f"loops.weekday.{number}", language) for number in range(1, 8)]
    names = dict(zip(sheet.profiles["alley_id"], sheet.profiles["name"], strict=True))
    parts = [_heading("patrols", language)]
    for alley, days in calendars.items():
        mine = days[days["has_chief"]]
        two = int((mine["valid"] >= 2).sum())
        told = _word("days_told", language, two=f"{two:,}", days=f"{len(mine):,}")
        parts.append(f"<p><b>{escape(names.get(alley, alley))}</b> · {escape(told)}</p>")
        parts.append(calendar(days, weekdays, told))
    return f"<section>{''.join(parts)}</section>"


def _supervise(sheet: ChiefSheet, language: str) -> str:
    counts = [
        (codes.label("chief_log_kind", kind, language), f"{int((sheet.log['kind'] == kind).sum()):,}")
        for kind in codes.codes("chief_log_kind")
    ]
    rows = [
        (f"{entry.at:%Y-%m-%d %H:%M}", codes.label("chief_log_kind", entry.kind, language), entry.org_name,
         entry.finding, entry.case_id)
        for entry in sheet.log.head(_MOST).itertuples()
    ]  # fmt: skip
    headings = [_word(f"column.{name}", language) for name in ("at", "kind", "org", "finding", "case")]
    listed = table(headings, rows) if rows else ""
    return f"<section>{_heading('supervise', language)}{figures(counts)}{listed}{_empty(sheet.log, language)}</section>"


def _dispose(sheet: ChiefSheet, language: str) -> str:
    told = [(_word(f"disposed.{name}", language), f"{count:,}") for name, count in sheet.disposed.items()]
    return f"<section>{_heading('dispose', language)}{figures(told)}</section>"


def _evaluate(sheet: ChiefSheet, language: str) -> str:
    parts = [_heading("evaluate", language)]
    for name, rows, other in (("given", sheet.given, "subject"), ("received", sheet.received, "evaluator")):
        mean = f"{rows['score'].mean():.1f}" if len(rows) else "—"
        told = _word(f"{name}_told", language, count=f"{len(rows):,}", mean=mean)
        listed = [
            (_day(row.evaluated_on), codes.label("subject_kind", row.subject_kind, language), getattr(row, other),
             f"{row.score:.0f}")
            for row in rows.head(_MOST).itertuples()
        ]  # fmt: skip
        headings = [_word(f"column.{each}", language) for each in ("on", "subject_kind", other, "score")]
        parts.append(f"<p>{escape(told)}</p>{table(headings, listed, right=(3,)) if listed else ''}")
    return f"<section>{''.join(parts)}</section>"


def _empty(rows: pd.DataFrame, language: str) -> str:
    return "" if len(rows) else f'<p class="told">{escape(_word("nothing", language))}</p>'


def _day(value: object) -> str:
    if value is None or pd.isna(value):
        return "—"
    return value.isoformat()[:10] if isinstance(value, date) else str(value)[:10]
