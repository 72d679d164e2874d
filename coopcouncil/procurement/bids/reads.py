"""What is asked of bids. Only this module gives other parts what a bid says, once it is opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.models import (
    Answer,
    AnswerFile,
    Bid,
    BidsOpened,
    Offer,
    Question,
    Submission,
    Supplier,
    SupplierPerson,
)
from coopcouncil.procurement.bids.rules.answers import Asked
from coopcouncil.procurement.bids.sealed import file_bytes
from coopcouncil.procurement.kinds import BidState
from coopcouncil.procurement.tenders.models import Criterion, Lot, Tender
from coopcouncil.procurement.tenders.reads import leaves_of, lots_of


@dataclass(frozen=True)
class OpenedOffer:
    """An offer with its answers by criterion code, and the files that go with it."""

    offer: Offer
    bid: Bid
    answers: Mapping[str, Answer]
    files: tuple[AnswerFile, ...]

    @property
    def label(self) -> str:
        """By which evaluators know it."""
        return self.bid.label

    @property
    def supplier(self) -> Supplier:
        """Whose it is: not for evaluators where names are hidden."""
        return self.bid.supplier

    @property
    def is_excluded(self) -> bool:
        """Whether it was left out of this lot."""
        return self.offer.excluded_at is not None


async def bidder_of(person: Person | None, org: Organisation) -> list[Supplier]:
    """The suppliers that the person acts for here, by name."""
    if person is None:
        return []
    rows = (
        await SupplierPerson.within(org)
        .filter(person_id=person.id, ended_at=None)
        .select_related("supplier")
    )
    return sorted((row.supplier for row in rows), key=lambda one: (one.name.lower(), one.id))


async def acts_for_somebody(person: Person, org: Organisation) -> bool:
    """Whether the person acts for any supplier here."""
    return await SupplierPerson.within(org).filter(person_id=person.id, ended_at=None).exists()


async def people_of_supplier(org: Organisation, supplier: Supplier) -> list[SupplierPerson]:
    """Who acts for a supplier now."""
    found = SupplierPerson.within(org).filter(supplier_id=supplier.id, ended_at=None)
    return await found.select_related("person").order_by("id")


async def emails_of_supplier(org: Organisation, supplier_id: int) -> list[str]:
    """Where those who act for a supplier now are written to."""
    acting = SupplierPerson.within(org).filter(supplier_id=supplier_id, ended_at=None)
    people = [one.person_id for one in await acting.order_by("id")]
    first: dict[int, str] = {}
    for one in await EmailAddress.filter(person_id__in=people).order_by("id"):
        first.setdefault(one.person_id, one.address)
    return [first[person] for person in people if person in first]


async def asked_of(tender: Tender, language: str, lots: Sequence[Lot] = ()) -> list[Asked]:
    """Every question of every lot (or of these), in order, in the reader's language."""
    asked = []
    for lot in lots or await lots_of(tender):
        for node in await leaves_of(tender, lot):
            asked.append(_asked(lot, node.criterion, language))
    return asked


def _asked(lot: Lot, one: Criterion, language: str) -> Asked:
    measure = one.measure if one.measure_id else None
    is_welsh = language == "cy"
    return Asked(
        lot=lot.number,
        code=one.code,
        kind=one.kind,
        title=one.titled(language),
        question=(one.question_cy if is_welsh else "") or one.question,
        unit=((measure.unit_cy if is_welsh else "") or measure.unit) if measure else "",
        evidence=((measure.evidence_cy if is_welsh else "") or measure.evidence) if measure else "",
        words_limit=one.words_limit,
        files_allowed=one.files_allowed,
    )


async def bids_of(org: Organisation, tender: Tender, *states: BidState) -> list[Bid]:
    """The bids of a tender (in these states) with their suppliers, by the supplier's name: of
    what they say nothing."""
    found = Bid.within(org).filter(tender_id=tender.id).select_related("supplier")
    if states:
        found = found.filter(state__in=states)
    return await found.order_by("supplier__name", "id")


async def submissions_of(org: Organisation, *bids: Bid) -> dict[int, list[Submission]]:
    """What was handed in, by bid, the first first."""
    numbers = [bid.id for bid in bids]
    rows = await Submission.within(org).filter(bid_id__in=numbers).order_by("received_at", "id")
    found: dict[int, list[Submission]] = {bid.id: [] for bid in bids}
    for row in rows:
        found[row.bid_id].append(row)
    return found


def counting(bid: Bid, submissions: Sequence[Submission]) -> Submission | None:
    """Which of them counts: the last in time; of a late bid that was let in, the last."""
    if bid.state in (BidState.DRAFT, BidState.WITHDRAWN):
        return None
    in_time = [one for one in submissions if not one.is_late]
    if bid.state is BidState.LATE or bid.let_in_because:
        return submissions[-1] if submissions else None
    return in_time[-1] if in_time else None


async def offers_of(org: Organisation, lot: Lot, excluded: bool = True) -> list[OpenedOffer]:
    """The opened offers for a lot by label, with their answers; nothing before the opening.

    `excluded=False` leaves out those that were excluded.
    """
    rows = Offer.within(org).filter(lot_id=lot.id).select_related("bid__supplier")
    if not excluded:
        rows = rows.filter(excluded_at=None)
    offers = await rows.order_by("id")
    answers = (
        await Answer.within(org)
        .filter(offer_id__in=[one.id for one in offers])
        .select_related("criterion")
    )
    files = (
        await AnswerFile.within(org)
        .filter(bid_id__in=[one.bid_id for one in offers])
        .exclude(criterion_id=None)
        .select_related("criterion")
        .order_by("id")
    )
    by_offer: dict[int, dict[str, Answer]] = {one.id: {} for one in offers}
    for answer in answers:
        by_offer[answer.offer_id][answer.criterion.code] = answer
    found = [
        OpenedOffer(
            one,
            one.bid,
            by_offer[one.id],
            tuple(file for file in files if file.bid_id == one.bid_id),
        )
        for one in offers
    ]
    return sorted(found, key=lambda one: (len(one.label), one.label))


async def opened_file(org: Organisation, file: AnswerFile) -> bytes:
    """The bytes of a file that came with a bid that is opened."""
    bid = await Bid.one(org, id=file.bid_id)
    return await file_bytes(bid, file)


async def opening_of(org: Organisation, tender: Tender) -> BidsOpened | None:
    """The record of the opening."""
    found = BidsOpened.within(org).filter(tender_id=tender.id)
    return await found.select_related("first_officer", "second_officer").first()


async def answered_questions(org: Organisation, tender: Tender) -> list[Question]:
    """What was asked and is answered, for all: who asked is never among it."""
    found = Question.within(org).filter(tender_id=tender.id).exclude(answered_at=None)
    return await found.order_by("answered_at", "id")


async def cannot_judge(org: Organisation, tender: Tender, person: Person) -> bool:
    """Who acts for any supplier of the council judges none of its tenders."""
    return await acts_for_somebody(person, org)
