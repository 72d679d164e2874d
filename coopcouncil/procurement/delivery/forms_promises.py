"""For whom promises are, and promises that are written down by hand."""

from collections.abc import Sequence
from decimal import Decimal

from coopcouncil.kernel.forms import (
    DateField,
    Email,
    EmailField,
    Form,
    InputRequired,
    Length,
    Optional,
    SelectField,
    StringField,
    TextAreaField,
)
from coopcouncil.kernel.i18n import lazy
from coopcouncil.organisations.models import NeedOrOffer, Organisation
from coopcouncil.procurement.delivery.actions.following import ForWhom
from coopcouncil.procurement.delivery.actions.promising import Promise
from coopcouncil.procurement.delivery.actions.replacing import Agreed
from coopcouncil.procurement.delivery.forms import ENTER_AMOUNT, ENTER_DAY, SAY, AmountField
from coopcouncil.procurement.delivery.groups import Group, key_of
from coopcouncil.procurement.delivery.models import Commitment
from coopcouncil.procurement.delivery.rules.refusals import NotItsGroup
from coopcouncil.procurement.delivery.rules.status import Due


class ForWhomForm(Form):
    """For whom a promise is."""

    recipient = SelectField(lazy("Organisation of this place"), validate_choice=False)
    group = SelectField(
        lazy("A group of its members, or its committee"),
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
        organisation too; one that is not here any more is refused, so that nothing that was meant
        for some is kept for all."""
        group = next((one for one in groups if one.key == self.group.data), None)
        if self.group.data and group is None:
            raise NotItsGroup
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
        self.recipient.data = str(commitment.recipient_id or "")
        self.group.data = key_of(commitment)


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
