"""An application to join: only what the rules need is asked."""

from datetime import date
from typing import Any

from coopcouncil.joining.actions.applying import Draft
from coopcouncil.joining.models import JoiningForm
from coopcouncil.joining.reads import House
from coopcouncil.joining.rules.eligibility import Applicant, Terms, obstacles, settled
from coopcouncil.joining.trap import begun
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import (
    BooleanField,
    CheckboxesField,
    DateField,
    Email,
    EmailField,
    Form,
    HiddenField,
    InputRequired,
    Length,
    Optional,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.members.fits import Place
from coopcouncil.members.kinds import PURPOSES, MemberKind
from coopcouncil.members.labels import MEMBER_KINDS
from coopcouncil.members.labels import PURPOSES as PURPOSE_NAMES
from coopcouncil.organisations.chapters.joining import Need, VotingPlace
from coopcouncil.organisations.kinds import LegalForm
from coopcouncil.organisations.protection import edition_on

_OLDEST = date(1900, 1, 1)


class ApplicationForm(Form):
    """The questions to somebody who wants to join."""

    begun = HiddenField()
    # Nobody sees this question; what answers it is no person.
    subject_line = StringField(lazy("Leave this empty"), [Length(max=200)])
    member_kind = RadioField(
        lazy("Who is applying?"),
        choices=[(kind.value, text) for kind, text in MEMBER_KINDS.items()],
        default=MemberKind.PERSON.value,
    )
    given_name = StringField(lazy("Given name"), [Optional(), Length(max=100)])
    family_name = StringField(
        lazy("Family name, or the organisation’s name"), [Optional(), Length(max=100)]
    )
    representative = StringField(
        lazy("Who speaks for the organisation?"),
        [Optional(), Length(max=201)],
        description=lazy("Leave this empty if you apply for yourself."),
    )
    date_of_birth = DateField(lazy("Date of birth"))
    is_of_age = BooleanField(lazy("I am old enough under the rules"))
    email = EmailField(
        lazy("E-mail address"),
        [InputRequired(), Email(), Length(max=254)],
        description=lazy("We send a message to it, to confirm the application."),
    )
    email_purposes = CheckboxesField(
        lazy("What may we use it for?"),
        choices=[(purpose, PURPOSE_NAMES[purpose]) for purpose in PURPOSES],
    )
    postal_address = TextAreaField(
        lazy("Postal address"),
        [InputRequired(), Length(max=1000)],
        description=lazy("The register of members holds it by law."),
    )
    postcode = StringField(lazy("Postcode"), [Optional(), Length(max=10)])
    language = RadioField(
        lazy("In which language shall we write to you?"),
        choices=[("en", "English"), ("cy", "Cymraeg")],
    )
    fits_in = CheckboxesField(lazy("Do any of these fit you too?"))
    votes_in = RadioField(
        lazy("Where do you want to vote?"),
        [Optional()],
        validate_choice=False,
        description=lazy("You can vote in one. Choose among those that fit you."),
    )
    part = SelectField(lazy("School"))
    evidence = TextAreaField(lazy("How do you qualify?"), [Optional(), Length(max=2000)])
    has_bond = BooleanField(lazy("This is so of me"))
    sheet_read = BooleanField(
        lazy("I have been given the information sheet on how savings are protected"),
        [InputRequired()],
        description=lazy("It is linked above. You can keep it or print it."),
    )
    agrees = BooleanField(lazy("I apply to be a member and agree to the rules"), [InputRequired()])

    def offer(self, house: House, form: JoiningForm | None, language: str) -> None:
        """Leave out what the rules do not ask, and fill the choices."""
        self.house, self.language_of_page = house, language
        self.own = form.constituency_id if form else None
        self.terms = house.terms(self.own, language)
        others = [c for c in house.constituencies if c.id != self.own]
        if not self.terms.organisations:
            del self["member_kind"], self["representative"]
        if not self._ages():
            del self["date_of_birth"], self["is_of_age"]
        else:
            text = gettext("I am {age} or over").format(age=self.terms.age)
            self.is_of_age.label.text = text
            if not self.terms.age:
                del self["is_of_age"]
        if others:
            self.fits_in.choices = [(str(c.id), c.called(language)) for c in others]
            if self.own is None:
                self.fits_in.label.text = gettext("Which of these fit you?")
        else:
            del self["fits_in"]
        voting = [c for c in house.constituencies if c.votes]
        asked = house.rules.voting_constituency is VotingPlace.ASKED
        if asked and len(voting) > 1 and others:
            self.votes_in.choices = [(str(c.id), c.called(language)) for c in voting]
            if not self.votes_in.raw_data and self.own is not None:
                self.votes_in.data = str(self.own)
        else:
            del self["votes_in"]
        if house.parts:
            nothing = ("", lazy("None of them"))
            self.part.choices = [nothing, *((str(p.id), p.called(language)) for p in house.parts)]
        else:
            del self["part"]
        if not any(house.terms(c, language).asks_words for c in self._places_possible()):
            del self["evidence"]
        if not self.terms.asks_bond:
            del self["has_bond"]
        if house.org.legal_form is not LegalForm.CREDIT_UNION:
            del self["sheet_read"]
        if not self.language.data:
            self.language.data = language
        if not self.begun.raw_data:
            self.begun.data = begun()

    def without_trap(self) -> None:
        """For somebody who keeps the register and enters what came on paper."""
        del self["begun"], self["subject_line"], self["agrees"]
        if "sheet_read" in self:
            # What came on paper is looked at by whoever opens the account.
            del self["sheet_read"]
        self.email.validators = [Optional(), Email(), Length(max=254)]
        self.email.flags.required = False

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether it can be read, and the rules admit whoever it speaks of."""
        good = super().validate(extra_validators)
        if not (self.given_name.data or self.family_name.data):
            self.wrong(gettext("Enter at least one name."), "given_name")
            good = False
        born = self._said("date_of_birth")
        if born is not None and not _OLDEST <= born <= clock.today():
            text = gettext("Enter a day of birth from 1900 on, not in the future.")
            self.wrong(text, "date_of_birth")
            return False
        if self.own is None and "fits_in" in self and not self.fits_in.data:
            self.wrong(gettext("Choose at least one."), "fits_in")
            good = False
        if good:
            for name, refusal in self._obstacles():
                self.refuse(refusal, name if name in self else None)
                good = False
        return good

    def draft(self) -> Draft:
        """What is taken in."""
        places = self._places()
        chosen = self._said("votes_in")
        votes_in: Place | None = next((p for p in places if str(p[0]) == str(chosen)), None)
        rules = self.house.rules
        if places:
            where = settled(places, votes_in, rules.voting_constituency, self.house.order)
            constituency, part, fits = (*where.votes_in, where.fits)
        else:
            constituency, part, fits = None, self._part(), ""
        return Draft(
            constituency_id=constituency,
            part_id=part,
            fits=fits,
            member_kind=self._kind(),
            given_name=self.given_name.data or "",
            family_name=self.family_name.data or "",
            representative=self._said("representative") or "",
            email=self.email.data or "",
            email_purposes=" ".join(self.email_purposes.data or []),
            postal_address=self.postal_address.data or "",
            postcode=self.postcode.data or "",
            date_of_birth=self._said("date_of_birth"),
            language=self.language.data or "en",
            is_of_age=bool(self._said("is_of_age")),
            has_bond=bool(self._said("has_bond")),
            evidence=self._said("evidence") or "",
            sheet=edition_on(clock.today()) if self._said("sheet_read") else "",
        )

    def asked_in_words(self) -> tuple[Need, ...]:
        """What the page explains above the question of evidence."""
        needs = {
            need for place in self._places_possible() for need in self.house.terms(place).asks_words
        }
        return tuple(need for need in Need if need in needs)

    def _obstacles(self) -> list[tuple[str, Refused]]:
        found: dict[tuple[str, type[Refused]], tuple[str, Refused]] = {}
        who = Applicant(
            self._kind(),
            self._said("date_of_birth"),
            bool(self._said("is_of_age")),
            self._said("representative") or "",
            bool(self._said("has_bond")),
            self._said("evidence") or "",
            self._part(),
        )
        today = clock.today()
        places: list[int | None] = [place[0] for place in self._places()]
        for place in places or [None]:
            terms: Terms = self.house.terms(place, self.language_of_page)
            for name, refusal in obstacles(who, terms, today):
                found.setdefault((name, type(refusal)), (name, refusal))
        return list(found.values())

    def _places(self) -> list[Place]:
        ids = [self.own] if self.own is not None else []
        ids += [int(one) for one in self._said("fits_in") or []]
        return [(one, self._part()) for one in ids]

    def _places_possible(self) -> list[int | None]:
        return [self.own, *(c.id for c in self.house.constituencies)]

    def _ages(self) -> bool:
        asks = (self.house.terms(place) for place in self._places_possible())
        return any(terms.age or terms.asks.under_age for terms in asks)

    def _kind(self) -> MemberKind:
        return MemberKind(self._said("member_kind") or MemberKind.PERSON)

    def _part(self) -> int | None:
        said = self._said("part")
        return int(said) if said else None

    def _said(self, name: str) -> Any:
        return self[name].data if name in self else None


class OpeningForm(Form):
    """A public page to apply on."""

    constituency = SelectField(lazy("For which constituency?"))
    words = TextAreaField(
        lazy("What applicants should know, in English"), [Optional(), Length(max=2000)]
    )
    words_cy = TextAreaField(
        lazy("What applicants should know, in Welsh"), [Optional(), Length(max=2000)]
    )

    def offer(self, house: House, language: str) -> None:
        """Fill the choices."""
        everybody = ("", lazy("All: the applicant says which fit"))
        if not house.constituencies:
            everybody = ("", lazy("The organisation as a whole"))
        named = [(str(c.id), c.called(language)) for c in house.constituencies]
        self.constituency.choices = [everybody, *named]
