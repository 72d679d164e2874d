"""What the closed sets are called."""

from coopcouncil.arrears.kinds import Ending, HoldReason, ReminderWay
from coopcouncil.kernel.i18n import lazy
from coopcouncil.payments.kinds import Interval

STEPS = {1: lazy("First reminder"), 2: lazy("Second reminder"), 3: lazy("Last reminder")}
WAYS = {ReminderWay.EMAIL: lazy("By e-mail"), ReminderWay.LETTER: lazy("By letter")}
REASONS = {
    HoldReason.HARDSHIP: lazy("Paying is hard just now"),
    HoldReason.QUERY: lazy("The member says that it is not owed, and it is being looked at"),
    HoldReason.BEREAVEMENT: lazy("A death in the family"),
    HoldReason.OTHER: lazy("Another reason"),
}
ENDINGS = {
    Ending.KEPT: lazy("Paid in full"),
    Ending.BROKEN: lazy("Not kept"),
    Ending.REPLACED: lazy("Replaced by another plan"),
    Ending.WITHDRAWN: lazy("Given up"),
}
INTERVALS = {
    Interval.WEEK: lazy("Every week"),
    Interval.MONTH: lazy("Every month"),
    Interval.QUARTER: lazy("Every quarter"),
}
AGES = (
    lazy("Up to 30 days"),
    lazy("31 to 60 days"),
    lazy("61 to 90 days"),
    lazy("More than 90 days"),
)
