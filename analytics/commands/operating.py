"""The verbs of whoever runs the server: `watch` a folder, `rebuild` a store."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from analytics.contract.labels import both

INCOMING = "data/incoming"


def watch_options(verb: argparse.ArgumentParser) -> None:
    """The options of `watch`."""
    verb.add_argument("--incoming", default=INCOMING, metavar="DIR", help=f"the folder ({INCOMING})")
    verb.add_argument("--once", action="store_true", help="look once and leave: 1 when a file or the import failed")
    verb.add_argument("--every", type=float, default=5, metavar="MINUTES", help="minutes between two looks (5)")
    verb.add_argument("--settled", type=float, default=30, metavar="SECONDS", help="how old a file must be (30)")
    verb.add_argument("--mapping", metavar="FILE", help="a TOML file that says how to read foreign files")
    verb.add_argument("--notice", default=os.environ.get("LASTMILE_NOTICE"), metavar="COMMAND",
                      help="gets a failure as JSON on standard input (LASTMILE_NOTICE)")


def watch(options: argparse.Namespace) -> tuple[Any, int]:
    """Imports what stands in a folder, once or for ever."""
    from analytics.commands.running import Refused
    from analytics.intake.mapping import Mapping, MappingError
    from analytics.store.versions import Store
    from analytics.watching import Watch, keep_looking, look

    try:
        mapping = Mapping.load(Path(options.mapping)) if options.mapping else None
    except (MappingError, OSError) as error:
        raise Refused(str(error)) from error
    watched = Watch(Store(options.store), Path(options.incoming), mapping, options.settled, options.notice)
    try:
        if options.once:
            found = look(watched)
            return asdict(found), 1 if found.failed or found.problem else 0
        for found in keep_looking(watched, options.every * 60):
            for kind in ("done", "failed"):
                for name in getattr(found, kind):
                    print(f"{kind}: {name}", file=sys.stderr, flush=True)
    except OSError as error:
        raise Refused(str(error)) from error
    except KeyboardInterrupt:
        pass
    return {}, 0


def rebuild(options: argparse.Namespace) -> tuple[Any, int]:
    """Builds and publishes a version from the whole ledger."""
    from analytics.commands.running import Refused
    from analytics.publishing import PublishingError, rebuild
    from analytics.store.ledger import LedgerError
    from analytics.store.versions import Store

    store = Store(options.store)
    if not store.ledger.exists():
        raise Refused(both("refusals.no_ledger", folder=store.path))
    try:
        return rebuild(store, lambda step, share: None), 0
    except (PublishingError, LedgerError, OSError) as error:
        raise Refused(str(error)) from error
