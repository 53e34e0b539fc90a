"""The ranking as a table: ranks and how sure they are, scores by block, how it moved; the unranked with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas
import streamlit as st

from analytics.contract import labels
from analytics.contract.labels import text
from analytics.indicators import indicator
from analytics.scoring import Ranking
from analytics.scoring.scores import ENOUGH_WEIGHT, RANKED
from pages.widgets import clicks, look, rank_bars, screen
from pages.widgets.filters import View

_TALLEST = 22  # rows before the table scrolls
_GROUPS = "ranking.group."
_MOVED = {"zh": 122, "en": 100}  # pixels that the longest words need


def draw(view: View, ranking: Ranking, names: Mapping[str, str], opened: str | None) -> str | None:
    """Draws the ranked units; gives the unit whose row was clicked. Beside an `opened` one the table is narrow."""
    units = ordered(ranking)
    frame, inks = _frame(view, ranking, units, names)
    columns = _columns(view, ranking, frame, narrow=opened is not None)
    shown = frame[list(columns)]
    moves = [name for name in inks if name in columns]
    styled = shown.style.apply(lambda column: inks[column.name], subset=moves) if moves else shown.style
    grounds = [screen.ground(look.CHOSEN) if unit == opened else "" for unit in units["unit"]]
    place = clicks.table(
        styled.apply(lambda column: grounds), columns, _key(ranking, "ranked", opened is not None), len(frame), _TALLEST
    )
    return None if place is None else units["unit"].iloc[place]


def _key(ranking: Ranking, what: str, narrow: bool) -> str:
    """A table's key: another ranking is another table, so that no selection outlives its rows."""
    asked = (ranking.tier, ranking.within, ranking.period.text, ranking.as_of, ranking.scorecard.id, ranking.version_id)
    return "_".join(str(each) for each in (what, *asked, narrow))


def ordered(ranking: Ranking) -> pandas.DataFrame:
    """The ranked units: by group where groups are compared, then by rank."""
    units = ranking.units[ranking.units["status"] == RANKED]
    if not _grouped(ranking):
        return units
    order = group_order(code if isinstance(code, str) else None for code in units["group"])
    places = [order.index(code if isinstance(code, str) else None) for code in units["group"]]
    return units.assign(_place=places).sort_values(["_place", "rank", "unit"], kind="stable")


def group_order(codes: Iterable[str | None]) -> list[str | None]:
    """The groups met, in the order in which the labels list them, then the others; None (no group) at the end."""
    known = [key.removeprefix(_GROUPS) for key in labels.every_label() if key.startswith(_GROUPS)]
    places = {code: place for place, code in enumerate(known)}
    return sorted(set(codes), key=lambda code: (code is None, places.get(code, len(places)), code or ""))


