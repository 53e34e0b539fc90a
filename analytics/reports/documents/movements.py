"""Who moved: only what chance does not explain is told, with the indicator that did most of it."""

from __future__ import annotations

from typing import Any

from analytics.indicators import catalogue
from analytics.reports.documents.basis import BEFORE, Basis
from analytics.reports.documents.content import Section
from analytics.reports.documents.overview import KINDS
from analytics.reports.documents.shown import shown, signed
from analytics.scoring.movement import FALSE_DISCOVERIES, why_moved


def movements(basis: Basis) -> Section:
    """The movements beyond chance, or that there is none, or nothing to compare with."""
    heading, before = basis.say("movements.heading"), basis.words_of(basis.earlier[BEFORE])
    units = basis.ranking.units
    if basis.ranked.empty:
        return Section(heading, basis.say("movements.nobody"), [basis.say("movements.nobody")])
    if units["movement"].isna().all():
        told = [basis.say("movements.nothing_before", before=before)]
        return Section(heading, told[0], told)
    moved = units[[bool(each) for each in units["movement_significant"]]].sort_values("movement", ascending=False)
    share = f"{FALSE_DISCOVERIES:.0%}"
    if moved.empty:
        told = [basis.say("movements.none", before=before, share=share)]
        return Section(heading, basis.say("movements.none_message"), told)
    head = basis.say("movements.some", before=before, share=share, count=len(moved))
    told = [_moved(basis, line) for line in moved.to_dict("records")]
    return Section(heading, basis.say("movements.message", count=len(moved)), [head, *told])


def _moved(basis: Basis, line: dict[str, Any]) -> str:
    way = "up" if line["movement"] > 0 else "down"
    told = basis.say(
        f"movements.{way}",
        unit=basis.names[line["unit"]],
        earlier=int(line["rank"] + line["movement"]),
        now=int(line["rank"]),
        places=abs(int(line["movement"])),
        before=shown(_earlier_score(basis, line["unit"]), "points", basis.language),
        score=shown(line["score"], "points", basis.language),
    )
    return told + _reason(basis, line["unit"], way) + basis.say("stop")


def _earlier_score(basis: Basis, unit: str) -> float:
    return basis.ranking.before.table.set_index("unit").at[unit, "score"]


def _reason(basis: Basis, unit: str, way: str) -> str:
    """The indicator that moved the score most in that direction; nothing where none did."""
    lines = why_moved(basis.ranking.now, basis.ranking.before, unit)
    lines = lines[(lines["kind"] == "indicator") & (lines["change"] > 0 if way == "up" else lines["change"] < 0)]
    if lines.empty:
        return ""
    most = lines.loc[lines["change"].abs().idxmax()]
    entry = catalogue()[most["id"]]
    before, now = (shown(most[name], KINDS[entry.unit], basis.language) for name in ("value_before", "value_now"))
    name = getattr(entry, basis.language)
    return basis.say("movements.reason", indicator=name, before=before, now=now, points=signed(most["change"]))
