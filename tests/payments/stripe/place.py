"""What the tests of Stripe share: a place, the passing of days, webhooks carried by hand."""

import contextlib
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import httpx2

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock, jobs
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import account_for, balances, check_books
from coopcouncil.members.models import Member
from coopcouncil.organisations.kinds import Role
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.models import Charge
from coopcouncil.payments.stripe.actions.accounts import keep_account
from coopcouncil.payments.stripe.models import StripeAccount, StripeMandate
from coopcouncil.simulator.hooks import signature
from coopcouncil.simulator.shapes import Thing
from coopcouncil.simulator.world import add_account
from tests.make import make_member, make_officer, make_person
from tests.pageclient import Pages
from tests.payments.till import make_charge, make_till
from tests.simulator.running import Running

SECRET = "whsec_for_tests"
# A Monday of a month without bank holidays.
MONDAY = datetime(2026, 6, 1, 9, tzinfo=UTC)


@dataclass
class Place:
    """One organisation with Stripe, one member, one treasurer."""

    sim: Running
    client: Pages
    org: Organisation
    account: StripeAccount
    member: Member
    person: Person
    treasurer: Person

    @property
    def member_pages(self) -> Pages:
        return self.client.as_(self.person)

    @property
    def desk(self) -> Pages:
        return self.client.as_(self.treasurer)

    def path(self, rest: str) -> str:
        return f"/{self.org.slug}/{rest}"

    @contextlib.contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """Be at a moment, here and at the simulator."""
        with clock.frozen(moment):
            state = self.sim.world.state
            state["now"] = min(state["now"] or 0, int(moment.timestamp())) or int(
                moment.timestamp()
            )
            self.sim.world.advance(int(moment.timestamp()))
            try:
                yield
            finally:
                state["now"] = None

    async def send(self, body: bytes, header: str) -> httpx2.Response:
        """A webhook as it comes over the wire."""
        transport = httpx2.ASGITransport(app=self.client.app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as wire:
            return await wire.post(
                "/webhooks/stripe", content=body, headers={"stripe-signature": header}
            )

    async def deliver(self, times: int = 1, backwards: bool = False) -> int:
        """Carry every webhook over that waits at the simulator, and do the jobs; how many."""
        carried = 0
        while True:
            self.sim.world.run_due()
            waiting = [one[3] for one in self.sim.hooks.waiting]
            self.sim.hooks.waiting.clear()
            ours = [one for one in waiting if one["account"] == self.account.account_id]
            if not ours:
                await jobs.run_jobs()
                return carried
            for event in reversed(ours) if backwards else ours:
                for _each in range(times):
                    body = json.dumps(event).encode()
                    answer = await self.send(
                        body, signature(body, SECRET, int(clock.now().timestamp()))
                    )
                    assert answer.status_code == 200, answer.text
                carried += 1
            await jobs.run_jobs()

    def lose(self) -> int:
        """Every webhook that waits is lost."""
        self.sim.world.run_due()
        lost = len(self.sim.hooks.waiting)
        self.sim.hooks.waiting.clear()
        return lost

    async def owes(self, pence: int = 500, due_on: date | None = None, text: str = "") -> Charge:
        """The member owes another sum."""
        return await make_charge(
            self.org,
            self.member,
            pence,
            due_on or clock.today(),
            text=text or "Subscription",
            on=clock.today(),
        )

    async def mandate(self, number: str = "00012345") -> StripeMandate:
        """The member gives a Direct Debit mandate on the pages."""
        page = await self.member_pages.post(self.path(f"pay/{self.member.id}/set-up/direct-debit"))
        assert page.status == 303, page.text
        row = await StripeMandate.within(self.org).order_by("-id").first()
        assert row is not None
        assert row.session_url is not None
        fill_in(
            row.session_url,
            kind="bacs_debit",
            name="Ada Lovell",
            sort_code="108800",
            account_number=number,
        )
        await self.deliver()
        return await StripeMandate.one(self.org, id=row.id)

    async def sums(self) -> tuple[int, int, int]:
        """Owed by members, on its way from Stripe, in the bank; after the books were checked."""
        assert not (await check_books(self.org)).wrong
        found = await balances(self.org, date(2100, 1, 1))
        return (
            found.get((await account_for(self.org, Purpose.OWED_BY_MEMBERS)).id, 0),
            found.get((await account_for(self.org, Purpose.STRIPE_CLEARING)).id, 0),
            found.get((await account_for(self.org, Purpose.BANK)).id, 0),
        )

    def stripes(self) -> Thing:
        """The same from Stripe's side."""
        found: Thing = self.sim.control("sums", account=self.account.account_id)
        return found


async def make_place(sim: Running, client: Pages) -> Place:
    """An organisation with an account that is its own."""
    org = await make_till()
    account_id = f"acct_Sim{org.id:08}x{len(sim.world.state['accounts'])}"
    add_account(sim.world, account_id, org.name)
    treasurer = await make_officer(org, Role.TREASURER, "Nia Rees")
    account = await keep_account(org, account_id, treasurer, ready=True)
    entry = await make_member(org, "Ada Lovell", email=f"ada-{org.id}@home.example")
    return Place(
        sim,
        client,
        org,
        account,
        await Member.one(org, id=entry.member_id),
        await make_person("Ada Lovell", f"ada-{org.id}@home.example"),
        treasurer,
    )


def fill_in(address: str, **typed: str) -> str:
    """Fill a page of Stripe's in; where one ends, or what it says."""
    body = urllib.parse.urlencode(typed).encode()
    request = urllib.request.Request(address, body)
    opener = urllib.request.build_opener(_Stay)
    try:
        with opener.open(request, timeout=20) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as answer:
        if answer.code in (302, 303):
            return str(answer.headers["location"])
        return str(answer.read().decode())


class _Stay(urllib.request.HTTPRedirectHandler):
    """Does not follow: the site is not on a port in these tests."""

    def redirect_request(self, *args: Any, **kw: Any) -> None:
        return None
