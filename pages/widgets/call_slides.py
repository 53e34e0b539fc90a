"""The slides of a roll-call: places by group, the named with their reasons, alleys, problems, tasks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analytics.contract.labels import text
from analytics.scoring import Ranking
from analytics.scoring.naming import group_ends
from analytics.scoring.settings import settings
from pages.widgets import call_words, look, standings
from pages.widgets.slides import Entry, Slide

_TASKS = 8  # open tasks that fit a screen
_STANDING = ("in_group", "district", "score", "rank", "interval", "moved")


def slides(call: Mapping[str, Any], ranking: Ranking, names: Mapping[str, str], language: str) -> list[Slide]:
    """All slides, in the order of the meeting."""
    word = lambda key, **values: text(f"presentation.{key}", language, **values)  # noqa: E731
    ranked = [line for line in call["districts"] if line["rank"] is not None]
    told = word("provisional") if call["provisional"] else ""
    found = [Slide(word("opening", period=look.period(ranking.period, language)),
                   word("opening_told", all=len(call["districts"]), ranked=len(ranked)), foot=told,
                   entries=[Entry(str(count), word(key)) for key, count in _counts(call)],
                   columns=2, form="figures")]  # fmt: skip
    found += _groups(ranked, ranking, names, language)
    found += [_named(call, kind, names, language) for kind in ("praise", "criticise")]
    found.append(_chance(ranking, names, language))
    found += [_alleys(call, event, names, language) for event in ("downgraded", "restored")]
    found += _problems(call, language)
    found.append(_tasks(call, names, language))
    return [slide for slide in found if slide.message or slide.entries]


def _counts(call: Mapping[str, Any]) -> Sequence[tuple[str, int]]:
    kinds = Counter(line["kind"] for line in call["named"])
    return [("count_downgraded", len(call["downgraded"])), ("count_restored", len(call["restored"])),
            ("count_praise", kinds["praise"]), ("count_criticise", kinds["criticise"])]  # fmt: skip


def _groups(ranked: Sequence[Mapping[str, Any]], ranking: Ranking, names: Mapping[str, str],
            language: str) -> Iterator[Slide]:
    """One slide per group: its districts with rank, score and how they moved."""
    for group in standings.group_order(line["group"] for line in ranked):
        inside = sorted((line for line in ranked if line["group"] == group), key=lambda line: line["rank"])
        title = standings.group_name(group, language) if group else text("presentation.all_districts", language)
        entries = []
        for place, line in enumerate(inside, start=1):
            words, colour = standings.moved(line["movement"], line["movement_significant"], language)
            interval = text("presentation.interval", language, low=line["rank_low"], high=line["rank_high"])
            cells = (names[line["unit"]], f"{line['score']:.2f}", str(line["rank"]), interval, words)
            entries.append(Entry(str(line["rank_in_group"] or place), cells=cells))
        headings = [text(f"presentation.standing.{each}", language) for each in _STANDING]
        yield Slide(title, entries=entries, foot=text("presentation.standing_foot", language), form="table",
                    headings=headings)  # fmt: skip


def _problems(call: Mapping[str, Any], language: str) -> Iterator[Slide]:
    """One slide for the items that checks met, one for the classes of cases: what each counts is not the same."""
    found = call["prominent_problems"]
    if not found:
        yield Slide(text("presentation.problems", language), text("presentation.no_problems", language))
    for kind in ("ten_none", "case_class"):
        lines = [line for line in found if line["kind"] == kind]
        most = max((line["count"] for line in lines), default=0)
        entries = [Entry(line["label"][language], look.count(line["count"]), bar=line["count"] / most)
                   for line in lines]  # fmt: skip
        if entries:
            title = text(f"presentation.problems_of.{kind}", language)
            yield Slide(title, entries=entries, form="bars", foot=text(f"presentation.problems_are.{kind}", language))


def _named(call: Mapping[str, Any], kind: str, names: Mapping[str, str], language: str) -> Slide:
    ink = look.STATUS["good" if kind == "praise" else "bad"][0]
    entries = [
        Entry(names[line["unit"]], settings().rules[line["rule"]][language], ink,
              [reason[language] for reason in line["reasons"]])
        for line in call["named"] if line["kind"] == kind
    ]  # fmt: skip
    nobody = "" if entries else text(f"presentation.nobody_{kind}", language)
    return Slide(text(f"presentation.{kind}", language), nobody, entries, 1, text("presentation.by_rule", language))


def _chance(ranking: Ranking, names: Mapping[str, str], language: str) -> Slide:
    groups = ranking.units.set_index("unit")["group"]
    ends = group_ends(ranking.now, settings()) if ranking.now.draws else []
    entries = []
    for each in ends:
        if each.end == "last" and not each.is_named:
            group = standings.group_name(groups[each.unit], language)
            entries.append(Entry(names[each.unit], call_words.end(each, group, language)))
    return Slide(text("presentation.chance", language), "", entries)


def _alleys(call: Mapping[str, Any], event: str, names: Mapping[str, str], language: str) -> Slide:
    counts = Counter(line["unit"] for line in call[event])
    ink = look.STATUS["bad" if event == "downgraded" else "good"][0]
    entries = [Entry(names.get(unit, "—"), text("presentation.alleys", language, count=count), ink)
               for unit, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0] or ""))]  # fmt: skip
    key = f"presentation.{event}" if entries else f"presentation.no_{event}"
    return Slide(text(f"presentation.{event}_title", language), text(key, language, count=len(call[event])), entries, 3)


def _tasks(call: Mapping[str, Any], names: Mapping[str, str], language: str) -> Slide:
    open_ = [line for line in call["tasks"] if not line["done"]]
    entries = [Entry(names.get(line["unit"], "—"), line["text"]) for line in open_[:_TASKS]]
    more = len(open_) - len(entries)
    foot = text("presentation.more_tasks", language, count=more) if more else ""
    return Slide(text("call_words.tasks_title", language), call_words.tasks(call["tasks"], language), entries, 2, foot)
