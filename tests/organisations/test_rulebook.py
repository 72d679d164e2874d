"""The rulebook, without a database: its sums, its writing and reading, what the law forbids."""

from dataclasses import fields, replace
from fractions import Fraction

import pytest

from coopcouncil.organisations.forms.numbers import read_share
from coopcouncil.organisations.forms.rules import RulesForm
from coopcouncil.organisations.kinds import COMPANIES, LegalForm
from coopcouncil.organisations.majority import Combine, Majority, Of
from coopcouncil.organisations.rulebook import Rulebook, UnreadableRule
from coopcouncil.organisations.statute import (
    RANGES,
    STATUTORY,
    Decision,
    audit_is_disapplied,
    breaches,
)
from coopcouncil.organisations.words import in_words

SOCIETY = LegalForm.CO_OPERATIVE_SOCIETY
COMPANY = LegalForm.COMPANY_LIMITED_BY_GUARANTEE


@pytest.mark.parametrize("form", LegalForm, ids=str)
def test_what_is_usual_is_lawful(form):
    assert breaches(Rulebook.usual(form), form) == ()


@pytest.mark.parametrize("form", LegalForm, ids=str)
def test_a_rulebook_is_read_as_it_was_written(form):
    rules = Rulebook.usual(form, special_share=Fraction(2, 3), casting_vote=True)
    assert Rulebook.read(rules.written()) == rules


def test_another_releases_rulebook_can_be_read():
    written = Rulebook(quorum_number=9).written()
    del written["objection_days"]
    assert Rulebook.read({**written, "of_a_later_release": 3}) == Rulebook(quorum_number=9)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("quorum_number", "3"),
        ("quorum_number", 3.0),
        ("quorum_number", True),
        ("casting_vote", 1),
        ("special_share", "three quarters"),
        ("special_share", "1/0"),
        ("special_share", 0.75),
        ("quorum_combine", "both"),
        ("election_rule", "coin"),
        ("papers", None),
    ],
)
def test_what_is_no_such_value_is_refused_by_name(name, value):
    with pytest.raises(UnreadableRule) as refused:
        Rulebook.read({**Rulebook().written(), name: value})
    assert name in refused.value.sentence(str)


@pytest.mark.parametrize(
    ("entitled", "combine", "expected"),
    [
        (64, Combine.GREATER, 7),  # 6.4 is not enough: rounded up
        (60, Combine.GREATER, 6),
        (20, Combine.GREATER, 3),
        (64, Combine.LOWER, 3),
        (10, Combine.LOWER, 1),
        (0, Combine.GREATER, 3),
    ],
)
def test_a_quorum_is_rounded_up(entitled, combine, expected):
    rules = Rulebook(quorum_number=3, quorum_percent=10, quorum_combine=combine)
    assert rules.quorum(entitled) == expected


@pytest.mark.parametrize(
    ("members", "expected"), [(64, 7), (1000, 100), (5000, 100), (3, 1), (0, 1)]
)
def test_a_tenth_or_a_hundred_can_call_a_meeting(members, expected):
    assert Rulebook().requisitioners(members) == expected


@pytest.mark.parametrize(
    ("votes_for", "base", "ordinary", "special"),
    [
        (10, 20, False, False),  # a tie is lost
        (11, 20, True, False),
        (14, 20, True, False),
        (15, 20, True, True),  # three quarters exactly
        (2, 3, True, False),
        (0, 0, False, False),
    ],
)
def test_more_than_half_is_not_fifty_one_per_cent(votes_for, base, ordinary, special):
    rules = Rulebook()
    assert rules.ordinary.reached(votes_for, base) is ordinary
    assert rules.special.reached(votes_for, base) is special
    assert (votes_for >= rules.ordinary.needed(base)) is ordinary


@pytest.mark.parametrize("share", [Fraction(1, 2), Fraction(2, 3), Fraction(3, 4)], ids=str)
@pytest.mark.parametrize("or_more", [True, False])
def test_what_is_needed_is_the_least_that_carries(share, or_more):
    majority = Majority(share, Of.VOTES_CAST, or_more)
    for base in range(1, 200):
        needed = majority.needed(base)
        assert majority.reached(needed, base)
        assert not majority.reached(needed - 1, base)


@pytest.mark.parametrize("form", sorted(COMPANIES), ids=str)
@pytest.mark.parametrize(
    ("parameter", "value", "law"),
    [
        ("proxies", False, "s.324"),
        ("proxy_deadline_hours", 49, "s.327"),
        ("agm_notice_days", 13, "s.307"),
        ("general_notice_days", 13, "s.307"),
        ("special_share", Fraction(2, 3), "s.283"),
        ("special_of", Of.PRESENT, "s.283"),
        ("ordinary_of", Of.ELIGIBLE, "s.282"),
        ("requisition_share", Fraction(1, 10), "s.303"),
        ("short_notice_share", Fraction(3, 4), "s.307"),
        ("officer_age", 15, "s.157"),
    ],
)
def test_a_company_may_not(form, parameter, value, law):
    (refusal,) = breaches(replace(Rulebook.usual(form), **{parameter: value}), form)
    assert refusal.parameter == parameter
    assert law in refusal.sentence(str)


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("proxies", False),
        ("proxy_deadline_hours", 72),
        ("agm_notice_days", 7),
        ("special_share", Fraction(2, 3)),
        ("requisition_share", Fraction(1, 5)),
    ],
)
def test_a_society_may_what_a_company_may_not(parameter, value):
    assert breaches(replace(Rulebook.usual(SOCIETY), **{parameter: value}), SOCIETY) == ()


