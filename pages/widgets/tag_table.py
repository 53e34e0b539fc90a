"""One family of tags as a table: on time, overdue, backlog and hot spots per tag, against the area as a whole."""

from __future__ import annotations

import numpy
import pandas
import streamlit as st

from analytics.contract import codes
from analytics.contract.labels import text
from analytics.store.tag_figures import FIGURES
from pages.widgets import address, clicks, look, screen, tag_answers
from pages.widgets.filters import View

ALL = "all"  # in the address: the family as a whole
_ENOUGH = 30  # cases due under which a share says little
_ALIKE = 0.005  # a difference that is not worth a colour


def rows(view: View, family: str) -> pandas.DataFrame:
    """One row per tag of the family (ALL first, tags in their usual order) and the area as a whole last (no tag).

    Columns tag, the figures, `places` (grids or classes that bear it), `hot` (hot grids among them, for key content the
    hot grids of its cases), `share` (on time of due; NaN without due).
    """
    found = tag_answers.figures(view)
    own = found[found["family"] == family].set_index("tag")
    own.index = [tag if isinstance(tag, str) else ALL for tag in own.index]
    listed = own.reindex([ALL, *(tag for tag in codes.tags(family) if tag in own.index)])
    whole = found[found["family"].isna()].assign(tag=None).set_index("tag")
    table = pandas.concat([listed, whole]).rename_axis("tag").reset_index().drop(columns="family")
    table = table.fillna(dict.fromkeys(FIGURES, 0))
    table["tag"] = pandas.Series([tag if isinstance(tag, str) else None for tag in table["tag"]], dtype=object)
    table["share"] = table["on_time"] / table["due"].where(table["due"] > 0)
    counted = [_places(view, family, tag) for tag in table["tag"]]
    table["places"], table["hot"] = zip(*counted, strict=True)
    return table


def draw(view: View, family: str, table: pandas.DataFrame, chosen: str) -> None:
    """Draws the table; the chosen tag's line is marked."""
    language = view.language
    whole = table["share"].iloc[-1]
    frame = pandas.DataFrame({
        "tag": [tag_name(view, family, tag) for tag in table["tag"]],
        "places": table["places"],
        "reported": table["reported"],
        "due": table["due"],
        "share": table["share"] * 100,
        "against": [_against(line.share, line.due, whole, line.tag, language) for line in table.itertuples()],
        "overdue_open": table["overdue_open"],
        "backlog": table["backlog"],
        "hot": table["hot"],
    })  # fmt: skip
    grounds = [
        screen.ground(look.CHOSEN) if tag == chosen else screen.ground(look.PANEL)
        if tag is None else "" for tag in table["tag"]
    ]  # fmt: skip
    inks = [screen.ink(_ink(line.share, line.due, whole, line.tag)) for line in table.itertuples()]
    styled = frame.style.apply(lambda column: grounds).apply(lambda column: inks, subset=["against"])
    clicks.table(styled, _columns(view, family), _key(view, family), len(frame), 14)


def chosen_tag(view: View, family: str, table: pandas.DataFrame) -> str:
    """The tag clicked last, else the one in the address; ALL without any."""
    key = _key(view, family)
    state = st.session_state.get(key)
    cells = state["selection"]["cells"] if state else []
    row = cells[0][0] if cells else None
    if address.newly(key, row) and row < len(table) - 1:
        address.write("tag", table["tag"].iloc[row])
    tag = address.read("tag")
    return tag if tag in set(table["tag"].dropna()) else ALL


def tag_name(view: View, family: str, tag: str | None) -> str:
    """What a tag is called; the family's name for ALL, the area's for None."""
    if tag is None:
        return text("key_areas.whole", view.language, area=view.area_name)
    if tag == ALL:
        return text("key_areas.all", view.language, family=text(f"key_areas.family.{family}", view.language))
    return codes.tags(family)[tag][view.language]


def _places(view: View, family: str, tag: str | None) -> tuple[float, float]:
    """How many grids (or classes) bear the tag, and how many grids are hot; NaN where it is not asked."""
    found = tag_answers.hot_spots(view, family, None if tag == ALL else tag) if tag else None
    if family == "key_content":
        counts = tag_answers.class_counts(view.version, view.version.key)
        places = numpy.nan if tag is None else sum(counts.values()) if tag == ALL else counts.get(tag, 0)
        return places, numpy.nan if found is None else int(found.hot.sum())
    if tag is None:
        whole = tag_answers.hot_spots(view, family, None)
        return (numpy.nan, numpy.nan) if whole is None else (len(whole.places.codes), int(whole.hot.sum()))
    grids = tag_answers.tagged_grids(view, family, None if tag == ALL else tag)
    if found is None:
        return len(grids), numpy.nan
    return len(grids), sum(found.places.codes[row] in grids for row in numpy.flatnonzero(found.hot))


def _against(share: float, due: float, whole: float, tag: str | None, language: str) -> str:
    if tag is None:
        return ""
    if look.is_missing(share) or look.is_missing(whole):
        return "—"
    told = look.change(share - whole, "rate", language)
    return told if due >= _ENOUGH else text("key_areas.few", language, told=told)


def _ink(share: float, due: float, whole: float, tag: str | None) -> str:
    if tag is None or look.is_missing(share) or look.is_missing(whole) or due < _ENOUGH or abs(share - whole) < _ALIKE:
        return look.MUTED
    return look.STATUS["good" if share >= whole else "bad"][0]


def _columns(view: View, family: str) -> dict:
    kinds = st.column_config
    word = lambda name: text(f"key_areas.column.{name}", view.language)  # noqa: E731
    counts = {
        name: kinds.NumberColumn(word(name), format="localized", help=word(f"{name}_help"))
        for name in ("reported", "due", "overdue_open", "backlog", "hot")
    }
    places = "classes" if family == "key_content" else "grids"
    return {
        "tag": kinds.TextColumn(word("tag"), width="medium"),
        "places": kinds.NumberColumn(word(places), format="localized"),
        "reported": counts["reported"],
        "due": counts["due"],
        "share": kinds.NumberColumn(word("share"), format="%.2f%%"),
        "against": kinds.TextColumn(word("against"), alignment="right", help=word("against_help")),
        "overdue_open": counts["overdue_open"],
        "backlog": counts["backlog"],
        "hot": counts["hot"],
    }


def _key(view: View, family: str) -> str:
    return f"tags_{family}_{view.area}"
