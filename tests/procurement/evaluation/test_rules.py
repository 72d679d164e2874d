"""What is allowed in scoring and in moderation: facts in, a refusal or none out."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.kernel.errors import Refused
from coopcouncil.procurement.evaluation.rules import (
    moderating,
    progress,
    scoring,
    words,
)
from coopcouncil.procurement.evaluation.rules.moderating import Given
from coopcouncil.procurement.kinds import Stage

SCALE = tuple(Decimal(n) for n in range(6))
REASON = "Names two tutors, the dates and a plan for absence."
LONG = (
    "The second annex, which two of the three had not opened, answers the doubt about cover "
    "at weekends."
)
decimals = st.one_of(
    st.decimals(allow_nan=True, allow_infinity=True),
    st.sampled_from([Decimal("3.5"), Decimal(-1), Decimal("1e20"), Decimal("NaN"), *SCALE]),
)


# Scores alone.


@given(decimals)
def test_only_the_bands_of_the_scale_are_scores(points: Decimal) -> None:
    fits = points.is_finite() and points in SCALE
    assert scoring.is_band(points, SCALE) == fits
    try:
        scoring.may_score(
            Stage.OPENED,
            is_assigned=True,
            is_finished=False,
            is_checked=True,
            is_excluded=False,
            points=points,
            bands=SCALE,
        )
    except scoring.NoBand:
        assert not fits
    else:
        assert fits


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"is_assigned": False}, scoring.NotAssigned),
        ({"is_finished": True}, scoring.Finished),
        ({"is_checked": False}, scoring.NotChecked),
        ({"is_excluded": True}, scoring.OfferExcluded),
        ({"points": Decimal("2.5")}, scoring.NoBand),
        ({"bands": ()}, scoring.NoBand),
    ],
)
def test_a_score_is_refused(change: dict[str, object], refusal: type[Refused]) -> None:
    facts = {
        "is_assigned": True,
        "is_finished": False,
        "is_checked": True,
        "is_excluded": False,
        "points": Decimal(3),
        "bands": SCALE,
    }
    scoring.may_score(Stage.OPENED, **facts)  # type: ignore[arg-type]
    with pytest.raises(refusal):
        scoring.may_score(Stage.OPENED, **{**facts, **change})  # type: ignore[arg-type]


@pytest.mark.parametrize("stage", [one for one in Stage if one is not Stage.OPENED])
def test_scores_are_given_after_the_opening_alone(stage: Stage) -> None:
    with pytest.raises(scoring.NotScoredNow):
        scoring.may_score(
            stage,
            is_assigned=True,
            is_finished=False,
            is_checked=True,
            is_excluded=False,
            points=None,
            bands=SCALE,
        )
    with pytest.raises(scoring.NotScoredNow):
        scoring.may_finish(stage, False, True, ())


@given(
    st.dictionaries(
        st.tuples(st.integers(1, 3), st.integers(1, 3)),
        st.builds(
            scoring.Written,
            st.sampled_from([None, Decimal(3), Decimal("3.5"), Decimal(9)]),
            st.sampled_from(["", "Good", REASON]),
        ),
    )
)
def test_finishing_wants_every_score_with_its_reason(
    written: dict[tuple[int, int], scoring.Written],
) -> None:
    criteria = dict.fromkeys((1, 2, 3), SCALE)
    left = scoring.what_is_left([1, 2, 3], criteria, written)
    whole = {
        pair for pair, one in written.items() if one.points == Decimal(3) and one.reason == REASON
    }
    assert {(one.offer, one.criterion) for one in left} == {
        (offer, criterion) for offer in (1, 2, 3) for criterion in (1, 2, 3)
    } - whole
    # Progress counts the same scores, each once.
    count = progress.count_of([(o, c) for o in (1, 2, 3) for c in (1, 2, 3)], left)
    assert (count.done, count.all) == (len(whole), 9)
    if len(whole) == 9:
        scoring.may_finish(Stage.OPENED, False, True, left)
    else:
        with pytest.raises(scoring.StillLeft):
            scoring.may_finish(Stage.OPENED, False, True, left)


@pytest.mark.parametrize(
    "thin", ["", "   ", "Good", "See above.", "x " * 60, "good good good good good good", "!" * 99]
)
def test_a_thin_reason_is_none(thin: str) -> None:
    assert not words.is_substantial(thin)


def test_a_reason_in_welsh_is_one() -> None:
    assert words.is_substantial("Mae’n enwi’r staff, y dyddiadau a chynllun wrth gefn.")


# Moderation.


def agree(**change: object) -> None:
    facts = {
        "is_locked": False,
        "is_excluded": False,
        "version": 1,
        "seen": 1,
        "points": Decimal(3),
        "bands": SCALE,
        "reason": REASON,
        "given": (Given(1, Decimal(3)), Given(2, Decimal(4))),
    }
    moderating.may_agree(Stage.OPENED, **{**facts, **change})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"is_locked": True}, moderating.LotLocked),
        ({"is_excluded": True}, scoring.OfferExcluded),
        ({"points": Decimal("3.5")}, scoring.NoBand),
        ({"points": Decimal("NaN")}, scoring.NoBand),
        ({"points": Decimal(-1)}, scoring.NoBand),
        ({"reason": "As discussed."}, words.ReasonTooThin),
        ({"seen": 0}, moderating.MovedOn),
    ],
)
def test_an_agreed_score_is_refused(change: dict[str, object], refusal: type[Refused]) -> None:
    agree()
    with pytest.raises(refusal):
        agree(**change)


@given(st.lists(st.sampled_from(SCALE), min_size=1, max_size=6), st.sampled_from(SCALE))
def test_what_nobody_gave_wants_saying_more(gave: list[Decimal], points: Decimal) -> None:
    given_ = tuple(Given(who, one) for who, one in enumerate(gave))
    agree(points=points, given=given_, reason=LONG)
    if points in gave:
        agree(points=points, given=given_)
    else:
        with pytest.raises(words.SayMore):
            agree(points=points, given=given_)


@given(st.lists(st.sampled_from(SCALE), max_size=7))
def test_the_spread_is_that_of_lowest_and_highest(gave: list[Decimal]) -> None:
    spread = moderating.spread_of([Given(w, p) for w, p in enumerate(gave)], SCALE)
    assert spread.bands == (int(max(gave) - min(gave)) if gave else 0)
    for who in spread.alone:
        others = [one for at, one in enumerate(gave) if at != who]
        assert min(abs(gave[who] - one) for one in others) >= 2


def test_steps_of_the_scale_count_and_not_its_points() -> None:
    scale = (Decimal(0), Decimal(25), Decimal(50), Decimal(100))
    gave = [Given(1, Decimal(50)), Given(2, Decimal(100)), Given(3, Decimal(50))]
    assert moderating.spread_of(gave, scale) == moderating.Spread(1, frozenset())


@given(
    st.sets(st.tuples(st.integers(1, 4), st.integers(1, 4))),
    st.dictionaries(
        st.tuples(st.integers(1, 4), st.integers(1, 4)), st.sampled_from([None, Decimal(2)])
    ),
)
def test_what_rests_on_somebody_is_what_they_scored_and_was_agreed(
    scored: set[tuple[int, int]], agreed: dict[tuple[int, int], Decimal | None]
) -> None:
    resting = moderating.what_rests_on(scored, agreed)
    for pair in {*scored, *agreed}:
        assert (pair in resting) == (pair in scored and agreed.get(pair) == 2)


def test_a_lot_is_locked_when_nothing_is_left() -> None:
    moderating.may_lock(Stage.OPENED, False, 0)
    for stage, is_locked, left in (
        (Stage.OPENED, False, 1),
        (Stage.OPENED, True, 0),
        (Stage.SUMMARISED, False, 0),
    ):
        with pytest.raises(Refused):
            moderating.may_lock(stage, is_locked, left)


def test_a_lot_is_opened_again_until_bidders_were_told() -> None:
    for stage in (Stage.OPENED, Stage.AGREED):
        moderating.may_reopen(stage, True, REASON)
    for stage in (Stage.SUMMARISED, Stage.AWARDED, Stage.CONTRACTED, Stage.ENDED):
        with pytest.raises(moderating.TooLateToReopen):
            moderating.may_reopen(stage, True, REASON)
    with pytest.raises(words.ReasonTooThin):
        moderating.may_reopen(Stage.AGREED, True, "Mistake")
    with pytest.raises(moderating.NotLocked):
        moderating.may_reopen(Stage.OPENED, False, REASON)
