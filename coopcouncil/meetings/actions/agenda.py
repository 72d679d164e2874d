"""The agenda: items added, changed, moved and removed; papers attached."""

from dataclasses import dataclass

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.ballots.models import Ballot
from coopcouncil.kernel import audit, clock, files
from coopcouncil.kernel.i18n import translator
from coopcouncil.meetings.actions.calling import subject
from coopcouncil.meetings.models import (
    AgendaItem,
    AgendaPaper,
    ItemKind,
    Meeting,
    PaperLanguage,
)
from coopcouncil.meetings.reads import cancellation_of
from coopcouncil.meetings.rules.papers import content_type, plain_name
from coopcouncil.meetings.rules.preparing import (
    MOST_ITEMS,
    MOST_PAPERS,
    AlreadyPrepared,
    TooManyItems,
    TooManyPapers,
    may_prepare,
)
from coopcouncil.meetings.rules.usual import usual_items
from coopcouncil.organisations.models import Organisation


@dataclass(frozen=True)
class ItemDraft:
    """An item as its form has it."""

    kind: ItemKind
    title: str
    title_cy: str
    text: str
    text_cy: str
    majority: str = ""
    ballot: Ballot | None = None


@dataclass(frozen=True)
class PaperDraft:
    """A paper as its form has it."""

    name: str
    data: bytes
    title: str
    title_cy: str
    language: PaperLanguage


async def add_item(
    org: Organisation, meeting: Meeting, draft: ItemDraft, *, by: Person
) -> AgendaItem:
    """Put an item at the end of the agenda."""
    async with in_transaction():
        await _preparing(meeting)
        count = await AgendaItem.of(meeting).count()
        if count >= MOST_ITEMS:
            raise TooManyItems
        item = await AgendaItem.create(meeting=meeting, place=count + 1, **vars(draft))
        await audit.record(
            org.id, by.id, "added agenda item", subject(meeting), item=item.id, title=item.title
        )
    return item


async def add_usual_items(org: Organisation, meeting: Meeting, *, by: Person) -> None:
    """Fill an empty agenda with what an annual general meeting usually does."""
    async with in_transaction():
        await _preparing(meeting)
        if await AgendaItem.of(meeting).exists():
            raise AlreadyPrepared
        english, welsh = usual_items(translator("en")), usual_items(translator("cy"))
        for place, (en, cy) in enumerate(zip(english, welsh, strict=True), 1):
            await AgendaItem.create(
                meeting=meeting,
                place=place,
                kind=ItemKind(en.kind),
                title=en.title,
                title_cy=cy.title,
                majority=en.majority,
            )
        await audit.record(org.id, by.id, "added usual items", subject(meeting))


async def change_item(
    org: Organisation, meeting: Meeting, item: AgendaItem, draft: ItemDraft, *, by: Person
) -> None:
    """Write an item anew."""
    async with in_transaction():
        await _preparing(meeting)
        item.update_from_dict(vars(draft))
        await item.save()
        await audit.record(
            org.id, by.id, "changed agenda item", subject(meeting), item=item.id, title=item.title
        )


async def move_item(
    org: Organisation, meeting: Meeting, item: AgendaItem, by_places: int, *, by: Person
) -> None:
    """Up (-1) or down (1) the agenda; at its end, nothing."""
    async with in_transaction():
        await _preparing(meeting)
        order = await AgendaItem.of(meeting).order_by("place", "id")
        at = next(place for place, each in enumerate(order) if each.id == item.id)
        to = min(max(at + by_places, 0), len(order) - 1)
        if to == at:
            return
        order.insert(to, order.pop(at))
        await _renumber(order)
        await audit.record(
            org.id, by.id, "moved agenda item", subject(meeting), item=item.id, place=to + 1
        )


async def remove_item(org: Organisation, meeting: Meeting, item: AgendaItem, *, by: Person) -> None:
    """Take an item off the agenda, with its papers."""
    async with in_transaction():
        await _preparing(meeting)
        await AgendaPaper.of(meeting).filter(item_id=item.id).delete()
        await item.delete()
        await _renumber(await AgendaItem.of(meeting).order_by("place", "id"))
        await audit.record(
            org.id, by.id, "removed agenda item", subject(meeting), item=item.id, title=item.title
        )


async def attach_paper(
    org: Organisation, meeting: Meeting, item: AgendaItem, draft: PaperDraft, *, by: Person
) -> AgendaPaper:
    """Attach a document to an item."""
    kind, name = content_type(draft.name, draft.data), plain_name(draft.name)
    stored = await files.put(org.id, name, kind, draft.data)
    async with in_transaction():
        await _preparing(meeting)
        count = await AgendaPaper.of(meeting).filter(item_id=item.id).count()
        if count >= MOST_PAPERS:
            raise TooManyPapers
        paper = await AgendaPaper.create(
            meeting=meeting,
            item=item,
            file=stored,
            title=draft.title or name,
            title_cy=draft.title_cy,
            language=draft.language,
            place=count + 1,
        )
        await audit.record(
            org.id,
            by.id,
            "attached paper",
            subject(meeting),
            item=item.id,
            paper=paper.id,
            sha256=stored.sha256,
        )
    return paper


async def remove_paper(
    org: Organisation, meeting: Meeting, paper: AgendaPaper, *, by: Person
) -> None:
    """Take a paper off its item. Its bytes stay while a notice that went out names them."""
    async with in_transaction():
        await _preparing(meeting)
        await paper.delete()
        await audit.record(
            org.id, by.id, "removed paper", subject(meeting), item=paper.item_id, paper=paper.id
        )


async def _preparing(meeting: Meeting) -> None:
    await meeting.lock()
    may_prepare(await cancellation_of(meeting) is not None, meeting.starts_at, clock.now())


async def _renumber(order: list[AgendaItem]) -> None:
    for place, item in enumerate(order, 1):
        if item.place != place:
            item.place = place
            await item.save(update_fields=["place"])
