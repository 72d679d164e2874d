"""What the kinds are called."""

from coopcouncil.kernel.i18n import lazy
from coopcouncil.savings.loans.kinds import HoldKind, Outcome, Reason, Signing, State, Way, Why
from coopcouncil.savings.loans.rules.arrears import Band
from coopcouncil.savings.loans.rules.dates import Every
from coopcouncil.savings.loans.rules.replay import What

EVERY = {
    Every.WEEK: lazy("Every week"),
    Every.FORTNIGHT: lazy("Every two weeks"),
    Every.FOUR_WEEKS: lazy("Every four weeks"),
    Every.MONTH: lazy("Every month"),
}
STATES = {
    State.OFFERED: lazy("Offered, not signed yet"),
    State.SIGNED: lazy("Signed, not paid out yet"),
    State.ON_ITS_WAY: lazy("The money is on its way"),
    State.RUNNING: lazy("Running"),
    State.SETTLED: lazy("Paid back"),
    State.WRITTEN_OFF: lazy("Written off"),
    State.DROPPED: lazy("Not taken up"),
}
OUTCOMES = {
    Outcome.AGREED: lazy("Agreed"),
    Outcome.DECLINED: lazy("Declined"),
    Outcome.WITHDRAWN: lazy("Taken back"),
}
REASONS = {
    Reason.AFFORD: lazy("By what we were shown, the payments would leave too little to live on."),
    Reason.CREDIT: lazy("There is a lot of other credit to be paid back at the moment."),
    Reason.ARREARS: lazy("Payments of another loan with us are late at the moment."),
    Reason.EVIDENCE: lazy("We have not seen enough of what comes in and goes out."),
    Reason.SAVINGS: lazy("Our policy asks for some months of saving first."),
    Reason.LIMIT: lazy("It is more than the law or our rules let us lend."),
    Reason.OTHER: lazy("Another reason, which is written below."),
}
WAYS = {
    Way.CASH: lazy("Cash"),
    Way.BANK: lazy("Bank"),
    Way.DIRECT_DEBIT: lazy("Through what members owe"),
    Way.PAYROLL: lazy("From wages"),
    Way.SAVINGS: lazy("From savings"),
    Way.LOAN: lazy("By another loan"),
    Way.BOOKS: lazy("In the books alone"),
}
SIGNINGS = {
    Signing.PAPER: lazy("On paper"),
    Signing.ONLINE: lazy("On the member’s own page"),
}
WHYS = {
    Why.FIRST: lazy("As first agreed"),
    Why.SHORTER: lazy("Fewer payments after an extra one"),
    Why.LOWER: lazy("Smaller payments after an extra one"),
    Why.HOLIDAY: lazy("After a payment holiday"),
    Why.RESCHEDULED: lazy("Agreed anew"),
}
HOLDS = {
    HoldKind.DEATH: lazy("The borrower has died"),
    HoldKind.HARDSHIP: lazy("A hard time"),
    HoldKind.DISPUTE: lazy("The member disputes it"),
}
HAPPENED = {
    What.RATE: lazy("Interest"),
    What.PAID_OUT: lazy("Paid out"),
    What.REPAID: lazy("Payment"),
    What.REFINANCED: lazy("Paid off by another loan"),
    What.WRITTEN_OFF: lazy("Written off"),
    What.RECOVERED: lazy("Recovered"),
}
BANDS = {
    Band.CURRENT: lazy("Nothing late"),
    Band.TO_30: lazy("1 to 30 days late"),
    Band.TO_90: lazy("31 to 90 days late"),
    Band.TO_180: lazy("91 to 180 days late"),
    Band.TO_365: lazy("181 to 365 days late"),
    Band.OVER_365: lazy("More than a year late"),
}
INCOME = {
    "wages": lazy("Wages after tax"),
    "benefits": lazy("Benefits and credits"),
    "pension": lazy("Pensions"),
    "other_income": lazy("Other income"),
}
OUTGOINGS = {
    "housing": lazy("Rent or mortgage"),
    "council_tax": lazy("Council tax"),
    "energy": lazy("Energy and water"),
    "food": lazy("Food and household"),
    "travel": lazy("Travel"),
    "children": lazy("Children and care"),
    "other_outgoings": lazy("Everything else"),
}
CREDIT = {
    "cards": lazy("Cards and catalogues"),
    "loans": lazy("Other loans"),
    "car": lazy("Hire purchase"),
}
LETTERS = {
    1: lazy("Was a payment forgotten?"),
    2: lazy("An offer to talk"),
    3: lazy("What can be done, and free advice"),
}
