"""The ballot's public chain: each event names the one before by its hash.

A line is canonical JSON as `jq -cS` writes it; its hash is SHA-256 over the line and its line
feed, so that `sed -n 3p events.jsonl | sha256sum` prints what line 4 calls `previous`.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

START = "0" * 64


@dataclass(frozen=True, slots=True)
class Event:
    """One link, as the public reads it."""

    n: int
    kind: str
    at: datetime
    facts: Mapping[str, object]
    previous: str

    @property
    def line(self) -> str:
        """The line of `events.jsonl`, without its line feed."""
        return canonical(
            {
                "n": self.n,
                "kind": self.kind,
                "at": instant(self.at),
                "facts": dict(self.facts),
                "previous": self.previous,
            }
        )

    @property
    def hash(self) -> str:
        """What the next event calls `previous`."""
        return hashlib.sha256(self.line.encode() + b"\n").hexdigest()


def instant(at: datetime) -> str:
    """A moment in UTC, to the second.

    >>> instant(datetime(2026, 12, 11, 17, 0, tzinfo=UTC))
    '2026-12-11T17:00:00Z'
    """
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def canonical(value: object) -> str:
    """JSON as `jq -cS` writes it: integers and strings alone, keys sorted, no control characters.

    >>> canonical({"b": [1, "ŵ"], "a": "x"})
    '{"a":"x","b":[1,"ŵ"]}'
    """
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plain(value: Any) -> Any:
    """The value as the public record writes it: integers, and text without control characters."""
    if isinstance(value, Mapping):
        return {plain(str(key)): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value
    if isinstance(value, str):
        # Line breaks of a typed reason become spaces: programs disagree on how to escape them.
        return "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in value)
    raise TypeError(f"a public event holds no {type(value).__name__}")


def broken_link(events: list[tuple[Event, str]]) -> int | None:
    """The place of the first event whose stored hash or predecessor is not what follows."""
    previous = START
    for place, (event, stored) in enumerate(events, 1):
        if event.n != place or event.previous != previous or event.hash != stored:
            return place
        previous = stored
    return None
