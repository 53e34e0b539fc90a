"""How scores and the roll-call are defined, as Markdown made from the scorecards and the roll-call's settings."""

from __future__ import annotations

from typing import Any

from analytics.contract import codes, labels
from analytics.indicators import catalogue
from analytics.scoring.scorecards import Main, Scorecard, Weighted, every_scorecard
from analytics.scoring.settings import settings


def scorecards_markdown(language: str) -> str:
    """Every version of every scorecard as Markdown in 'zh' or 'en': blocks, weights, marks and the reason of each."""
    return "\n\n".join(_scorecard(card, language) for card in every_scorecard())


def roll_call_markdown(language: str) -> str:
    """The rules of the roll-call as Markdown in 'zh' or 'en'."""
    rules = settings()
    fall, naming = rules.downgrade, rules.naming
    lines = [
        _text(f"roll_call.{fall.decided_by}", language, mark=f"{fall.pass_mark:g}"),
        _text("roll_call.restored", language, months=fall.months_in_a_row, mark=f"{fall.pass_mark:g}"),
        *(words[language] for words in rules.rules.values()),
        _text(
            "roll_call.limits",
            language,
            among=naming.among,
            chance=f"{naming.probability:.0%}",
            share=f"{naming.downgraded_share:.0%}",
            patrols=f"{naming.patrol_compliance:.0%}",
        ),
    ]
    return "\n".join([f"## {_text('roll_call.title', language)}", "", *(f"- {line}" for line in lines)])


def _scorecard(card: Scorecard, language: str) -> str:
    end = card.valid_to.isoformat() if card.valid_to else _text("open", language)
    parts = [
        f"## {card.label[language]}",
        card.why[language],
        _text("valid", language, id=card.id, valid_from=card.valid_from, valid_to=end, seed=card.seed),
    ]
    for block in card.blocks:
        parts.append(f"### {_text('block', language, label=block.label[language], weight=f'{block.weight:g}')}")
        rows = [_row(weighted, language) for weighted in block.indicators]
        parts.append("\n".join([_text("head", language), "|---|--:|--:|--:|---|", *rows]))
    conditions = [_main(tier, main, language) for tier, main in card.mains.items()]
    if card.grouped_tiers:
        tiers = ", ".join(codes.label("tier", tier, language) for tier in card.grouped_tiers)
        conditions.append(_text("grouped", language, tiers=tiers))
    conditions += [
        _text("adjustment", language, label=adjustment.label[language], why=adjustment.why[language])
        for adjustment in card.adjustments
    ]
    parts.append("\n".join(f"- {condition}" for condition in conditions))
    return "\n\n".join(parts)


def _row(weighted: Weighted, language: str) -> str:
    entry = catalogue()[weighted.id]
    marks = _marks(weighted, entry.unit, language)
    return f"| {' | '.join([getattr(entry, language), f'{weighted.weight:g}', *marks, weighted.why[language]])} |"


def _marks(weighted: Weighted, unit: str, language: str) -> list[str]:
    """Floor and target; of a line with more than two marks the whole line."""
    if len(weighted.points) == 2:
        return [_value(weighted.floor, unit), _value(weighted.target, unit)]
    points = ", ".join(f"{_value(value, unit)}→{points:g}" for value, points in weighted.points)
    return [_text("line", language, points=points), ""]


def _value(value: float, unit: str) -> str:
    return f"{value * 100:g}%" if unit == "rate" else f"{value:g}"


def _main(tier: str, main: Main, language: str) -> str:
    where = _text("any_tier", language) if tier == "default" else codes.label("tier", tier, language)
    return _text(
        "main",
        language,
        tier=where,
        indicator=getattr(catalogue()[main.indicator], language),
        minimum=f"{main.minimum:g}",
        why=main.why[language],
    )


def _text(key: str, language: str, **values: Any) -> str:
    return labels.text(f"scorecards.{key}", language, **values)
