"""What things are called."""

from coopcouncil.kernel.i18n import lazy
from coopcouncil.payments.bacs.kinds import (
    ClaimOutcome,
    Did,
    FileState,
    LineState,
    MandateState,
    Report,
)
from coopcouncil.payouts.files import standard18

MANDATES = {
    MandateState.NEW: lazy("To be lodged with Bacs"),
    MandateState.LODGED: lazy("Lodged: its bank may still refuse it"),
    MandateState.ACTIVE: lazy("In use"),
    MandateState.REFUSED: lazy("Refused by the bank"),
    MandateState.ENDED: lazy("Ended"),
}
FILES = {
    FileState.MADE: lazy("To be sent"),
    FileState.SENT: lazy("With Bacs"),
    FileState.SETTLED: lazy("Settled"),
    FileState.DROPPED: lazy("Given up"),
}
LINES = {
    LineState.PLANNED: lazy("To be sent"),
    LineState.SENT: lazy("With Bacs"),
    LineState.SETTLED: lazy("Settled"),
    LineState.RETURNED: lazy("Came back"),
    LineState.DROPPED: lazy("Given up"),
}
CODES = {
    standard18.NEW_INSTRUCTION: lazy("New mandate (0N)"),
    standard18.CANCELLED_INSTRUCTION: lazy("Mandate ended (0C)"),
    standard18.FIRST_DEBIT: lazy("First debit (01)"),
    standard18.REGULAR: lazy("Debit (17)"),
    standard18.REPRESENTED: lazy("Debit presented again (18)"),
    standard18.FINAL: lazy("Last debit (19)"),
}
REPORTS = {
    Report.ADDACS: lazy("ADDACS: mandates that banks ended or changed"),
    Report.AUDDIS: lazy("AUDDIS: mandates that banks did not take"),
    Report.ARUDD: lazy("ARUDD: debits that came back"),
    Report.DDICA: lazy("DDICA: debits claimed back under the Guarantee"),
}
DID = {
    Did.ENDED: lazy("The mandate ended"),
    Did.AMENDED: lazy("The mandate has another account"),
    Did.REINSTATED: lazy("The mandate stands again"),
    Did.REFUSED: lazy("The bank refused the mandate"),
    Did.FAILED: lazy("The debit failed"),
    Did.TAKEN_BACK: lazy("The debit was taken back, and is owed again"),
    Did.CLAIMED: lazy("The money went back under the Guarantee: decide what follows"),
    Did.NOTED: lazy("Nothing had to change"),
    Did.UNKNOWN: lazy("Nothing of ours: look into it"),
}
CLAIM_REASONS = {
    "1": lazy("The amount or the day was not as announced"),
    "2": lazy("No advance notice came"),
    "3": lazy("The bank had cancelled the instruction"),
    "4": lazy("The payer had cancelled the instruction"),
    "5": lazy("No instruction was given"),
    "6": lazy("The signature is disputed"),
    "7": lazy("You asked for it to be given back"),
    "8": lazy("The payer does not know the name on the statement"),
}
"""What the codes of a claim mean as users of the scheme's guide publish them."""
OUTCOMES = {
    ClaimOutcome.OWED: lazy("It is owed again, and collected"),
    ClaimOutcome.DISPUTED: lazy("The member disputes it: nothing is asked for meanwhile"),
    ClaimOutcome.NOT_OWED: lazy("We were wrong: it is not owed"),
}
MINE = {
    MandateState.NEW: lazy("Set up: your bank is told of it with our next file"),
    MandateState.LODGED: lazy("With your bank, which may still refuse it"),
    MandateState.ACTIVE: lazy("In use"),
    MandateState.REFUSED: lazy("Your bank refused it"),
    MandateState.ENDED: lazy("Ended"),
}
