"""The weather: what each day brings, and the calm after it."""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
import sys
import time
import urllib.parse
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from tortoise import connections
from tortoise.expressions import F

from bench.storm.accounting import account_for_everything
from bench.storm.network import answering, post
from bench.storm.place import CARDS, CHANCES, DOUBLED, FIRST, LOST, Place
from bench.storm.populating import populate
from bench.storm.sharedclock import at, month_after
from coopcouncil.kernel import clock, jobs
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.payments.actions.allocating import open_charges
from coopcouncil.payments.actions.charging import Draft, raise_charges
from coopcouncil.payments.actions.refunding import agree_refund, ask_refund
from coopcouncil.payments.kinds import ChargeKind, PaymentState
from coopcouncil.payments.models import Charge, Payment
from coopcouncil.payments.stripe.actions.paying import begin_page, open_page


class Storm(Place):
    """A place in bad weather."""

    async def run(self) -> dict[str, Any]:
        """The whole time; what was found at its end."""
        self.began = began = time.perf_counter()
        config = settings.use(settings.load(self.environment))
        assert config.stripe_is_simulated
        real, clock.now = clock.now, self.clock.now
        self.killer: asyncio.Task[None] | None = None
        try:
            self.clock.set(at(FIRST))
            self.begin("stripe", "-m", "coopcouncil", "simulator", "--still", "--until-alone",
                       "--port", str(self.stripe_port))  # fmt: skip
            await answering(self.stripe_port)
            with self.timed("populating"):
                await populate(self)
            self.control("faults", doubled=DOUBLED, lost=LOST, shuffled=True, chances=CHANCES)
            await self.begin_site()
            self.killer = asyncio.create_task(self._kill_at_random())
            done = 0
            while done < self.months and not self._is_late():
                day = month_after(FIRST, done)
                done += 1
                while day < month_after(FIRST, done):
                    await self._day(day)
                    day += timedelta(days=1)
            self.killer.cancel()
            await asyncio.gather(self.killer, return_exceptions=True)
            self.killer = None
            if self.processes["site"].poll() is not None:
                await self.begin_site()
            self.up.set()
            with self.timed("calm"):
                await self._calm(day)
            with self.timed("accounting"):
                found = await account_for_everything(self, done)
        finally:
            if self.killer:
                self.killer.cancel()
            for process in self.processes.values():
                process.kill()
                process.wait()
            clock.now = real
        took = round(time.perf_counter() - began)
        spent = {name: round(seconds, 1) for name, seconds in self.spent.items()}
        return {"members": self.members, "months": done, "seconds": took, "spent": spent,
                **found, **self.counts}  # fmt: skip

    def _is_late(self) -> bool:
        return time.perf_counter() - self.began > 60 * self.minutes

    @contextlib.contextmanager
    def timed(self, what: str) -> Iterator[None]:
        """What this takes is added up under a name."""
        began = time.perf_counter()
        yield
        self.spent[what] += time.perf_counter() - began

    # Days

    async def _day(self, day: date) -> None:
        with self.timed("the clock"):
            await asyncio.to_thread(self._set, day)
        if day.day == 1:
            with self.timed("charging"):
                await self._charge(day)
        if day.day in (1, 2, 4, 7, 10, 13):
            await jobs.enqueue("stripe-plan", {"org": self.org.id}, self.org.id)
        with self.timed("planning, asking, webhooks"):
            await self._settle_down()
        if day.day in (24, 27):
            with self.timed("pages"):
                await self._pay_by_hand()
                await self._settle_down()
        if day.day == 26:
            with self.timed("refunds"):
                await self._refund_some()
        # Nightly in an installation; here every other night, so that the storm is over some day.
        if day.day % 2 == 0:
            with self.timed("sweeps"):
                await jobs.enqueue("stripe-sweep", {"account": self.account.id}, self.org.id)
                await self._settle_down()
        if day.day == 1 or day.day % 10 == 0:
            self._say(day)

    def _say(self, day: date) -> None:
        passed = round(time.perf_counter() - self.began)
        kills = self.counts["kills"]
        print(f"{day} after {passed} s, {kills} kills", file=sys.stderr, flush=True)

    def _set(self, day: date) -> None:
        self.clock.set(at(day))
        self.control("clock", to=int(at(day).timestamp()))

    async def _charge(self, day: date) -> None:
        due = day + timedelta(days=14)
        drafts = [
            Draft(
                member,
                ChargeKind.SUBSCRIPTION,
                Money(500 + 50 * (member % 23)),
                due,
                "Subscription",
                source=f"storm:{day:%Y-%m}:{member}",
            )
            for member in self.ids
        ]
        for start in range(0, len(drafts), 1000):
            await raise_charges(self.org, drafts[start : start + 1000], by=None, on=day)
        self.counts["charged"] += len(drafts)

    async def _pay_by_hand(self) -> None:
        """Some of those who owe go to Stripe's page; some give up, some are declined first."""
        today = clock.today()
        owing = Charge.within(self.org).filter(
            due_on__lte=today, amount__gt=F("paid") + F("relieved")
        )
        members = sorted({one.member_id for one in await owing})
        lane = asyncio.Semaphore(4)

        async def go(member_id: int, card: str, gives_up: bool, is_sure: bool) -> None:
            async with lane:
                await self._go_to_page(member_id, card, gives_up, is_sure)

        # The dice are thrown before, so that the same storm is the same however fast it goes.
        await asyncio.gather(
            *(
                go(member, self.dice.choice(CARDS), self.dice.random() < 0.1,
                   self.dice.random() < 0.8)
                for member in members
                if self.dice.random() >= 0.4
            )
        )  # fmt: skip

    async def _go_to_page(self, member_id: int, card: str, gives_up: bool, is_sure: bool) -> None:
        member = await Member.one(self.org, id=member_id)
        charges = await open_charges(self.org, member_id)
        charges = [one for one in charges if one.due_on <= clock.today()]
        try:
            row = await begin_page(self.org, member, charges, saves_card=False, by=None)
            there = await open_page(self.org, row, "Subscriptions", "http://localhost/", "en")
        except Refused:
            self.counts["pages refused"] += 1
            return
        self.counts["pages opened"] += 1
        if not gives_up:
            await asyncio.to_thread(self._fill_in, there, card, is_sure)

    def _fill_in(self, there: str, card: str, is_sure: bool) -> None:
        answer = post(there, kind="card", number=card)
        if "/challenge/" in answer:
            said = "yes" if is_sure else "no"
            post(self.stripe + urllib.parse.urlsplit(answer).path, answer=said)

    async def _refund_some(self) -> None:
        settled = Payment.within(self.org).filter(state=PaymentState.SETTLED)
        since = clock.today() - timedelta(days=25)
        rows = await settled.filter(settled_on__gte=since, taken_back=0, refunded=0).order_by("id")
        for payment in rows:
            if self.dice.random() > 0.02:
                continue
            pence = payment.amount if self.dice.random() < 0.5 else payment.amount // 3
            try:
                asked = await ask_refund(
                    self.org, payment, Money(pence), "A wish", after=0, by=None
                )
                await agree_refund(self.org, asked, by=None)
                self.counts["refunds"] += 1
            except Refused:
                self.counts["refunds refused"] += 1

    async def _settle_down(self) -> None:
        """Deliver and do everything that is due, in the middle of which the server may die."""
        quiet = 0
        while quiet < 2:
            await self._up_again()
            told = await asyncio.to_thread(self.control, "deliver", most=400)
            waiting = await self._jobs_due()
            if told["delivered"] or waiting:
                quiet = 0
                if self.stormy and self.dice.random() < 0.05:
                    self.control("faults", lose_answers=1)
                if waiting and not told["delivered"]:
                    await self._skip_the_pause()
                    await asyncio.sleep(0.1)
            else:
                quiet += 1
        if self.up.is_set():
            assert self.processes["site"].poll() is None, "the server died by itself"

    async def _up_again(self) -> None:
        """Wait for the server; what hindered its new beginning ends the storm."""
        if self.killer is None or self.up.is_set():
            await self.up.wait()
            return
        up = asyncio.create_task(self.up.wait())
        await asyncio.wait([up, self.killer], return_when=asyncio.FIRST_COMPLETED)
        if not up.done():
            up.cancel()
            await self.killer
            raise RuntimeError("nobody begins the server again")

    async def _jobs_due(self) -> int:
        # What is under way has a lease that ends soon. No day passes in the middle of it: a batch
        # of calls would else take days, longer than Stripe keeps the keys of its calls.
        [row] = await connections.get("default").execute_query_dict(
            "SELECT count(*) AS n FROM job WHERE died_at IS NULL AND execute_after <= $1",
            [clock.now() + jobs.LEASE],
        )
        return int(row["n"])

    async def _skip_the_pause(self) -> None:
        """What failed is tried again after a pause; where nothing else is left to do, that time
        passes at once."""
        [row] = await connections.get("default").execute_query_dict(
            "SELECT min(execute_after) AS next, bool_and(trouble <> '') AS paused FROM job"
            " WHERE died_at IS NULL AND execute_after <= $1",
            [clock.now() + jobs.LEASE],
        )
        if row["paused"] and row["next"] > clock.now():
            self.clock.set(row["next"])
            now = int(self.clock.now().timestamp())
            await asyncio.to_thread(self.control, "clock", to=now)
            await connections.get("default").execute_script("NOTIFY job")

    async def _kill_at_random(self) -> None:
        """Kill the server whatever it does, webhooks on their way to it, and begin it again."""
        dice = random.Random(self.seed + 1)
        while self.kill_every and self.counts["kills"] < self.most_kills:
            await asyncio.sleep(self.kill_every * dice.uniform(0.3, 1.7))
            self.up.clear()
            site = self.processes["site"]
            site.send_signal(signal.SIGKILL)
            site.wait()
            self.counts["kills"] += 1
            # While it was away, the leases of what it had in hand ended.
            self.clock.set(self.clock.now() + jobs.LEASE + timedelta(seconds=1))
            now = int(self.clock.now().timestamp())
            await asyncio.to_thread(self.control, "clock", to=now)
            await self.begin_site()
            self.up.set()

    async def _calm(self, day: date) -> None:
        """The weather ends; what is on its way arrives; what was lost is found."""
        self.stormy = False
        self.control(
            "faults", doubled=0, lost=0, shuffled=False, lose_answers=0,
            chances=dict.fromkeys(CHANCES, 0.0),
        )  # fmt: skip
        for step in range(1, 46, 4):
            await asyncio.to_thread(self._set, day + timedelta(days=step))
            await jobs.enqueue("stripe-sweep", {"account": self.account.id}, self.org.id)
            await self._settle_down()
