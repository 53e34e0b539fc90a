"""The values that a mapping writes for a column: from source columns, constants, translations; as SQL.

docs/data_guide.md describes how they are written, for the people who write them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from analytics.intake.bindings import Bindings

_ORIGINS = ("from", "constant", "first", "join", "position_in")
LIMIT_PARTS = ("value", "unit")
_CHANGES = (
    "extract", "strip_zeros", "digits", "limit", "codes", "rules", "otherwise", "prefix", "suffix", "when", "format",
    "separator",
)  # fmt: skip
_TESTS = ("contains", "equals", "matches", "filled")

# The SQL of a source column or named value as cleaned text; None when the file has no such column.
Columns = Callable[[str], str | None]


class MappingError(ValueError):
    """A mapping that contradicts the format or the schema; the message says where."""


@dataclass(frozen=True)
class Expression:
    """One value of a mapping, checked."""

    fields: dict[str, object]

    @classmethod
    def parse(cls, written: object, where: str) -> Expression:
        """The expression as written in TOML. Raises MappingError."""
        fields = {"from": written} if isinstance(written, str) else written
        if not isinstance(fields, dict):
            raise MappingError(f"{where}: expected a column name or a table, found {written!r}")
        unknown = set(fields) - {*_ORIGINS, *_CHANGES}
        if unknown:
            raise MappingError(f"{where}: unknown {', '.join(sorted(unknown))}")
        origins = [name for name in _ORIGINS if name in fields]
        if len(origins) != 1:
            raise MappingError(f"{where}: needs exactly one of {', '.join(_ORIGINS)}")
        fields = dict(fields)
        for name in ("first", "join"):
            if name in fields:
                fields[name] = [cls.parse(part, where) for part in several(fields[name])]
        if "position_in" in fields:
            fields["position_in"] = several(fields["position_in"])
        _check_changes(fields, where)
        return cls(fields)

    @property
    def formats(self) -> tuple[str, ...]:
        return tuple(several(self.fields.get("format", ())))

    @property
    def counts_rows(self) -> bool:
        """Whether the value depends on other rows of the file."""
        parts = [*self.fields.get("first", ()), *self.fields.get("join", ())]
        return "position_in" in self.fields or any(part.counts_rows for part in parts)

    def sources(self) -> set[str]:
        """The source columns and named values that this one is made from."""
        names = {self.fields["from"]} if "from" in self.fields else set(self.fields.get("position_in", ()))
        for part in [*self.fields.get("first", ()), *self.fields.get("join", ())]:
            names |= part.sources()
        return names | ({self.fields["when"]["from"]} if "when" in self.fields else set())

    def sql(self, columns: Columns, bindings: Bindings) -> str | None:
        """SQL of the value as text, NULL meaning missing; None when the file lacks a source column that it needs."""
        text = self._origin(columns, bindings)
        if text is None:
            return None
        if "extract" in self.fields:
            group = 1 if re.compile(self.fields["extract"]).groups else 0
            text = f"nullif(regexp_extract({text}, {bindings.add(self.fields['extract'])}, {group}), '')"
        if self.fields.get("strip_zeros"):
            text = f"coalesce(nullif(ltrim({text}, '0'), ''), left({text}, 1))"
        if "digits" in self.fields:
            width = bindings.add(self.fields["digits"])
            text = f"case when length({text}) < {width} then lpad({text}, {width}, '0') else {text} end"
        if "limit" in self.fields:
            text = f"limit_{self.fields['limit']}({text})"
        text = self._translated(text, bindings)
        if "prefix" in self.fields or "suffix" in self.fields:
            before, after = (bindings.add(self.fields.get(name, "")) for name in ("prefix", "suffix"))
            text = f"({before} || {text} || {after})"
        return self._conditional(text, columns, bindings)

    def _origin(self, columns: Columns, bindings: Bindings) -> str | None:
        if "constant" in self.fields:
            return bindings.add(str(self.fields["constant"]))
        if "from" in self.fields:
            return columns(self.fields["from"])
        if "position_in" in self.fields:
            groups = [columns(name) for name in self.fields["position_in"]]
            numbered = f"row_number() over (partition by {', '.join(map(str, groups))} order by _line)"
            return None if None in groups else f"cast({numbered} as varchar)"
        if "first" in self.fields:
            parts = [sql for part in self.fields["first"] if (sql := part.sql(columns, bindings)) is not None]
            return f"coalesce({', '.join(parts)})" if parts else None
        parts = [part.sql(columns, bindings) for part in self.fields["join"]]
        if None in parts:
            return None
        return "(" + f" || {bindings.add(self.fields.get('separator', ''))} || ".join(parts) + ")"

    def _translated(self, text: str, bindings: Bindings) -> str:
        codes = {key.strip().lower(): value for key, value in self.fields.get("codes", {}).items()}
        rules = self.fields.get("rules", ())
        if not codes and not rules and "otherwise" not in self.fields:
            return text
        branches = [f"when {bindings.lookup(codes, f'lower({text})')} is not null "
                    f"then {bindings.lookup(codes, f'lower({text})')}"] if codes else []  # fmt: skip
        branches += [f"when {_holds(rule, text, bindings)} then {bindings.add(rule['value'])}" for rule in rules]
        otherwise = bindings.add(self.fields["otherwise"]) if "otherwise" in self.fields else text
        translated = f"case {' '.join(branches)} else {otherwise} end" if branches else otherwise
        return f"case when {text} is not null then nullif({translated}, '') end"

    def _conditional(self, text: str, columns: Columns, bindings: Bindings) -> str | None:
        if "when" not in self.fields:
            return text
        test = self.fields["when"]
        subject = columns(test["from"])
        return None if subject is None else f"case when {_holds(test, subject, bindings)} then {text} end"


def _holds(test: dict, subject: str, bindings: Bindings) -> str:
    """SQL: whether a text passes a test, in any case; several words of one test are alternatives."""
    if "contains" in test:
        words = [f"contains(lower({subject}), {bindings.add(word.lower())})" for word in several(test["contains"])]
        return f"({' or '.join(words)})"
    if "equals" in test:
        return f"list_contains({bindings.add([word.lower() for word in several(test['equals'])])}, lower({subject}))"
    if "matches" in test:
        return f"regexp_matches({subject}, {bindings.add('(?i)' + test['matches'])})"
    return f"({subject} is {'not ' if test['filled'] else ''}null)"


def _check_changes(fields: dict, where: str) -> None:
    for rule in fields.get("rules", ()):
        if "value" not in rule or sum(name in rule for name in _TESTS) != 1:
            raise MappingError(f"{where}: a rule needs value and one of {', '.join(_TESTS)}")
    test = fields.get("when")
    if test is not None and ("from" not in test or sum(name in test for name in _TESTS) != 1):
        raise MappingError(f"{where}: when needs from and one of {', '.join(_TESTS)}")
    tests = [*fields.get("rules", ()), *([test] if test else [])]
    if fields.get("limit", "unit") not in LIMIT_PARTS:
        raise MappingError(f"{where}: limit is one of {', '.join(LIMIT_PARTS)}")
    digits = fields.get("digits", 1)
    if not isinstance(digits, int) or isinstance(digits, bool) or digits < 1:
        raise MappingError(f"{where}: digits is a whole number from 1")
    for pattern in [fields.get("extract"), *(rule.get("matches") for rule in tests)]:
        try:
            re.compile(pattern or "")
        except re.error as error:
            raise MappingError(f"{where}: {pattern!r} is not a regular expression") from error


def several(value: object) -> list:
    """A list of what may be written as one thing or as several."""
    return [value] if isinstance(value, (str, dict)) else list(value)
