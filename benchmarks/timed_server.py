"""`python -m benchmarks.timed_server FILE OPTION…`: the dashboard, writing one JSON line into FILE for each script run.

A line: page, whether only a fragment ran, seconds from start to end, and CPU seconds of the thread that ran it.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx
from streamlit.web.cli import main

ROOT = Path(__file__).resolve().parents[1]
_writing = threading.Lock()


def note_runs(path: Path) -> None:
    """From now on every script run of this process writes its line."""
    run = ScriptRunner._run_script

    def timed(self: ScriptRunner, asked: Any) -> None:
        began, used = time.monotonic(), time.thread_time()
        try:
            run(self, asked)
        finally:
            line = {
                "page": _page(self), "fragment": bool(asked.fragment_id or asked.fragment_id_queue),
                "seconds": time.monotonic() - began, "cpu": time.thread_time() - used,
            }  # fmt: skip
            with _writing, path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")

    ScriptRunner._run_script = timed


def _page(runner: ScriptRunner) -> str:
    context = get_script_run_ctx()
    known = runner._pages_manager.get_pages().get(context.page_script_hash if context else "", {})
    return known.get("url_pathname") or "overview"


if __name__ == "__main__":
    note_runs(Path(sys.argv[1]))
    sys.argv = ["streamlit", "run", str(ROOT / "dashboard.py"), *sys.argv[2:]]
    main()
