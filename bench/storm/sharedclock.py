"""The clock that all processes read."""

from __future__ import annotations

import struct
import time
from datetime import UTC, date, datetime
from pathlib import Path


class SharedClock:
    """A moment in a file, and the machine's time since it was set."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def set(self, moment: datetime) -> None:
        """From now on it is this moment."""
        fresh = self.path.with_suffix(".new")
        fresh.write_bytes(struct.pack("dd", moment.timestamp(), time.time()))
        fresh.replace(self.path)

    def now(self) -> datetime:
        """That moment, and the seconds since."""
        moment, since = struct.unpack("dd", self.path.read_bytes())
        return datetime.fromtimestamp(moment + time.time() - since, UTC)


def at(day: date) -> datetime:
    """Seven in the morning of a day."""
    return datetime(day.year, day.month, day.day, 7, tzinfo=UTC)


def month_after(day: date, months: int) -> date:
    """The first of the month so many months later."""
    year, month = divmod(day.month - 1 + months, 12)
    return date(day.year + year, month + 1, 1)
