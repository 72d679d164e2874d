"""A reason that all voters are told, in their own language."""

from dataclasses import dataclass

from coopcouncil.kernel.errors import Gettext, Refused


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, in the organisation's languages."""

    en: str
    cy: str = ""


class ReasonMissing(Refused):
    """Nothing is done to a ballot without saying why."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Say why. Every voter is told the reason.")


class ReasonWithoutWelsh(Refused):
    """Half the voters would not be told in their language."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Say why in both languages. Every voter is told the reason in their own.")


def must_say(reason: Reason, bilingual: bool) -> None:
    """Refuse without a reason, or with one in half the languages."""
    if not reason.en.strip():
        raise ReasonMissing
    if bilingual and not reason.cy.strip():
        raise ReasonWithoutWelsh
