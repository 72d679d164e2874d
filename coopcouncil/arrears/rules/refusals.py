"""Why something is not done about arrears, each in one sentence."""

from coopcouncil.kernel.errors import Gettext, Refused


class AskedAlready(Refused):
    """One question at a time."""

    def sentence(self, _: Gettext) -> str:
        return _("You have asked for help already. The treasurer will answer; you need not wait.")


class AnsweredAlready(Refused):
    """Somebody was quicker."""

    def sentence(self, _: Gettext) -> str:
        return _("This has been answered already.")


class HoldTooLong(Refused):
    """What nobody looks at again is forgotten."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Choose a last day from today on, within a year: then somebody looks again.")


class LiftedAlready(Refused):
    """It holds no more."""

    def sentence(self, _: Gettext) -> str:
        return _("Reminders are no longer held back by this.")


class EndedAlready(Refused):
    """A plan ends once."""

    def sentence(self, _: Gettext) -> str:
        return _("This payment plan has ended already.")


class HasAPlan(Refused):
    """Two plans about one debt contradict each other."""

    def sentence(self, _: Gettext) -> str:
        return _("This member has a payment plan. End it before you agree another.")


class PostedInTheFuture(Refused):
    """A letter was posted when it was posted."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Enter the day on which they were posted, not a later one.")
