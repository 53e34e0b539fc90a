"""How the indicators are defined, as Markdown made from the catalogue."""

from __future__ import annotations

from typing import Any

from analytics.contract import codes, labels
from analytics.indicators.catalogue import Indicator, Route, catalogue, routing_table, themes


def methods_markdown(language: str) -> str:
    """Every indicator as Markdown in 'zh' or 'en', theme by theme, and the routing table of the stewards."""
    parts = [f"# {_text('title', language)}", _text("intro", language)]
    for theme in themes().values():
        parts.append(f"## {getattr(theme, language)}")
        parts += [indicator_markdown(entry, language) for entry in catalogue().values() if entry.theme == theme.id]
    return "\n\n".join([*parts, _routes(language)])


def indicator_markdown(entry: Indicator, language: str) -> str:
    """One indicator: its names and id, what it counts, direction, needs, reason, reading and source."""
    other = "zh" if language == "en" else "en"
    told = ("numerator", "denominator", "why", "note", "source")
    words = {part: getattr(entry, f"{part}_{language}") for part in told}
    shape = "of" if entry.formula.kind == "quantile" else "over"
    lines = [
        _text(shape, language, numerator=words["numerator"], denominator=words["denominator"]),
        _text(
            "kept",
            language,
            unit=_text(f"unit.{entry.unit}", language),
            direction=_text(f"direction.{entry.direction}", language),
            tables=", ".join(f"`{table}`" for table in entry.event_tables),
        ),
    ]
    if entry.needs:
        either = f" {_text('either', language)} "
        columns = ", ".join(either.join(f"`{column}`" for column in need) for need in entry.needs)
        lines.append(_text("needs", language, columns=columns))
    lines.append(_text("why", language, text=words["why"]))
    if words["note"]:
        lines.append(_text("reading", language, text=words["note"]))
    lines.append(_text("source", language, text=words["source"]))
    heading = f"### {getattr(entry, language)} · {getattr(entry, other)} · `{entry.id}`"
    return "\n".join([heading, "", *(f"- {line}" for line in lines)])


def _routes(language: str) -> str:
    head = [f"## {_text('routes.title', language)}", "", _text("routes.head", language), "|---|---|---|"]
    return "\n".join([*head, *(_route(route, language) for route in routing_table())])


def _route(route: Route, language: str) -> str:
    actions = ", ".join(codes.label("steward_action", action, language) for action in route.actions)
    return f"| {', '.join(route.zh)} | `{route.kind}` | {actions} |"


def _text(key: str, language: str, **values: Any) -> str:
    return labels.text(f"indicator_methods.{key}", language, **values)
