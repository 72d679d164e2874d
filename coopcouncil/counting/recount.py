"""Counting again from a ballot's public record: the rule by its name, the majority as JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from coopcouncil.counting import approval, fptp, stv_ers97, stv_meek, stv_scottish
from coopcouncil.counting.outcome import Outcome, Totals
from coopcouncil.counting.papers import Election
from coopcouncil.counting.resolution import Limit, Of, Requirement, Share

RANKED: dict[str, Callable[[Election, Sequence[int]], Outcome]] = {
    module.RULES: module.count for module in (stv_scottish, stv_ers97, stv_meek)
}
BASES = {
    "votes-cast": Of.VOTES,
    "present": Of.PRESENT,
    "eligible": Of.ELIGIBLE,
    "members": Of.ELIGIBLE,
}


def count(
    election: Election, rule: str, lots: Sequence[int] = (), most: int | None = None
) -> Outcome | Totals:
    """Count by the rule named. `TieNeedsLot` where it leaves level candidates to lot.

    Raises KeyError for a rule that nobody here knows.
    """
    if rule == approval.RULES:
        return approval.count(election, lots, most)
    if rule == fptp.RULES:
        return fptp.count(election, lots)
    return RANKED[rule](election, lots)


def requirement(passing: Mapping[str, object], quorum: int | None) -> Requirement:
    """What carries a resolution, from its public terms.

    `share` is a fraction as text ("3/4"), `of` one of `BASES`, `or_more` 1 where the share itself
    suffices, `turnout_percent` 0 for none; `against_of_cast_below` and `against_of_roll_below`
    stand only where the law asks how many are against. ValueError, KeyError or TypeError where
    they say something else.
    """
    limits: tuple[Limit, ...] = ()
    if "against_of_cast_below" in passing:
        limits = (
            Limit(_share(passing["against_of_cast_below"]), Of.VOTES),
            Limit(_share(passing["against_of_roll_below"]), Of.ELIGIBLE),
        )
    turnout = int(str(passing["turnout_percent"]))
    exact = Fraction(turnout, 100)
    return Requirement(
        _share(passing["share"], strict=not passing["or_more"]),
        BASES[str(passing["of"])],
        quorum,
        Share(exact.numerator, exact.denominator) if turnout else None,
        limits,
    )


def _share(written: object, strict: bool = False) -> Share:
    # Not every text that Fraction understands: 1e999999999 would take all memory.
    if not re.fullmatch(r"[0-9]{1,6}(/[1-9][0-9]{0,5})?", str(written)):
        raise ValueError(f"no share: {str(written)[:40]!a}")
    share = Fraction(str(written))
    return Share(share.numerator, share.denominator, strict=strict)
