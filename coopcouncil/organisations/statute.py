"""What the law fixes, whatever the registered rules say. Pure.

`breaches` holds a rulebook against the statutes of its legal form, one sentence each.
`STATUTORY` lists the decisions whose majority a statute fixes, with its denominator: a
resolution of such a kind takes its majority from here, never from the rulebook.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from coopcouncil.organisations.chapters.joining import UnreadableNeeds, qualifications
from coopcouncil.organisations.kinds import COMPANIES, SOCIETIES, LegalForm
from coopcouncil.organisations.majority import Majority, Of
from coopcouncil.organisations.ranges import RANGES
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.organisations.unlawful import (
    AgainstTheLaw,
    CompanyBansProxies,
    CompanyNoticeTooShort,
    CompanyOrdinaryMajority,
    CompanyRequisition,
    CompanyShortNotice,
    CompanySpecialMajority,
    CreditUnionRuleChange,
    CreditUnionShares,
    FewestAboveMost,
    LendingBeyondTheLimit,
    NeedsUnreadable,
    NoSuchYearEnd,
    NoVotersAmongMembers,
    OfficerTooYoung,
    OutOfRange,
    PercentOutOfRange,
    ProxyDeadlineTooEarly,
    RequisitionShareOutOfRange,
    RetirementShareOutOfRange,
    SavingsBeyondTheLimit,
    ShareInterestOutOfRange,
    ShareOutOfRange,
    SharesBeyondTheLaw,
    ShortNoticeShareOutOfRange,
)

__all__ = [
    "RANGES",
    "STATUTORY",
    "AgainstTheLaw",
    "Decision",
    "Statutory",
    "audit_is_disapplied",
    "breaches",
]


def breaches(rules: Rulebook, form: LegalForm) -> tuple[AgainstTheLaw, ...]:
    """Everything in the rulebook that cannot stand, in no more than a sentence each."""
    found = _senseless(rules)
    if form in COMPANIES:
        found += [refusal for broken, refusal in _company(rules) if broken]
    if form in COMPANIES | SOCIETIES and rules.officer_age < 16:
        found.append(OfficerTooYoung())
    if form is LegalForm.CREDIT_UNION and not _credit_union_may_change_rules(rules):
        found.append(CreditUnionRuleChange())
    if form is LegalForm.CREDIT_UNION:
        found += [LendingBeyondTheLimit(name) for broken, name in _lending(rules) if broken]
        found += [CreditUnionShares(name) for broken, name in _credit_union(rules) if broken]
    elif form in SOCIETIES and rules.withdrawable_value * rules.withdrawable_maximum > 10_000_000:
        found.append(SharesBeyondTheLaw())
    return tuple(found)


def _senseless(rules: Rulebook) -> list[AgainstTheLaw]:
    found: list[AgainstTheLaw] = [
        OutOfRange(name, low, high)
        for name, (low, high) in RANGES.items()
        if not low <= getattr(rules, name) <= high
    ]
    half, whole = Fraction(1, 2), Fraction(1)
    found += [
        ShareOutOfRange(name)
        for name in ("special_share", "extraordinary_share")
        if not half <= getattr(rules, name) <= whole
    ]
    found += [
        PercentOutOfRange(name)
        for name in (
            "dividend_most",
            "dividend_capital",
            "watch_capital",
            "watch_liquidity",
            "watch_arrears",
        )
        if not 0 <= getattr(rules, name) <= whole
    ]
    if not 0 <= rules.savings_limit_share <= Fraction(15, 1000):
        found.append(SavingsBeyondTheLimit())
    if not 0 < rules.requisition_share <= whole:
        found.append(RequisitionShareOutOfRange())
    if not half <= rules.short_notice_share <= whole:
        found.append(ShortNoticeShareOutOfRange())
    if not 0 <= rules.share_interest_most <= Fraction(1, 4):
        found.append(ShareInterestOutOfRange())
    if not 0 <= rules.retirement_share <= whole:
        found.append(RetirementShareOutOfRange())
    if not _is_a_day(rules.year_end_month, rules.year_end_day):
        found.append(NoSuchYearEnd())
    try:
        qualifications(rules.constituency_needs)
    except UnreadableNeeds as trouble:
        found.append(NeedsUnreadable(str(trouble)))
    if rules.vote_age < rules.member_age:
        found.append(NoVotersAmongMembers())
    if 0 < rules.withdrawable_maximum < rules.withdrawable_minimum:
        found.append(FewestAboveMost("withdrawable_minimum"))
    if 0 < rules.transferable_maximum < rules.transferable_minimum:
        found.append(FewestAboveMost("transferable_minimum"))
    return found


def _company(rules: Rulebook) -> list[tuple[bool, AgainstTheLaw]]:
    three_quarters = Fraction(3, 4)
    return [
        (not rules.proxies, CompanyBansProxies()),
        (rules.proxy_deadline_hours > 48, ProxyDeadlineTooEarly()),
        (rules.agm_notice_days < 14, CompanyNoticeTooShort("agm_notice_days")),
        (rules.general_notice_days < 14, CompanyNoticeTooShort("general_notice_days")),
        (rules.special_share < three_quarters, CompanySpecialMajority("special_share")),
        (rules.special_of is not Of.VOTES_CAST, CompanySpecialMajority("special_of")),
        (rules.ordinary_of is not Of.VOTES_CAST, CompanyOrdinaryMajority()),
        (rules.requisition_share > Fraction(1, 20), CompanyRequisition()),
        (rules.short_notice_share < Fraction(9, 10), CompanyShortNotice()),
    ]


def _credit_union_may_change_rules(rules: Rulebook) -> bool:
    """A share of a larger whole asks for more, and so suffices."""
    return (
        rules.extraordinary_share >= Fraction(2, 3) and rules.extraordinary_of is not Of.VOTES_CAST
    )


def _credit_union(rules: Rulebook) -> list[tuple[bool, str]]:
    return [
        (rules.par_value > 0, "par_value"),
        (rules.transferable_value > 0, "transferable_value"),
        (rules.share_certificates, "share_certificates"),
        (0 < rules.withdrawal_notice_days < 60, "withdrawal_notice_days"),
    ]


def _lending(rules: Rulebook) -> list[tuple[bool, str]]:
    longer = rules.loans_higher_capital
    return [
        (rules.loan_above_shares > 1_500_000, "loan_above_shares"),
        (rules.loan_years_unsecured > (10 if longer else 5), "loan_years_unsecured"),
        (rules.loan_years_secured > (25 if longer else 10), "loan_years_secured"),
    ]


def _is_a_day(month: int, day: int) -> bool:
    try:
        date(2025, month, day)
    except ValueError:
        return False
    return True


class Decision(StrEnum):
    """A decision whose majority a statute fixes."""

    AMALGAMATE = "amalgamate"
    CONVERT_TO_COMPANY = "convert-to-company"
    CONFIRM = "confirm"
    DISAPPLY_AUDIT = "disapply-audit"
    CREDIT_UNION_RULES = "credit-union-rules"
    COMPANY_SPECIAL = "company-special"


@dataclass(frozen=True)
class Statutory:
    """A statutory majority: what must be reached, of what, and what else must hold."""

    source: str
    forms: frozenset[LegalForm]
    majority: Majority
    turnout: Fraction = Fraction(0)
    """The share of those eligible who must vote."""
    confirmed_by: Decision | None = None
    """The vote of a second meeting, fourteen days to a month later, that it needs."""


_TWO_THIRDS = Fraction(2, 3)
_SOCIETY = frozenset(SOCIETIES)

STATUTORY: dict[Decision, Statutory] = {
    Decision.AMALGAMATE: Statutory(
        "CCBSA 2014 ss.109–111",
        _SOCIETY,
        Majority(_TWO_THIRDS, Of.VOTES_CAST, or_more=True),
        confirmed_by=Decision.CONFIRM,
    ),
    Decision.CONVERT_TO_COMPANY: Statutory(
        "CCBSA 2014 ss.112–113",
        _SOCIETY,
        Majority(Fraction(3, 4), Of.VOTES_CAST, or_more=True),
        turnout=Fraction(1, 2),
        confirmed_by=Decision.CONFIRM,
    ),
    Decision.CONFIRM: Statutory(
        "CCBSA 2014 ss.109–113",
        _SOCIETY,
        Majority(Fraction(1, 2), Of.VOTES_CAST, or_more=False),
    ),
    Decision.CREDIT_UNION_RULES: Statutory(
        "CUA 1979 s.4(2)",
        frozenset({LegalForm.CREDIT_UNION}),
        Majority(_TWO_THIRDS, Of.PRESENT, or_more=True),
    ),
    Decision.COMPANY_SPECIAL: Statutory(
        "CA 2006 s.283",
        frozenset(COMPANIES),
        Majority(Fraction(3, 4), Of.VOTES_CAST, or_more=True),
    ),
}


def audit_is_disapplied(against: int, votes: int, eligible: int) -> bool:
    """CCBSA 2014 s.84(2): under 20 % of the votes and under 10 % of the eligible are against.

    It counts those against, so it is no `Majority`.

    >>> audit_is_disapplied(against=9, votes=50, eligible=100)
    True
    >>> audit_is_disapplied(against=10, votes=51, eligible=100)
    False
    """
    return votes > 0 and 5 * against < votes and 10 * against < eligible
