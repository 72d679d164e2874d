"""Why something about a tender that is being prepared may not be done."""

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.procurement.kinds import Stage


class AlreadyPublished(Refused):
    """What is published changes by another edition alone."""

    def sentence(self, _: Gettext) -> str:
        return _("This tender is published. Prepare a change of it instead.")


class NotPublished(Refused):
    """There is no edition yet."""

    def sentence(self, _: Gettext) -> str:
        return _("This tender is not published.")


class BidsAreOpened(Refused):
    """The method stands."""

    def sentence(self, _: Gettext) -> str:
        return _("The bids are opened. The method cannot change any more.")


class DeadlinePassed(Refused):
    """Too late to change what bidders have answered."""

    def sentence(self, _: Gettext) -> str:
        return _("The deadline for bids has passed. The method cannot change any more.")


class ChangedMeanwhile(Refused):
    """Somebody else saved first."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "Somebody else changed this while you had it open. What you typed is still below, "
            "and beside it what stands now. Save again to put yours in its place."
        )


class NotReady(Refused):
    """Something is missing; the page lists it."""

    def __init__(self, first: Refused) -> None:
        self.first = first

    def sentence(self, _: Gettext) -> str:
        text = _("This cannot be published yet. {first}")
        return text.format(first=self.first.sentence(_))


class ReferenceTaken(Refused):
    """One reference, one tender, over the whole installation."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Another tender has this reference. Choose another.")


class LastLot(Refused):
    """A tender has one at least."""

    def sentence(self, _: Gettext) -> str:
        return _("A tender has at least one lot.")


class LotHasCriteria(Refused):
    """They would go with it."""

    def sentence(self, _: Gettext) -> str:
        return _("There are criteria for this lot alone. Remove them or move them first.")


class ScaleInUse(Refused):
    """A criterion is scored by it."""

    def sentence(self, _: Gettext) -> str:
        return _("A criterion is scored by this scale. Give it another scale first.")


class ScaleNameTaken(Refused):
    """Bidders know a scale by its name."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Another scale of this tender has this name.")


class PointsTwice(Refused):
    """Each band has points of its own."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Two bands have the same points.")


class TooFewBands(Refused):
    """Nothing to choose between."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("A scale has at least two bands.")


class CodeTaken(Refused):
    """Bidders know a criterion by its code."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Another criterion of this tender has this code.")


class NotAGroup(Refused):
    """Only a group has criteria under it."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Criteria stand at the top or under a group.")


class UnderItself(Refused):
    """A circle."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("A group cannot stand under itself.")


class GroupHasCriteria(Refused):
    """They would hang in the air."""

    def sentence(self, _: Gettext) -> str:
        return _("There are criteria under this group. Remove them or move them first.")


class NotItsKind(Refused):
    """A scale, formula or measure that this kind of criterion does not have, or lacks."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Choose what this kind of criterion needs: a scale, or a formula.")


class HasCriteria(Refused):
    """A method is copied whole, and not into another."""

    def sentence(self, _: Gettext) -> str:
        return _("This tender has criteria already. Remove them first to copy others.")


class OutsidePerCent(Refused):
    """A weight is per cent."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("A weight is a number from 0 to 100, with at most four decimal places.")


class AlreadyTakesPart(Refused):
    """Once is enough."""

    def sentence(self, _: Gettext) -> str:
        return _("This person has this part already.")


class NobodyKnown(Refused):
    """Parts are given to people who have signed in here before."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Nobody here reads mail at this address. Ask them to sign in once first.")


class BidsForIt(Refused):
    """A bidder cannot judge."""

    def sentence(self, _: Gettext) -> str:
        return _("This person acts for a supplier of this council, and cannot take part.")


class ReasonNeeded(Refused):
    """Somebody will ask later."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Say why.")


class NothingChanged(Refused):
    """An edition that says the same."""

    def sentence(self, _: Gettext) -> str:
        return _("Nothing differs from what is published.")


class OneChangeAtATime(Refused):
    """Two would overwrite each other."""

    def sentence(self, _: Gettext) -> str:
        return _("A change of this tender is being prepared already.")


class PublishedStays(Refused):
    """Bidders may have answered it."""

    def __init__(self, code: str) -> None:
        self.code = code

    def sentence(self, _: Gettext) -> str:
        text = _(
            "Criterion {code} is published: it can weigh less, but not be removed or become "
            "another kind."
        )
        return text.format(code=self.code)


class LotStays(Refused):
    """Bidders may have bid for it."""

    def sentence(self, _: Gettext) -> str:
        return _("A lot that is published cannot be removed.")


class NotForetold(Refused):
    """s.24: the notice must have said so."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "The method may be refined only in a flexible procedure whose first notice says what "
            "may be refined, and before final tenders are asked for."
        )


class MoreThanRefined(Refused):
    """s.24 is about the criteria and the method alone."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "More than the criteria and the method differs. Publish this as a change before the "
            "deadline (section 31)."
        )


class DeadlineMustMove(Refused):
    """s.31: bidders need time for what is new."""

    def sentence(self, _: Gettext) -> str:
        return _("A substantial change needs a later deadline.")


class Ended(Refused):
    """Nothing more happens."""

    def sentence(self, _: Gettext) -> str:
        return _("This tender has ended.")


class HasAContract(Refused):
    """It ended well."""

    def sentence(self, _: Gettext) -> str:
        return _("This tender has its contract. It cannot end without one.")


class TooManyScenarios(Refused):
    """A shelf, not a store."""

    def sentence(self, _: Gettext) -> str:
        return _("There are twenty scenarios kept. Remove one first.")


def may_prepare(stage: Stage) -> None:
    """Refuse once it is out."""
    if stage is Stage.ENDED:
        raise Ended
    if stage is not Stage.PREPARING:
        raise AlreadyPublished
