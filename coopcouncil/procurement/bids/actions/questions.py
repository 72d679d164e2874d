"""Clarification questions: asked by one, answered to all, and nobody learns who asked."""

from dataclasses import dataclass

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.actions.shared import beside_others, drafting
from coopcouncil.procurement.bids.models import Bid, Question
from coopcouncil.procurement.bids.rules.deadline import may_ask
from coopcouncil.procurement.bids.rules.paper import tidy
from coopcouncil.procurement.bids.rules.refusals import WelshMissing
from coopcouncil.procurement.bids.telling import address, bidders, tell
from coopcouncil.procurement.tenders.models import Edition, Tender
from coopcouncil.procurement.tenders.reads import is_bilingual


@dataclass(frozen=True)
class Answering:
    """The question as everybody reads it, without what would name the asker, and its answer."""

    question: str
    answer: str
    question_cy: str = ""
    answer_cy: str = ""


async def ask(org: Organisation, bid: Bid, text: str, by: Person) -> Question:
    """Ask, until the day that the notice says."""
    async with in_transaction():
        tender, found = await drafting(org, bid)
        may_ask(clock.now(), tender.questions_until, tender.closes_at)
        made = await Question.create(
            organisation=org,
            tender=tender,
            supplier_id=found.supplier_id,
            text=tidy(text),
            asked_at=clock.now(),
        )
        # Without the asker: the record of the organisation has more readers than the lead.
        await audit.record(org.id, None, "asked about a tender", f"tender:{tender.id}")
    return made


async def answer(org: Organisation, question: Question, said: Answering, by: Person) -> Question:
    """Answer to all at once; said again, the newer answer goes out to all as well."""
    async with in_transaction():
        tender = await beside_others(org, question.tender_id)
        found = await Question.one(org, id=question.id)
        if await is_bilingual(org) and not (said.question_cy and said.answer_cy):
            raise WelshMissing
        found.published_text, found.published_text_cy = said.question, said.question_cy
        found.answer, found.answer_cy = said.answer, said.answer_cy
        found.answered_at, found.answered_by = clock.now(), by
        await found.save()
        await audit.record(
            org.id, by.id, "answered bidders", f"tender:{tender.id}", question=found.id
        )
        await tell(
            org,
            await bidders(org, tender),
            "answered",
            tender,
            f"tender:{tender.id}",
            question={"en": said.question, "cy": said.question_cy},
            answer={"en": said.answer, "cy": said.answer_cy},
            link=address(org, "/bids"),
        )
    return found


async def tell_of_edition(org: Organisation, tender: Tender, edition: Edition) -> None:
    """The tender changed: every bidder is told why, and asked to look again and hand in again."""
    if edition.number == 1:
        return
    await tell(
        org,
        await bidders(org, tender),
        "changed",
        tender,
        f"tender:{tender.id}",
        edition=edition.number,
        because=edition.because,
        link=address(org, "/bids"),
    )
