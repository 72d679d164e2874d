"""Capacities, wishes and answers in words, for pages."""

from coopcouncil.kernel.i18n import lazy
from coopcouncil.organisations.kinds import COMPANIES, LegalForm
from coopcouncil.statutory.kinds import Answer, Capacity, Wish

CAPACITIES = {
    Capacity.MEMBER: lazy("A member"),
    Capacity.INTERESTED: lazy("A person with an interest in the funds"),
    Capacity.REGULATOR: lazy("A person authorised by the Financial Conduct Authority"),
    Capacity.PUBLIC: lazy("A member of the public"),
}
WISHES = {
    Wish.LOOK: lazy("To look at the register"),
    Wish.COPY: lazy("A copy"),
}
ANSWERS = {
    Answer.SHOWN: lazy("Shown to them"),
    Answer.COPY_GIVEN: lazy("A copy given or sent"),
    Answer.ASKED_BACK: lazy("Asked for what was missing"),
    Answer.REFUSED: lazy("Refused"),
    Answer.COURT: lazy("Application made to the court"),
}


def capacities_for(form: LegalForm) -> tuple[Capacity, ...]:
    """As what somebody may ask an organisation of this form."""
    if form in COMPANIES:
        return (Capacity.MEMBER, Capacity.PUBLIC)
    return tuple(Capacity)


def answers_for(form: LegalForm) -> tuple[Answer, ...]:
    """What an organisation of this form may answer."""
    left_out = Answer.REFUSED if form in COMPANIES else Answer.COURT
    return tuple(answer for answer in Answer if answer is not left_out)
