"""Fact tables: the SELECTs of facts/*.sql, each with the steps it reads, as text for a statement's WITH clause."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analytics.indicators.catalogue import known_rows

FOLDER = Path(__file__).parent / "facts"


@dataclass(frozen=True)
class Fact:
    """One fact table: `grain` says what a row is, `key` its columns.

    A wide fact has a column for each tier holding the unit's code; a long one has `tier` and `unit`, and a row for
    each unit in which its subject counts. `steps` are the names it reads, those read by others first.
    """

    name: str
    grain: str
    key: tuple[str, ...]
    is_long: bool
    sql: str
    steps: tuple[str, ...]

    def with_clause(self) -> str:
        """The WITH clause that ends by defining `fact`, with every column."""
        parts = [f"{step} as (\n{steps()[step]}\n)" for step in self.steps]
        return "with " + ",\n".join([*parts, f"fact as (\n{self.sql}\n)"])

    def statement(self, select: str, *more: str) -> str:
        """The statement: a WITH clause that ends by defining `fact`, and what `select` and `more` steps read of it."""
        return joined({step: steps()[step] for step in self.steps} | {"fact": self.sql}, select, *more)


@cache
def facts() -> dict[str, Fact]:
    """The fact tables by name. Raises ValueError where a file does not say its grain and key."""
    return {path.stem: _fact(path) for path in sorted(FOLDER.glob("*.sql"))}


@cache
def steps() -> dict[str, str]:
    """The SELECTs that facts share, by name; `known_<table>` holds the table's rows that were known at $as_of."""
    written = {path.stem: _text(path) for path in sorted((FOLDER / "steps").glob("*.sql"))}
    known = {f"known_{table}": f"select * from {table} where {rule}" for table, rule in known_rows().items()}
    return written | known


def joined(named: Mapping[str, str], select: str, *more: str) -> str:
    """A statement of named steps, each after those it reads, `more` of them as "name as (…)", and a `select` of them.

    Of the steps only what something after them names (see `narrowed`): a planner's time goes by the column, read or
    not, and half of the cases of a month are there for what comes back within 30 days alone.
    """
    parts, after = list(reversed(more)), "\n".join([*more, select])
    for name, sql in reversed(named.items()):
        text = sql if re.search(rf"\b{name}\.\*|\*[^()]*\bfrom {name}\b", after) else narrowed(sql, _words(after))
        parts.append(f"{name} as (\n{text}\n)")
        after = f"{text}\n{after}"
    return "with " + ",\n".join(reversed(parts)) + "\n" + select


def narrowed(sql: str, wanted: set[str]) -> str:
    """A step without the lines that are `-- for` columns of other names; marked `-- narrow`, without those columns."""
    sql = re.sub(r"^.*-- for (.+)\n", lambda line: line[0] if wanted & set(line[1].split()) else "", sql, flags=re.M)
    if not re.search(r"^-- narrow$", sql, re.MULTILINE):
        return sql
    columns, rest = re.fullmatch(r"\s*select\n(.+?)(\nfrom .+)", re.sub(r"--.*", "", sql), re.DOTALL).groups()
    kept = [column for column in _separate(columns) if re.findall(r"\w+", column)[-1] in wanted]
    return "select\n    " + ",\n    ".join(kept or ["1 as nothing"]) + rest


def _separate(columns: str) -> list[str]:
    """The entries of a select list: what stands between commas that no bracket holds."""
    found, depth = [""], 0
    for sign in columns:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            found.append("")
        else:
            found[-1] += sign
    return [each.strip() for each in found]


def with_steps(sql: str) -> str:
    """The statement with a WITH clause for the steps it reads; it must not begin with one itself."""
    parts = [f"{step} as (\n{steps()[step]}\n)" for step in _steps_of(sql)]
    return ("with " + ",\n".join(parts) + "\n" if parts else "") + sql


def words() -> set[str]:
    """Every word of the facts and of their steps: the names of all tables and columns that they read are among them."""
    return {word for sql in (*(fact.sql for fact in facts().values()), *steps().values()) for word in _words(sql)}


def _fact(path: Path) -> Fact:
    text = _text(path)
    grain = re.match(r"-- (one row per .+)\n", text)
    key = re.search(r"^-- key: (.+)$", text, re.MULTILINE)
    if not grain or not key:
        raise ValueError(f"{path.name} must begin with '-- one row per ...' and '-- key: ...'")
    is_long = re.search(r"^-- long$", text, re.MULTILINE) is not None
    return Fact(path.stem, grain[1], tuple(key[1].split(", ")), is_long, text, tuple(_steps_of(text)))


def _steps_of(sql: str) -> list[str]:
    """The steps that a statement reads, directly or through other steps, each after those it reads itself."""
    found: list[str] = []
    for name in _words(sql) & set(steps()):
        for step in (*_steps_of(steps()[name]), name):
            if step not in found:
                found.append(step)
    return found


def _words(sql: str) -> set[str]:
    return set(re.findall(r"\w+", re.sub(r"--.*", "", sql)))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip()
