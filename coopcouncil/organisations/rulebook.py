"""The rulebook: the numbers that an organisation's own registered rules decide.

Each parameter says beneath it where its meaning or default comes from. "Model rules" are the
published rule sets of the sector; where rules differ from them, the registered text wins.
Pure: facts in, facts out. What a statute forbids is in `statute.py`.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any, Literal, Self, get_args, get_type_hints

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.organisations.chapters.arrears import ArrearsRules
from coopcouncil.organisations.chapters.checks import CheckRules
from coopcouncil.organisations.chapters.committee import CommitteeRules
from coopcouncil.organisations.chapters.housing import HousingRules
from coopcouncil.organisations.chapters.joining import JoiningRules
from coopcouncil.organisations.chapters.lending import LendingRules
from coopcouncil.organisations.chapters.mutuals import MutualRules
from coopcouncil.organisations.chapters.payments import PaymentRules
from coopcouncil.organisations.chapters.savings import SavingsRules
from coopcouncil.organisations.chapters.shares import ShareRules
from coopcouncil.organisations.kinds import COMPANIES, LegalForm
from coopcouncil.organisations.majority import Combine, Majority, Of

ElectionRule = Literal["scottish-2011", "ers97", "meek-prf"]


class PaperVote(StrEnum):
    """What a paper does when its voter has voted on the web already."""

    REPLACES = "replaces"
    REFUSED = "refused"


class Papers(StrEnum):
    """Who sees the papers of a ballot after the count."""

    PUBLIC = "public"
    SCRUTINEERS = "scrutineers"


class KeyKeeper(StrEnum):
    """Who keeps the private half of a ballot's key until the box is opened."""

    PLATFORM = "platform"
    OFFICER = "officer"


class UnreadableRule(Refused):
    """A parameter whose value is no such value at all."""

    status = 422

    def __init__(self, name: str, value: object) -> None:
        self.name, self.value = name, value

    def sentence(self, _: Gettext) -> str:
        text = _("The rulebook says “{value}” for {name}, which cannot be read.")
        return text.format(value=self.value, name=self.name)


