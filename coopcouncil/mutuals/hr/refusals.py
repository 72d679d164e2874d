"""Why an HR export cannot be taken. Pure."""

from coopcouncil.kernel.errors import Gettext, Refused

MOST_ROWS = 20_000


class TooManyEmployees(Refused):
    """No service that left a council has so many staff."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        text = _("The export has more than {most} rows. Check that it is the right file.")
        return text.format(most=f"{MOST_ROWS:,}")


class NoNumbers(Refused):
    """Employees are told apart by their numbers."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Choose the column that holds the employee number.")


class ColumnTwice(Refused):
    """Two columns cannot be the same thing."""

    status = 422

    def __init__(self, name: str) -> None:
        self.name = name

    def sentence(self, _: Gettext) -> str:
        return _("Two columns are “{name}”. Choose one of them.").format(name=self.name)


class NotReady(Refused):
    """The export is at another step."""

    def sentence(self, _: Gettext) -> str:
        return _("This export is at another step already. See where it stands.")


class StillWrong(Refused):
    """An export is applied whole or not at all."""

    def sentence(self, _: Gettext) -> str:
        return _("Nothing is applied while a row is wrong. Mend the export and upload it again.")


class NothingToApply(Refused):
    """Everything is known already."""

    def sentence(self, _: Gettext) -> str:
        return _("The export says nothing that is not known already.")


class NotAppliedYet(Refused):
    """Nothing was written, so nothing can be taken back."""

    def sentence(self, _: Gettext) -> str:
        return _("This export is not in the register, so there is nothing to undo.")


class AppliedSince(Refused):
    """Exports are undone from the last one back."""

    def sentence(self, _: Gettext) -> str:
        return _("Another export was applied after this one. Undo that one first.")
