"""What the steps of a tender are called."""

from coopcouncil.kernel.i18n import lazy
from coopcouncil.procurement.tenders.rules.faults import Step
from coopcouncil.procurement.tenders.steps import Progress

STEP_NAMES = {
    Step.ABOUT: lazy("What is bought"),
    Step.CONSIDERATION: lazy("What the place might gain"),
    Step.CONFLICTS: lazy("Conflicts of interest"),
    Step.LOTS: lazy("Lots"),
    Step.MEASURES: lazy("Measures of social value"),
    Step.SCALES: lazy("Scales"),
    Step.CRITERIA: lazy("Criteria and weights"),
    Step.PEOPLE: lazy("People"),
    Step.DATES: lazy("Dates"),
    Step.PUBLISH: lazy("Publication"),
    Step.BIDS: lazy("Bids and questions"),
    Step.OPENING: lazy("Opening of the bids"),
    Step.DECLARATIONS: lazy("Declarations of interest"),
    Step.SCORES: lazy("Scores"),
    Step.MODERATION: lazy("Moderation"),
    Step.RESULT: lazy("The sum"),
    Step.SUMMARIES: lazy("Assessment summaries"),
    Step.AWARD: lazy("Award and contract"),
    Step.PROMISES: lazy("Promises"),
}
PROGRESS = {
    Progress.DONE: lazy("Done"),
    Progress.TO_DO: lazy("To do"),
    Progress.AWAITS_OTHERS: lazy("Waits for others"),
    Progress.NOT_YET: lazy("Not yet"),
}
