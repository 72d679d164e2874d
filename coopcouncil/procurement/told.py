"""What one part of a procurement must be told by a later one: every hook filled, in view.

`coopcouncil.told` imports it, so it is so from the start.
"""

from coopcouncil.organisations.posts import ANSWERED
from coopcouncil.procurement.access import ACTS_FOR, KEPT_OUT
from coopcouncil.procurement.bids.actions.questions import tell_of_edition
from coopcouncil.procurement.bids.invited import is_invited
from coopcouncil.procurement.bids.needs import PUT
from coopcouncil.procurement.bids.reads import acts_for_somebody, cannot_judge
from coopcouncil.procurement.bids.views.panel import bids_step, opening_step
from coopcouncil.procurement.delivery.actions.promising import promised_by_contract
from coopcouncil.procurement.delivery.needs import answered, put_to
from coopcouncil.procurement.delivery.views.panel import promises_step
from coopcouncil.procurement.evaluation.hooks import AFTER_EXCLUSION
from coopcouncil.procurement.evaluation.reads import refuse_kept_out
from coopcouncil.procurement.evaluation.steps import (
    declarations_step,
    moderation_step,
    scores_step,
)
from coopcouncil.procurement.outcome.actions.releasing import after_edition, after_ending
from coopcouncil.procurement.outcome.actions.running import run_after_exclusion
from coopcouncil.procurement.outcome.hooks import CONTRACTED
from coopcouncil.procurement.outcome.steps import award_step, result_step, summaries_step
from coopcouncil.procurement.tenders.actions.people import CANNOT_TAKE_PART
from coopcouncil.procurement.tenders.consideration.actions import carry_answers
from coopcouncil.procurement.tenders.consideration.reads import before_notice
from coopcouncil.procurement.tenders.consideration.steps import (
    conflicts_step,
    consideration_step,
    measures_step,
)
from coopcouncil.procurement.tenders.hooks import (
    AFTER_EDITION,
    AFTER_ENDING,
    BEFORE_PUBLISHING,
    LOT_TAKEN_OVER,
)
from coopcouncil.procurement.tenders.rules.faults import Step
from coopcouncil.procurement.tenders.steps import STEPS
from coopcouncil.procurement.tenders.views.method import INVITED

# Before the notice: what the law asks for, and where it stands on a tender's page.
BEFORE_PUBLISHING[:] = [before_notice]
LOT_TAKEN_OVER[:] = [carry_answers]
STEPS[Step.CONSIDERATION] = consideration_step
STEPS[Step.CONFLICTS] = conflicts_step
STEPS[Step.MEASURES] = measures_step
# Who bids judges nothing; what bids show on a tender's page.
ACTS_FOR[:] = [acts_for_somebody]
CANNOT_TAKE_PART[:] = [cannot_judge]
INVITED[:] = [is_invited]
PUT[:] = [put_to]
STEPS[Step.BIDS] = bids_step
STEPS[Step.OPENING] = opening_step
# Bidders hear of a new edition, and what is published of a tender is open data too.
AFTER_EDITION[:] = [tell_of_edition, after_edition]
AFTER_ENDING[:] = [after_ending]
# A bid that is excluded: the sum is made anew.
KEPT_OUT[:] = [refuse_kept_out]
AFTER_EXCLUSION[:] = [run_after_exclusion]
STEPS[Step.DECLARATIONS] = declarations_step
STEPS[Step.SCORES] = scores_step
STEPS[Step.MODERATION] = moderation_step
STEPS[Step.RESULT] = result_step
STEPS[Step.SUMMARIES] = summaries_step
STEPS[Step.PROMISES] = promises_step
STEPS[Step.AWARD] = award_step
CONTRACTED[:] = [promised_by_contract]
# What became of needs in the directory.
ANSWERED[:] = [answered]