@pytest.mark.parametrize(
    ("share", "of", "lawful"),
    [
        (Fraction(2, 3), Of.PRESENT, True),
        (Fraction(3, 4), Of.MEMBERS, True),
        (Fraction(3, 5), Of.PRESENT, False),
        (Fraction(3, 4), Of.VOTES_CAST, False),
    ],
)
def test_a_credit_union_changes_rules_by_two_thirds_of_those_present(share, of, lawful):
    union = LegalForm.CREDIT_UNION
    rules = Rulebook.usual(union, extraordinary_share=share, extraordinary_of=of)
    assert (breaches(rules, union) == ()) is lawful


@pytest.mark.parametrize(
    ("change", "parameter"),
    [
        ({"year_end_month": 2, "year_end_day": 30}, "year_end_day"),
        ({"member_age": 16, "vote_age": 12}, "vote_age"),
        ({"special_share": Fraction(1, 3)}, "special_share"),
        ({"requisition_share": Fraction(0)}, "requisition_share"),
        ({"short_notice_share": Fraction(1, 10)}, "short_notice_share"),
        ({"quorum_percent": 101}, "quorum_percent"),
        ({"quorum_number": 0}, "quorum_number"),
    ],
)
def test_rules_that_nobody_could_mean_are_refused_at_the_parameter(change, parameter):
    found = breaches(replace(Rulebook.usual(SOCIETY), **change), SOCIETY)
    assert [refusal.parameter for refusal in found] == [parameter]
    assert found[0].sentence(str)


def test_every_number_has_its_range():
    numbers = {each.name for each in fields(Rulebook) if type(each.default) is int}
    assert numbers == RANGES.keys()


def test_every_parameter_is_spoken_of_and_asked_for():
    for rules in (Rulebook(), Rulebook(proxies=True)):
        sections = in_words(rules, str, lambda one, many, n: one if n == 1 else many)
        about = [name for section in sections for line in section.lines for name in line.about]
        assert sorted(about) == sorted(each.name for each in fields(Rulebook))
        assert all("{" not in line.text for section in sections for line in section.lines)
    asked = [field.name for _title, part in RulesForm().sections() for field in part]
    assert sorted(asked) == sorted(each.name for each in fields(Rulebook))


def test_every_change_is_heard():
    """Two rulebooks that differ never read the same."""
    other = {
        bool: lambda v: not v,
        int: lambda v: v + 1,
        Fraction: lambda v: v / 2 + Fraction(1, 2),
    }
    plain = Rulebook(proxies=True)
    for each in fields(Rulebook):
        value = getattr(plain, each.name)
        kind = type(value)
        if kind in other:
            new = other[kind](value)
        elif kind is str:
            new = "ers97"
        else:
            new = next(choice for choice in kind if choice is not value)
        if each.name == "year_end_month":
            new = 4
        changed = replace(plain, **{each.name: new})
        assert changed.changed_from(plain) == (each.name,)
        assert said(changed) != said(plain), each.name


def said(rules: Rulebook) -> list[str]:
    sections = in_words(rules, str, lambda one, many, n: one if n == 1 else many)
    return [line.text for section in sections for line in section.lines]


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ("75%", Fraction(3, 4)),
        ("75 %", Fraction(3, 4)),
        ("66,5%", Fraction(133, 200)),
        ("2/3", Fraction(2, 3)),
        ("0.75", Fraction(3, 4)),
    ],
)
def test_a_share_is_read_as_people_write_it(typed, share):
    assert read_share(typed) == share


@pytest.mark.parametrize(
    "typed", ["", "%", "2/0", "1/2/3", "-1", "1e9", "½", "nan", "٣/٤", "9" * 99]
)
def test_what_is_no_share_is_refused(typed):
    with pytest.raises(ValueError):
        read_share(typed)


def test_statutory_majorities_name_their_whole():
    amalgamation = STATUTORY[Decision.AMALGAMATE]
    assert amalgamation.majority.reached(2, 3)
    assert amalgamation.confirmed_by is Decision.CONFIRM
    conversion = STATUTORY[Decision.CONVERT_TO_COMPANY]
    assert conversion.turnout == Fraction(1, 2)
    assert STATUTORY[Decision.CREDIT_UNION_RULES].majority.of is Of.PRESENT


@pytest.mark.parametrize(
    ("against", "votes", "eligible", "disapplied"),
    [(9, 50, 100, True), (10, 50, 200, False), (10, 51, 100, False), (0, 0, 100, False)],
)
def test_audit_is_disapplied_by_how_few_are_against(against, votes, eligible, disapplied):
    assert audit_is_disapplied(against, votes, eligible) is disapplied
