"""Who may see what, and when: facts in, a refusal or none out."""

from dataclasses import replace

import pytest

from coopcouncil.kernel.errors import Refused
from coopcouncil.procurement.evaluation.rules import (
    seeing,
)
from coopcouncil.procurement.evaluation.rules.seeing import Reader, Standing
from coopcouncil.procurement.kinds import Part, Stage

OPENED_ON = (Stage.OPENED, Stage.AGREED, Stage.SUMMARISED, Stage.AWARDED)


def reader(*parts: Part, lead: bool = False, **standing: object) -> Reader:
    return Reader(frozenset(parts), lead, Standing(**standing))  # type: ignore[arg-type]


@pytest.mark.parametrize("stage", [Stage.PREPARING, Stage.PUBLISHED])
@pytest.mark.parametrize("lead", [False, True])
def test_nobody_sees_bids_before_the_opening(stage: Stage, lead: bool) -> None:
    with pytest.raises(seeing.NotOpened):
        seeing.may_see_bids(reader(*Part, lead=lead), stage)


@pytest.mark.parametrize("stage", OPENED_ON)
@pytest.mark.parametrize(
    ("standing", "refusal"),
    [
        (Standing(unanswered=1), seeing.NotDeclared),
        (Standing(undecided=True), seeing.KeptOut),
        (Standing(stood_aside=True), seeing.KeptOut),
        (Standing(unanswered=2, undecided=True), seeing.KeptOut),
    ],
)
def test_bids_are_seen_after_ones_own_declarations(
    stage: Stage, standing: Standing, refusal: type[Refused]
) -> None:
    who = replace(reader(Part.EVALUATOR), standing=standing)
    with pytest.raises(refusal):
        seeing.may_see_bids(who, stage)
    seeing.may_see_bids(replace(who, standing=Standing()), stage)


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("everyone", [False, True])
@pytest.mark.parametrize("part", [Part.EVALUATOR, Part.MODERATOR])
def test_all_scores_are_seen_once_all_have_finished(part: Part, own: bool, everyone: bool) -> None:
    may = everyone and (own or part is Part.MODERATOR)
    try:
        seeing.may_see_every_score(reader(part), Stage.OPENED, own, everyone)
    except seeing.NotAllFinished:
        assert not may
    else:
        assert may


def test_a_moderator_who_evaluates_too_waits_for_themselves() -> None:
    both = reader(Part.EVALUATOR, Part.MODERATOR)
    with pytest.raises(seeing.NotAllFinished):
        seeing.may_see_every_score(both, Stage.OPENED, False, True)


def test_names_are_hidden_from_all_who_judge() -> None:
    assert not seeing.sees_names(reader(Part.EVALUATOR), names_hidden=True)
    assert not seeing.sees_names(reader(Part.MODERATOR), names_hidden=True)
    assert not seeing.sees_names(reader(Part.EVALUATOR, lead=True), names_hidden=True)
    assert seeing.sees_names(reader(lead=True), names_hidden=True)
    assert seeing.sees_names(reader(Part.OPENING_OFFICER, lead=True), names_hidden=True)
    assert seeing.sees_names(reader(Part.EVALUATOR), names_hidden=False)
