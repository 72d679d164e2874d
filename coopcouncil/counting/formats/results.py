"""Outcomes as the JSON that `coopcouncil count` prints (`docs/formats/count-json.md`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from coopcouncil.counting.outcome import Outcome, Stage, Tie, Totals
from coopcouncil.counting.papers import Candidate
from coopcouncil.counting.resolution import Decision

if TYPE_CHECKING:
    from coopcouncil.counting.formats.canonical import Value


def of_outcome(outcome: Outcome) -> dict[str, Value]:
    """A count by stages."""
    return {
        **_heading(outcome),
        "quota": outcome.figure(outcome.quota),
        "stages": [_stage(outcome, stage) for stage in outcome.stages],
    }


def of_totals(outcome: Totals) -> dict[str, Value]:
    """First past the post, or approval."""
    totals = {str(n): str(outcome.totals[n]) for n in _standing(outcome.candidates)}
    return {**_heading(outcome), "totals": totals}


def of_approvals(title: str, totals: Mapping[str, int], cast: int) -> dict[str, Value]:
    """Approvals of projects, which are named and not numbered, and elect nobody."""
    counts: dict[str, Value] = {project: str(votes) for project, votes in totals.items()}
    return {"rules": "approval", "title": title, "papers": cast, "totals": counts}


def of_decision(decision: Decision) -> dict[str, Value]:
    """A resolution."""
    tally, requirement = decision.tally, decision.requirement
    written: dict[str, Value] = {
        "rules": "resolution",
        "yes": tally.yes,
        "no": tally.no,
        "abstain": tally.abstain,
        "spoilt": tally.spoilt,
        "threshold": str(requirement.threshold),
        "of": str(requirement.of),
        "needed": decision.needed,
        "quorate": decision.quorate,
        "carried": decision.carried,
    }
    if requirement.quorum is not None:
        written["quorum"] = requirement.quorum
    if requirement.turnout is not None:
        written |= {"turnout": str(requirement.turnout), "turned_out": decision.turned_out}
    if requirement.against:
        limits = [f"{limit.below}:{limit.of}" for limit in requirement.against]
        written |= {"against_below": limits, "within_limits": decision.within_limits}
    if tally.eligible is not None:
        written["eligible"] = tally.eligible
    if tally.present is not None:
        written["present"] = tally.present
    return written


def _heading(outcome: Outcome | Totals) -> dict[str, Value]:
    return {
        "rules": outcome.rules,
        "title": outcome.title,
        "seats": outcome.seats,
        "candidates": [candidate.name for candidate in outcome.candidates],
        "withdrawn": [c.number for c in outcome.candidates if c.withdrawn],
        "papers": outcome.cast,
        "valid": outcome.valid,
        "elected": list(outcome.elected),
        "ties": [_tie(tie) for tie in outcome.ties],
    }


def _stage(outcome: Outcome, stage: Stage) -> dict[str, Value]:
    figure = outcome.figure
    standing = _standing(outcome.candidates)
    written: dict[str, Value] = {
        "stage": stage.number,
        "action": stage.action,
        "candidates": list(stage.moved),
        "quota": figure(stage.quota),
        "votes": {str(n): figure(stage.votes[n]) for n in standing},
        "non_transferable": figure(stage.non_transferable),
        "elected": list(stage.elected),
    }
    if stage.keep_factors:
        written["keep_factors"] = {str(n): figure(stage.keep_factors[n]) for n in standing}
    return written


def _tie(tie: Tie) -> dict[str, Value]:
    return {
        "stage": tie.stage,
        "for": tie.purpose,
        "between": list(tie.between),
        "resolved": tie.resolved,
        "chosen": tie.chosen,
    }


def _standing(candidates: Iterable[Candidate]) -> list[int]:
    return [candidate.number for candidate in candidates if not candidate.withdrawn]
