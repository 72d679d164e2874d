"""What the kinds are called."""

from coopcouncil.kernel.i18n import lazy
from coopcouncil.savings.kinds import (
    CheckOf,
    Excluded,
    Found,
    Mode,
    MovementKind,
    ProductKind,
    Reached,
    Relation,
    Return,
    Shown,
    Step,
    Vote,
    Way,
)

MODES = {
    Mode.BESIDE_CORE: lazy("In a core system of our own; here they are only shown"),
    Mode.WHOLE_BOOK: lazy("Here: this is the whole book"),
}
PRODUCTS = {
    ProductKind.SHARES: lazy("Members’ shares"),
    ProductKind.JUNIOR: lazy("Children’s deposits"),
}
MOVEMENTS = {
    MovementKind.OPENING: lazy("Taken over"),
    MovementKind.DEPOSIT: lazy("Paid in"),
    MovementKind.WITHDRAWAL: lazy("Taken out"),
    MovementKind.COLLECTION: lazy("Brought to school"),
    MovementKind.DIVIDEND: lazy("Dividend"),
    MovementKind.SET_OFF: lazy("Set against a loan"),
    MovementKind.REVERSAL: lazy("Reversal"),
}
WAYS = {Way.CASH: lazy("Cash"), Way.BANK: lazy("By bank"), Way.BOOKS: lazy("In the books")}
CHECKS = {
    CheckOf.IDENTITY: lazy("Identity"),
    CheckOf.ADDRESS: lazy("Address"),
    CheckOf.SANCTIONS: lazy("Sanctions lists"),
}
FOUND = {
    Found.PASSED: lazy("In order"),
    Found.REFERRED: lazy("Passed on to be looked at"),
    Found.FAILED: lazy("Not in order"),
}
SHOWN = {
    Shown.JOINING: lazy("With the application to join"),
    Shown.DESK: lazy("At the desk"),
    Shown.OWN_PAGE: lazy("On their own page"),
}
RELATIONS = {
    Relation.PARENT: lazy("Parent"),
    Relation.CARER: lazy("Carer"),
    Relation.OTHER: lazy("Somebody else"),
}
REACHED = {Reached.TRIED: lazy("No answer"), Reached.ANSWERED: lazy("They answered")}
EXCLUDED = {
    Excluded.DORMANT: lazy("Nothing done by the saver for 15 years (legally dormant)"),
    Excluded.BENEFICIARY: lazy("Held for somebody else"),
    Excluded.DISPUTE: lazy("In legal dispute"),
    Excluded.LEGAL: lazy("Under restrictions by law"),
}
RETURNS = {Return.QUARTERLY: lazy("Quarterly return"), Return.YEARLY: lazy("Yearly return")}
VOTES = {Vote.CARRIED: lazy("Carried"), Vote.LOST: lazy("Lost")}
STEPS = {
    Step.TOLD: lazy("Told"),
    Step.NOTED: lazy("Noted, nothing further"),
    Step.REPORTED: lazy("Reported to the National Crime Agency"),
    Step.CONSENT: lazy("Answer of the National Crime Agency"),
    Step.CLOSED: lazy("Closed"),
}
