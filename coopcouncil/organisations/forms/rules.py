"""The rulebook as a form: one field a parameter, named as the parameter is."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from fractions import Fraction
from typing import Any

from coopcouncil.kernel.forms import (
    BooleanField,
    DateField,
    Form,
    InputRequired,
    IntegerField,
    Length,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.organisations.forms.arrears import ArrearsQuestions
from coopcouncil.organisations.forms.checks import CheckQuestions
from coopcouncil.organisations.forms.committee import CommitteeFields
from coopcouncil.organisations.forms.housing import HousingFields
from coopcouncil.organisations.forms.joining import JoiningFields
from coopcouncil.organisations.forms.lending import LendingQuestions
from coopcouncil.organisations.forms.mutuals import MutualFields
from coopcouncil.organisations.forms.numbers import number_of, share_of
from coopcouncil.organisations.forms.payments import PaymentQuestions
from coopcouncil.organisations.forms.savings import SavingsQuestions
from coopcouncil.organisations.forms.sections import SECTIONS
from coopcouncil.organisations.forms.shares import ShareQuestions
from coopcouncil.organisations.majority import Combine, Of
from coopcouncil.organisations.rulebook import KeyKeeper, Papers, PaperVote, Rulebook
from coopcouncil.organisations.statute import AgainstTheLaw
from coopcouncil.organisations.words import month

_OF = [
    (Of.VOTES_CAST.value, lazy("the votes cast")),
    (Of.PRESENT.value, lazy("the members present")),
    (Of.ELIGIBLE.value, lazy("all who may vote")),
    (Of.MEMBERS.value, lazy("all members")),
]
_COMBINE = [
    (Combine.GREATER.value, lazy("whichever is more")),
    (Combine.LOWER.value, lazy("whichever is fewer")),
]
_KEEPER = [
    (KeyKeeper.PLATFORM.value, lazy("This platform, until voting closes")),
    (KeyKeeper.OFFICER.value, lazy("The returning officer, with a scrutineer’s printed copy")),
]


class RulesForm(
    ShareQuestions,
    JoiningFields,
    CommitteeFields,
    HousingFields,
    MutualFields,
    CheckQuestions,
    LendingQuestions,
    PaymentQuestions,
    ArrearsQuestions,
    SavingsQuestions,
    Form,
):
    """Every parameter, then since when, and why."""

    agm_notice_days = number_of("agm_notice_days", lazy("Clear days’ notice of an annual meeting"))
    general_notice_days = number_of(
        "general_notice_days", lazy("Clear days’ notice of other general meetings")
    )
    adjourned_notice_days = number_of(
        "adjourned_notice_days", lazy("Clear days’ notice of a meeting after a long adjournment")
    )
    adjourned_notice_after_days = number_of(
        "adjourned_notice_after_days", lazy("An adjournment is long from so many days on")
    )
    post_deemed_hours = number_of(
        "post_deemed_hours", lazy("Hours after which a letter counts as received")
    )
    email_notice = BooleanField(lazy("Notice may go by e-mail"))
    email_deemed_hours = number_of(
        "email_deemed_hours", lazy("Hours after which an e-mail counts as received")
    )
    deemed_working_days_only = BooleanField(lazy("These hours run on working days only"))
    notice_from_sending = BooleanField(
        lazy("Clear days are counted from the day of sending, not from when notice is received")
    )
    short_notice_share = share_of(lazy("Share of the members who can agree to shorter notice"))

    quorum_number = number_of("quorum_number", lazy("Quorum: number of members"))
    quorum_percent = number_of("quorum_percent", lazy("Quorum: per cent of those who may vote"))
    quorum_combine = RadioField(lazy("Which of the two is needed?"), choices=_COMBINE)
    inquorate_minutes = number_of(
        "inquorate_minutes", lazy("Minutes to wait for members when there is no quorum")
    )
    adjournment_days = number_of(
        "adjournment_days", lazy("Days to which a meeting without quorum is adjourned")
    )
    adjourned_needs_quorum = BooleanField(lazy("The adjourned meeting needs a quorum too"))
    hybrid_meetings = BooleanField(lazy("Members may take part in meetings from afar"))
    online_meetings = BooleanField(lazy("A meeting may be held online alone"))
    casting_vote = BooleanField(lazy("The chair has a casting vote"))
    ballot_demanded_by = number_of(
        "ballot_demanded_by", lazy("Members who can ask for a ballot at a meeting")
    )

    year_end_day = number_of("year_end_day", lazy("Last day of the financial year: day"))
    year_end_month = SelectField(lazy("Last day of the financial year: month"), coerce=int)
    agm_months_after_year_end = number_of(
        "agm_months_after_year_end", lazy("Months after the year’s end for the annual meeting")
    )

    requisition_share = share_of(lazy("Share of the members who can have a meeting called"))
    requisition_number = number_of(
        "requisition_number", lazy("Number of members who can have a meeting called")
    )
    requisition_combine = RadioField(lazy("Which of these is enough?"), choices=_COMBINE)
    requisition_convened_days = number_of(
        "requisition_convened_days", lazy("Days within which the board calls it")
    )
    requisition_held_days = number_of(
        "requisition_held_days", lazy("Days after that within which it is held")
    )

    ordinary_of = SelectField(lazy("Ordinary resolution: more than half of"), choices=_OF)
    special_share = share_of(lazy("Special resolution: at least"))
    special_of = SelectField(lazy("Special resolution: a share of"), choices=_OF)
    extraordinary_share = share_of(lazy("Extraordinary resolution: at least"))
    extraordinary_of = SelectField(lazy("Extraordinary resolution: a share of"), choices=_OF)

    member_age = number_of("member_age", lazy("Youngest member’s age"))
    vote_age = number_of("vote_age", lazy("Youngest voter’s age"))
    officer_age = number_of("officer_age", lazy("Youngest board member’s age"))

    proxies = BooleanField(lazy("Members may send a proxy"))
    proxy_cap = number_of("proxy_cap", lazy("Most members that one proxy may speak for"))
    proxy_deadline_hours = number_of(
        "proxy_deadline_hours", lazy("Hours before the meeting when proxies must be named")
    )

    advance_votes = BooleanField(lazy("Votes before a meeting count in its poll"))
    ballots_outside_meetings = BooleanField(
        lazy("Resolutions may be decided by ballot without a meeting")
    )
    elections_outside_meetings = BooleanField(
        lazy("Elections may be held by ballot without a meeting")
    )
    vote_changeable = BooleanField(lazy("A vote may be changed until voting closes"))
    paper_vote = RadioField(
        lazy("What if somebody votes on paper who has voted on the web?"),
        choices=[
            (PaperVote.REPLACES.value, lazy("The paper vote counts")),
            (PaperVote.REFUSED.value, lazy("The web vote counts")),
        ],
    )
    election_rule = SelectField(
        lazy("How ranked papers are counted"),
        choices=[
            ("scottish-2011", lazy("Scotland’s council elections (2011)")),
            ("ers97", lazy("Electoral Reform Society (1997)")),
            ("meek-prf", lazy("Meek’s method")),
        ],
    )
    resolution_key = RadioField(lazy("Who keeps the key to votes on resolutions?"), choices=_KEEPER)
    election_key = RadioField(lazy("Who keeps the key to votes in elections?"), choices=_KEEPER)

    papers = RadioField(
        lazy("Who sees the ballot papers after the count, without names?"),
        choices=[
            (Papers.PUBLIC.value, lazy("Everybody")),
            (Papers.SCRUTINEERS.value, lazy("The scrutineers")),
        ],
    )
    papers_withheld_below = number_of(
        "papers_withheld_below", lazy("Votes below which only scrutineers see the papers")
    )
    objection_days = number_of("objection_days", lazy("Days in which a result can be objected to"))

    bilingual = BooleanField(lazy("Notices and ballots must be in English and Welsh"))

    arrears_bar_vote = BooleanField(lazy("Members in arrears cannot vote"))
    arrears_bar_standing = BooleanField(lazy("Members in arrears cannot stand"))
    arrears_after_weeks = number_of(
        "arrears_after_weeks", lazy("Weeks after which money owed counts as arrears")
    )
    arrears_plan_exempts = BooleanField(lazy("Whoever keeps to a repayment plan is not in arrears"))
    subscription_lapse_months = number_of(
        "subscription_lapse_months",
        lazy("Months after which the board may end membership for an unpaid subscription"),
    )

    effective_from = DateField(
        lazy("Day on which these rules were registered"), validators=[InputRequired()]
    )
    note = TextAreaField(lazy("What changed, and who decided it"), validators=[Length(max=2000)])

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.year_end_month.choices = [(n, month(n, gettext)) for n in range(1, 13)]

    @classmethod
    def filled(cls, rules: Rulebook, today: date) -> "RulesForm":
        """The form with the rules in force."""
        values = {each.name: getattr(rules, each.name) for each in fields(rules)}
        return cls(data={**values, "effective_from": today})

    def rules(self) -> Rulebook:
        """The rulebook that was typed."""
        typed: dict[str, Any] = {each.name: self[each.name].data for each in fields(Rulebook)}
        return Rulebook.read(
            {
                name: str(value) if isinstance(value, Fraction) else value
                for name, value in typed.items()
            }
        )

    def against(self, refusals: Iterable[AgainstTheLaw]) -> None:
        """Put each refusal at the parameter that it speaks of."""
        for refusal in refusals:
            self.refuse(refusal, at=refusal.parameter)

    def sections(self) -> list[tuple[str, list[Any]]]:
        """The fields as the page groups them."""
        return [(str(title), [self[name] for name in names]) for title, names in SECTIONS]

    def parts(self) -> list[tuple[str, str]]:
        """Every name and value as a browser would send them, to carry over to the next page."""
        carried: list[tuple[str, str]] = []
        for field in self:
            if isinstance(field, BooleanField):
                carried += [(field.name, "y")] if field.data else []
            elif isinstance(field, DateField):
                names = ("day", "month", "year")
                pairs = zip(names, field.parts, strict=True)
                carried += [(f"{field.name}-{name}", part) for name, part in pairs]
            elif isinstance(field, StringField | IntegerField):
                carried.append((field.name, field._value()))
            else:
                carried.append((field.name, str(field.data)))
        return carried
