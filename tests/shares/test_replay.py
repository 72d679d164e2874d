"""Any sequence of deeds, late ones and reversals among them, against a plain replay."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tortoise.transactions import in_transaction

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.members.reads import entry_of
from coopcouncil.organisations.models import Organisation
from coopcouncil.shares.actions.allotting import allot, apply
from coopcouncil.shares.actions.holding import cancel, pay, reverse, transfer
from coopcouncil.shares.models import EventKind, ShareEvent, ShareHolding, ShareKind
from coopcouncil.shares.reads import events_of, held_on, state_of
from coopcouncil.shares.rules.replay import held
from tests.make import make_member
from tests.shares.building import make_society

pytestmark = pytest.mark.anyio
START = date(2024, 1, 1)
DAYS = st.integers(0, 12).map(lambda n: START + timedelta(days=30 * n))


def deeds_of(verbs: list[str], least: int, most: int):
    deed = st.tuples(st.sampled_from(verbs), st.integers(0, 2), st.integers(1, 40), DAYS)
    return st.lists(deed, min_size=least, max_size=most)


# First something to do it with: else most of what is drawn is refused.
DEEDS = st.tuples(
    deeds_of(["allot"], 1, 2),
    deeds_of(["pay"], 1, 2),
    deeds_of(["allot", "pay", "pass", "pass", "cancel", "reverse"], 2, 6),
).map(lambda parts: [deed for part in parts for deed in part])


class RolledBack(Exception):
    """The end of one example."""


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(deeds=DEEDS)
async def test_holdings_and_register_are_what_a_replay_gives(db: None, deeds) -> None:
    with clock.frozen(clock.london(date(2026, 1, 1))):
        org = await make_society(par_maximum=500)
        people = [
            (await make_member(org, name)).member_id
            for name in ("Ada Lovell", "Bob Nye", "Cai Rees")
        ]
        try:
            async with in_transaction():
                await _live(org, people, deeds)
                raise RolledBack
        except RolledBack:
            pass


async def _live(org: Organisation, people: list[int], deeds) -> None:
    moments = [clock.now()]
    said: list[tuple[date, datetime, object]] = []
    for verb, who, number, on in deeds:
        # A refusal leaves nothing behind: neither an event nor a line of the register.
        before = await ShareEvent.within(org).count()
        try:
            await _do(org, people, verb, who, number, on)
        except Refused:
            assert await ShareEvent.within(org).count() == before
            continue
        last = await ShareEvent.within(org).order_by("-id").first()
        if last is None:
            continue
        moments.append(last.recorded_at)
        said.append((on, last.recorded_at, await _said(org, on, last.recorded_at)))
    holdings = [one.id for one in await ShareHolding.within(org)]
    events = await events_of(org, holdings)
    for known in moments:
        for on in sorted({e.effective_on for e in events}):
            replayed = {
                key: (one.holder, one.shares, one.paid)
                for key, one in held(events, on, known).items()
            }
            assert await _said(org, on, known) == replayed
            for member in people:
                entry = await entry_of(org, member, on, known)
                own = [state for state in replayed.values() if state[0] == member]
                figures = (entry.shares or 0, entry.amount_paid or 0) if entry else (0, 0)
                assert figures == (sum(own_[1] for own_ in own), sum(own_[2] for own_ in own))
    # What was said before later entries were made is said still.
    for on, known, answer in said:
        assert await _said(org, on, known) == answer


async def _said(org, on, known):
    rows = await held_on(org, on, known, empty_too=True, limit=None)
    return {row.id: (row.holder_id, row.shares, row.paid) for row in rows}


async def _do(org, people, verb, who, number, on) -> None:
    member = await Member.one(org, id=people[who])
    if verb == "allot":
        kind = (ShareKind.PAR, ShareKind.TRANSFERABLE)[number % 2]
        asked = await apply(org, member, kind, number, on, by=None)
        await allot(org, asked, on, minute="", by=None)
        return
    if verb == "reverse":
        rows = await ShareEvent.within(org).exclude(kind=EventKind.REVERSED).order_by("id")
        if rows:
            await reverse(org, rows[number % len(rows)], reason="In error", by=None)
        return
    holdings = await ShareHolding.within(org).order_by("id")
    if not holdings:
        return
    holding = holdings[number % len(holdings)]
    there = await state_of(holding, on)
    if verb == "pay":
        owed = there.due if there else Money(100)
        await pay(org, holding, owed if number % 3 else Money(100 * number), on, by=None)
    elif verb == "pass":
        shares = there.shares if there and number % 2 else number
        await transfer(org, holding, member, shares, on, by=None)
    else:
        await cancel(org, holding, on, minute="", reason="Left", by=None)
