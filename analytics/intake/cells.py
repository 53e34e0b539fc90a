"""How one column is read: SQL that turns what stands in a file into the type that the schema asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analytics.contract import codes
from analytics.contract.schema import Column
from analytics.intake.bindings import Bindings

# Blanks as people and programs leave them: ASCII, no-break, ideographic, zero-width, byte order mark.
BLANKS = " \t\r\n\x0b\x0c\x85\xa0\u2002\u2003\u2009\u3000\u200b\ufeff"
_EXPONENT = r"[+-]?(\d(\.\d+)?[eE][+-]?\d{1,3}|\d+(\.\d+)?[eE][+-]\d{1,3}|\d+\.\d+[eE]\d{1,3})"
_CONTROL = r"[\p{Cc}\p{Cf}]"
# What programs write for no value, and spreadsheets for one that they could not work out.
_NO_VALUE = r"(?i)(null|nan|none|nil|n/a|<na>|undefined|#(n/a|ref!|value!|div/0!|name\?|num!|null!|spill!|calc!))"
_BROKEN = "\ufffd"
_SUSPICIOUS = rf"{_CONTROL}|{_BROKEN}|\d[eE][+-]?\d|[#<]|(?i)\b(null|nan|none|nil|n/a|undefined)\b"
_TAG_SEPARATORS = "[;；,，、|]"
_FIRST_YEAR, _AFTER_LAST_YEAR = "timestamp '1990-01-01'", "timestamp '2101-01-01'"

# DuckDB types that already are what the schema asks for.
_NATIVE = {
    "id": (), "text": (), "enum": (), "geometry": (),
    "int": ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"),
    "number": ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "FLOAT", "DOUBLE"),
    "score": ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "FLOAT", "DOUBLE"),
    "bool": ("BOOLEAN",),
    "at": ("TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S", "DATE"),
    "day": ("TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S", "DATE"),
}  # fmt: skip
# The one type of each kind whose values may be kept as they stand.
AS_KEPT = {"at": "TIMESTAMP", "number": "DOUBLE", "score": "DOUBLE", "int": "BIGINT", "bool": "BOOLEAN"}
_NATIVE_READ = {
    "number": "double",
    "score": "double",
    "int": "bigint",
    "bool": "boolean",
    "at": "timestamp",
    "day": "timestamp",
}


@dataclass(frozen=True)
class Cell:
    """The reading of one column in three steps, each a SQL expression over the names of the step before.

    `given` is what stands in the file (over the source's columns), `read` its value as far as it can be read (over
    `given_name`), `value` the value that is kept (over `read_name`). `native`: no step can fail. `position`: of the
    source's column that this one is, as it stands; None where anything else is done with it.
    """

    column: Column
    given: str
    read: str
    value: str
    native: bool
    position: int | None = None

    @property
    def given_name(self) -> str:
        return f'"given {self.column.name}"'

    @property
    def read_name(self) -> str:
        return f'"read {self.column.name}"'


@cache
def macros() -> str:
    """The statements that make the macros which the readings use."""
    return Path(__file__).with_name("macros.sql").read_text(encoding="utf-8")


def cleaned(text: str, bindings: Bindings) -> str:
    """SQL for a text without the blanks around it; NULL when nothing else is there."""
    return f"without_blanks({text}, {bindings.add(BLANKS)})"


def is_clean(text: str) -> str:
    """SQL: whether a text surely has no blanks around it; false may mean anything."""
    return f"is_clean({text})"


def as_text(source: str, source_type: str, bindings: Bindings) -> str:
    """SQL for any source column as cleaned text: whole numbers without the zero after the point."""
    if source_type == "VARCHAR":
        return cleaned(source, bindings)
    if source_type in ("FLOAT", "DOUBLE") or source_type.startswith("DECIMAL"):
        return f"number_as_id(nan_as_null(cast({source} as double)))"
    return cleaned(f"cast({source} as varchar)", bindings)


def cell(column: Column, source: str, source_type: str, bindings: Bindings, formats: tuple[str, ...] = (),
         zone: str | None = None, serial_days: str | None = None) -> Cell:  # fmt: skip
    """The reading of a column from the SQL expression `source` of DuckDB type `source_type`."""
    if zone and column.kind in ("at", "day"):
        source, source_type = _wall_clock(source, zone, bindings), "TIMESTAMP"
    native = source_type in _NATIVE[column.kind]
    if column.kind == "geometry":
        given = source if source_type == "BLOB" else cleaned(f"cast({source} as varchar)", bindings)
    elif native:
        given = f"nan_as_null(cast({source} as double))" if source_type in ("FLOAT", "DOUBLE") else source
    else:
        given = as_text(source, source_type, bindings)
    name = f'"given {column.name}"'
    read = _native(column.kind, name) if native else _read(column, name, bindings, formats, serial_days)
    return Cell(column, given, read, _kept(column, f'"read {column.name}"'), native)


def kept_cell(column: Column) -> Cell:
    """The reading of a column from values that are already as they are kept, under the column's own name."""
    read = _native(column.kind, f'"given {column.name}"') if column.kind in _NATIVE_READ else f'"given {column.name}"'
    return Cell(column, f'"{column.name}"', read, _kept(column, f'"read {column.name}"'), native=True)


def _wall_clock(source: str, zone: str, bindings: Bindings) -> str:
    """The local time of an instant in the zone that the file declares for it, by name or as +08:00."""
    if offset := re.fullmatch(r"([+-])(\d{2}):?(\d{2})", zone):
        minutes = (int(offset[2]) * 60 + int(offset[3])) * (-1 if offset[1] == "-" else 1)
        return f"(({source} at time zone 'UTC') + to_minutes({minutes}))"
    return f"({source} at time zone {bindings.add(zone)})"


