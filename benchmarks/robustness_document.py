"""The results of benchmarks/robustness.py as the Markdown of docs/robustness.md."""

from __future__ import annotations

from collections.abc import Iterator

_HEAD = """# What is tried to break it, and what came of it

Written by `python -m benchmarks.robustness`. Faults, bad input and attacks are tests in `tests/faults`, `tests/intake`
and `tests/access` too; pages with harm in every text: `tests/browser/test_harm.py`.

| tried | how many | lost | twice | torn | let in | failed |
|---|---|---|---|---|---|---|
{rows}

*Lost*: a row that was served or accepted and is not served after the next import. *Twice*: a row that is there twice.
*Torn*: a look that saw part of an import. *Let in*: a file that became something else than the catalogue says, or
anything of another district on a page, in a frame or in a file.
"""
_SESSIONS = """
## Readers in a real browser

Sessions of one Chromium on the same two cores, each from page to page with 5 to 15 seconds on each, one round after the
other on one server, the first with everything cold. Seconds of a script's run in the server ("server"), of its thread's
CPU, of the whole server a page; from the click until the browser has the last byte ("there"), and until the page stands
still ("drawn"). The browser shares the two cores with up to {load:.0f} other running processes; the server goes before
them. An error: the server was asked and did not finish in two minutes, or a page showed one. Undrawn: the server had
finished, or was never asked, and the browser did not come to it in that time. Memory: the server's after the round.

| sessions | drawn | undrawn | errors | server p50 | p95 | CPU p95 | CPU/page | there p50 | p95 | drawn p50 | p95 | MB |
|---|---|---|---|---|---|---|---|---|---|---|---|---|
{lines}
"""
_LARGE = """
## A large file

One CSV of {gigabytes:.1f} GB was imported into an empty store, in {seconds:,.0f} s: {read:,} rows read = {accepted:,}
accepted + {refused:,} refused + {non_data:,} no data. The importing process and its children together took at most
{gb_peak:.1f} GB of memory.
"""
_KILLS = """
## Where the kills hit

{imports} accepted imports with {rows} rows were left, after {seconds:.0f} s in {runs} run(s). Every second kill
hits a moment drawn evenly from an import's duration (first table), every second one just before or just after a step
by which an import changes the disk (second table), in turn; one in ten hits the real command or a child of it.

| at work | kills |
|---|---|
{moments}

| step | killed before | killed after |
|---|---|---|
{steps}
"""


def written(found: dict[str, dict], note: str = "") -> str:
    """The whole document, of the parts that were measured."""
    parts = [_HEAD.format(rows="\n".join(_rows(found)))]
    if note:
        parts.append(f"{note}\n")
    if found.get("leaks", {}).get("matching"):
        parts.append(f"Of the tests of leaks, those that match `{found['leaks']['matching']}` were run.\n")
    if rounds := found.get("sessions", {}).get("rounds"):
        load = max(each["load"] for each in rounds)
        parts.append(_SESSIONS.format(lines="\n".join(map(_session, rounds)), load=load))
    if large := found.get("large"):
        parts.append(_LARGE.format(**{**large, "gigabytes": large["bytes"] / 1e9, "gb_peak": large["peak_mb"] / 1024}))
    if "kills" in found:
        parts.append(_where(found["kills"]))
    if faults := found.get("faults"):
        parts.append("\n## Faults\n\nThe last good version stays served, nothing is lost, the next import heals:\n")
        parts += [f"- {what}" for what in faults["survived"]]
        parts += [f"- **not survived**: {what}" for what in faults["failed"]]
        parts += [f"- not tried here: {what}" for what in faults["not_tried"]]
    parts.append("\n## Bad input and attacks\n\nSee [bad_input.md](bad_input.md).")
    return "\n".join(parts).rstrip() + "\n"


def _rows(found: dict[str, dict]) -> Iterator[str]:
    """The lines of the first table: tried, how many, lost, twice, torn, let in, failed."""
    if kills := found.get("kills"):
        yield _row("imports killed, publishing too", *(kills[name] for name in ("kills", "lost", "twice", "torn")), "",
                   len(kills["problems"]))
        yield _row("looks by another process meanwhile", kills["reads"])
    if faults := found.get("faults"):
        yield _row("faults of disk, files and clock", len(faults["survived"] + faults["failed"]),
                   failed=len(faults["failed"]))
    if bad := found.get("bad"):
        yield _row("bad files, attacks and bombs among them", bad["files"] + bad["attacks"], let_in=len(bad["failed"]))
        yield _row("of these, attacks and bombs", bad["attacks"])
    if leaks := found.get("leaks"):
        yield _row("pages sent to readers of one district, read for any other", leaks["pages"],
                   let_in=len(leaks["failed"]))
        yield _row("frames of the WebSocket, of those that a real server sent", leaks["frames"])
        yield _row("files taken from those pages, opened and read", leaks["files"])
    if words := found.get("words"):
        yield _row("commands given words that are meant to be run", words["commands"], let_in=len(words["failed"]))
        yield _row("pages opened with such words in the address", words["addresses"])


def _row(what: str, count: int, lost: object = "", twice: object = "", torn: object = "", let_in: object = "",
         failed: object = "") -> str:
    return "| " + " | ".join(map(str, (what, count, lost, twice, torn, let_in, failed))) + " |"


def _session(each: dict) -> str:
    numbers = ("script_p50", "script_p95", "script_cpu_p95", "server_cpu_a_page", "delivered_p50", "delivered_p95",
               "browser_p50", "browser_p95")
    seconds = " | ".join(f"{each[name]:.2f}" for name in numbers)
    counts = f"{each['sessions']} | {each['pages']} | {len(each['undrawn'])} | {len(each['errors'])}"
    return f"| {counts} | {seconds} | {each['rss_mb']:.0f} |"


def _where(kills: dict) -> str:
    steps: dict[str, dict[str, int]] = {}
    moments = []
    for phase, count in kills["phases"].items():
        when, _, step = phase.partition(": ")
        if when in ("before", "after"):
            steps.setdefault(step, {})[when] = count
        elif not phase.endswith("finished before"):
            moments.append(f"| {phase} | {count} |")
    lines = [f"| {step} | {hit.get('before', 0)} | {hit.get('after', 0)} |" for step, hit in sorted(steps.items())]
    return _KILLS.format(**kills, moments="\n".join(moments), steps="\n".join(lines))
