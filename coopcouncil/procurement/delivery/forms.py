"""What suppliers, recipients and contract managers write about promises."""

from collections.abc import Sequence
from decimal import Decimal

from wtforms import DecimalField

from coopcouncil.kernel.forms import (
    DateField,
    Email,
    EmailField,
    FileField,
    Form,
    InputRequired,
    Length,
    MoneyField,
    Optional,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from coopcouncil.kernel.i18n import lazy
from coopcouncil.organisations.models import NeedOrOffer, Organisation
from coopcouncil.procurement.delivery.actions.following import ForWhom
from coopcouncil.procurement.delivery.actions.promising import Promise
from coopcouncil.procurement.delivery.actions.replacing import Agreed
from coopcouncil.procurement.delivery.actions.reporting import ReportDraft
from coopcouncil.procurement.delivery.groups import Group
from coopcouncil.procurement.delivery.kinds import Answered, Decided, Remedy
from coopcouncil.procurement.delivery.labels import ANSWERS, DECISIONS, REMEDIES
from coopcouncil.procurement.delivery.models import Commitment
from coopcouncil.procurement.delivery.rules.status import Due

ENTER_DAY = lazy("Enter the day.")
ENTER_AMOUNT = lazy("Enter an amount above nought, like 12 or 2.5.")
SAY = lazy("Say it in a sentence.")
NOTHING = Decimal(0)


class AmountField(DecimalField):  # type: ignore[misc]
    """A number as people write it; what is none says how to write one."""

    def __init__(self, label: object, **kw: object) -> None:
        super().__init__(label, places=None, **kw)

    def process_formdata(self, valuelist: list[str]) -> None:
        """1,234.5 and 1234.5 alike."""
        self.data = None
        if valuelist and valuelist[0].strip():
            text = valuelist[0].strip().replace(",", "")
            try:
                self.data = Decimal(text)
            except ArithmeticError as trouble:
                raise ValueError(str(ENTER_AMOUNT)) from trouble
            if not self.data.is_finite() or abs(self.data.adjusted()) > 12:
                self.data = None
                raise ValueError(str(ENTER_AMOUNT))
            if self.data.as_tuple().exponent < -4:  # type: ignore[operator]
                self.data = None
                raise ValueError(str(lazy("Enter at most four places after the point.")))


class ReportForm(Form):
    """What was done, with its evidence."""

    amount = AmountField(lazy("How much was done?"), validators=[InputRequired(ENTER_AMOUNT)])
    since = DateField(lazy("From"), [InputRequired(ENTER_DAY)])
    until = DateField(lazy("To"), [InputRequired(ENTER_DAY)])
    words = TextAreaField(
        lazy("What was done, in your words"),
        [InputRequired(SAY), Length(max=4000)],
        description=lazy("The recipient and the council read it. Name nobody who was helped."),
    )
    file = FileField(lazy("Evidence"), description=lazy("A PDF, a JPEG or a PNG, up to 10 MB"))

    def draft(self, language: str) -> ReportDraft:
        """What was written."""
        assert self.amount.data is not None
        return ReportDraft(
            self.since.data, self.until.data, self.amount.data, self.words.data, language
        )


class AnswerForm(Form):
    """Whether it came."""

    answered = RadioField(
        lazy("Did it come?"),
        [InputRequired(lazy("Choose one."))],
        choices=[(k.value, v) for k, v in ANSWERS.items()],
    )
    part = AmountField(
        lazy("How much of it came?"),
        validators=[Optional()],
        description=lazy("Only where a part of it came."),
    )
    words = TextAreaField(
        lazy("In your words"),
        [Optional(), Length(max=4000)],
        description=lazy("Needed where not all of it came. The supplier and the council read it."),
    )

    def said(self) -> Answered:
        """What was chosen."""
        return Answered(self.answered.data)


class LinkAnswerForm(AnswerForm):
    """The same from somebody without an account."""

    name = StringField(
        lazy("Your name or office"),
        [InputRequired(lazy("Say who answers.")), Length(max=200)],
        description=lazy("The supplier and the council read it."),
    )


class DecideForm(Form):
    """What counts of a dispute."""

    decided = RadioField(
        lazy("What counts?"),
        [InputRequired(lazy("Choose one."))],
        choices=[(k.value, v) for k, v in DECISIONS.items()],
    )
    part = AmountField(lazy("How much counts?"), validators=[Optional()])
    words = TextAreaField(lazy("Reason"), [InputRequired(SAY), Length(max=4000)])

    def chosen(self) -> Decided:
        """What was chosen."""
        return Decided(self.decided.data)


class RemedyForm(Form):
    """What is done about a promise that is late."""

    remedy = RadioField(
        lazy("What is done?"),
        [InputRequired(lazy("Choose one."))],
        choices=[(k.value, v) for k, v in REMEDIES.items() if k is not Remedy.REPLACED],
    )
    words = TextAreaField(lazy("In words"), [InputRequired(SAY), Length(max=4000)])
    by_day = DateField(lazy("To be put right by"), [Optional()])
    sum = MoneyField(
        lazy("Sum kept back"),
        [Optional()],
        description=lazy("It is noted here. No money moves by it."),
    )


class ForWhomForm(Form):
    """For whom a promise is."""

    recipient = SelectField(lazy("Organisation of this place"), validate_choice=False)
    group = SelectField(
        lazy("A group of its members"),
        validate_choice=False,
        description=lazy("Leave it open where the promise is for the organisation as a whole."),
    )
    recipient_name = StringField(lazy("Or somebody outside: name"), [Optional(), Length(max=200)])
    recipient_email = EmailField(
        lazy("Or somebody outside: e-mail address"),
        [
            Optional(),
            Length(max=254),
            Email(lazy("Enter an e-mail address, like name@example.org.")),
        ],
    )
    need = SelectField(
        lazy("Or a need that an organisation posted"),
        validate_choice=False,
        description=lazy("The organisation that posted it is the recipient."),
    )
    ward = StringField(lazy("Ward"), [Optional(), Length(max=100)])
    owner = StringField(
        lazy("Who at the supplier sees to it"),
        [Optional(), Length(max=200)],
        description=lazy("A name or an office"),
    )

    def offer(
        self,
        orgs: Sequence[Organisation],
        groups: Sequence[Group],
        needs: Sequence[NeedOrOffer],
        language: str,
    ) -> None:
        """Every organisation here with its groups, and the needs that the promise may answer."""
        self.group.choices = [("", "–"), *((one.key, one.called(language)) for one in groups)]
        self.need.choices = [
            ("", "–"),
            *(
                (str(n.id), f"{n.organisation.called(language)}: {n.says(language)[:120]}")
                for n in needs
            ),
        ]
        self.recipient.choices = [("", "–"), *((str(o.id), o.called(language)) for o in orgs)]

    def draft(
        self,
        orgs: Sequence[Organisation],
        groups: Sequence[Group],
        needs: Sequence[NeedOrOffer],
    ) -> ForWhom:
        """What was written; an organisation that is not here is nobody. A group alone names its
        organisation too."""
        group = next((one for one in groups if one.key == self.group.data), None)
        need = next((n for n in needs if str(n.id) == self.need.data), None)
        chosen = next((o for o in orgs if str(o.id) == self.recipient.data), None)
        if need is not None:
            chosen = need.organisation
        if chosen is None and group is not None:
            chosen = group.recipient
        return ForWhom(
            chosen,
            "" if chosen else (self.recipient_name.data or "").strip(),
            "" if chosen else (self.recipient_email.data or "").strip().lower(),
            (self.ward.data or "").strip(),
            (self.owner.data or "").strip(),
            need,
            group,
        )

    def begin_whom(self, commitment: Commitment) -> None:
        """The organisation and the group that the promise is for now."""
        its, group = commitment.recipient_id, commitment.recipient_group_id
        self.recipient.data = str(its or "")
        self.group.data = f"{its}-{group}" if group else ""


class PromiseForm(ForWhomForm):
    """A promise that is written down by hand, or stands in another's place."""

    title = StringField(
        lazy("What is promised, in English"),
        [InputRequired(lazy("Say what is promised.")), Length(max=300)],
    )
    title_cy = StringField(lazy("What is promised, in Welsh"), [Optional(), Length(max=300)])
    amount = AmountField(lazy("How much"), validators=[InputRequired(ENTER_AMOUNT)])
    unit = StringField(
        lazy("Of what, in English"),
        [Optional(), Length(max=100)],
        description=lazy("Like hours, apprenticeships, pounds"),
    )
    unit_cy = StringField(lazy("Of what, in Welsh"), [Optional(), Length(max=100)])
    due_on = DateField(lazy("Due by"), [InputRequired(ENTER_DAY)])
    evidence = TextAreaField(lazy("Evidence wanted"), [Optional(), Length(max=2000)])

    def promise(
        self,
        orgs: Sequence[Organisation],
        groups: Sequence[Group],
        needs: Sequence[NeedOrOffer],
    ) -> Promise:
        """What was written, as one promise that is due at once."""
        whom = self.draft(orgs, groups, needs)
        amount = self.amount.data
        assert amount is not None
        return Promise(
            title=self.title.data.strip(),
            title_cy=(self.title_cy.data or "").strip(),
            amount=amount,
            dues=(Due(self.due_on.data, amount),),
            unit=(self.unit.data or "").strip(),
            unit_cy=(self.unit_cy.data or "").strip(),
            evidence=(self.evidence.data or "").strip(),
            ward=whom.ward,
            owner=whom.owner,
            recipient=whom.recipient,
            group=whom.group,
            recipient_name=whom.recipient_name,
            recipient_email=whom.recipient_email,
            need=whom.need,
        )


class ReplaceForm(PromiseForm):
    """Another promise in the place of one that cannot be kept."""

    because = TextAreaField(
        lazy("Why can the promise not be kept?"), [InputRequired(SAY), Length(max=4000)]
    )
    worth = TextAreaField(
        lazy("Why is the other one worth as much?"),
        [InputRequired(SAY), Length(max=2000)],
        description=lazy("To the place, and in money where it has a worth in money."),
    )
    supplier_agreed = StringField(
        lazy("Who agreed for the supplier, and when?"),
        [InputRequired(lazy("Say who agreed.")), Length(max=200)],
        description=lazy("An office or a name, and the day"),
    )
    recipient_agreed = StringField(
        lazy("Who agreed for those it was promised to, and when?"),
        [InputRequired(lazy("Say who agreed.")), Length(max=200)],
        description=lazy("An office or a name, and the day"),
    )

    def agreed(self) -> Agreed:
        """The reason, the worth, and whose word there is."""
        return Agreed(
            self.because.data,
            self.worth.data,
            self.supplier_agreed.data,
            self.recipient_agreed.data,
        )

    def begin(self, commitment: Commitment, rest: Decimal) -> None:
        """As the promise stands that is to be replaced, with what is missing of it."""
        names = "title title_cy unit unit_cy evidence recipient_name recipient_email ward owner"
        for name in names.split():
            self[name].data = getattr(commitment, name)
        self.amount.data = Decimal(format(rest.normalize(), "f"))
        self.begin_whom(commitment)
        self.need.data = str(commitment.need_id or "")