def _native(kind: str, given: str) -> str:
    return f"cast({given} as {_NATIVE_READ[kind]})"


def _read(column: Column, given: str, bindings: Bindings, formats: tuple[str, ...], serial_days: str | None) -> str:
    kind = column.kind
    if kind in ("at", "day"):
        return time(given, bindings, formats, serial_days)
    if kind in ("number", "score"):
        return f"as_number({given})"
    if kind == "int":
        return f"whole_number({given})"
    if kind == "bool":
        answers = {text: word for word in ("true", "false") for text in codes.words(word)}
        return f"cast({bindings.lookup(answers, f'lower({given})')} as boolean)"
    if kind == "enum":
        return bindings.lookup(codes.accepted(column.codes), f"lower({given})")
    if kind == "geometry":
        return f"shape({given})"
    return _SPECIAL.get(column.name, lambda text, _: text)(given, bindings)


def _kept(column: Column, read: str) -> str:
    if column.kind == "at":
        return f"case when {in_range(read)} then {read} end"
    if column.kind == "day":
        return f"case when {in_range(read)} then cast({read} as date) end"
    bounds = zip((">=", "<="), column.bounds, strict=True)
    tests = [f"{read} {sign} {bound}" for sign, bound in bounds if bound is not None]
    if tests:
        return f"case when {' and '.join(tests)} then {read} end"
    return f"{read}.wkb" if column.kind == "geometry" else read


def in_range(read: str) -> str:
    """SQL: whether a time lies in the years that the contract accepts."""
    return f"({read} >= {_FIRST_YEAR} and {read} < {_AFTER_LAST_YEAR})"


def time(text: str, bindings: Bindings, formats: tuple[str, ...] = (), serial_days: str | None = None) -> str:
    """SQL for a text as a timestamp: the mapping's formats first, then ISO 8601, then the common Chinese forms."""
    readings = [f"try_strptime({text}, {bindings.add(list(formats))})"] if formats else []
    plain = f"full_width_as_ascii(without_zone({text}))"
    readings += [f"iso_time({plain})", _worded_time(plain, bindings)]
    if serial_days:
        readings.append(f"serial_time({text}, cast({bindings.add(serial_days)} as timestamp))")
    careful = f"case when {text} is not null then coalesce({', '.join(readings)}) end"
    return (
        careful
        if formats
        else f"case when is_common_time({text}) then try_cast({text} as timestamp) else {careful} end"
    )


def _worded_time(text: str, bindings: Bindings) -> str:
    morning, afternoon = codes.words("morning"), codes.words("afternoon")
    form = f"regexp_replace({text}, {bindings.add(f'(?i){morning}|{afternoon}')}, ' ', 'g')"
    for pattern, replacement in codes.words("times"):
        form = f"regexp_replace({form}, {bindings.add(pattern)}, {bindings.add(replacement)}, 'g')"
    is_morning, is_afternoon = (bindings.add(f"(?i){words}") for words in (morning, afternoon))
    return f"""twelve_hours(iso_time(trim({form})),
        regexp_matches({text}, {is_morning}), regexp_matches({text}, {is_afternoon}))"""


def _scheme(given: str, bindings: Bindings) -> str:
    known = bindings.lookup(codes.accepted_schemes(), f"lower(replace({given}, ' ', ''))")
    return f"coalesce({known}, {given})"


def _tag(given: str, bindings: Bindings) -> str:
    return f"coalesce({bindings.lookup(codes.accepted_tags('key_content'), f'lower({given})')}, {given})"


def _tags(given: str, bindings: Bindings) -> str:
    """Codes joined by semicolons, whichever separator and language the file has; an unknown tag stays as it is."""
    accepted = {text: code for family in codes.tag_families() for text, code in codes.accepted_tags(family).items()}
    known = bindings.lookup(accepted, "lower(trim(tag))")
    separators = bindings.add(_TAG_SEPARATORS)
    return f"""array_to_string(list_filter(list_transform(regexp_split_to_array({given}, {separators}),
        lambda tag: coalesce({known}, trim(tag))), lambda tag: tag <> ''), ';')"""


_SPECIAL = {"scheme": _scheme, "tag": _tag, "tags": _tags}


def suspicious(identifiers: list[str], bindings: Bindings) -> str:
    """SQL: whether any identifier of a row may be in exponent notation or hold a control character: one look at all."""
    return f"regexp_matches(concat_ws(' ', {', '.join(identifiers)}), {bindings.add(_SUSPICIOUS)})"


def exponent(text: str, bindings: Bindings) -> str:
    """SQL: whether an identifier is a number in exponent notation, whose digits are lost."""
    return f"regexp_full_match({text}, {bindings.add(_EXPONENT)})"


def control(text: str, bindings: Bindings) -> str:
    """SQL: whether an identifier holds characters that nobody can see."""
    return f"regexp_matches({text}, {bindings.add(_CONTROL)})"


def broken(text: str, bindings: Bindings) -> str:
    """SQL: whether an identifier holds the sign that stands for letters which could not be read."""
    return f"contains({text}, {bindings.add(_BROKEN)})"


def no_value(text: str, bindings: Bindings) -> str:
    """SQL: whether an identifier is a program's word for no value, such as NULL or #REF!."""
    return f"regexp_full_match({text}, {bindings.add(_NO_VALUE)})"


def totals_pattern() -> str:
    """The regular expression of the first cell of a totals row or a footer, in lower case without blanks."""
    totals, footers = (
        "|".join(re.escape(word.replace(" ", "")) for word in codes.words(kind)) for kind in ("totals", "footers")
    )
    return f"({totals})([:：(（].*)?|({footers})[:：].*"
