"""The conflicts assessment: first before the notice, then reviewed, then confirmed (s.83). Pure."""

from dataclasses import dataclass

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.tenders.consideration.kinds import Moment


class StepsNeeded(Refused):
    """A conflict, and nothing done about it."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Say what is done about each conflict that you name.")


class AssessedAlready(Refused):
    """It is prepared once."""

    def sentence(self, _: Gettext) -> str:
        return _("The conflicts assessment is prepared already. Review it instead.")


class NotAssessedYet(Refused):
    """What is not there cannot be reviewed."""

    def sentence(self, _: Gettext) -> str:
        return _("Prepare the conflicts assessment first.")


class NoLaterNotice(Refused):
    """Confirming is for the notices after the tender notice."""

    def sentence(self, _: Gettext) -> str:
        return _("There is no notice yet for which it could be confirmed.")


class WhichNotice(Refused):
    """Confirmed for what?"""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Say for which notice it is confirmed.")


@dataclass(frozen=True)
class Assessment:
    """What the assessment says."""

    moment: Moment
    notice: str
    conflicts: str
    steps: str
    perceived: str
    perceived_steps: str


def may_assess(one: Assessment, stage: Stage, there: bool) -> None:
    """Refuse an assessment out of its order, or a conflict that nothing is done about."""
    if one.moment is Moment.OPENED and there:
        raise AssessedAlready
    if one.moment is not Moment.OPENED and not there:
        raise NotAssessedYet
    if one.moment is Moment.CONFIRMED:
        if stage is Stage.PREPARING:
            raise NoLaterNotice
        if not one.notice:
            raise WhichNotice
    if (one.conflicts and not one.steps) or (one.perceived and not one.perceived_steps):
        raise StepsNeeded
