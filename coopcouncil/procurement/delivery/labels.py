"""What things of delivery are called."""

from coopcouncil.kernel.i18n import lazy
from coopcouncil.procurement.delivery.kinds import Answered, Decided, Remedy
from coopcouncil.procurement.delivery.rules.status import Outlook, Status
from coopcouncil.procurement.delivery.rules.yearly import Stood

STATUSES = {
    Status.DISPUTED: lazy("Disputed"),
    Status.LATE: lazy("Late"),
    Status.REPORTED: lazy("Waits for the recipient"),
    Status.DUE: lazy("Due soon"),
    Status.PROMISED: lazy("Promised"),
    Status.CONFIRMED: lazy("Kept"),
    Status.REPLACED: lazy("Replaced"),
    Status.WAIVED: lazy("Waived"),
    Status.ENDED: lazy("The contract ended"),
}
OUTLOOKS = {
    Outlook.TOO_EARLY: lazy("Too early to say"),
    Outlook.ON_THE_WAY: lazy("On the way"),
    Outlook.BEHIND: lazy("Behind"),
    Outlook.KEPT: lazy("Kept"),
}
ANSWERS = {
    Answered.CONFIRMED: lazy("Yes, all of it came"),
    Answered.IN_PART: lazy("A part of it came"),
    Answered.DISPUTED: lazy("No, it did not come like that"),
}
SAID = {
    Answered.CONFIRMED: lazy("Confirmed"),
    Answered.IN_PART: lazy("Confirmed in part"),
    Answered.DISPUTED: lazy("Disputed"),
}
DECISIONS = {
    Decided.UPHELD: lazy("The recipient is right: nothing of it counts"),
    Decided.IN_PART: lazy("A part of it counts"),
    Decided.COUNTS: lazy("It counts as it was reported"),
}
REMEDIES = {
    Remedy.PLAN: lazy("A plan to put it right"),
    Remedy.REPLACED: lazy("Another promise in its place"),
    Remedy.WITHHELD: lazy("Money kept back under the contract"),
    Remedy.WAIVED: lazy("Waived"),
}
STOOD = {
    Stood.KEPT: lazy("Kept"),
    Stood.LATE: lazy("Late"),
    Stood.DISPUTED: lazy("Disputed"),
    Stood.WAITING: lazy("Waits for the recipient"),
}
