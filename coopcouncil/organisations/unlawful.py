"""Why a rulebook cannot stand: one class a reason, with the section of the Act. Pure."""

from coopcouncil.kernel.errors import Gettext, Refused


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


class LendingBeyondTheLimit(AgainstTheLaw):
    """PRA Rulebook, Credit Unions 3: the rules may allow less, never more."""

    def __init__(self, parameter: str) -> None:
        self.parameter = parameter

    def sentence(self, _: Gettext) -> str:
        return _(
            "A credit union may lend at most £15,000 above attached shares, unsecured for at most "
            "5 years and secured for at most 10; with the capital and leave for the higher tier, "
            "for at most 10 and 25 (PRA Rulebook, Credit Unions 3)."
        )


class SavingsBeyondTheLimit(AgainstTheLaw):
    """PRA Rulebook, Credit Unions 2.2: the rules may allow less, never more."""

    parameter = "savings_limit_share"

    def sentence(self, _: Gettext) -> str:
        return _(
            "One person may hold at most the greater of £15,000 and 1.5% of all shares "
            "(PRA Rulebook, Credit Unions 2.2). The rules may say less."
        )


class PercentOutOfRange(AgainstTheLaw):
    """A share of something is between none of it and all."""

    def __init__(self, parameter: str) -> None:
        self.parameter = parameter

    def sentence(self, _: Gettext) -> str:
        return _("This share must be between 0% and 100%.")


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


class ShareInterestOutOfRange(AgainstTheLaw):
    """A society does not exist to pay returns on capital."""

    parameter = "share_interest_most"

    def sentence(self, _: Gettext) -> str:
        return _("Interest on shares is at least 0% and at most 25% a year.")


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


class NeedsUnreadable(AgainstTheLaw):
    """What a constituency asks, written as nothing that can be held against an applicant."""

    parameter = "constituency_needs"

    def __init__(self, text: str) -> None:
        self.text = text

    def sentence(self, _: Gettext) -> str:
        text = _(
            "“{text}” cannot be read. Write it like “staff: employment; learners: school "
            "from 5 under 19”."
        )
        return text.format(text=self.text)


class NoVotersAmongMembers(AgainstTheLaw):
    """A voter younger than any member."""

    parameter = "vote_age"

    def sentence(self, _: Gettext) -> str:
        return _("The youngest voter cannot be younger than the youngest member.")
