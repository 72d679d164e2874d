"""The papers of a resolution as CSV: `voter,vote`, one a line; `vote` is yes, no, abstain, spoilt.

Any other mark is a spoilt paper, an empty one too. The same voter twice is refused. Read strictly.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping

from coopcouncil.counting.formats import Unreadable, decode
from coopcouncil.counting.resolution import Tally

VOTES = ("yes", "no", "abstain", "spoilt")


def read(data: bytes) -> Tally:
    """The papers, counted."""
    text = decode(data)
    if "\0" in text:
        raise Unreadable("a NUL character", text.count("\n", 0, text.index("\0")) + 1)
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    votes: Counter[str] = Counter()
    seen: set[str] = set()
    try:
        heading = next(rows, None)
        if heading is None or [cell.strip().lower() for cell in heading] != ["voter", "vote"]:
            raise Unreadable("the first line should be: voter,vote", 1)
        for row in rows:
            if not row:
                continue
            if len(row) != 2:
                raise Unreadable(f"two columns should stand here, not {len(row)}", rows.line_num)
            voter, vote = row[0].strip(), row[1].strip().lower()
            if not voter:
                raise Unreadable("a vote without a voter", rows.line_num)
            if voter in seen:
                raise Unreadable(f"the voter {voter[:40]!a} stands twice", rows.line_num)
            seen.add(voter)
            votes[vote if vote in VOTES else "spoilt"] += 1
    except csv.Error as trouble:
        raise Unreadable(f"not a CSV line: {trouble}", rows.line_num) from None
    return Tally(votes["yes"], votes["no"], votes["abstain"], votes["spoilt"])


def write(votes: Mapping[str, int]) -> str:
    """Papers as CSV, where a voter is the place in the sorted set: nothing else is said of whom."""
    lines = ["voter,vote"]
    for vote in VOTES:
        lines += [f"{len(lines) + n},{vote}" for n in range(votes.get(vote, 0))]
    return "\n".join(lines) + "\n"
