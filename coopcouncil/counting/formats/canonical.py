"""JSON in the one form that `jq -cS` writes: sorted keys, no spaces, a line feed at the end.

So that a hash of it can be checked with common tools. Only what every tool writes alike is let in:
objects, lists, text without control characters, true, false, null, and integers that a double holds
exactly; figures with a point go in as text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from coopcouncil.counting.formats import CONTROL

Value: TypeAlias = "Mapping[str, Value] | Sequence[Value] | str | int | bool | None"

LARGEST = 2**53 - 1
_SURROGATE = re.compile("[\ud800-\udfff]")


class NotCanonical(ValueError):
    """A value that different tools would write differently."""


def write(value: Value) -> str:
    """The value as one line."""
    _check(value, 0)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def _check(value: Value, depth: int) -> None:
    if depth > 32:
        raise NotCanonical("nested too deep")
    if isinstance(value, str):
        if odd := CONTROL.search(value) or _SURROGATE.search(value):
            raise NotCanonical(f"a character that JSON tools differ on: {odd[0]!a}")
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int):
        if abs(value) > LARGEST:
            raise NotCanonical(f"an integer too large to be exact everywhere: {value}")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise NotCanonical(f"a key that is not text: {key!r}")
            _check(key, depth)
            _check(inner, depth + 1)
    elif isinstance(value, Sequence):
        for inner in value:
            _check(inner, depth + 1)
    else:
        raise NotCanonical(f"neither text nor integer: {value!r}")
