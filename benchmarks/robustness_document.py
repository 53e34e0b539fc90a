"""The results of benchmarks/robustness.py as the Markdown of docs/robustness.md."""

from __future__ import annotations

_HEAD = """# What is tried to break it, and what came of it

Written by `python -m benchmarks.robustness`. Faults, bad input and attacks are tests in `tests/faults`, `tests/intake`
and `tests/access` too; pages with harm in every text: `tests/browser/test_harm.py`.

| tried | how many | lost | twice | torn | let in | failed |
|---|---|---|---|---|---|---|
| imports killed, publishing too | {kills[kills]} | {kills[lost]} | {kills[twice]} | {kills[torn]} | | {problems} |
| looks by another process meanwhile | {kills[reads]} | | | | | |
| faults of disk, files and clock | {faults} | | | | | {faults_failed} |
| bad files | {bad[files]} | | | | {bad_failed} | |
| bad rows | {bad[rows]} | | | | | |
| attacks and bombs in files | {bad[attacks]} | | | | {bad_failed} | |
| tests of leaks between districts | {leaks[run]} | | | | {leaks_failed} | |
| words meant to be run, in options and addresses | {words[run]} | | | | {words_failed} | |

*Lost*: a row that was served or accepted and is not served after the next import. *Twice*: a row that is there twice.
*Torn*: a look that saw part of an import. *Let in*: a file that became something else than the catalogue says, or
anything of another district on a page or in a file.
"""
_SESSIONS = """
## Readers in a real browser

Sessions of one Chromium on the same two cores, each from page to page with 5 to 15 seconds on each, one round after the
other on one server, the first with everything cold. Seconds of a script's run in the server ("server"), of its thread's
CPU, of the whole server a page, and from the click until the page stands still in the browser, which shares the two
cores with up to {load:.0f} other running processes; the server goes before them. Memory: the server's after the round.

| sessions | pages | errors | server p50 | p95 | CPU p95 | CPU a page | browser p50 | p95 | MB |
|---|---|---|---|---|---|---|---|---|---|
{lines}
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


def written(found: dict[str, dict]) -> str:
    """The whole document."""
    parts = [_HEAD.format(
        **found | {"faults": len(found["faults"]["survived"]) + len(found["faults"]["failed"])},
        problems=len(found["kills"]["problems"]), faults_failed=len(found["faults"]["failed"]),
        bad_failed=len(found["bad"]["failed"]), leaks_failed=len(found["leaks"]["failed"]),
        words_failed=len(found["words"]["failed"]),
    )]  # fmt: skip
    if found["leaks"]["matching"]:
        parts.append(f"Of the tests of leaks, those that match `{found['leaks']['matching']}` were run.\n")
    rounds = found["sessions"]["rounds"]
    if rounds:
        load = max(each["load"] for each in rounds)
        parts.append(_SESSIONS.format(lines="\n".join(map(_session, rounds)), load=load))
    parts.append(_where(found["kills"]))
    parts.append("\n## Faults\n\nThe last good version stays served, nothing is lost, the next import heals:\n")
    parts += [f"- {what}" for what in found["faults"]["survived"]]
    parts += [f"- **not survived**: {what}" for what in found["faults"]["failed"]]
    parts += [f"- not tried here: {what}" for what in found["faults"]["not_tried"]]
    parts.append("\n## Bad input and attacks\n\nSee [bad_input.md](bad_input.md).")
    return "\n".join(part.rstrip() if part.endswith("\n\n") else part for part in parts).rstrip() + "\n"


def _session(each: dict) -> str:
    numbers = ("script_p50", "script_p95", "script_cpu_p95", "server_cpu_a_page", "browser_p50", "browser_p95")
    seconds = " | ".join(f"{each[name]:.2f}" for name in numbers)
    return f"| {each['sessions']} | {each['pages']} | {len(each['errors'])} | {seconds} | {each['rss_mb']:.0f} |"


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
