"""Who may join, where they vote, how membership ends: without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.joining.kinds import Heard, State, Verdict
from coopcouncil.joining.rules import applications, leaving
from coopcouncil.joining.rules.eligibility import (
    AgeNotSaid,
    Applicant,
    NoBond,
    NoRepresentative,
    NoSchool,
    NothingShown,
    OnlyPeople,
    Terms,
    TooOld,
    TooYoung,
    age_on,
    birthday,
    obstacles,
    order_of,
    settled,
)
from coopcouncil.joining.rules.places import (
    DoesNotFit,
    HasNoVote,
    RulesDecide,
    may_choose_place,
)
from coopcouncil.members.fits import (
    NoSuchPlace,
    fits_from_words,
    read_fits,
    without,
    words_from_fits,
    written_fits,
)
from coopcouncil.members.kinds import MemberKind
from coopcouncil.organisations.chapters.joining import (
    Need,
    Qualification,
    UnreadableNeeds,
    VotingPlace,
    qualifications,
)

TODAY = date(2026, 11, 22)
_days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
_born = st.dates(date(1900, 1, 1), TODAY)
_places = st.lists(
    st.tuples(st.integers(1, 9), st.none() | st.integers(1, 9)), min_size=1, max_size=5, unique=True
)


def reasons(who: Applicant, terms: Terms) -> set[type]:
    return {type(refusal) for _field, refusal in obstacles(who, terms, TODAY)}


@given(_born, st.integers(0, 25), _days)
def test_somebody_is_an_age_from_that_birthday_on(born: date, age: int, on: date) -> None:
    assert (age_on(born, on) >= age) is (on >= birthday(born, age))


@given(_born, st.integers(1, 25))
def test_the_day_before_the_birthday_is_too_early(born: date, age: int) -> None:
    day = birthday(born, age)
    who = Applicant(born=born)
    assert not [
        r for _f, r in obstacles(who, Terms(member_age=age), day) if isinstance(r, TooYoung)
    ]
    eve = obstacles(who, Terms(member_age=age), day - timedelta(days=1))
    assert [type(r) for _f, r in eve] == [TooYoung]


@pytest.mark.parametrize(
    ("who", "terms", "expected"),
    [
        (Applicant(born=date(2010, 11, 22)), Terms(), set()),
        (Applicant(born=date(2010, 11, 23)), Terms(), {TooYoung}),
        (Applicant(), Terms(), {AgeNotSaid}),
        (Applicant(says_of_age=True), Terms(), set()),
        (Applicant(), Terms(member_age=0), set()),
        (
            Applicant(born=date(2000, 1, 1)),
            Terms(asks=Qualification(frozenset(), 5, 19)),
            {TooOld},
        ),
        (Applicant(says_of_age=True), Terms(bond="lives here"), {NoBond}),
        (Applicant(says_of_age=True, has_bond=True), Terms(bond="lives here"), set()),
        (
            Applicant(says_of_age=True),
            Terms(asks=Qualification(frozenset({Need.EMPLOYMENT}))),
            {NothingShown},
        ),
        (
            Applicant(says_of_age=True),
            Terms(asks=Qualification(frozenset({Need.SCHOOL})), has_parts=True),
            {NoSchool},
        ),
        (Applicant(MemberKind.ORGANISATION), Terms(), {NoRepresentative}),
        (
            Applicant(MemberKind.ORGANISATION, representative="Ann"),
            Terms(organisations=False),
            {OnlyPeople},
        ),
        # An organisation has no age.
        (Applicant(MemberKind.ORGANISATION, representative="Ann"), Terms(), set()),
    ],
)
def test_what_the_rules_ask(who: Applicant, terms: Terms, expected: set[type]) -> None:
    assert reasons(who, terms) == expected
    assert all(refusal.sentence(str) for _f, refusal in obstacles(who, terms, TODAY))


@given(_places, st.data(), st.permutations(range(1, 10)))
def test_everybody_votes_in_one_place_and_no_other_is_lost(
    places: list[tuple[int, int | None]], data: st.DataObject, order: list[int]
) -> None:
    chosen = data.draw(st.sampled_from(places) | st.just((99, None)))
    asked = settled(places, chosen, VotingPlace.ASKED, order)
    by_order = settled(places, chosen, VotingPlace.ORDER, order)

    assert asked.votes_in == (chosen if chosen in places else places[0])
    assert by_order.votes_in[0] == min((p[0] for p in places), key=order.index)
    for where in (asked, by_order):
        assert {where.votes_in, *read_fits(where.fits)} == set(places)
        assert len(read_fits(where.fits)) == len(places) - 1


@given(_places)
def test_where_somebody_fits_is_written_and_read_alike(
    places: list[tuple[int, int | None]],
) -> None:
    text = written_fits(places)
    assert set(read_fits(text)) == set(places)
    assert written_fits(read_fits(text)) == text
    assert all(place not in read_fits(without(text, *place)) for place in places)


def test_places_are_understood_by_their_names_in_any_spelling() -> None:
    ours, schools = {"parents": 4, "staff": 2}, {"beech primary": 7}
    text = fits_from_words("Staff\nPARENTS: Beech Primary", ours, schools)
    assert text == "2: 4:7"
    said = words_from_fits(text, {2: "Staff", 4: "Parents"}, {7: "Beech Primary"})
    assert said == "Staff; Parents: Beech Primary"
    with pytest.raises(NoSuchPlace):
        fits_from_words("Governors", ours, schools)
    with pytest.raises(NoSuchPlace):
        fits_from_words("parents: Oak", ours, schools)


@pytest.mark.parametrize(
    "text",
    ["staff", "staff: money", "staff: employment; staff: bond", "a b: bond", "x: from 9 under 9"],
)
def test_what_a_constituency_asks_is_written_by_a_grammar(text: str) -> None:
    with pytest.raises(UnreadableNeeds):
        qualifications(text)


def test_the_order_names_some_and_the_rest_follow() -> None:
    keys = [("parents", 1), ("community", 2), ("staff", 3)]
    assert order_of("staff, nobody, parents", keys) == (3, 1, 2)
    assert order_of("", keys) == (1, 2, 3)


RECEIVED = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("state", [State.CONFIRMED, State.ADMITTED, State.WITHDRAWN])
def test_an_application_is_confirmed_once(state: State) -> None:
    with pytest.raises(applications.Settled):
        applications.may_confirm(state, RECEIVED, RECEIVED)


def test_an_application_is_confirmed_within_two_weeks() -> None:
    applications.may_confirm(State.RECEIVED, RECEIVED, RECEIVED + timedelta(days=14))
    with pytest.raises(applications.NotOpen):
        applications.may_confirm(State.RECEIVED, RECEIVED, RECEIVED + timedelta(days=14, seconds=1))


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({}, None),
        ({"minute": ""}, applications.MinuteNeeded),
        ({"minute": "", "by_board": False}, None),
        ({"to": State.REFUSED}, applications.RefusalNeedsReason),
        ({"on": TODAY + timedelta(days=1)}, applications.DecidedInTheFuture),
        ({"on": date(2026, 10, 31)}, applications.DecidedBeforeReceived),
        ({"joins_on": TODAY - timedelta(days=1)}, applications.JoinsBeforeDecision),
        ({"joins_on": TODAY + timedelta(days=9)}, None),
        ({"state": State.RECEIVED}, applications.Settled),
        ({"state": State.ADMITTED}, applications.Settled),
        ({"state": State.REFERRED, "to": State.REFERRED}, applications.Settled),
        ({"state": State.REFERRED}, None),
        ({"to": State.REFERRED, "minute": ""}, None),
    ],
)
def test_a_decision_has_its_day_minute_and_reason(
    change: dict[str, object], refusal: type[Exception] | None
) -> None:
    said: dict[str, object] = {
        "state": State.CONFIRMED,
        "to": State.ADMITTED,
        "received_on": date(2026, 11, 1),
        "on": TODAY,
        "minute": "Board 7",
        "reason": "",
        "by_board": True,
        "today": TODAY,
        **change,
    }
    if refusal is None:
        applications.may_decide(**said)  # type: ignore[arg-type]
    else:
        with pytest.raises(refusal):
            applications.may_decide(**said)  # type: ignore[arg-type]


@given(_days, st.integers(1, 120), st.integers(0, 200), st.booleans())
def test_a_hearing_leaves_the_clear_days(
    sent: date, clear_days: int, hours: int, by_post: bool
) -> None:
    served = leaving.served_on(sent, by_post, hours)
    earliest = leaving.earliest_hearing(served, clear_days)
    # Days that are neither the day of service nor that of the hearing.
    assert (earliest - served).days - 1 == clear_days
    leaving.may_call_hearing(served, earliest, clear_days)
    with pytest.raises(leaving.HearingTooEarly):
        leaving.may_call_hearing(served, earliest - timedelta(days=1), clear_days)


@given(st.integers(0, 500), st.integers(0, 500))
def test_an_expulsion_needs_the_majority_of_votes_cast(yes: int, no: int) -> None:
    verdict = leaving.Vote(yes, no).verdict(Fraction(3, 4))
    assert (verdict is Verdict.EXPELLED) is (yes + no > 0 and 4 * yes >= 3 * (yes + no))


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({}, None),
        ({"hearing_on": None}, leaving.AtAnotherStep),
        ({"heard": None}, leaving.AtAnotherStep),
        ({"on": TODAY - timedelta(days=2)}, leaving.DecidedBeforeHearing),
        ({"on": TODAY + timedelta(days=1)}, leaving.NotYet),
        ({"vote": leaving.Vote(0, 0)}, leaving.NoVotes),
        ({"minute": " "}, leaving.MinuteNeeded),
    ],
)
def test_nobody_is_expelled_unheard_or_without_a_vote(
    change: dict[str, object], refusal: type[Exception] | None
) -> None:
    said: dict[str, object] = {
        "hearing_on": TODAY - timedelta(days=1),
        "on": TODAY,
        "vote": leaving.Vote(3, 1),
        "heard": Heard.NOT,
        "minute": "EGM 3",
        "today": TODAY,
        **change,
    }
    if refusal is None:
        leaving.may_decide(**said)  # type: ignore[arg-type]
    else:
        with pytest.raises(refusal):
            leaving.may_decide(**said)  # type: ignore[arg-type]


def test_a_membership_ends_only_once_nothing_can_keep_it() -> None:
    until = TODAY + timedelta(days=5)
    leaving.may_end(Verdict.EXPELLED, None, None, None, TODAY)
    leaving.may_end(Verdict.EXPELLED, until, None, None, until + timedelta(days=1))
    leaving.may_end(Verdict.EXPELLED, until, TODAY, TODAY, TODAY)
    with pytest.raises(leaving.AppealOpen):
        leaving.may_end(Verdict.EXPELLED, until, None, None, until)
    with pytest.raises(leaving.AppealOpen):
        leaving.may_end(Verdict.EXPELLED, until, TODAY, None, until + timedelta(days=9))
    for verdict in (None, Verdict.KEPT):
        with pytest.raises(leaving.AtAnotherStep):
            leaving.may_end(verdict, None, None, None, TODAY)


@pytest.mark.parametrize("notice", [0, 7, 28])
def test_a_resignation_keeps_the_rules_notice(notice: int) -> None:
    earliest = TODAY + timedelta(days=notice)
    leaving.may_resign(earliest, TODAY, notice)
    with pytest.raises(leaving.TooSoonToLeave):
        leaving.may_resign(earliest - timedelta(days=1), TODAY, notice)


def test_only_the_member_of_free_rules_chooses_among_what_fits() -> None:
    may_choose_place(VotingPlace.ASKED, True, True)
    for how, fits, votes, refusal in (
        (VotingPlace.ORDER, True, True, RulesDecide),
        (VotingPlace.ASKED, False, True, DoesNotFit),
        (VotingPlace.ASKED, True, False, HasNoVote),
    ):
        with pytest.raises(refusal):
            may_choose_place(how, fits, votes)


def test_every_refusal_speaks() -> None:
    said = [
        applications.NotOpen(),
        applications.OpenAlready(),
        applications.NobodyChosen(),
        applications.JoinsBeforeDecision(TODAY),
        *(applications.Settled(state) for state in State),
        leaving.GroundsNeeded(),
        leaving.UnderWay(),
        leaving.NotAMember(),
        leaving.AppealTooLate(TODAY),
        leaving.AppealOpen(TODAY),
        leaving.HearingTooEarly(TODAY),
        RulesDecide(),
        DoesNotFit(),
        HasNoVote(),
    ]
    sentences = [refusal.sentence(str) for refusal in said]
    assert all(text.endswith(".") and "{" not in text for text in sentences)


def test_terms_of_a_stricter_constituency_win() -> None:
    terms = replace(Terms(member_age=16), asks=Qualification(from_age=18))
    assert terms.age == 18
