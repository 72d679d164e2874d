"""The program as it is, with a clock that the tests can move on: `python -m e2e.server FILE …`.

FILE holds the seconds by which the clock is ahead; the rest is the command line.
"""

import sys
from datetime import datetime, timedelta
from pathlib import Path

from coopcouncil.__main__ import main
from coopcouncil.kernel import clock

_really = clock.now


def ahead(file: Path) -> None:
    """Put the clock ahead by what the file says, from now on."""

    def now() -> datetime:
        return _really() + timedelta(seconds=float(file.read_text() or 0))

    clock.now = now


if __name__ == "__main__":
    ahead(Path(sys.argv[1]))
    sys.exit(main(sys.argv[2:]))
