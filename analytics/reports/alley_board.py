"""The public board of an alley: who answers for it and how to reach them, what is asked of them and of the alley."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any

from analytics.chiefs.boards import AlleyRecord
from analytics.chiefs.settings import hotline
from analytics.contract import codes
from analytics.contract.labels import text
from analytics.reports.printing import page, table
from analytics.scoring import ten_nones


def alley_board(record: AlleyRecord, places: Mapping[str, str], day: date, language: str) -> bytes:
    """The board as it ought to hang on that day, as an HTML file on one A4 page across.

    `places` holds the names of areas by code. What nobody knows is a dash; a chief who is missing is said to be.
    """
    row = record.alley
    word = lambda key, **values: text(f"chief_documents.board.{key}", language, **values)  # noqa: E731
    where = " · ".join(places[row[tier]] for tier in ("district", "subdistrict", "community") if row[tier] in places)
    chiefs = record.chiefs.to_dict("records")
    lines: list[tuple[str, str | None]] = []
    for chief in chiefs:
        lines.append((codes.label("role", chief["role"], language), _person(chief, language)))
    if not chiefs:
        lines.append((word("chief"), word("nobody")))
    lines.append((word("general"), _person(record.general, language) if record.general else word("nobody")))
    lines.append((word("office"), record.office))
    lines.append((word("hotline"), hotline()))
    nones = "".join(f"<li>{escape(_capital(none.standard[language]))}</li>" for none in ten_nones(day))
    duties = "".join(f"<li>{escape(duty)}</li>" for duty in word("duties").split("\n"))
    bounds = f'<div class="where">{escape(row["bounds"])}</div>' if row["bounds"] else ""
    body = (
        f'<div class="board"><h1>{escape(word("title"))}</h1><div class="name">{escape(row["name"])}</div>'
        f'<div class="where">{escape(where)}</div>{bounds}<div class="columns"><div>{table((), lines)}'
        f"<h2>{escape(word('supervision'))}</h2>"
        f"<p>{escape(word('supervision_told', hotline=hotline()))}</p></div>"
        f"<div><h2>{escape(word('ten_nones'))}</h2><ol>{nones}</ol>"
        f"<h2>{escape(word('duty'))}</h2><ul>{duties}</ul></div></div>"
        f'<p class="source">{escape(word("made", alley=row["alley_id"], day=day.isoformat()))}</p></div>'
    )
    return page(f"{row['name']} · {word('title')}", body, language, is_wide=True)


def _person(person: Mapping[str, Any], language: str) -> str:
    """Name and rank, organisation, the phone on duty: one line each."""
    name = person["name"] if isinstance(person["name"], str) else person["person_id"]
    rank = codes.label("rank", person["rank"], language) if isinstance(person["rank"], str) else None
    shown = text("chief_documents.board.ranked", language, name=name, rank=rank) if rank else name
    return "\n".join(line for line in (shown, person["org_name"], person["duty_phone"]) if isinstance(line, str))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
