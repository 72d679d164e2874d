"""The program as it is, with a clock that the tests can move on: `python -m e2e.server FILE …`.

FILE holds the seconds by which the clock is ahead; the rest is the command line. What the program
does each hour is done every few seconds: a story has no hour to wait.
"""

import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

from coopcouncil.__main__ import main
from coopcouncil.kernel import clock, jobs

SOON = 5.0

_really = clock.now


def ahead(file: Path) -> None:
    """Put the clock ahead by what the file says, from now on."""

    def now() -> datetime:
        return _really() + timedelta(seconds=float(file.read_text() or 0))

    clock.now = now


def hourly_is_soon(wanted: str) -> None:
    """Have one of the hourly rounds come soon."""
    every = jobs.every

    def sooner(name: str, seconds: float, action: Callable[[], Awaitable[object]]) -> None:
        every(name, SOON if name == wanted else seconds, action)

    jobs.every = sooner


if __name__ == "__main__":
    ahead(Path(sys.argv[1]))
    hourly_is_soon("stripe-collections")
    sys.exit(main(sys.argv[2:]))
