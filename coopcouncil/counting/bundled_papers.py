"""A bundle's papers counted again: as the box's own lines, how many, and the result's text."""

from __future__ import annotations

from typing import Any

from coopcouncil.counting import recount
from coopcouncil.counting.formats import Unreadable, blt, canonical, resolution_csv, results
from coopcouncil.counting.outcome import Totals
from coopcouncil.counting.papers import BadElection, Election
from coopcouncil.counting.report import Broken
from coopcouncil.counting.resolution import Tally, decide
from coopcouncil.counting.ties import TieNeedsLot


def election(data: bytes, ballot: dict[str, Any], roll: dict[str, Any]) -> tuple[str, int, str]:
    """The papers as the box's lines, how many, and the result of counting them."""
    try:
        counted = blt.read(data)
        outcome = recount.count(
            counted, ballot["rule"], ballot["lots"], ballot["most_choices"] or None
        )
    except (Unreadable, BadElection) as trouble:
        raise Broken(f"papers.blt cannot be counted: {trouble}") from None
    except TieNeedsLot as tie:
        raise Broken(f"papers.blt needs a lot that was not drawn: {tie}") from None
    written = (
        results.of_totals(outcome) if isinstance(outcome, Totals) else results.of_outcome(outcome)
    )
    standing = [one["name"].replace('"', "'") for one in ballot["options"]]
    if [candidate.name for candidate in counted.candidates] != standing:
        raise Broken("papers.blt has other candidates than the ballot")
    if counted.withdrawn != {one["n"] for one in ballot["options"] if one["withdrawn"]}:
        raise Broken("papers.blt has other candidates withdrawn than the ballot")
    if counted.seats != ballot["seats"]:
        raise Broken("papers.blt fills another number of places than the ballot")
    return _box_lines(counted), counted.cast, canonical.write(written)


def resolution(data: bytes, ballot: dict[str, Any], roll: dict[str, Any]) -> tuple[str, int, str]:
    try:
        tally = resolution_csv.read(data)
    except Unreadable as trouble:
        raise Broken(f"papers.csv cannot be read: {trouble}") from None
    lines = "".join(
        f"{weight} {ranking}".rstrip() + "\n"
        for weight, ranking in (
            (tally.spoilt, ""),
            (tally.yes, "1"),
            (tally.no, "2"),
            (tally.abstain, "3"),
        )
        if weight
    )
    asked = recount.requirement(ballot["passing"], ballot["quorum"] or None)
    whole = Tally(tally.yes, tally.no, tally.abstain, tally.spoilt, eligible=roll["count"])
    return lines, whole.papers, canonical.write(results.of_decision(decide(whole, asked)))


def _box_lines(counted: Election) -> str:
    """The papers as the box's own lines: weight, a space, and the ranking as BLT writes it."""
    lines = []
    for line in blt.write(counted).splitlines()[1:]:
        if line == "0":
            break
        if line.startswith("-"):
            continue
        lines.append(line[:-1].rstrip() + "\n")
    return "".join(lines)
