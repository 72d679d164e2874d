"""The pure rules: majorities, papers, turnout, words, the chain, and what opening still needs."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopcouncil.ballots import keys
from coopcouncil.ballots.rules.chain import START, Event, broken_link, canonical
from coopcouncil.ballots.rules.majority import Decision, Passing, Tally
from coopcouncil.ballots.rules.obstacles import Choice, Setup, obstacles_to_opening
from coopcouncil.ballots.rules.papers import (
    chosen,
    lines,
    longest,
    padded,
    ranked,
    read_lines,
    unpadded,
)
from coopcouncil.ballots.rules.refusals import (
    RankLeftOut,
    RankTwice,
    TooManyChosen,
    TooManyRanked,
    UnknownOption,
)
from coopcouncil.ballots.rules.roll import Entry, RollHash
from coopcouncil.ballots.rules.state import Course, State, state_of
from coopcouncil.ballots.rules.turnout import next_step
from coopcouncil.ballots.rules.words import UnreadableKey, key_from, words
from coopcouncil.organisations.majority import Of
from coopcouncil.organisations.rulebook import Rulebook

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


def tally(votes_for: int, against: int, abstained: int = 0, on_roll: int = 100) -> Tally:
    return Tally(votes_for, against, abstained, 0, on_roll)


@pytest.mark.parametrize(
    ("decision", "votes", "carried"),
    [
        (Decision.ORDINARY, tally(11, 10), True),
        # A tie is lost, and abstentions are no votes.
        (Decision.ORDINARY, tally(10, 10), False),
        (Decision.ORDINARY, tally(2, 1, 97), True),
        (Decision.EXTRAORDINARY, tally(75, 25), True),
        (Decision.EXTRAORDINARY, tally(74, 25), False),
        # CCBSA ss.109-111: two thirds of those who vote, however few they are.
        (Decision.TRANSFER, tally(4, 2), True),
        (Decision.TRANSFER, tally(13, 7), False),
        # ss.112-113: three quarters, and half of everyone eligible votes.
        (Decision.CONVERT, tally(45, 4), False),
        (Decision.CONVERT, tally(45, 5), True),
        (Decision.CONVERT, tally(37, 13), False),
        # s.84(2): under a fifth of the votes, and under a tenth of the members, against.
        (Decision.AUDIT, tally(40, 9), True),
        (Decision.AUDIT, tally(40, 10), False),
        (Decision.AUDIT, tally(20, 5), False),
    ],
)
def test_each_decision_has_its_own_majority(
    decision: Decision, votes: Tally, carried: bool
) -> None:
    passing = Passing.by(decision, Rulebook())
    assert passing.carried(votes) is carried
    assert Passing.read(passing.written()) == passing


def test_of_those_present_an_abstention_counts_against() -> None:
    passing = Passing(Decision.SPECIAL, Fraction(2, 3), Of.PRESENT, or_more=True)
    assert passing.carried(tally(6, 3))
    assert not passing.carried(tally(6, 3, 1))


def test_the_denominator_is_said_in_plain_words() -> None:
    said = Passing.by(Decision.CONVERT, Rulebook()).sentences(lambda text: text)
    assert said == (
        "It is carried if at least three quarters of the votes for and against are for it."
        " Abstentions do not count as votes.",
        "At least 50% of everyone on the roll must vote for or against it.",
    )


@pytest.mark.parametrize(
    ("ranks", "refusal"),
    [
        ([1, 1, None], RankTwice),
        ([1, 3, None], RankLeftOut),
        ([4, 1, 2], TooManyRanked),
        ([2, None, None], RankLeftOut),
    ],
)
def test_a_web_voter_is_asked_again_where_a_paper_would_be_read_as_far_as_it_goes(
    ranks: list[int | None], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        ranked(ranks)


def test_a_withdrawn_candidate_cannot_be_ranked() -> None:
    with pytest.raises(UnknownOption):
        ranked([1, 2, None], standing=(1, 3))
    assert ranked([2, None, 1], standing=(1, 3)) == "3 1"


def test_crosses_are_read_in_order_and_not_beyond_the_most() -> None:
    assert chosen([4, 2], range(1, 6), most=2) == "2 4"
    assert chosen([], range(1, 6), most=2) == ""
    with pytest.raises(TooManyChosen):
        chosen([1, 2, 3], range(1, 6), most=2)


@given(st.permutations(range(1, 13)), st.integers(0, 12))
def test_a_paper_comes_back_as_it_was_padded(order: list[int], ranks: int) -> None:
    ranking = " ".join(str(n) for n in order[:ranks])
    paper = padded(ranking, longest(12, 12))
    assert len(paper) == longest(12, 12)
    assert unpadded(paper) == ranking


@pytest.mark.parametrize("junk", [b"\xff", b"1  2", b"01", b"1 2 x", b" 1", b"1.2"])
def test_junk_is_no_paper(junk: bytes) -> None:
    assert unpadded(junk) is None


@given(st.dictionaries(st.sampled_from(["", "1", "2 1", "1 2", "10 2"]), st.integers(1, 99)))
def test_the_set_of_papers_says_nothing_of_the_order_they_came_in(papers: dict[str, int]) -> None:
    backwards = dict(reversed(papers.items()))
    assert lines(papers) == lines(backwards)
    assert dict(read_lines(lines(papers))) == papers


def test_turnout_moves_hourly_and_by_ten_at_least() -> None:
    assert not next_step(None, NOW, 9)
    assert next_step(None, NOW, 10)
    last = (NOW, 10)
    assert not next_step(last, NOW + timedelta(minutes=59), 500)
    assert not next_step(last, NOW + timedelta(hours=5), 19)
    assert next_step(last, NOW + timedelta(hours=1), 20)


@given(st.binary(min_size=32, max_size=32))
def test_a_key_comes_back_from_its_words(key: bytes) -> None:
    assert key_from(" ".join(words(key))) == key
    assert key_from("-".join(words(key)).upper()) == key


@settings(derandomize=True)  # 16 bits of check: one misreading in 65,536 goes unnoticed.
@given(st.binary(min_size=32, max_size=32), st.integers(0, 16))
def test_a_misread_word_is_noticed(key: bytes, place: int) -> None:
    spelled = words(key)
    spelled[place] = "babab" if spelled[place] != "babab" else "zuzuz"
    with pytest.raises(UnreadableKey):
        key_from(" ".join(spelled))


def test_a_key_opens_its_own_ballot_and_entry_alone() -> None:
    private, public = keys.make()
    sealed = keys.seal(public, 7, keys.entry(3), b"1 2")
    opener = keys.Opener(private)
    assert opener.open(7, keys.entry(3), sealed) == b"1 2"
    assert opener.open(7, keys.entry(4), sealed) is None
    assert opener.open(8, keys.entry(3), sealed) is None
    assert keys.Opener(keys.make()[0]).open(7, keys.entry(3), sealed) is None
    assert opener.open(7, keys.entry(3), sealed[:-1]) is None
    assert opener.open(7, keys.entry(3), b"") is None


def test_each_event_names_the_one_before_and_a_change_shows() -> None:
    first = Event(1, "sealed", NOW, {"roll_count": 3}, START)
    second = Event(2, "closed", NOW, {}, first.hash)
    assert first.hash == hashlib.sha256((first.line + "\n").encode()).hexdigest()
    assert broken_link([(first, first.hash), (second, second.hash)]) is None
    forged = replace(first, facts={"roll_count": 4})
    assert broken_link([(forged, first.hash), (second, second.hash)]) == 1
    assert broken_link([(second, second.hash)]) == 1


def test_public_events_hold_integers_and_strings_without_control_characters() -> None:
    assert canonical({"b": 1, "a": "one\ntwo"}) == '{"a":"one two","b":1}'
    with pytest.raises(TypeError):
        canonical({"share": 0.5})


@pytest.mark.parametrize("name", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1+1", " =1+1"])
def test_the_rolls_file_runs_nothing_in_a_spreadsheet(name: str) -> None:
    line = Entry(1, "M1", name, "users", "", "=a@example.org").line

    assert all(cell[:1] not in "=+-@\t\r" or not cell for cell in line.rstrip("\n").split("\t"))
    assert line.count("'") == 2


def test_the_rolls_hash_is_what_sha256sum_prints_of_its_file() -> None:
    entries = [Entry(1, "M1", "Ada\tLovell", "users", "", "a@example.org")]
    found = RollHash("00" * 32)
    found.add(entries)
    text = "salt\t" + "00" * 32 + "\n1\tM1\tAda Lovell\tusers\t\ta@example.org\n"
    assert found.hex == hashlib.sha256(text.encode()).hexdigest()


COURSE = Course(NOW, NOW + timedelta(days=1), is_sealed=True)


@pytest.mark.parametrize(
    ("course", "hours", "state"),
    [
        (replace(COURSE, is_sealed=False), 1, State.DRAFT),
        (COURSE, -1, State.COMING),
        (COURSE, 0, State.OPEN),
        (replace(COURSE, is_suspended=True), 1, State.SUSPENDED),
        (COURSE, 24, State.ENDED),
        (replace(COURSE, is_closed=True), 25, State.CLOSED),
        # A row cannot close it before its time.
        (replace(COURSE, is_closed=True), 1, State.OPEN),
        (replace(COURSE, is_closed=True, is_opened=True), 25, State.BOX_OPENED),
        (replace(COURSE, is_voided=True), 1, State.VOIDED),
    ],
)
def test_the_state_follows_from_times_and_rows(course: Course, hours: int, state: State) -> None:
    assert state_of(course, NOW + timedelta(hours=hours)) is state


THREE = tuple(Choice(name, name, "", "") for name in ("Ada", "Bob", "Cai"))

READY = Setup(
    kind="stv",
    footing="outside",
    is_bilingual=True,
    title="Board",
    title_cy="Bwrdd",
    question="Who?",
    question_cy="Pwy?",
    explanation="",
    explanation_cy="",
    office="Director",
    office_cy="Cyfarwyddwr",
    choices=THREE,
    seats=2,
    most_choices=None,
    constituencies_without_welsh=(),
    qualifying_on=date(2026, 11, 1),
    closes_at=NOW + timedelta(days=1),
    on_roll=3,
    has_key=True,
    keeper="officer",
    rehearsed=frozenset({"officer", "scrutineer"}),
    rules_allow_footing=True,
    is_demonstration=False,
    welsh_signed_off=True,
)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"title_cy": ""}, "WelshMissing"),
        ({"office_cy": ""}, "WelshMissing"),
        ({"choices": (Choice("Ada", "", "", ""), *THREE[1:])}, "ChoiceWithoutWelsh"),
        ({"choices": (Choice("Ada", "Ada", "I stand.", ""), *THREE[1:])}, "ChoiceWithoutWelsh"),
        ({"constituencies_without_welsh": ("Users",)}, "ConstituencyWithoutWelsh"),
        ({"choices": ()}, "TooFewChoices"),
        ({"seats": 3}, "Uncontested"),
        ({"office": "", "office_cy": ""}, "OfficeMissing"),
        ({"footing": "written"}, "WrittenResolution"),
        ({"rules_allow_footing": False}, "FootingNotAllowed"),
        ({"closes_at": NOW}, "CloseIsPast"),
        ({"qualifying_on": date(2026, 12, 2)}, "QualifyingDayToCome"),
        ({"on_roll": None}, "NoRoll"),
        ({"on_roll": 0}, "EmptyRoll"),
        ({"has_key": False}, "NoKey"),
        ({"rehearsed": frozenset({"officer"})}, "NotRehearsed"),
        ({"welsh_signed_off": False}, "WelshNotSignedOff"),
    ],
)
def test_each_thing_that_is_missing_stands_in_the_way(
    change: dict[str, object], refusal: str
) -> None:
    assert obstacles_to_opening(READY, NOW, NOW.date()) == ()
    found = obstacles_to_opening(replace(READY, **change), NOW, NOW.date())  # type: ignore[arg-type]
    assert [type(one).__name__ for one in found] == [refusal]
    assert all(one.sentence(lambda text: text) for one in found)


def test_one_language_is_enough_where_the_organisation_has_one() -> None:
    english = replace(READY, is_bilingual=False, title_cy="", question_cy="", office_cy="")
    assert obstacles_to_opening(english, NOW, NOW.date()) == ()
