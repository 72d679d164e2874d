"""Builders of what comes before a notice: considered, assessed, so that a tender may be published.

Imported by `make`, whose `BEFORE_PUBLISHING` it fills.
"""

from decimal import Decimal

from coopcouncil.accounts.models import Person
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.tenders.consideration.actions import (
    assess_conflicts,
    consider,
    open_assessment,
)
from coopcouncil.procurement.tenders.consideration.kinds import Moment, Topic
from coopcouncil.procurement.tenders.consideration.reads import (
    assessments_of,
    considered,
    contract_of,
    social_share,
)
from coopcouncil.procurement.tenders.consideration.rules.assessing import Assessment
from coopcouncil.procurement.tenders.consideration.rules.before import wanted_topics
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import lots_of

SAID = {
    Topic.SOCIAL_VALUE: {
        "improve": "Work for people of the valley.",
        "secure": "By criteria for apprenticeships.",
        "proportion": "The work can be taught.",
    },
    Topic.CONSULTING: {"whether": "no", "whom": "The service was asked last year.", "result": ""},
    Topic.WELL_BEING: {"objectives": "Fair work.", "steps": "By criteria."},
    Topic.POLICY: {"regard": "Small suppliers can bid for a lot."},
    Topic.WEIGHT: {"because": "The market can bear it."},
}


async def prepare(org: Organisation, tender: Tender, by: Person | None) -> None:
    """Everything that the law asks for before this tender's notice, and nothing twice."""
    there = await considered(org, tender)
    for topic in wanted_topics(contract_of(org, tender)):
        if topic in there:
            continue
        share = await social_share(tender, (await lots_of(tender))[0])
        await consider(
            org,
            tender,
            topic,
            SAID[topic],
            by,
            goals=("prosperous",) if topic is Topic.WELL_BEING else (),
            weight=(share or Decimal()) if topic is Topic.WEIGHT else None,
        )
    if not await assessments_of(org, tender):
        await open_assessment(org, tender, by)


async def confirm(org: Organisation, tender: Tender, by: Person | None) -> None:
    """The conflicts assessment looked at again, for a notice after the tender notice."""
    again = Assessment(Moment.CONFIRMED, "Changed tender notice", "", "", "", "")
    await assess_conflicts(org, tender, again, by)
