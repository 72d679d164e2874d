"""Play in the holidays, open for bids: one bid half written, one handed in, questions."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from coopcouncil.accounts.models import Person
from coopcouncil.demo.orgs import at
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.actions import begin_bid, hand_in, paper_of, save_answer
from coopcouncil.procurement.bids.actions.questions import Answering, answer, ask
from coopcouncil.procurement.bids.models import Bid
from coopcouncil.procurement.bids.reads import bidder_of
from coopcouncil.procurement.bids.rules.paper import Answered
from coopcouncil.procurement.bids.sealed import draft_of
from coopcouncil.procurement.kinds import Way
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import edition_in_force

DAY = (
    "The gate opens at half past eight. Two play workers meet every child by name and take any "
    "medicine in. Until ten the whole site is open: dens, water, the workshop, the quiet tent. "
    "At noon the children cook on the fire with a play worker for each six. Nobody is collected by "
    "somebody who is not on the list, and the last play worker leaves after the last child."
)
VALLEY = (
    "We pay the four schools for their yards and hire eight sixth-formers each summer. The "
    "co-operative's members, who are parents here, meet in September and say what went well."
)
QUESTIONS = (
    (
        "May one bidder run two of the four sites, and leave the others?",
        Answering(
            "May a bidder run some of the four sites alone?",
            "No. The four sites are one contract.",
            "A gaiff cynigydd redeg rhai o’r pedwar safle yn unig?",
            "Na chaiff. Un contract yw’r pedwar safle.",
        ),
    ),
    (
        "How many children came on the wettest day of last summer?",
        Answering(
            "How many children came on the wettest day of last summer?",
            "61, on 7 August, on all four sites together.",
            "Faint o blant ddaeth ar ddiwrnod gwlypaf yr haf diwethaf?",
            "61, ar 7 Awst, ar y pedwar safle gyda’i gilydd.",
        ),
    ),
)
WAITING = "Is there a fridge on the site by the canal?"


async def fill(org: Organisation, who: Mapping[str, Person], tender: Tender, today: date) -> None:
    """As a bidder finds it some days before the deadline."""
    co_op, company = who["bidder-co-op"], who["bidder-company"]
    with clock.frozen(at(today - timedelta(days=6), 10)):
        draft = await _begun(org, tender, co_op)
        whole = await _begun(org, tender, company)
        asked = [await ask(org, draft, text, co_op) for text, _said in QUESTIONS]
    with clock.frozen(at(today - timedelta(days=4), 16)):
        for question, (_text, said) in zip(asked, QUESTIONS, strict=True):
            await answer(org, question, said, who["procurement-lead"])
    with clock.frozen(at(today - timedelta(days=2), 20, 15)):
        await _save(org, draft, {"C1": True, "1.1": DAY, "SV1": VALLEY, "SV2": Decimal(4)})
        await ask(org, whole, WAITING, company)
    with clock.frozen(at(today - timedelta(days=1), 11, 40)):
        await _save(
            org,
            whole,
            {
                "C1": True,
                "1.1": "A day by the hour is in our handbook, which we follow on every site.",
                "1.2": "A worker of their own for each child who needs one, agreed with parents.",
                "SV1": "We advertise every post in the valley first.",
                "SV2": Decimal(2),
                "SV3": Decimal(120),
                "3": Decimal(296_400),
            },
        )
        found = await Bid.one(org, id=whole.id)
        edition = await edition_in_force(tender)
        stated = {"true_and_complete": True, "grounds_may_apply": False, "explained": ""}
        paper = paper_of(tender, edition, draft_of(found), stated)
        await hand_in(org, found, paper, Way.ONLINE, company)


async def _begun(org: Organisation, tender: Tender, person: Person) -> Bid:
    return await begin_bid(org, tender, (await bidder_of(person, org))[0], person)


async def _save(org: Organisation, bid: Bid, said: Mapping[str, bool | str | Decimal]) -> None:
    for code, one in said.items():
        if isinstance(one, bool):
            answered = Answered(yes=one)
        elif isinstance(one, str):
            answered = Answered(text=one)
        else:
            answered = Answered(figure=one)
        await save_answer(org, bid, 1, code, answered, None)
