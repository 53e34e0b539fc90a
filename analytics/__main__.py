"""`python -m analytics VERB …`: the batch commands."""

from __future__ import annotations

import sys

from analytics.commands.running import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
