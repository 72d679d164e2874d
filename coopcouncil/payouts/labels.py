"""What things are called."""

from coopcouncil.kernel.i18n import lazy
from coopcouncil.payouts.kinds import (
    Channel,
    DetailsState,
    Format,
    ItemState,
    PayoutKind,
    RunState,
    What,
)

KINDS = {
    PayoutKind.REFUND: lazy("Refund"),
    PayoutKind.SHARES: lazy("Shares withdrawn"),
    PayoutKind.SAVINGS: lazy("Savings withdrawn"),
    PayoutKind.LOAN: lazy("Loan"),
    PayoutKind.INTEREST: lazy("Interest"),
    PayoutKind.DIVIDEND: lazy("Dividend"),
    PayoutKind.OTHER: lazy("Other"),
}
ITEMS = {
    ItemState.OWED: lazy("To be paid"),
    ItemState.PREPARED: lazy("In a payment run"),
    ItemState.SENT: lazy("With the bank"),
    ItemState.PAID: lazy("Paid"),
    ItemState.CANCELLED: lazy("Cancelled"),
}
RUNS = {
    RunState.DRAFT: lazy("Being prepared"),
    RunState.ASKED: lazy("Waits for a second person"),
    RunState.APPROVED: lazy("Approved"),
    RunState.SENT: lazy("With the bank"),
    RunState.DROPPED: lazy("Given up"),
}
FORMATS = {
    Format.PAIN: lazy("ISO 20022 (pain.001)"),
    Format.BACS: lazy("Bacs Standard 18"),
    Format.CSV: lazy("Table (CSV)"),
}
DETAILS = {
    DetailsState.ASKED: lazy("Waits for a second person"),
    DetailsState.LIVE: lazy("In use"),
    DetailsState.REFUSED: lazy("Refused"),
    DetailsState.REPLACED: lazy("Replaced"),
}
CHANNELS = {
    Channel.TELEPHONE: lazy("By telephone, to the number known before"),
    Channel.LETTER: lazy("By letter, to the address in the register"),
    Channel.IN_PERSON: lazy("In person, with proof of who they are"),
}
EVENTS = {
    What.OWED: lazy("To be paid"),
    What.PREPARED: lazy("Put into a payment run"),
    What.TAKEN_OUT: lazy("Taken out of a payment run"),
    What.SENT: lazy("Sent to the bank"),
    What.PAID: lazy("Paid: the bank’s line is there"),
    What.RETURNED: lazy("Came back from the bank"),
    What.CANCELLED: lazy("Cancelled"),
}
