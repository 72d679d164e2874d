"""Weights, dates, kinds and editions: without a database."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.kernel.clock import LONDON, london
from coopcouncil.kernel.errors import Refused
from coopcouncil.procurement.figures import read_figure
from coopcouncil.procurement.kinds import Basis, CriterionKind, Formula, Procedure, Stage
from coopcouncil.procurement.tenders.rules.criteria import (
    CriterionDraft,
    fits_its_kind,
    may_weigh,
)
from coopcouncil.procurement.tenders.rules.dates import days_given, is_short, usual_last_day
from coopcouncil.procurement.tenders.rules.document import canonical, fingerprint, moment, plain
from coopcouncil.procurement.tenders.rules.editions import (
    Difference,
    differences,
    may_republish,
)
from coopcouncil.procurement.tenders.rules.faults import (
    DeadlineIsPast,
    Missing,
    TooLittleTime,
    faults_of_dates,
)
from coopcouncil.procurement.tenders.rules.refusals import (
    BidsAreOpened,
    ChangedMeanwhile,
    DeadlineMustMove,
    DeadlinePassed,
    Ended,
    MoreThanRefined,
    NotForetold,
    NotItsKind,
    NotPublished,
    OutsidePerCent,
)
from coopcouncil.procurement.tenders.rules.seen import as_seen, seen
from coopcouncil.procurement.tenders.rules.weights import Weighed, sums
from coopcouncil.procurement.tenders.rules.wrong import WRONG, Wrong
from coopcouncil.scoring import FaultKind

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
CLOSES = datetime(2026, 12, 1, 12, tzinfo=UTC)
weights = st.decimals(min_value=0, max_value=100, places=4)


def leaf(
    number: int, weight: Decimal, parent: int | None = None, lot: int | None = None
) -> Weighed:
    return Weighed(number, parent, lot, CriterionKind.SCALE, weight)


@given(st.lists(weights, min_size=1, max_size=12))
def test_what_is_missing_and_what_is_there_make_a_hundred(given_: list[Decimal]):
    (top,) = sums([leaf(n, weight) for n, weight in enumerate(given_)], [1])
    assert top.total == sum(given_)
    assert top.total + top.missing == 100
    assert top.is_whole is (sum(given_) == 100)


@given(st.permutations(range(6)))
def test_weights_sum_alike_in_any_order(order: list[int]):
    rows = [leaf(n, Decimal(n * 5), parent=None if n < 3 else 0) for n in range(6)]
    rows[0] = Weighed(0, None, None, CriterionKind.GROUP, Decimal(0))
    there = {(s.parent, s.lot, s.total) for s in sums([rows[n] for n in order], [1, 2])}
    assert there == {(None, None, Decimal(15)), (0, None, Decimal(60))}


def test_lots_with_criteria_of_their_own_sum_apart():
    rows = [
        leaf(1, Decimal(60)),
        leaf(2, Decimal(40), lot=7),
        leaf(3, Decimal(30), lot=8),
        Weighed(4, None, 8, CriterionKind.GROUP, Decimal(10)),
        leaf(5, Decimal(100), parent=4, lot=8),
    ]
    assert [(s.parent, s.lot, s.total) for s in sums(rows, [7, 8])] == [
        (None, 7, Decimal(100)),
        (None, 8, Decimal(100)),
        (4, 8, Decimal(100)),
    ]


def test_a_condition_weighs_nothing():
    rows = [leaf(1, Decimal(100)), Weighed(2, None, None, CriterionKind.CONDITION, Decimal(50))]
    assert [s.total for s in sums(rows, [1])] == [Decimal(100)]


@pytest.mark.parametrize("weight", ["-0.0001", "100.0001", "33.33333", "NaN", "Infinity"])
def test_a_weight_is_a_share_of_a_hundred(weight: str):
    with pytest.raises(OutsidePerCent):
        may_weigh(Decimal(weight))


@given(weights)
def test_a_weight_within_is_taken_and_written_without_needless_noughts(weight: Decimal):
    may_weigh(weight)
    text = plain(weight)
    assert text is not None
    assert Decimal(text) == weight
    assert not ("." in text and text.endswith("0"))


@given(st.dates(date(2025, 3, 1), date(2040, 1, 1)), st.integers(0, 60))
def test_the_period_begins_with_the_day_after_the_notice(on: date, days: int):
    last = on + timedelta(days=days)
    # By the clock on the wall: a day in March has 23 hours.
    at_any_hour = london(last).astimezone(LONDON).replace(hour=23, minute=59)
    assert days_given(on, at_any_hour) == days_given(on, london(last)) == days
    assert is_short(Procedure.OPEN, on, at_any_hour) is (last < usual_last_day(on))
    assert not is_short(Procedure.LIGHT_TOUCH, on, at_any_hour)


def test_times_that_are_wrong_are_said():
    def said(questions: datetime | None, closes: datetime | None, because: str = "") -> list[Any]:
        return [
            one.refusal for one in faults_of_dates(Procedure.OPEN, questions, closes, because, NOW)
        ]

    assert said(None, None) == [Missing(Wrong.NO_DEADLINE)]
    assert [type(one) for one in said(None, NOW)] == [DeadlineIsPast]
    assert said(CLOSES, CLOSES) == [Missing(Wrong.QUESTIONS_AFTER_DEADLINE)]
    assert said(NOW, CLOSES) == [Missing(Wrong.QUESTIONS_PAST)]
    soon = NOW + timedelta(days=10)
    early = NOW + timedelta(days=5)
    assert [type(one) for one in said(early, soon)] == [TooLittleTime]
    assert said(early, soon, "Urgent") == []
    assert said(early, CLOSES) == []


def test_every_fault_of_the_sum_has_its_words():
    for kind in FaultKind:
        assert Wrong(kind.value) in WRONG
    for wrong in Wrong:
        sentence = Missing(wrong, "2.1", "95").sentence(str)
        assert sentence.endswith(".")
        assert "{" not in sentence


@pytest.mark.parametrize(
    ("kind", "formula", "scale"),
    [
        (CriterionKind.SCALE, None, None),
        (CriterionKind.PRICE, Formula.OVER_TARGET, None),
        (CriterionKind.PRICE, None, None),
        (CriterionKind.FIGURE, Formula.LOWEST_OVER, 1),
    ],
)
def test_a_kind_needs_what_is_its_own(
    kind: CriterionKind, formula: Formula | None, scale: int | None
):
    with pytest.raises(NotItsKind):
        fits_its_kind(CriterionDraft("1", kind, "One", formula=formula, scale_id=scale), None)


def test_a_kind_loses_what_is_not_its_own():
    draft = CriterionDraft(
        "C", CriterionKind.CONDITION, "Insured", Decimal(10), scale_id=3, words_limit=5
    )
    fitted = fits_its_kind(draft, 9)
    assert fitted.weight == 0
    assert (fitted.scale_id, fitted.words_limit, fitted.lot_id) == (None, None, 9)


@pytest.mark.parametrize("text", ["1e5", "NaN", "--1", "1.23456", "١", "=1+1", "1,23", "£", "0x1"])
def test_what_is_no_figure_is_refused(text: str):
    with pytest.raises(ValueError, match="not a figure"):
        read_figure(text)


DOCUMENT: dict[str, Any] = {
    "procedure": "flexible",
    "refinement": "The weights within quality.",
    "title": {"en": "Care", "cy": ""},
    "closes_at": "2026-12-01T12:00:00Z",
    "criteria": [{"code": "1", "weight": "60"}, {"code": "2", "weight": "40"}],
    "scales": [],
    "tie": {"by": "lot", "code": ""},
    "decimals": 2,
}


def republished(
    stage: Stage = Stage.PUBLISHED,
    basis: Basis = Basis.CORRECTED,
    substantial: bool = False,
    now: datetime = NOW,
    final: datetime | None = None,
    **after: Any,
) -> None:
    may_republish(stage, DOCUMENT, DOCUMENT | after, basis, substantial, now, CLOSES, final)


@pytest.mark.parametrize(
    ("refusal", "asked"),
    [
        (NotPublished, {"stage": Stage.PREPARING}),
        (BidsAreOpened, {"stage": Stage.OPENED}),
        (Ended, {"stage": Stage.ENDED}),
        (DeadlinePassed, {"now": CLOSES + timedelta(seconds=1)}),
        (NotForetold, {"basis": Basis.REFINED, "final": NOW}),
        (DeadlineMustMove, {"substantial": True}),
        (MoreThanRefined, {"basis": Basis.REFINED, "title": {"en": "Meals", "cy": ""}}),
    ],
)
def test_what_is_published_changes_only_as_the_law_lets(
    refusal: type[Refused], asked: dict[str, Any]
):
    with pytest.raises(refusal):
        republished(**asked)


def test_what_the_law_lets_is_let():
    republished(now=CLOSES)
    republished(basis=Basis.REFINED)
    republished(substantial=True, closes_at="2026-12-20T12:00:00Z")


def test_only_a_flexible_procedure_refines():
    before = DOCUMENT | {"procedure": "open"}
    with pytest.raises(NotForetold):
        may_republish(Stage.PUBLISHED, before, before, Basis.REFINED, False, NOW, CLOSES, None)


def test_differences_name_the_criterion_and_both_sides():
    after = DOCUMENT | {
        "criteria": [
            {"code": "2", "weight": "40"},
            {"code": "1", "weight": "50"},
            {"code": "3", "weight": "10"},
        ]
    }
    found = differences(DOCUMENT, after)
    assert Difference(("criteria", "1", "weight"), "60", "50") in found
    assert Difference(("criteria", "3", "weight"), None, "10") in found
    assert not any(one.path[:2] == ("criteria", "2") for one in found)
    assert differences(DOCUMENT, dict(DOCUMENT)) == ()


plain_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=10,
)


@given(st.dictionaries(st.text(max_size=5), plain_data, max_size=5))
def test_a_document_has_one_hash_whatever_the_order(document: dict[str, Any]):
    turned = dict(reversed(list(document.items())))
    assert canonical(turned) == canonical(document)
    assert fingerprint(turned) == fingerprint(document)


@given(st.dictionaries(st.text(max_size=5), plain_data, max_size=4), plain_data)
def test_a_document_does_not_differ_from_itself_and_says_where_it_does(
    document: dict[str, Any], other: Any
):
    assert differences(document, document) == ()
    changed = document | {"weight": "after"}
    before = document | {"weight": "before"}
    assert [one.path for one in differences(before, changed)] == [("weight",)]
    assert all(one.path for one in differences(document, document | {"x": other}))


def test_a_time_is_kept_to_the_second():
    assert moment(datetime(2026, 12, 1, 12, 0, 0, 900, tzinfo=UTC)) == "2026-12-01T12:00:00Z"


def test_who_saved_in_between_is_found():
    as_seen(None, ["1"])
    as_seen(seen(["1", Decimal("2.5")]), ["1", Decimal("2.5")])
    with pytest.raises(ChangedMeanwhile):
        as_seen(seen(["1"]), ["2"])
