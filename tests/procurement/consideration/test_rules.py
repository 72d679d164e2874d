"""What the law asks before a notice: thresholds, reservations, matters, what is still missing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from coopcouncil.procurement.kinds import Procedure, Reservation, Stage, Subject
from coopcouncil.procurement.tenders.consideration.kinds import Condition, Moment, Said, Topic
from coopcouncil.procurement.tenders.consideration.rules.assessing import (
    AssessedAlready,
    Assessment,
    NoLaterNotice,
    NotAssessedYet,
    StepsNeeded,
    WhichNotice,
    may_assess,
)
from coopcouncil.procurement.tenders.consideration.rules.before import (
    Facts,
    LotFacts,
    MeasureFacts,
    NothingLifts,
    faults_before,
    wanted_topics,
)
from coopcouncil.procurement.tenders.consideration.rules.choosing import may_clear
from coopcouncil.procurement.tenders.consideration.rules.law import (
    is_below,
    law,
    lifting,
    notice_from,
    threshold,
)
from coopcouncil.procurement.tenders.consideration.rules.reservations import (
    Answered,
    Contract,
    DayNeeded,
    EvidenceNeeded,
    findings,
    is_lawful_by_place,
    may_answer,
)
from coopcouncil.procurement.tenders.rules.faults import Step

TODAY = date(2026, 11, 22)
LARGE = Contract(
    Subject.SERVICES,
    Procedure.OPEN,
    120_000_000,
    "england",
    TODAY,
    starts_on=date(2027, 4, 1),
    last_on=date(2030, 3, 31),
)
SMALL = replace(LARGE, value=9_000_000)
YES = Answered(Said.YES, "On file.")


@pytest.mark.parametrize(
    ("subject", "procedure", "on", "pounds"),
    [
        (Subject.SERVICES, Procedure.OPEN, date(2025, 2, 23), None),
        (Subject.SERVICES, Procedure.OPEN, date(2025, 2, 24), 214_904),
        (Subject.GOODS, Procedure.OPEN, date(2025, 12, 31), 214_904),
        (Subject.GOODS, Procedure.FLEXIBLE, date(2026, 1, 1), 207_720),
        (Subject.WORKS, Procedure.OPEN, TODAY, 5_193_000),
        (Subject.SERVICES, Procedure.LIGHT_TOUCH, TODAY, 663_540),
        (Subject.SERVICES, Procedure.CONCESSION, TODAY, 5_193_000),
    ],
)
def test_the_threshold_is_that_of_the_day(
    subject: Subject, procedure: Procedure, on: date, pounds: int | None
):
    found = threshold(subject, procedure, on)
    assert (found and found.pence) == (pounds and pounds * 100)


def test_a_value_at_the_threshold_is_not_below_it():
    at = 207_720_00
    assert not is_below(at, Subject.GOODS, Procedure.OPEN, TODAY)
    assert is_below(at - 1, Subject.GOODS, Procedure.OPEN, TODAY)
    notice = notice_from(TODAY)
    assert notice is not None
    assert notice.pence == 30_000_00


def test_every_law_says_how_far_it_was_checked_and_the_order_of_2026_is_marked():
    assert {one.checked for one in law().lifts} <= {"seen", "secondary", "memory"}
    order = law().lift("place-2026")
    assert order is not None
    assert order.checked == "secondary"
    assert "draft" in order.note
    assert order.below_threshold_only


@pytest.mark.parametrize(
    ("matters", "nation", "on", "below", "codes"),
    [
        (
            ("a",),
            "england",
            TODAY,
            False,
            {"best-value-2001", "social-value-2012", "equality-2010"},
        ),
        (("a",), "wales", TODAY, False, {"best-value-wales-2002", "equality-2010"}),
        (("e",), "england", TODAY, False, {"social-value-2012", "equality-2010"}),
        # The duty of 2012 is not there below the threshold, and so lifts nothing.
        (("e",), "england", date(2026, 2, 3), True, {"equality-2010"}),
        (("e",), "england", date(2026, 2, 4), True, {"equality-2010", "place-2026"}),
        (("a", "e"), "england", TODAY, True, {"equality-2010"}),
        (("a",), "scotland", TODAY, True, set()),
    ],
)
def test_a_law_lifts_only_what_and_where_and_when_it_does(
    matters: tuple[str, ...], nation: str, on: date, below: bool, codes: set[str]
):
    assert {one.code for one in lifting(matters, nation, on, below, Subject.SERVICES)} == codes


@pytest.mark.parametrize("subject", [Subject.GOODS, Subject.WORKS])
def test_the_act_of_2012_lifts_nothing_where_no_services_are_bought(subject: Subject):
    assert "social-value-2012" in {one.code for one in LARGE.lifting(("e",))}
    assert "social-value-2012" not in {
        one.code for one in replace(LARGE, subject=subject).lifting(("e",))
    }


def test_a_measure_that_touches_a_matter_needs_a_law_that_lifts_it():
    may_clear("CB1", (), "", LARGE)
    may_clear("CB1", ("a",), "best-value-2001", LARGE)
    for matters, lifted_by in ((("a",), ""), (("e",), "best-value-2001"), (("e",), "place-2026")):
        with pytest.raises(NothingLifts) as refused:
            may_clear("CB1", matters, lifted_by, LARGE)
        assert "no law named lifts it" in refused.value.sentence(str)


@pytest.mark.parametrize(
    ("contract", "wanted"),
    [
        (LARGE, {Topic.SOCIAL_VALUE, Topic.CONSULTING, Topic.POLICY, Topic.WEIGHT}),
        (replace(LARGE, subject=Subject.GOODS), {Topic.POLICY, Topic.WEIGHT}),
        (SMALL, {Topic.WEIGHT}),
        (replace(LARGE, nation="wales"), {Topic.WELL_BEING, Topic.POLICY, Topic.WEIGHT}),
        (replace(SMALL, nation="wales"), {Topic.WELL_BEING, Topic.WEIGHT}),
    ],
)
def test_what_is_considered_follows_from_nation_subject_and_value(
    contract: Contract, wanted: set[Topic]
):
    assert set(wanted_topics(contract)) == wanted


def test_a_service_mutual_may_have_five_years_and_three_after_the_award_before():
    light = replace(LARGE, procedure=Procedure.LIGHT_TOUCH, last_on=date(2032, 3, 31))
    said = dict.fromkeys(
        (Condition.MUTUAL_SERVICE, Condition.MUTUAL_PROFITS, Condition.MUTUAL_CONTROL), YES
    )
    said[Condition.MUTUAL_AWARD_BEFORE] = YES
    found = findings(Reservation.SERVICE_MUTUAL, light, said)
    assert all(one.holds for one in found)
    longer = replace(light, last_on=date(2032, 4, 1))
    late = {one.condition: one for one in findings(Reservation.SERVICE_MUTUAL, longer, said)}
    assert late[Condition.MUTUAL_TERM].holds is False
    assert late[Condition.MUTUAL_TERM].limit == date(2032, 3, 31)
    # What somebody says doesn't overrule the day of the award before.
    said[Condition.MUTUAL_AWARD_BEFORE] = Answered(Said.YES, "File 12", date(2024, 4, 1))
    early = {one.condition: one for one in findings(Reservation.SERVICE_MUTUAL, light, said)}
    assert early[Condition.MUTUAL_AWARD_BEFORE].holds is False
    said[Condition.MUTUAL_AWARD_BEFORE] = Answered(Said.NO, "File 12", date(2023, 11, 22))
    free = {one.condition: one for one in findings(Reservation.SERVICE_MUTUAL, light, said)}
    assert free[Condition.MUTUAL_AWARD_BEFORE].holds is True
    wrong_way = findings(Reservation.SERVICE_MUTUAL, replace(light, procedure=Procedure.OPEN), said)
    assert [one.holds for one in wrong_way[:2]] == [False, False]


def test_three_years_end_with_the_award_which_comes_after_the_notice():
    light = replace(LARGE, procedure=Procedure.LIGHT_TOUCH)

    def met(before: date, said: Said = Said.YES) -> bool | None:
        answers = {Condition.MUTUAL_AWARD_BEFORE: Answered(said, "File 12", before)}
        found = findings(Reservation.SERVICE_MUTUAL, light, answers)
        return next(one for one in found if one.condition is Condition.MUTUAL_AWARD_BEFORE).holds

    # The notice goes out on 22 November 2026, the contract begins on 1 April 2027.
    assert met(date(2023, 11, 22)) is True
    # Between the two somebody says whether the award will be late enough.
    assert met(date(2024, 3, 31)) is True
    assert met(date(2024, 3, 31), Said.NO) is False
    assert met(date(2024, 4, 1)) is False


def test_an_open_procedure_is_open_to_all():
    said = dict.fromkeys((Condition.SUPPORTED_AIM, Condition.SUPPORTED_SHARE), YES)
    for procedure, holds in ((Procedure.OPEN, False), (Procedure.FLEXIBLE, True)):
        found = findings(
            Reservation.SUPPORTED_EMPLOYMENT, replace(LARGE, procedure=procedure), said
        )
        assert all(one.holds for one in found) is holds


def test_a_contract_is_kept_for_a_place_only_in_england_and_below_the_threshold():
    assert is_lawful_by_place(Reservation.LOCAL, SMALL)
    assert not is_lawful_by_place(Reservation.LOCAL, replace(SMALL, on=date(2026, 2, 3)))
    assert not is_lawful_by_place(Reservation.UNITED_KINGDOM, replace(SMALL, nation="wales"))
    assert not is_lawful_by_place(Reservation.LOCAL, LARGE)
    assert is_lawful_by_place(Reservation.SUPPORTED_EMPLOYMENT, LARGE)
    found = findings(Reservation.SMALL_OR_SOCIAL, LARGE, {Condition.SIZE_STATED: YES})
    assert [one.holds for one in found] == [False, True]


@pytest.mark.parametrize(
    ("condition", "answered", "refusal"),
    [
        (Condition.MUTUAL_CONTROL, Answered(Said.YES, " "), EvidenceNeeded),
        (Condition.MUTUAL_AWARD_BEFORE, Answered(Said.NO, "File"), DayNeeded),
        (Condition.MUTUAL_CONTROL, Answered(Said.UNSURE), None),
    ],
)
def test_an_answer_rests_on_something(
    condition: Condition, answered: Answered, refusal: type[Exception] | None
):
    if refusal is None:
        may_answer(condition, answered)
        return
    with pytest.raises(refusal):
        may_answer(condition, answered)


READY = Facts(
    contract=LARGE,
    topics=frozenset(wanted_topics(LARGE)),
    weight=Decimal(20),
    assessed=True,
    lots=(LotFacts(1, social=Decimal(20)),),
    measures=(MeasureFacts("FW1", "The same work", "Best value", ("a",), "best-value-2001"),),
)


def test_a_notice_that_lacks_nothing_goes_out():
    assert list(faults_before(READY)) == []


@pytest.mark.parametrize(
    ("facts", "step", "sentence"),
    [
        (
            replace(READY, topics=READY.topics - {Topic.SOCIAL_VALUE}),
            Step.CONSIDERATION,
            "Record what the procurement might improve",
        ),
        (
            replace(READY, topics=READY.topics - {Topic.WEIGHT}, weight=None),
            Step.CONSIDERATION,
            "Record how much social value counts",
        ),
        (
            replace(READY, weight=Decimal("12.5")),
            Step.CONSIDERATION,
            "You considered 12.5 per cent for social value, but the criteria give it 20",
        ),
        (replace(READY, assessed=False), Step.CONFLICTS, "Prepare the conflicts assessment"),
        (
            replace(READY, measures=(MeasureFacts("FW1", "", "Because"),)),
            Step.MEASURES,
            "Say how the measure FW1 belongs",
        ),
        (
            replace(READY, measures=(MeasureFacts("FW1", "The work", ""),)),
            Step.MEASURES,
            "no non-commercial consideration",
        ),
        (
            replace(READY, measures=(MeasureFacts("SC1", "x", "y", ("e",), "place-2026"),)),
            Step.MEASURES,
            "touches (e) of section 17(5)",
        ),
        (
            replace(READY, lots=(LotFacts(1, Reservation.SUPPORTED_EMPLOYMENT),)),
            Step.LOTS,
            "An open procedure cannot keep a lot",
        ),
        (
            replace(
                READY,
                contract=replace(LARGE, procedure=Procedure.FLEXIBLE),
                lots=(LotFacts(1, Reservation.SUPPORTED_EMPLOYMENT),),
            ),
            Step.LOTS,
            "A condition of the reservation is open",
        ),
        (
            replace(READY, contract=replace(LARGE, procedure=Procedure.BELOW_THRESHOLD)),
            Step.ABOUT,
            "not below the threshold of £207,720.00",
        ),
    ],
)
def test_what_is_missing_is_said_where_it_is_mended(facts: Facts, step: Step, sentence: str):
    found = [one for one in faults_before(facts) if one.step is step]
    assert found
    assert sentence in found[0].refusal.sentence(str)


BASE = Assessment(Moment.OPENED, "", "", "", "", "")


@pytest.mark.parametrize(
    ("one", "stage", "there", "refusal"),
    [
        (BASE, Stage.PREPARING, False, None),
        (BASE, Stage.PREPARING, True, AssessedAlready),
        (replace(BASE, moment=Moment.REVIEWED), Stage.PUBLISHED, False, NotAssessedYet),
        (
            replace(BASE, moment=Moment.CONFIRMED, notice="Award"),
            Stage.PREPARING,
            True,
            NoLaterNotice,
        ),
        (replace(BASE, moment=Moment.CONFIRMED), Stage.AGREED, True, WhichNotice),
        (replace(BASE, moment=Moment.CONFIRMED, notice="Award"), Stage.AGREED, True, None),
        (replace(BASE, conflicts="A cousin"), Stage.PREPARING, False, StepsNeeded),
        (replace(BASE, perceived="An old job"), Stage.PREPARING, False, StepsNeeded),
    ],
)
def test_the_assessment_is_prepared_reviewed_and_confirmed_in_order(
    one: Assessment, stage: Stage, there: bool, refusal: type[Exception] | None
):
    if refusal is None:
        may_assess(one, stage, there)
        return
    with pytest.raises(refusal):
        may_assess(one, stage, there)
