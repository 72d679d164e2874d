"""The weather: what each day brings, and the calm after it."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
import urllib.parse
from datetime import date, timedelta
from typing import Any

from tortoise import connections

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
        """The whole year; what was found at its end."""
        self.began = began = time.perf_counter()
        config = settings.use(settings.load(self.environment))
        assert config.stripe_is_simulated
        real, clock.now = clock.now, self.clock.now
        try:
            self.clock.set(at(FIRST))
            self.begin("stripe", "-m", "coopcouncil", "simulator", "--still", "--until-alone",
                       "--port", str(self.stripe_port))  # fmt: skip
            await answering(self.stripe_port)
            await populate(self)
            self.control("faults", doubled=DOUBLED, lost=LOST, shuffled=True, chances=CHANCES)
            await self.begin_site()
            self._plan_kill()
            day = FIRST
            last = month_after(FIRST, self.months)
            while day < last:
                await self._day(day)
                day += timedelta(days=1)
            await self._calm(day)
            found = await account_for_everything(self)
        finally:
            for process in self.processes.values():
                process.kill()
                process.wait()
            clock.now = real
        return {**found, **self.counts, "seconds": round(time.perf_counter() - began)}

    # Days

    async def _day(self, day: date) -> None:
        self._set(day)
        if day.day == 1:
            await self._charge(day)
        if day.day in (1, 2, 4, 7, 10, 13):
            await jobs.enqueue("stripe-plan", {"org": self.org.id}, self.org.id)
        await self._settle_down(storm=True)
        if day.day in (24, 27):
            await self._pay_by_hand()
            await self._settle_down(storm=True)
        if day.day == 26:
            await self._refund_some()
        # Nightly in an installation; here every other night, so that the storm is over some day.
        if day.day % 2 == 0:
            await jobs.enqueue("stripe-sweep", {"account": self.account.id}, self.org.id)
            await self._settle_down(storm=True)
        if day.day == 1 or day.day % 10 == 0:
            passed = round(time.perf_counter() - self.began)
            print(
                f"{day} after {passed} s, {self.counts['kills']} kills", file=sys.stderr, flush=True
            )

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
        owing = await Charge.within(self.org).filter(due_on__lte=today).order_by("id")
        members = sorted({one.member_id for one in owing if one.owed})
        for member_id in members:
            if self.dice.random() < 0.4:
                continue
            member = await Member.one(self.org, id=member_id)
            charges = await open_charges(self.org, member_id)
            charges = [one for one in charges if one.due_on <= today]
            try:
                row = await begin_page(self.org, member, charges, saves_card=False, by=None)
                there = await open_page(self.org, row, "Subscriptions", "http://localhost/", "en")
            except Refused:
                self.counts["pages refused"] += 1
                continue
            self.counts["pages opened"] += 1
            card = self.dice.choice(CARDS)
            if self.dice.random() < 0.1:
                continue
            await asyncio.to_thread(self._fill_in, there, card)

    def _fill_in(self, there: str, card: str) -> None:
        answer = post(there, kind="card", number=card)
        if "/challenge/" in answer:
            said = "yes" if self.dice.random() < 0.8 else "no"
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

    async def _settle_down(self, storm: bool) -> None:
        """Deliver and do everything that is due, in the middle of which the server may die."""
        quiet = 0
        while quiet < 2:
            told = await asyncio.to_thread(self.control, "deliver", most=200)
            waiting = await self._jobs_due()
            if told["delivered"] or waiting:
                quiet = 0
                if storm and time.perf_counter() > self.next_kill:
                    await self._kill()
                if storm and self.dice.random() < 0.05:
                    self.control("faults", lose_answers=1)
                await asyncio.sleep(0.15 if waiting and not told["delivered"] else 0.01)
            else:
                quiet += 1
        assert self.processes["site"].poll() is None, "the server died by itself"

    async def _jobs_due(self) -> int:
        [row] = await connections.get("default").execute_query_dict(
            "SELECT count(*) AS n FROM job WHERE died_at IS NULL AND execute_after <= $1",
            [clock.now()],
        )
        return int(row["n"])

    async def _kill(self) -> None:
        site = self.processes["site"]
        site.send_signal(signal.SIGKILL)
        site.wait()
        self.counts["kills"] += 1
        await self.begin_site()
        self._plan_kill()

    def _plan_kill(self) -> None:
        more = self.kill_every and self.counts["kills"] < self.most_kills
        wait = self.kill_every * self.dice.uniform(0.3, 1.7) if more else 1e9
        self.next_kill = time.perf_counter() + wait

    async def _calm(self, day: date) -> None:
        """The weather ends; what is on its way arrives; what was lost is found."""
        self.control(
            "faults", doubled=0, lost=0, shuffled=False, lose_answers=0,
            chances=dict.fromkeys(CHANCES, 0.0),
        )  # fmt: skip
        for step in range(1, 46, 4):
            self._set(day + timedelta(days=step))
            await jobs.enqueue("stripe-sweep", {"account": self.account.id}, self.org.id)
            await self._settle_down(storm=False)
