"""What a bid is: its one text, how answers are read, what keeps it from going in, drafts."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coopcouncil.procurement.bids.rules.answers import (
    Asked,
    BadAnswer,
    BelowNothing,
    EmptyBid,
    Missing,
    NoLot,
    NotAFigure,
    TooGreat,
    TooManyPlaces,
    TooManyWords,
    figure_of,
    obstacles,
    unanswered,
    words_in,
    yes_of,
)
from coopcouncil.procurement.bids.rules.draft import (
    ChangedElsewhere,
    Draft,
    DraftFile,
    Written,
    dumped,
    loaded,
)
from coopcouncil.procurement.bids.rules.paper import (
    Answered,
    FileNamed,
    Paper,
    canonical,
    hash_of,
    read,
    tidy,
)
from coopcouncil.procurement.kinds import CriterionKind

ASKED = (
    Asked(1, "1.1", CriterionKind.SCALE, "Care", words_limit=3),
    Asked(1, "SV2", CriterionKind.FIGURE, "Apprenticeships"),
    Asked(1, "3", CriterionKind.PRICE, "Price"),
    Asked(1, "C1", CriterionKind.CONDITION, "Registered"),
)
WHOLE = {
    "1.1": Answered(text="We do care."),
    "SV2": Answered(figure=Decimal(0)),
    "3": Answered(figure=Decimal("98765.4300")),
    "C1": Answered(yes=False),
}

texts = st.text(max_size=10).map(tidy)
answers = st.builds(
    Answered,
    text=texts,
    figure=st.none() | st.decimals(0, 10**9, places=4),
    yes=st.none() | st.booleans(),
)


codes = st.sampled_from(["1.1", "1.2", "SV2", "3", "C1"])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.integers(1, 3), st.dictionaries(codes, answers, max_size=3), min_size=1, max_size=2
    ),
    st.lists(st.builds(FileNamed, codes, texts, texts), max_size=2),
    st.randoms(use_true_random=False),
)
def test_one_bid_has_one_text_whatever_the_order(lots, files, random):
    paper = Paper("T-1", 1, "ab", lots, tuple(files), {"true": True}, "00")
    text = canonical(paper)
    told = read(text)
    assert canonical(told) == text
    shuffled = list(lots.items())
    random.shuffle(shuffled)
    random.shuffle(files)
    mixed = {lot: dict(reversed(list(said.items()))) for lot, said in shuffled}
    assert canonical(Paper("T-1", 1, "ab", mixed, tuple(files), {"true": True}, "00")) == text
    for lot, said in lots.items():
        assert told.lots[lot] == {code: one for code, one in said.items() if not one.is_empty}


def test_the_salt_hides_a_guess_and_needless_noughts_do_not_matter():
    one = Paper("T-1", 1, "ab", {1: {"3": Answered(figure=Decimal("5.00"))}}, salt="00")
    same = Paper("T-1", 1, "ab", {1: {"3": Answered(figure=Decimal(5))}}, salt="00")
    other = Paper("T-1", 1, "ab", {1: {"3": Answered(figure=Decimal(5))}}, salt="01")
    assert hash_of(canonical(one)) == hash_of(canonical(same))
    assert hash_of(canonical(one)) != hash_of(canonical(other))


@pytest.mark.parametrize(
    ("typed", "figure"),
    [("", None), ("0", "0"), ("-0", "0"), ("£1,234.50", "1234.50"), ("1e3", "1000"), (" 7 ", "7")],
)
def test_figures_as_people_type_them(typed: str, figure: str | None):
    assert figure_of(typed) == (None if figure is None else Decimal(figure))


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("twelve", NotAFigure),
        ("12 people", NotAFigure),
        ("NaN", NotAFigure),
        ("Infinity", NotAFigure),
        ("١٢", NotAFigure),
        ("1" * 41, NotAFigure),
        ("-1", BelowNothing),
        ("1e14", TooGreat),
        ("1e999999", TooGreat),
        ("0.00001", TooManyPlaces),
        ("1e-30", TooManyPlaces),
    ],
)
def test_what_is_no_figure_says_why(typed: str, refusal: type[BadAnswer]):
    with pytest.raises(refusal) as refused:
        figure_of(typed)
    assert refused.value.sentence(str)


def test_yes_and_no_in_both_languages():
    assert yes_of(" Yes. ") is True
    assert yes_of("Nac ydy") is False
    assert yes_of("") is None


def test_words_are_what_stands_between_blanks():
    assert words_in("well-kept  gardens\nhere") == 3


def test_what_keeps_a_bid_from_going_in():
    assert obstacles(ASKED, {1: WHOLE}) == ()
    assert [type(one) for one in obstacles(ASKED, {})] == [NoLot]
    assert [type(one) for one in obstacles(ASKED, {1: {}})] == [EmptyBid]
    found = obstacles(ASKED, {1: {"1.1": Answered(text="One two three four")}})
    assert [type(one) for one in found] == [TooManyWords, Missing, Missing, Missing]
    assert [one.sentence(str) for one in found] == [
        "1.1: you wrote 4 words; the limit is 3.",
        "SV2: enter a figure; 0 if you promise nothing.",
        "3: enter your price.",
        "C1: answer yes or no.",
    ]
    # Words may be missing: it is said, and is no obstacle.
    without = {1: {**WHOLE, "1.1": Answered()}}
    assert obstacles(ASKED, without) == ()
    assert [one.code for one in unanswered(ASKED, without)] == ["1.1"]


def test_a_draft_is_the_same_after_a_rest():
    draft = Draft(
        {1: {"1.1": Written(Answered(text="a"), 3), "3": Written(Answered(figure=Decimal(5)), 4)}},
        (DraftFile(7, "1.1", "Plan.pdf", "ab", 12),),
    )
    assert loaded(dumped(draft)) == draft


def test_another_windows_answer_is_not_overwritten_unseen():
    draft = Draft().with_answer(1, "1.1", Answered(text="first"), 1, 0)
    with pytest.raises(ChangedElsewhere) as changed:
        draft.with_answer(1, "1.1", Answered(text="second"), 2, 0)
    assert changed.value.stands.text == "first"
    # The same words again, another question, or whoever has seen it: no conflict.
    assert draft.with_answer(1, "1.1", Answered(text="first"), 2, 0) == draft
    assert draft.with_answer(1, "1.2", Answered(text="other"), 2, 0).answer(1, "1.2").text
    assert draft.with_answer(1, "1.1", Answered(text="second"), 2, 1).answer(1, "1.1").text
