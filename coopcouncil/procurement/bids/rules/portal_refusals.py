"""What may be wrong with a list of bids from a portal."""

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.procurement.sheets import BadWorkbook


class NotAPortalFile(BadWorkbook):
    """None of the three shapes."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "This is not a list of bids. Send a workbook with the sheets “manifest” and “answers”, "
            "a ZIP with manifest.csv and answers.csv, or one CSV with all columns."
        )


class ColumnMissing(BadWorkbook):
    """Without it nothing can be told apart."""

    def __init__(self, table: str, column: str) -> None:
        self.table, self.column = table, column

    def sentence(self, _: Gettext) -> str:
        text = _("{table}: the column “{column}” is missing.")
        return text.format(table=self.table, column=self.column)


class TooMuch(BadWorkbook):
    """Past any tender's size."""

    def sentence(self, _: Gettext) -> str:
        return _("This file holds far more than the bids of a tender. Nothing was read.")


class BadLine(BadWorkbook):
    """One line that cannot be read, and why."""

    def __init__(self, table: str, line: int, column: str, why: Refused) -> None:
        self.table, self.line, self.column, self.why = table, line, column, why

    def sentence(self, _: Gettext) -> str:
        text = _("{table}, line {line}, {column}: {sentence}")
        return text.format(
            table=self.table, line=self.line, column=self.column, sentence=self.why.sentence(_)
        )


class EmptyCell(Refused):
    """Something must stand here."""

    def sentence(self, _: Gettext) -> str:
        return _("Something must stand here.")


class NoTime(Refused):
    """A receipt time that is none."""

    def sentence(self, _: Gettext) -> str:
        return _("This is not a date with a time to the second, like 2026-11-21 11:59:58.")


class InTheFuture(Refused):
    """Received later than now."""

    def sentence(self, _: Gettext) -> str:
        return _("This time has not come yet.")


class Twice(Refused):
    """One receipt, one bid; one answer per question."""

    def sentence(self, _: Gettext) -> str:
        return _("This stands here twice.")


class UnknownReceipt(Refused):
    """An answer of no bid."""

    def sentence(self, _: Gettext) -> str:
        return _("No bid in the manifest has this receipt.")


class UnknownQuestion(Refused):
    """An answer to nothing that was asked."""

    def sentence(self, _: Gettext) -> str:
        return _("This tender has no such question for this lot.")
