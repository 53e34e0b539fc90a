"""Which cells of a table a file gives: from its own headers, or as a mapping says."""

from __future__ import annotations

from dataclasses import replace

from analytics.contract.schema import Column
from analytics.intake import headers
from analytics.intake.bindings import Bindings
from analytics.intake.cells import AS_KEPT, Cell, as_text, cell
from analytics.intake.expressions import Columns, Expression
from analytics.intake.files import RefusedFile
from analytics.intake.headers import Vocabulary
from analytics.intake.mapping import Feed, SourceRule
from analytics.intake.sources import Expectation, Source


def expectation(rule: SourceRule) -> Expectation:
    """The header words to look for: the source columns that the rule names, and the schema's where it asks for them."""
    words: Vocabulary = {}
    for name in sorted(rule.source_columns()):
        words[headers.normalised(name)] = name
    short = dict(words)
    for feed in rule.feeds:
        if feed.own_headers:
            words = {**headers.vocabulary(feed.table), **words}
            short = {**headers.vocabulary(feed.table, shapefile=True), **short}
    return Expectation(words, short)


def cells_of(feed: Feed, rule: SourceRule, source: Source, words: Vocabulary, bindings: Bindings) -> dict[str, Cell]:
    """Column → its reading, for every column of the table that the file gives. Raises RefusedFile.

    A column that the mapping makes from a source column which is not in the file is left out; where it is required,
    or the file's own headers lack a required one, the file is refused.
    """
    own = headers.bound(source.names, headers.vocabulary(feed.table) | words) if feed.own_headers else {}
    own = {name: position for name, position in own.items() if name in feed.table.columns}
    reading = _Reading(rule, source, bindings)
    cells = {}
    for name, column in feed.table.columns.items():
        if name in feed.columns:
            found = reading.expressed(column, feed.columns[name])
        elif name in own:
            found = reading.direct(column, own[name], ())
        elif column.kind == "geometry" and "geometry" in source.names and not feed.derived:
            found = reading.direct(column, source.names.index("geometry"), ())
        else:
            found = None
        if found:
            cells[name] = found
    missing = [name for name in feed.table.required if name not in cells]
    if missing:
        zh = ", ".join(f"{feed.table.columns[name].zh[0]} {name}" for name in missing)
        raise RefusedFile("missing_column", columns=(zh, ", ".join(missing)))
    return cells


class _Reading:
    """Makes cells from one source under one rule."""

    def __init__(self, rule: SourceRule, source: Source, bindings: Bindings) -> None:
        self.rule, self.source, self.bindings = rule, source, bindings
        self.positions = {headers.normalised(name): i for i, name in reversed(list(enumerate(source.names)))}

    def direct(self, column: Column, position: int, formats: tuple[str, ...]) -> Cell:
        """The column from the source's column at a position, in the type that it has there."""
        source, kind = self.source.cell(position), self.source.types[position]
        formats = formats or self.rule.time_formats
        as_it_is = not self.rule.blank and kind in ("VARCHAR", AS_KEPT.get(column.kind))
        as_it_is = as_it_is and position not in self.source.filled
        if self.rule.blank and kind == "VARCHAR":
            source = self._unblanked(as_text(source, kind, self.bindings))
        zone = self.source.zones.get(position)
        found = cell(column, source, kind, self.bindings, formats, zone, self.source.serial_days)
        is_time = column.kind in ("at", "day")
        changed = zone is not None or (is_time and formats and kind == "VARCHAR")
        return replace(found, position=position) if as_it_is and not changed else found

    def expressed(self, column: Column, expression: Expression) -> Cell | None:
        """The column as the mapping writes it; None when the file lacks what it is made from."""
        if set(expression.fields) <= {"from", "format"} and expression.fields["from"] not in self.rule.values:
            position = self.positions.get(headers.normalised(expression.fields["from"]))
            return None if position is None else self.direct(column, position, expression.formats)
        sql = expression.sql(self._columns(()), self.bindings)
        if sql is None:
            return None
        formats = expression.formats or self.rule.time_formats
        return cell(column, sql, "VARCHAR", self.bindings, formats, serial_days=self.source.serial_days)

    def _columns(self, inside: tuple[str, ...]) -> Columns:
        def column(name: str) -> str | None:
            if name in self.rule.values and name not in inside:
                return self.rule.values[name].sql(self._columns((*inside, name)), self.bindings)
            position = self.positions.get(headers.normalised(name))
            if position is None:
                return None
            text = as_text(self.source.cell(position), self.source.types[position], self.bindings)
            return self._unblanked(text) if self.rule.blank else text

        return column

    def _unblanked(self, text: str) -> str:
        markers = self.bindings.add(list(self.rule.blank))
        return f"case when not list_contains({markers}, lower({text})) then {text} end"


def derived_source(feed: Feed, cells: dict[str, Cell], source: Source, bindings: Bindings, known: set[str]) -> Source:
    """The rows of a derived feed: one per key that the source's rows name, without the keys already `known`.

    `_line` is the first row that names the key. The key is the table's first column: a derived row has no validity.
    """
    key = feed.table.key[0]
    columns = list(cells)
    named = ", ".join(f"{cells[name].given} as {cells[name].given_name}" for name in columns)
    filled = " and ".join(f"{cells[name].given_name} is not null" for name in feed.table.required)
    first = ", ".join(f"arg_min({cells[name].given_name}, _line) as c{i}" for i, name in enumerate(columns))
    sql = f"""select min(_line) as _line, null::varchar[] as _extra, {first}
        from (select _line, {named} from ({source.sql})) where {filled}
            and not list_contains({bindings.add(sorted(known) or [""])}, {cells[key].given_name})
        group by {cells[key].given_name} order by 1"""
    return Source(tuple(columns), ("VARCHAR",) * len(columns), sql, dict(bindings.values), rows=-1)