def draw_unranked(view: View, ranking: Ranking, names: Mapping[str, str], opened: str | None) -> str | None:
    """Draws the units that have no rank, each with the reason, if there are any; gives the one that was clicked."""
    language = view.language
    main = ranking.scorecard.main(ranking.tier)
    units = ranking.units[ranking.units["status"] != RANKED]
    if units.empty:
        return None
    called = look.named(indicator(main.indicator).zh, indicator(main.indicator).en, language)
    denominators = ranking.now.scores.denominators[main.indicator]
    rows = []
    for line in units.itertuples():
        values = {
            "main": called,
            "denominator": look.count(denominators[line.unit]),
            "minimum": look.count(main.minimum),
            "weight": f"{line.weight_available:.0%}",
            "enough": f"{ENOUGH_WEIGHT:.0%}",
        }
        reason = text(f"standings.{line.status}", language, **values)
        rows.append({"name": names[line.unit], "reason": reason, "score": line.score})
    st.markdown(f"**{text('standings.unranked', language)}**")
    kinds = st.column_config
    columns = {
        "name": kinds.TextColumn(text("standings.unit", language), width=150),
        "reason": kinds.TextColumn(text("standings.reason", language), width=300),
        "score": kinds.NumberColumn(text("standings.score", language), width=80, format="%.2f"),
    }
    grounds = [screen.ground(look.CHOSEN) if unit == opened else "" for unit in units["unit"]]
    styled = pandas.DataFrame(rows).style.apply(lambda column: grounds)
    place = clicks.table(styled, columns, _key(ranking, "unranked", opened is not None), len(rows), _TALLEST // 2)
    return None if place is None else units["unit"].iloc[place]


def group_name(code: object, language: str) -> str:
    """What a functional group is called; its code where the labels do not know it."""
    if not isinstance(code, str):
        return "—"
    return text(_GROUPS + code, language) if labels.has(_GROUPS + code) else code


def _grouped(ranking: Ranking) -> bool:
    return ranking.tier in ranking.scorecard.grouped_tiers and bool(ranking.units["group"].notna().any())


def _frame(
    view: View, ranking: Ranking, units: pandas.DataFrame, names: Mapping[str, str]
) -> tuple[pandas.DataFrame, dict[str, list[str]]]:
    """One row per ranked unit with what the columns show, and the text colours of the movements."""
    language, last = view.language, len(units)
    bands = {unit: number for number, band in enumerate(ranking.bands(), start=1) for unit in band}
    frame = pandas.DataFrame({
        "group": [group_name(code, language) for code in units["group"]],
        "rank": units["rank"].astype(int).to_numpy(),
        "rank_in_group": units["rank_in_group"].to_numpy(),
        "name": [names[unit] for unit in units["unit"]],
        "interval": [
            rank_bars.picture(int(line.rank), int(line.rank_low), int(line.rank_high), last, bands[line.unit] % 2 == 0)
            for line in units.itertuples()
        ],
        "score": units["score"].to_numpy(),
        "band": [text("standings.band_name", language, number=bands[unit]) for unit in units["unit"]],
    })
    for block in ranking.scorecard.blocks:
        frame[f"block_{block.id}"] = ranking.now.scores.blocks[block.id].reindex(units["unit"]).to_numpy()
    inks = {}
    sure = units["movement_significant"].tolist()
    for name, significant in (("movement", sure), ("year_on_year", [None] * last)):
        told = [moved(*pair, language) for pair in zip(units[name], significant, strict=True)]
        frame[name] = [words for words, _ in told]
        inks[name] = [screen.ink(colour) for _, colour in told]
    return frame, inks


def moved(places: float | None, significant: bool | None, language: str) -> tuple[str, str]:
    """How a rank moved, with a shape and in words, and the colour to write it in."""
    if look.is_missing(places):
        return text("standings.no_earlier", language), look.MUTED
    if places == 0:
        return f"＝ {text('standings.same', language)}", look.MUTED
    up = places > 0
    told = text(f"standings.{'up' if up else 'down'}", language, places=look.count(abs(places)))
    if significant:
        told = text("standings.significant", language, told=told)
        return f"{'▲' if up else '▼'} {told}", look.STATUS["good" if up else "bad"][0]
    return f"{'△' if up else '▽'} {told}", look.INK


def _columns(view: View, ranking: Ranking, frame: pandas.DataFrame, narrow: bool) -> dict:
    """Column settings by name, in the order shown."""
    language, kinds, kind = view.language, st.column_config, ranking.period.kind
    word = lambda name, **values: text(f"standings.{name}", language, **values)  # noqa: E731
    found = {}
    if _grouped(ranking) and not narrow:
        found["group"] = kinds.TextColumn(word("group"), width=146)
    found["rank"] = kinds.NumberColumn(word("rank"), width=56, format="%d")
    if _grouped(ranking):
        found["rank_in_group"] = kinds.NumberColumn(word("rank_in_group"), width=66, format="%d")
    found["name"] = kinds.TextColumn(word("unit"), width=120 if _grouped(ranking) else 150)
    wide = rank_bars.WIDTH + 18
    found["interval"] = kinds.ImageColumn(word("interval", last=len(frame)), width=wide, help=word("interval_help"))
    found["score"] = kinds.NumberColumn(word("score"), width=80, format="%.2f")
    if narrow:
        return found
    for block in ranking.scorecard.blocks:
        label = block.label[language]
        told = word("block_help", block=label, weight=f"{block.weight:g}")
        found[f"block_{block.id}"] = kinds.NumberColumn(label, format="%.1f", help=told)
    found["movement"] = kinds.TextColumn(word(f"previous.{kind}"), width=_MOVED[language], help=word("movement_help"))
    found["year_on_year"] = kinds.TextColumn(word(f"year_before.{kind}"), width=90, help=word("year_help"))
    found["band"] = kinds.TextColumn(word("band"), width=62, help=word("band_help"))
    return found
