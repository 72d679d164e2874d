"""What a page showed, in a few letters that come back with the form: whoever saved in between is
found, and nothing is overwritten unseen."""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from coopcouncil.procurement.tenders.rules.refusals import ChangedMeanwhile


def seen(facts: Sequence[Any]) -> str:
    """The letters of what was shown.

    >>> seen(["1", 60]) == seen(["1", 60]), seen(["1", 60]) == seen(["1", 61])
    (True, False)
    """
    return sha256(json.dumps(facts, default=str).encode()).hexdigest()[:16]


def as_seen(shown: str | None, facts: Sequence[Any]) -> None:
    """Refuse where what stands now is not what was shown; without a page, nothing was."""
    if shown is not None and shown != seen(facts):
        raise ChangedMeanwhile
