"""Who may assess and who may be assessed: interests declared, bidders looked at for exclusion."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.procurement.evaluation.grounds import DISCRETIONARY, GROUNDS, MANDATORY
from coopcouncil.procurement.evaluation.kinds import ExclusionStep, Finding, InterestDecision
from coopcouncil.procurement.evaluation.rules import (
    declaring,
    excluding,
    words,
)
from coopcouncil.procurement.kinds import Stage

REASON = "Names two tutors, the dates and a plan for absence."


def test_an_interest_is_said_in_words_and_never_taken_back() -> None:
    declaring.may_declare([1, 2], 1, False, "", [])
    declaring.may_declare([1, 2], 1, True, "My brother works there.", [])
    with pytest.raises(declaring.SayWhich):
        declaring.may_declare([1, 2], 1, True, "Yes", [])
    with pytest.raises(declaring.NobodyToDeclare):
        declaring.may_declare([1, 2], 3, False, "", [])
    before = [declaring.Answer(1, True)]
    with pytest.raises(declaring.NothingNew):
        declaring.may_declare([1, 2], 1, False, "", before)
    # But an interest may be found after "none", and a further one after the first.
    declaring.may_declare([1, 2], 1, True, "My sister began there.", [declaring.Answer(1, False)])
    declaring.may_declare([1, 2], 1, True, "And I own shares.", before)


answers = st.lists(
    st.builds(
        declaring.Answer,
        st.integers(1, 4),
        st.booleans(),
        st.sampled_from([None, *InterestDecision]),
    ),
    max_size=8,
)


@given(answers)
def test_whoever_stood_aside_never_comes_back(said: list[declaring.Answer]) -> None:
    standing = declaring.standing_of([1, 2, 3, 4], said)
    open_ = any(one.has_interest and one.decision is None for one in said)
    aside = any(one.decision is InterestDecision.STANDS_ASIDE for one in said)
    assert standing.stood_aside == aside
    assert standing.unanswered == len({1, 2, 3, 4} - {one.supplier for one in said})
    more = [*said, *(declaring.Answer(one, False) for one in (1, 2, 3, 4))]
    assert declaring.standing_of([1, 2, 3, 4], more).is_clear == (not aside and not open_)


def test_nobody_decides_on_their_own_interest() -> None:
    facts = {"is_own": False, "is_decided": False, "has_interest": True, "reason": REASON}
    for decision in InterestDecision:
        declaring.may_decide(**facts, decision=decision)  # type: ignore[arg-type]
        for change, refusal in (
            ({"is_own": True}, declaring.NotOnOwn),
            ({"is_decided": True}, declaring.DecidedAlready),
            ({"has_interest": False}, declaring.DecidedAlready),
            ({"reason": "Fine."}, words.ReasonTooThin),
        ):
            with pytest.raises(refusal):
                declaring.may_decide(**{**facts, **change}, decision=decision)  # type: ignore[arg-type]


# Exclusions.

NOW = datetime(2026, 12, 1, 10, tzinfo=UTC)


def look(**change: object) -> None:
    facts = {
        "stage": Stage.OPENED,
        "step": ExclusionStep.BEFORE_ASSESSMENT,
        "finding": Finding.NOTHING,
        "grounds": (),
        "mandatory": MANDATORY,
        "excludes": False,
        "note": "",
        "seen_at": NOW,
        "now": NOW,
    }
    excluding.may_check(**{**facts, **change})  # type: ignore[arg-type]


@given(st.sets(st.sampled_from(sorted(GROUNDS))), st.sampled_from(list(Finding)), st.booleans())
def test_findings_and_grounds_belong_together(
    grounds: set[str], finding: Finding, excludes: bool
) -> None:
    heavy = bool(grounds & MANDATORY)
    fits = {
        Finding.NOTHING: not grounds and not excludes,
        Finding.EXCLUDABLE: bool(grounds) and not heavy,
        Finding.EXCLUDED: heavy and excludes,
    }[finding]
    try:
        look(grounds=grounds, finding=finding, excludes=excludes, note=REASON)
    except (excluding.WrongGround, excluding.MustBeExcluded):
        assert not fits
    else:
        assert fits


def test_each_look_has_its_stage_and_its_time() -> None:
    look()
    with pytest.raises(excluding.SeenInFuture):
        look(seen_at=NOW + timedelta(seconds=1))
    with pytest.raises(excluding.WrongStep):
        look(step=ExclusionStep.BEFORE_AWARD)
    look(step=ExclusionStep.BEFORE_AWARD, stage=Stage.AGREED)
    with pytest.raises(words.ReasonTooThin):
        look(finding=Finding.EXCLUDABLE, grounds=[min(DISCRETIONARY)], note="Bad")


def test_a_low_price_leaves_nobody_out_unheard() -> None:
    why = "It asks for a fifth of what the others ask for the same hours."
    excluding.may_exclude(Stage.OPENED, False, why)
    with pytest.raises(excluding.NotHeard):
        excluding.may_exclude(Stage.OPENED, False, why, is_low=True, heard="Yes.")
    told = "It was told on Monday, and showed no way to pay the people for it."
    excluding.may_exclude(Stage.OPENED, False, why, is_low=True, heard=told)


def test_the_award_waits_for_the_second_look() -> None:
    first = excluding.Checked(1, ExclusionStep.BEFORE_ASSESSMENT, Finding.NOTHING)
    with pytest.raises(excluding.NotCheckedForAward):
        excluding.what_blocks([1], [first])
    excluding.what_blocks(
        [1], [first, excluding.Checked(1, ExclusionStep.BEFORE_AWARD, Finding.NOTHING)]
    )


def test_every_ground_says_where_it_stands() -> None:
    assert not MANDATORY & DISCRETIONARY
    for one in GROUNDS.values():
        assert one.schedule is None or (one.schedule == 6) == one.is_mandatory
        assert str(one.heading)
