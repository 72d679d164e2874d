"""Recording what happens to holdings, and the register's figures with it.

Every event belongs to a change-set of the register: it is recorded under the register's lock,
at the register's strictly increasing time. Before that transaction ends, the figures `shares`
and `amount_paid` of everyone concerned say what their holdings come to, day by day.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.members.kinds import Kind
from coopcouncil.members.recording import Entry, Recording, current_periods, recording
from coopcouncil.members.rules import Period, at, in_register
from coopcouncil.organisations.models import Organisation
from coopcouncil.shares.models import EventKind, ShareEvent, ShareHolding, ShareKind
from coopcouncil.shares.reads import events_of, happened, holdings_ever_of
from coopcouncil.shares.rules.refusals import NotInRegister, NotToday, TakeOverFirst, Unsound
from coopcouncil.shares.rules.replay import first_unsound, totals

RECORDED: list[Callable[[Organisation, ShareEvent, Person | None], Awaitable[None]]] = []
"""Filled in `told.py`: what an event means to a higher slice, in the same transaction."""


class ShareBook:
    """A change-set of shares under way."""

    def __init__(self, book: Recording, by: Person | None) -> None:
        self.book, self.org, self.by = book, book.org, by
        self.recorded_at = book.change_set.recorded_at
        self._touched: dict[int, date] = {}

    async def new_holding(
        self, kind: ShareKind, nominal: int, split_from: ShareHolding | None = None
    ) -> ShareHolding:
        """A holding under the next number."""
        last = await ShareHolding.within(self.org).order_by("-number").first()
        return await ShareHolding.create(
            organisation=self.org,
            number=last.number + 1 if last else 1,
            kind=kind,
            nominal=nominal,
            split_from=split_from,
        )

    async def add(
        self,
        holding: ShareHolding,
        kind: EventKind,
        on: date,
        *,
        shares: int = 0,
        paid: int = 0,
        amount: int = 0,
        holder: int | None = None,
        due_on: date | None = None,
        minute: str = "",
        reason: str = "",
        reverses: ShareEvent | None = None,
    ) -> ShareEvent:
        """One event; refused where the holding would no longer add up on some day."""
        event = await ShareEvent.create(
            organisation=self.org,
            holding=holding,
            change_set=self.book.change_set,
            kind=kind,
            holder_id=holder,
            shares=shares,
            paid=paid,
            amount=amount,
            effective_on=on,
            recorded_at=self.recorded_at,
            due_on=due_on,
            minute=minute,
            reason=reason,
            reverses=reverses,
        )
        since = min(on, reverses.effective_on) if reverses else on
        self._touched[holding.id] = min(since, self._touched.get(holding.id, since))
        await audit.record(
            self.org.id,
            self.by.id if self.by else None,
            f"recorded shares {kind.value}",
            f"share-holding:{holding.id}",
            event=event.id,
            pence=amount,
        )
        for told in RECORDED:
            await told(self.org, event, self.by)
        return event

    async def history(self, member_id: int) -> tuple[Period, ...]:
        """What the register says of a member, as known now."""
        found = await current_periods(self.book.connection, [member_id])
        return tuple(found.get(member_id, {}).values())

    async def is_member(self, member_id: int, on: date) -> Period:
        """What the register says of a member on the day; refused where it knows none."""
        history = await self.history(member_id)
        if not history or on < history[0].valid_from:
            raise NotInRegister(on)
        period = at(history, on)
        if not in_register(period.facts, on):
            raise NotInRegister(on)
        return period

    async def has_numbers(self, member_id: int, on: date) -> None:
        """Refuse to add to a figure in the register that no holdings stand behind."""
        history = await self.history(member_id)
        figure = at(history, on).facts["shares"] if history else None
        if figure is None:
            return
        events = await events_of(self.org, await holdings_ever_of(self.org, member_id))
        (_on, total), *_rest = totals(events, member_id, [on])
        if total.shares != figure:
            raise TakeOverFirst(int(figure))

    async def bring_register_into_line(self) -> None:
        """Write what the holdings come to into the register, from the first day that differs."""
        holders: dict[int, date] = {}
        for holding_id, since in self._touched.items():
            rows = await ShareEvent.within(self.org).filter(holding_id=holding_id).order_by("id")
            nominal = (await ShareHolding.within(self.org).get(id=holding_id)).nominal
            wrong = first_unsound([happened(row) for row in rows], nominal)
            if wrong is not None:
                raise Unsound(wrong)
            for row in rows:
                if row.holder_id is not None:
                    holders[row.holder_id] = min(since, holders.get(row.holder_id, since))
        lines: list[Entry] = []
        for member, since in sorted(holders.items()):
            lines += await self._lines(member, since)
        if lines:
            await self.book.write(lines)

    async def _lines(self, member: int, since: date) -> list[Entry]:
        events = await events_of(self.org, await holdings_ever_of(self.org, member))
        days = {e.effective_on for e in events if e.effective_on >= since} | {since}
        history = await self.history(member)
        lines: list[Entry] = []
        for on, total in totals(events, member, days):
            nothing_yet = not total.shares and not total.paid
            if not history or on < history[0].valid_from:
                if nothing_yet:
                    continue
                raise NotInRegister(on)
            facts = at(history, on).facts
            same = (facts["shares"], facts["amount_paid"]) == (total.shares, total.paid)
            unknown = facts["shares"] is None and facts["amount_paid"] is None and nothing_yet
            # From the first line on all the later days are said again: they inherit from it.
            if lines or not (same or unknown):
                figures = {"shares": total.shares, "amount_paid": total.paid}
                lines.append(Entry(member, on, figures, self.book.change_set.reason))
        return lines


@asynccontextmanager
async def keeping(org: Organisation, reason: str, by: Person | None) -> AsyncIterator[ShareBook]:
    """One change-set of shares; the register follows before it commits."""
    async with recording(org, Kind.CHANGE, reason, by) as book:
        shares = ShareBook(book, by)
        yield shares
        await shares.bring_register_into_line()


def has_come(on: date) -> None:
    """Refuse a day in the future: what has not happened is not recorded."""
    if on > clock.today():
        raise NotToday