@dataclass(frozen=True, kw_only=True)
class Rulebook(
    JoiningRules,
    ShareRules,
    CommitteeRules,
    HousingRules,
    MutualRules,
    CheckRules,
    SavingsRules,
    LendingRules,
    PaymentRules,
    ArrearsRules,
):
    """One version of an organisation's rules, as parameters."""

    agm_notice_days: int = 14
    """Clear days. Model rules; Companies Act 2006 s.307 (private companies: at least 14)."""
    general_notice_days: int = 14
    """Clear days for every other general meeting. Model rules; CA s.307."""
    adjourned_notice_days: int = 7
    """Clear days when a meeting was adjourned for long enough. Model rules."""
    adjourned_notice_after_days: int = 14
    """An adjournment of this many days or more needs notice again. Model rules."""
    post_deemed_hours: int = 48
    """A letter is served so long after posting. Model rules; CA s.1147(2)."""
    email_notice: bool = True
    """Notice by e-mail, to addresses notified for it alone. CCBSA 2014 s.30(2); CA s.333."""
    email_deemed_hours: int = 48
    """An e-mail is served so long after sending. CA s.1147(3); taken for societies too."""
    deemed_working_days_only: bool = False
    """Hours of service run on working days alone. CA s.1147(5), unless articles differ."""
    notice_from_sending: bool = False
    """Clear days are counted from the day of sending, not from deemed service. A reading of
    CA s.360(2)(b) ("the day on which the notice is given") that articles must support."""
    short_notice_share: Fraction = Fraction(9, 10)
    """The share of members who may agree to shorter notice. Model rules; CA s.307(6)."""

    quorum_number: int = 3
    """Members in person or by proxy. Model rules."""
    quorum_percent: int = 10
    """Per cent of the members entitled to vote, rounded up. Practice: 10 is typical."""
    quorum_combine: Combine = Combine.GREATER
    """Whether the greater or the lower of the two is needed. Rules differ."""
    inquorate_minutes: int = 30
    """How long a meeting waits for its quorum. Model rules."""
    adjournment_days: int = 7
    """To how many days later a meeting without quorum is adjourned. Model rules."""
    adjourned_needs_quorum: bool = False
    """After that adjournment those present suffice, unless the rules say otherwise. Model rules."""
    hybrid_meetings: bool = True
    """Some attend from afar: they count if all can communicate. Model rules."""
    online_meetings: bool = False
    """A meeting without a place. Only where the rules say so."""
    casting_vote: bool = False
    """Off: a tie is lost. Model rules."""
    ballot_demanded_by: int = 3
    """How many members may demand a ballot instead of a show of hands. Model rules."""
    agm_months_after_year_end: int = 6
    """The annual meeting is held within so many months of the year's end. Model rules."""
    year_end_month: int = 3
    """The month in which the financial year ends. The organisation's rules."""
    year_end_day: int = 31
    """The day of that month."""

    requisition_share: Fraction = Fraction(1, 10)
    """Members who may require a meeting: a share … Model rules; CA s.303 (companies: 1/20)."""
    requisition_number: int = 100
    """… or a number. Model rules."""
    requisition_combine: Combine = Combine.LOWER
    """… whichever is fewer. Model rules."""
    requisition_convened_days: int = 28
    """The board calls it within so many days. Model rules: one month."""
    requisition_held_days: int = 42
    """… for a day within so many days of that. Model rules: six weeks."""

    ordinary_of: Of = Of.VOTES_CAST
    """Ordinary: more than half of this. An abstention is not a vote. Model rules; CA s.282."""
    special_share: Fraction = Fraction(3, 4)
    """Special: at least this share. CA s.283; for a society what its rules call special."""
    special_of: Of = Of.VOTES_CAST
    """… of this. CA s.283(4), (5)."""
    extraordinary_share: Fraction = Fraction(3, 4)
    """Extraordinary (rule change, expulsion, winding up): at least this. Model rules."""
    extraordinary_of: Of = Of.VOTES_CAST
    """… of this. Model rules; CUA 1979 s.4(2): members present, for a credit union's rules."""

    member_age: int = 16
    """The youngest member. CCBSA s.31: under-18s may join unless the rules forbid it."""
    vote_age: int = 16
    """The youngest voter. The organisation's rules."""
    officer_age: int = 18
    """The youngest committee member or director. CCBSA s.31 and CA s.157: never under 16."""

    proxies: bool = False
    """Whether a member may send another. Many co-ops ban them; CA s.324: companies may not."""
    proxy_cap: int = 5
    """The most members one proxy may speak for. Seen in model rules."""
    proxy_deadline_hours: int = 48
    """How long before the meeting a proxy must be lodged. CA s.327: at most 48."""

    advance_votes: bool = True
    """Votes taken before the meeting count towards its poll. Only where the rules say so."""
    ballots_outside_meetings: bool = False
    """Resolutions decided by ballot alone. Only where the rules say so; else advisory."""
    elections_outside_meetings: bool = True
    """Elections by ballot alone. Usual in rules with constituencies or a large membership."""
    vote_changeable: bool = True
    """A vote may be changed until the close. The organisation's rules."""
    paper_vote: PaperVote = PaperVote.REPLACES
    """A paper vote replaces a web vote, or is refused. The organisation's rules."""
    papers: Papers = Papers.PUBLIC
    """Who sees the papers after the count. The organisation's rules."""
    papers_withheld_below: int = 30
    """With fewer votes than this the papers go to scrutineers alone: rare ones point to voters."""
    resolution_key: KeyKeeper = KeyKeeper.PLATFORM
    """Who keeps the key of a resolution's ballot."""
    election_key: KeyKeeper = KeyKeeper.OFFICER
    """Who keeps the key of an election's ballot."""
    election_rule: ElectionRule = "scottish-2011"
    """How ranked papers are counted. SSI 2011/399 Sch 1; ERS97; PRF's Meek."""
    objection_days: int = 14
    """How long after the declaration a result may be objected to. The organisation's rules."""

    bilingual: bool = False
    """No notice goes out and no ballot opens before both languages' texts exist."""

    arrears_bar_vote: bool = False
    """Arrears do not remove a vote unless the rules say so. Practice of housing co-ops."""
    arrears_bar_standing: bool = False
    """Whether a member in arrears may stand. The organisation's rules."""
    arrears_after_weeks: int = 4
    """Arrears count once they are so old. The organisation's rules."""
    arrears_plan_exempts: bool = True
    """A member who keeps to a repayment plan is not in arrears. The organisation's rules."""
    subscription_lapse_months: int = 3
    """A subscription so late ends the membership. Model rules."""

    @classmethod
    def usual(cls, form: LegalForm, **other: Any) -> Self:
        """What is usual for the legal form: where a new organisation's form begins."""
        return replace(cls(), **{**_usual(form), **other})

    @classmethod
    def read(cls, stored: Mapping[str, object]) -> Self:
        """The rulebook from what `written` wrote.

        A name that this release does not know is passed over, and one that the writer did not
        know takes the class's default, so two releases can read each other's versions.
        """
        kinds = _kinds()
        known = kinds.keys() & stored.keys()
        return cls(**{name: _value(name, kinds[name], stored[name]) for name in known})

    def written(self) -> dict[str, str | int | bool]:
        """As JSON values, every parameter named."""
        return {
            name: str(value) if isinstance(value, Fraction | StrEnum) else value
            for name, value in asdict(self).items()
        }

    def quorum(self, entitled: int) -> int:
        """How many must be there, of so many who may vote; shares are rounded up.

        >>> Rulebook(quorum_number=3, quorum_percent=10).quorum(64)
        7
        """
        share = -(-entitled * self.quorum_percent // 100)
        return _combined(self.quorum_combine, self.quorum_number, share)

    def requisitioners(self, members: int) -> int:
        """How many members may require a general meeting."""
        exact = self.requisition_share * members
        share = -(-exact.numerator // exact.denominator)
        return max(1, _combined(self.requisition_combine, self.requisition_number, share))

    @property
    def ordinary(self) -> Majority:
        """More than half: 51 % is another rule, and no law's."""
        return Majority(Fraction(1, 2), self.ordinary_of, or_more=False)

    @property
    def special(self) -> Majority:
        return Majority(self.special_share, self.special_of, or_more=True)

    @property
    def extraordinary(self) -> Majority:
        return Majority(self.extraordinary_share, self.extraordinary_of, or_more=True)

    def changed_from(self, before: Self) -> tuple[str, ...]:
        """The names of the parameters that differ, in the order of this class."""
        return tuple(
            each.name
            for each in fields(self)
            if getattr(self, each.name) != getattr(before, each.name)
        )


def _usual(form: LegalForm) -> dict[str, Any]:
    if form in COMPANIES:
        return {
            "deemed_working_days_only": True,
            "proxies": True,
            "requisition_share": Fraction(1, 20),
            "requisition_number": 100,
            "requisition_convened_days": 21,  # CA s.304
            "requisition_held_days": 28,
            "par_value": 0,
        }
    if form is LegalForm.CREDIT_UNION:
        return {
            "special_share": Fraction(2, 3),
            "special_of": Of.PRESENT,
            "extraordinary_share": Fraction(2, 3),
            "extraordinary_of": Of.PRESENT,
            "year_end_month": 9,
            "year_end_day": 30,
            "par_value": 0,
            "withdrawable_value": 100,
            "withdrawal_notice_days": 60,
            "share_certificates": False,
        }
    return {}


def _combined(how: Combine, number: int, share: int) -> int:
    return max(number, share) if how is Combine.GREATER else min(number, share)


@cache
def _kinds() -> dict[str, Any]:
    hints = get_type_hints(Rulebook)
    return {each.name: hints[each.name] for each in fields(Rulebook)}


def _value(name: str, kind: Any, value: object) -> Any:
    """The stored value as its type, or a refusal that names it."""
    try:
        if kind is bool or kind is int:
            if type(value) is kind:
                return value
        elif isinstance(value, str):
            if choices := get_args(kind):
                if value in choices:
                    return value
            elif kind is not Fraction or value.isascii():
                return kind(value)
    except (ValueError, ZeroDivisionError):
        pass
    raise UnreadableRule(name, value)
