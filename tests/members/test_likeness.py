"""How alike two people look: by name in either language, by birth, by where they are reached."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.members.duplicates.keys import keys_of
from coopcouncil.members.duplicates.likeness import SHOWN_FROM, Reason, Who, likeness
from coopcouncil.members.duplicates.names import Alike, family_alike, given_alike

BORN = date(1980, 12, 31)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Siân", "SIAN", Alike.SAME),
        ("Sian", "Jane", Alike.FORM),
        ("Siân", "Seán", Alike.SOUND),
        ("Ieuan", "Evan", Alike.FORM),
        ("Dafydd", "Dave", Alike.FORM),
        ("Catrin", "Kathryn", Alike.FORM),
        ("Muhammad", "Mohammed", Alike.FORM),
        ("Siân Mair", "Mair", Alike.PART),
        ("S", "Siân", Alike.INITIAL),
        ("Ceri", "Keri", Alike.SOUND),
        ("Tomos", "Mali", Alike.DIFFERENT),
        ("", "Mali", Alike.UNKNOWN),
    ],
)
def test_given_names(one: str, other: str, alike: Alike) -> None:
    assert given_alike(one, other) == given_alike(other, one) == alike


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Ŵyn", "Wynne", Alike.FORM),
        ("ap Rhys", "Price", Alike.FORM),
        ("ab Owain", "Bowen", Alike.FORM),
        ("Pugh", "ap Hugh", Alike.FORM),
        ("McDonald", "MacDonald", Alike.SAME),
        ("Mc Donald", "Macdonald", Alike.SAME),
        ("O’Brien", "O'Brien", Alike.SAME),
        ("Hughes-Jones", "Jones", Alike.PART),
        ("Llywelyn", "Llewellyn", Alike.FORM),
        ("Smith", "Smyth", Alike.FORM),
        ("Nowak", "Novak", Alike.SOUND),
        ("Jones", "Davies", Alike.DIFFERENT),
    ],
)
def test_family_names(one: str, other: str, alike: Alike) -> None:
    assert family_alike(one, other) == family_alike(other, one) == alike


def confidence(one: Who, other: Who) -> int:
    verdict = likeness(one, other)
    return verdict.confidence if verdict else 0


def test_one_person_with_three_addresses_is_found() -> None:
    emails = ("mair@a.example", "mair@b.example", "m.rees@c.example")
    people = [Who("Mair", "Rees", BORN, email) for email in emails]
    assert all(confidence(a, b) >= 95 for a in people for b in people)


def test_two_people_with_one_email_address_are_two() -> None:
    assert likeness(Who("Mair", "Rees", None, "h@h.example"), Who("Huw", "Rees")) is None
    twins = Who("Mali", "Rees", BORN, "h@h.example"), Who("Tomos", "Rees", BORN, "h@h.example")
    assert likeness(*twins) is None


def test_mother_and_daughter_of_one_name() -> None:
    home = ("h@h.example", "1 High St", "LL1 1AA")
    mother, daughter = (
        Who("Mair", "Rees", BORN, *home),
        Who("Mair", "Rees", date(2008, 5, 1), *home),
    )
    assert confidence(mother, daughter) < SHOWN_FROM
    # Where one's birth is not known, somebody is asked; the program is never sure.
    assert SHOWN_FROM <= confidence(mother, Who("Mair", "Rees", None, *home)) <= 90


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (BORN, date(1980, 12, 30), Reason.NEAR_BIRTH),
        (BORN, date(1980, 12, 13), Reason.NEAR_BIRTH),
        (date(1980, 7, 12), date(1980, 12, 7), Reason.NEAR_BIRTH),
        (BORN, date(1981, 11, 30), Reason.OTHER_BIRTH),
        (BORN, date(2080, 12, 31), Reason.OTHER_BIRTH),
    ],
)
def test_a_slip_in_a_date_of_birth(one: date, other: date, reason: Reason) -> None:
    verdict = likeness(Who("Mair", "Rees", one), Who("Mair", "Rees", other))
    assert verdict is not None
    assert reason in verdict.reasons


def test_names_with_one_part_and_turned_names() -> None:
    assert confidence(Who("Björk", "", BORN), Who("Bjork", "", BORN)) >= 95
    assert confidence(Who("Jones", "Dai", BORN), Who("David", "Jones", BORN)) >= 80
    assert confidence(Who("Ceri", "Lloyd", BORN, "c@c.example"), Who("Ceri", "Rees", BORN)) < 50
    married = Who("Ceri", "Lloyd", BORN, "c@c.example"), Who("Ceri", "Rees", BORN, "c@c.example")
    assert confidence(*married) >= SHOWN_FROM


_names = st.sampled_from(
    "Siân Sian Jane Ieuan Evan Ann O’Brien Mc Mac McDonald ap ab Price Rhys Ŵyn Wynne Q - ’ Dr Ll "
    "Björk Hughes-Jones J 李 Ó".split()
)
_name = st.lists(_names, max_size=3).map(" ".join)
_whos = st.builds(
    Who,
    _name,
    _name,
    st.none() | st.sampled_from([BORN, date(1900, 1, 1), date(1980, 12, 13)]),
    st.sampled_from(["", "a@b.example", "b@b.example", "@"]),
    st.sampled_from(["", "1 High St", "Tŷ Mawr"]),
    st.sampled_from(["", "LL1 1AA", "ll11aa"]),
)


@given(_whos, _whos)
def test_likeness_has_no_order_and_no_name_is_too_odd(one: Who, other: Who) -> None:
    there, back = likeness(one, other), likeness(other, one)
    assert (there and there.confidence) == (back and back.confidence)
    assert all(-(2**63) <= key < 2**63 for key in keys_of(one))


@given(_whos, _whos)
def test_who_is_surely_alike_shares_a_key(one: Who, other: Who) -> None:
    verdict = likeness(one, other)
    if verdict and verdict.confidence >= 95 and Reason.SAME_NAME in verdict.reasons:
        assert set(keys_of(one)) & set(keys_of(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Who("Ieuan", "ap Huw", BORN), Who("Evan", "Pugh", BORN)),
        (Who("Sian", "Prydderch", BORN), Who("Siân", "Prytherch", BORN)),
        (Who("Jones", "Dai", BORN), Who("David", "Jones", BORN)),
        (
            Who("Mairead", "McDonnell", None, "m@m.example"),
            Who("M", "MacDonnell", None, "M@m.example"),
        ),
        (
            Who("Beth", "Rees", None, "", "", "LL1 1AA"),
            Who("Elizabeth", "Rhys", None, "", "", "ll11aa"),
        ),
    ],
)
def test_those_who_look_alike_share_a_key(one: Who, other: Who) -> None:
    assert likeness(one, other) is not None
    assert set(keys_of(one)) & set(keys_of(other))
