"""What may be done to an organisation, its rules and its offices: facts in, refusals out. Pure."""

from datetime import date

from coopcouncil.kernel.errors import Gettext, Refused


class NoRulesYet(Refused):
    """Asked for a day before the first recorded rules."""

    def __init__(self, day: date) -> None:
        self.day = day

    def sentence(self, _: Gettext) -> str:
        text = _("No rules are recorded for {day}. Ask the secretary to record them.")
        return text.format(day=self.day.strftime("%d/%m/%Y"))


class AddressTaken(Refused):
    """Another organisation has the short name, or the site needs it itself."""

    def __init__(self, slug: str) -> None:
        self.slug = slug

    def sentence(self, _: Gettext) -> str:
        text = _("The address “{slug}” is taken. Choose another.")
        return text.format(slug=self.slug)


class AddressUnfit(Refused):
    """A short name that is no plain address."""

    def sentence(self, _: Gettext) -> str:
        return _("An address has 2 to 40 small letters a to z, digits and single hyphens.")


class OnlySchoolsHaveATrust(Refused):
    """Nothing but a school is part of another organisation."""

    def sentence(self, _: Gettext) -> str:
        return _("Only a school can be part of a trust.")


class RulesOfTheFuture(Refused):
    """A change of rules is invalid until registered (CCBSA 2014 s.16)."""

    def sentence(self, _: Gettext) -> str:
        return _("New rules hold from the day they are registered: that day must have come.")


class RulesOutOfOrder(Refused):
    """Rules older than those recorded last."""

    def __init__(self, latest: date) -> None:
        self.latest = latest

    def sentence(self, _: Gettext) -> str:
        text = _("Later rules, of {day}, are recorded already. Give that day or a later one.")
        return text.format(day=self.latest.strftime("%d/%m/%Y"))


class NothingChanges(Refused):
    """New rules that are the old ones."""

    def sentence(self, _: Gettext) -> str:
        return _("These are the rules in force already. Change at least one of them.")


class AlreadyHolds(Refused):
    """The person has the role."""

    def sentence(self, _: Gettext) -> str:
        return _("This person holds the role already.")


class AlreadyRevoked(Refused):
    """The role was taken back before."""

    def sentence(self, _: Gettext) -> str:
        return _("This role has been taken back already.")


class LastSecretary(Refused):
    """Nobody would be left to grant a role."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "This is the only secretary. Make somebody else a secretary first: "
            "otherwise nobody could give out roles any more."
        )


class OnlyATrustHasACluster(Refused):
    """A role over parts that are not there."""

    def sentence(self, _: Gettext) -> str:
        return _("Only a trust with schools can give a role over all of its schools.")


class OnlyACouncilLists(Refused):
    """A list of co-operatives kept by something other than a council."""

    def sentence(self, _: Gettext) -> str:
        return _("Only a council keeps a list of co-operatives.")


class ListedAlready(Refused):
    """On the list before."""

    def sentence(self, _: Gettext) -> str:
        return _("This organisation is on the list already.")


class NotToBeListed(Refused):
    """A council or a school, or the council itself."""

    def sentence(self, _: Gettext) -> str:
        return _("A council lists co-operatives, not councils or single schools.")


class WelshNameNeeded(Refused):
    """A bilingual organisation without its Welsh name."""

    def sentence(self, _: Gettext) -> str:
        return _("This organisation works in two languages: give its name in Welsh too.")


class ReasonNeeded(Refused):
    """A role taken back without saying why."""

    def sentence(self, _: Gettext) -> str:
        return _("Say in a few words why: members can read it.")


class ShareTooPale(Refused):
    """A colour on which white text is hard to read."""

    def __init__(self, ratio: str) -> None:
        self.ratio = ratio

    def sentence(self, _: Gettext) -> str:
        text = _(
            "White text on this colour has a contrast of {ratio} to 1. "
            "Choose a darker colour: at least 4.5 to 1 is needed."
        )
        return text.format(ratio=self.ratio)
