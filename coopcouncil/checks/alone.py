"""Whether one person is enough, and what makes it two."""

from collections.abc import Collection
from datetime import timedelta

from coopcouncil.accounts.models import Person
from coopcouncil.checks.kinds import CheckKind, Why
from coopcouncil.checks.reads import alone_by, alone_lately
from coopcouncil.checks.rules import BY_OFFICER, may_go_alone, may_go_on_alone
from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.members.reads import members_behind
from coopcouncil.organisations.models import Organisation, rulebook_on

SPLIT_WINDOW = timedelta(days=30)
"""How far back what one person did alone counts toward the sum that needs two."""


async def why_two(
    org: Organisation,
    kind: CheckKind,
    amount: Money,
    by: Person | None,
    *,
    member: Member | None = None,
    others: Collection[int] = (),
) -> Why | None:
    """What asks for a second person, if anything does: it concerns who does it; it reaches the sum
    of the rules, by itself or with what was done alone for the same members in thirty days; or
    this officer has done as much alone, for whomever, as one may."""
    rules = (await rulebook_on(org, clock.today())).rules
    concerned = {*others, member.id} if member is not None else {*others}
    if by is not None and concerned and concerned & await members_behind(by, org):
        return Why.OWN
    if not may_go_alone(rules, kind, amount):
        return Why.SUM
    since = clock.now() - SPLIT_WINDOW
    if by is not None and kind in BY_OFFICER:
        # Before the lock of the member: of one officer's two tabs the second waits here.
        await lock("done-alone", f"{org.id}:{kind.value}:by:{by.id}")
    # What was done alone for the same people lately counts with it: else a large sum goes in parts.
    whom = sorted(concerned) if concerned else [by.id if by else 0]
    await lock("done-alone", f"{org.id}:{kind.value}:{whom[0]}")
    lately = await alone_lately(org, kind, concerned, by, since)
    if not may_go_alone(rules, kind, Money(abs(amount.pence)) + lately):
        return Why.PARTS
    # And for others: else it goes in small sums to many.
    if by is not None and kind in BY_OFFICER:
        together = Money(abs(amount.pence)) + await alone_by(org, kind, by, since)
        if not may_go_on_alone(rules, kind, together):
            return Why.OFFICER
    return None
