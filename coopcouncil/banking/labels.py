"""What things are called."""

from coopcouncil.banking.kinds import Bank, Column, Format, StatementState
from coopcouncil.banking.rules.likeness import SURE, Reason
from coopcouncil.kernel.i18n import gettext, lazy

BANKS = {
    Bank.BARCLAYS: lazy("Barclays"),
    Bank.CO_OPERATIVE: lazy("The Co-operative Bank"),
    Bank.HSBC: lazy("HSBC"),
    Bank.LLOYDS: lazy("Lloyds, Halifax or Bank of Scotland"),
    Bank.MONZO: lazy("Monzo"),
    Bank.NATWEST: lazy("NatWest or Royal Bank of Scotland"),
    Bank.SANTANDER: lazy("Santander"),
    Bank.STARLING: lazy("Starling"),
    Bank.UNITY_TRUST: lazy("Unity Trust"),
    Bank.OTHER: lazy("Another bank"),
}
FORMATS = {
    Format.CSV: "CSV",
    Format.OFX: "OFX",
    Format.MT940: "MT940",
    Format.CAMT: "CAMT.053",
}
STATES = {
    StatementState.UPLOADED: lazy("Its columns are to be named"),
    StatementState.PREVIEWED: lazy("To be looked at"),
    StatementState.TAKEN: lazy("Taken in"),
    StatementState.DROPPED: lazy("Dropped"),
    StatementState.UNDONE: lazy("Undone"),
}
COLUMNS = {
    Column.IGNORED: lazy("Nothing that is needed"),
    Column.DATE: lazy("Day"),
    Column.AMOUNT: lazy("Amount, out with a minus"),
    Column.PAID_IN: lazy("Paid in"),
    Column.PAID_OUT: lazy("Paid out"),
    Column.TEXT: lazy("Description"),
    Column.NAME: lazy("Who paid or was paid"),
    Column.REFERENCE: lazy("Reference"),
    Column.KIND: lazy("Kind of payment"),
    Column.BALANCE: lazy("Balance after it"),
    Column.ID: lazy("The bank’s own number of the line"),
    Column.SORT_CODE: lazy("Sort code of your account"),
    Column.ACCOUNT: lazy("Number of your account"),
    Column.CURRENCY: lazy("Currency"),
}
REASONS = {
    Reason.REFERENCE: lazy("its reference stands in the line"),
    Reason.SUM: lazy("it is exactly this sum"),
    Reason.NAME: lazy("the name fits"),
    Reason.NAME_ALIKE: lazy("the name is alike"),
    Reason.SAME_DAY: lazy("it is of the same day"),
    Reason.NEAR_DAY: lazy("it is of a day near by"),
    Reason.REMEMBERED: lazy("you said so of a line like this"),
    Reason.ALONE: lazy("nothing else is of this sum"),
    Reason.PART: lazy("it is a part of what is owed"),
    Reason.MORE: lazy("it is more than what is owed"),
}


def how_sure(confidence: int) -> str:
    """A confidence in words."""
    if confidence >= SURE:
        return gettext("Sure")
    if confidence >= 80:
        return gettext("Very likely")
    return gettext("Likely") if confidence >= 60 else gettext("Possible")
