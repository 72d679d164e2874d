"""What the law fixes, whatever the registered rules say. Pure.

`breaches` holds a rulebook against the statutes of its legal form, one sentence each.
`STATUTORY` lists the decisions whose majority a statute fixes, with its denominator: a
resolution of such a kind takes its majority from here, never from the rulebook.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.organisations.kinds import COMPANIES, SOCIETIES, LegalForm
from coopcouncil.organisations.ranges import RANGES
from coopcouncil.organisations.rulebook import Majority, Of, Rulebook

__all__ = [
    "RANGES",
    "STATUTORY",
    "AgainstTheLaw",
    "Decision",
    "Statutory",
    "audit_is_disapplied",
    "breaches",
]


class AgainstTheLaw(Refused):
    """A rulebook that a statute forbids."""

    parameter: str


class CompanyBansProxies(AgainstTheLaw):
    """CA 2006 s.324."""

    parameter = "proxies"

    def sentence(self, _: Gettext) -> str:
        return _("A company must let its members appoint proxies (Companies Act 2006, s.324).")


class ProxyDeadlineTooEarly(AgainstTheLaw):
    """CA 2006 s.327."""

    parameter = "proxy_deadline_hours"

    def sentence(self, _: Gettext) -> str:
        return _(
            "A company may ask for proxies at most 48 hours before the meeting "
            "(Companies Act 2006, s.327)."
        )


class CompanyNoticeTooShort(AgainstTheLaw):
    """CA 2006 s.307(1)."""

    def __init__(self, parameter: str) -> None:
        self.parameter = parameter

    def sentence(self, _: Gettext) -> str:
        return _(
            "A company gives at least 14 clear days’ notice of a general meeting "
            "(Companies Act 2006, s.307)."
        )


class CompanySpecialMajority(AgainstTheLaw):
    """CA 2006 s.283(1)."""

    def __init__(self, parameter: str) -> None:
        self.parameter = parameter

    def sentence(self, _: Gettext) -> str:
        return _(
            "A company’s special resolution needs at least 75% of the votes cast "
            "(Companies Act 2006, s.283)."
        )


class CompanyOrdinaryMajority(AgainstTheLaw):
    """CA 2006 s.282(1)."""

    parameter = "ordinary_of"

    def sentence(self, _: Gettext) -> str:
        return _(
            "A company’s ordinary resolution needs more than half of the votes cast "
            "(Companies Act 2006, s.282)."
        )


class CompanyRequisition(AgainstTheLaw):
    """CA 2006 s.303(2)."""

    parameter = "requisition_share"

    def sentence(self, _: Gettext) -> str:
        return _(
            "In a company 5% of the members may require a general meeting: "
            "the rules may not ask for more (Companies Act 2006, s.303)."
        )


class CompanyShortNotice(AgainstTheLaw):
    """CA 2006 s.307(5), (6)."""

    parameter = "short_notice_share"

    def sentence(self, _: Gettext) -> str:
        return _(
            "A company’s meeting at short notice needs the agreement of at least 90% "
            "(Companies Act 2006, s.307)."
        )


class OfficerTooYoung(AgainstTheLaw):
    """CCBSA 2014 s.31(3); CA 2006 s.157."""

    parameter = "officer_age"

    def sentence(self, _: Gettext) -> str:
        return _(
            "Nobody under 16 may be a director or on the committee "
            "(Companies Act 2006, s.157; Co-operative and Community Benefit Societies "
            "Act 2014, s.31)."
        )


class CreditUnionRuleChange(AgainstTheLaw):
    """CUA 1979 s.4(2)."""

    parameter = "extraordinary_share"

    def sentence(self, _: Gettext) -> str:
        return _(
            "A credit union changes its rules by at least two-thirds of the members present "
            "(Credit Unions Act 1979, s.4)."
        )


class CreditUnionShares(AgainstTheLaw):
    """CUA 1979 s.7: not transferable, no certificate, at least sixty days' notice."""

    def __init__(self, parameter: str) -> None:
        self.parameter = parameter

    def sentence(self, _: Gettext) -> str:
        return _(
            "A credit union’s shares are all withdrawable, on at least 60 days’ notice where "
            "notice is asked for; they cannot be transferred and have no certificate "
            "(Credit Unions Act 1979, s.7)."
        )


class SharesBeyondTheLaw(AgainstTheLaw):
    """CCBSA 2014 s.24: a maximum that the law's own would not allow."""

    parameter = "withdrawable_maximum"

    def sentence(self, _: Gettext) -> str:
        return _(
            "Withdrawable shares worth more than £100,000 may be held only by another society or "
            "a local authority (Co-operative and Community Benefit Societies Act 2014, s.24)."
        )


class FewestAboveMost(AgainstTheLaw):
    """Nobody could hold any."""

    def __init__(self, parameter: str) -> None:
        self.parameter = parameter

    def sentence(self, _: Gettext) -> str:
        return _("The fewest shares cannot be more than the most.")


class OutOfRange(AgainstTheLaw):
    """A number that no rules could mean."""

    def __init__(self, parameter: str, low: int, high: int) -> None:
        self.parameter, self.low, self.high = parameter, low, high

    def sentence(self, _: Gettext) -> str:
        text = _("Give a number from {low} to {high}.")
        return text.format(low=self.low, high=self.high)


class ShareOutOfRange(AgainstTheLaw):
    """A share of which half is already an ordinary majority, or past the whole."""

    def __init__(self, parameter: str) -> None:
        self.parameter = parameter

    def sentence(self, _: Gettext) -> str:
        return _("A special majority is at least a half and at most the whole.")


class RequisitionShareOutOfRange(AgainstTheLaw):
    """A share of nobody, or of more than everybody."""

    parameter = "requisition_share"

    def sentence(self, _: Gettext) -> str:
        return _("Give a share above nothing and up to the whole.")


class ShortNoticeShareOutOfRange(AgainstTheLaw):
    """Too few could waive everyone else's notice."""

    parameter = "short_notice_share"

    def sentence(self, _: Gettext) -> str:
        return _("At least half of the members must agree to short notice, at most all.")


class RetirementShareOutOfRange(AgainstTheLaw):
    """More than everybody would retire."""

    parameter = "retirement_share"

    def sentence(self, _: Gettext) -> str:
        return _("Give a share from nothing up to the whole.")


class NoSuchYearEnd(AgainstTheLaw):
    """The 31st of a month of thirty days."""

    parameter = "year_end_day"

    def sentence(self, _: Gettext) -> str:
        return _("That month has no such day. For the end of February give 28.")


class NoVotersAmongMembers(AgainstTheLaw):
    """A voter younger than any member."""

    parameter = "vote_age"

    def sentence(self, _: Gettext) -> str:
        return _("The youngest voter cannot be younger than the youngest member.")


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
    if not 0 < rules.requisition_share <= whole:
        found.append(RequisitionShareOutOfRange())
    if not half <= rules.short_notice_share <= whole:
        found.append(ShortNoticeShareOutOfRange())
    if not 0 <= rules.retirement_share <= whole:
        found.append(RetirementShareOutOfRange())
    if not _is_a_day(rules.year_end_month, rules.year_end_day):
        found.append(NoSuchYearEnd())
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
