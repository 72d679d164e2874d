"""Before the notice: what the council considered, and a measure of its own."""

from decimal import Decimal

from coopcouncil.accounts.models import Person
from coopcouncil.demo.procurement.words import MEASURES
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.measures.actions import add_measure
from coopcouncil.procurement.measures.reads import frozen_of
from coopcouncil.procurement.measures.reads import own_measures as own_rows
from coopcouncil.procurement.measures.rules import Draft
from coopcouncil.procurement.measures.rules.following import NONE
from coopcouncil.procurement.tenders.consideration.actions import (
    choose_measure,
    clear_measure,
    consider,
    open_assessment,
)
from coopcouncil.procurement.tenders.consideration.following import suggestion
from coopcouncil.procurement.tenders.consideration.kinds import Topic
from coopcouncil.procurement.tenders.consideration.reads import social_share
from coopcouncil.procurement.tenders.models import Tender, TenderMeasure
from coopcouncil.procurement.tenders.reads import lots_of

OWN = (
    Draft(
        code="CB3",
        title="Hours given to the repair café at Mill Lane",
        title_cy="Oriau a roddwyd i’r caffi trwsio yn Mill Lane",
        unit="hours",
        unit_cy="oriau",
        evidence="The café’s book of helpers, signed each month.",
        evidence_cy="Llyfr cynorthwywyr y caffi, wedi’i lofnodi bob mis.",
        outcome="sustainable",
        goals=("resilient", "cohesive"),
    ),
    Draft(
        code="CB4",
        title="Pupils of Calderbrook schools who spend a day at work with the supplier",
        title_cy="Disgyblion ysgolion Calderbrook sy’n treulio diwrnod yn y gwaith gyda’r cyflenwr",
        unit="pupils",
        unit_cy="disgyblion",
        evidence="The school’s list of the day, without names.",
        evidence_cy="Rhestr yr ysgol o’r diwrnod, heb enwau.",
        outcome="skills",
        goals=("prosperous",),
        matters=("a",),
        serves=("ppn-026:pipeline",),
    ),
)


SERVES = {
    "CB1": ("skills", ("prosperous", "equal"), ("a",), "best-value-2001"),
    "CB2": ("supply-chains", ("prosperous", "cohesive"), (), ""),
}
AWARDED = {"CB1": ("ppn-026:training",)}
"""What the measures of the tenders serve, which matters they touch, and what lifts that."""


async def own_measures(org: Organisation, lead: Person | None) -> None:
    """What the council wrote for itself: the measures of its tenders, and two more."""
    for code, words in MEASURES.items():
        outcome, goals, matters, _lifted = SERVES[code]
        draft = Draft(
            code=code,
            title=words.title,
            title_cy=words.title_cy,
            unit=words.unit,
            unit_cy=words.unit_cy,
            evidence=words.evidence,
            evidence_cy=words.evidence_cy,
            outcome=outcome,
            goals=goals,
            matters=matters,
            serves=AWARDED.get(code, ()),
        )
        await add_measure(org, draft, lead)
    for draft in OWN:
        await add_measure(org, draft, lead)


async def chosen(org: Organisation, tender: Tender, code: str, lead: Person) -> TenderMeasure:
    """One of the council's own, frozen for the tender, linked and cleared."""
    row = next(one for one in await own_rows(org) if one.code == code)
    made = await choose_measure(org, tender, frozen_of(row), lead)
    words = MEASURES[code]
    _outcome, _goals, matters, lifted_by = SERVES[code]
    await clear_measure(org, tender, made, words.link, matters, lifted_by, words.cleared, lead)
    return made


async def considered(org: Organisation, tender: Tender, lead: Person | None) -> None:
    """What was thought before the tender's notice; its criteria are written already."""
    await consider(
        org,
        tender,
        Topic.SOCIAL_VALUE,
        {
            "improve": "Work and training near home, and support for groups of the valley that "
            "the service depends on.",
            "secure": "A fifth of the marks goes to promises that can be counted, each with what "
            "shows that it came, and the recipients say whether it did.",
            "proportion": "The service is given by people who live here; what is asked is within "
            "the reach of a small supplier.",
        },
        lead,
    )
    await consider(
        org,
        tender,
        Topic.CONSULTING,
        {
            "whether": "yes",
            "whom": "People who use the service, at two open afternoons in the library.",
            "result": "They asked for apprentices and for help to groups that visit people alone.",
        },
        lead,
    )
    await consider(
        org,
        tender,
        Topic.POLICY,
        {
            "regard": "The statement asks for growth and for room for small firms and social "
            "enterprises: questions are short, and the price of preparing a bid is kept low."
        },
        lead,
    )
    lots = await lots_of(tender)
    weight = await social_share(tender, lots[0])
    likely = await suggestion(org, tender)
    await consider(
        org,
        tender,
        Topic.WEIGHT,
        {"because": "It is the council’s policy, and two suppliers said that it can be done."},
        lead,
        weight=weight or Decimal(),
        model=likely.code if likely else NONE,
    )
    await open_assessment(
        org,
        tender,
        lead,
        perceived="One of the evaluators used to work for a supplier that may bid.",
        perceived_steps="It ended four years ago; the date is on file, and the moderator knows.",
    )
