"""A year of members' money in bad weather: `python -m bench.storm MEMBERS MONTHS [SECONDS]`.

An installation in a folder of its own, a simulator of Stripe as a process beside it, and a server
with its workers as another process, which is killed (-9) and begun again at random. Members owe
something each month; debits fail, fail late, are claimed back; cards are declined, challenged and
disputed; refunds come back, payouts too. Every webhook comes twice and out of its order, one in
fifty never; answers of calls are lost. At the end the books, Stripe's side, the bank's side and
each member's statement must agree to the penny, and nobody may have paid anything twice.

Days pass as fast as the work of each is done: all processes read one clock from a file. `rows()`
gives nothing: this is no measurement but a trial, and it says how long it took.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn
import uvloop
from tortoise import connections

from coopcouncil.app import make_app
from coopcouncil.demo.enrol import Joining, enrol
from coopcouncil.demo.names import people
from coopcouncil.kernel import clock, jobs
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.config import ROOT, SIMULATORS_KEY
from coopcouncil.kernel.db import connected, server, tortoise_config
from coopcouncil.kernel.db.upgrade import upgrade
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import open_books
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import account_for, balances, check_books
from coopcouncil.members.models import Member
from coopcouncil.organisations.actions import record_rules
from coopcouncil.organisations.kinds import LegalForm, Nation
from coopcouncil.organisations.models import Organisation
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.payments.actions.allocating import open_charges
from coopcouncil.payments.actions.charging import Draft, raise_charges
from coopcouncil.payments.actions.refunding import agree_refund, ask_refund
from coopcouncil.payments.kinds import ChargeKind, Method, PaymentState, TakenBack
from coopcouncil.payments.models import Charge, Payment, PaymentTakenBack
from coopcouncil.payments.stripe.actions.accounts import fresh_key, keep_account
from coopcouncil.payments.stripe.actions.events import EVENTS
from coopcouncil.payments.stripe.actions.paying import begin_page, open_page
from coopcouncil.payments.stripe.kinds import MandateKind, MandateState
from coopcouncil.payments.stripe.models import (
    StripeCustomer,
    StripeMandate,
    StripePayment,
    StripePayout,
)

FIRST = date(2027, 1, 1)
ACCOUNT = "acct_Storm0000000001"
SECRET = "whsec_storm"
CHANCES = {
    "bacs_fails": 0.04,
    "late_failure": 0.01,
    "indemnity_claim": 0.01,
    "card_declined": 0.05,
    "sca": 0.05,
    "card_dispute": 0.02,
    "payout_fails": 0.05,
}
DOUBLED, LOST = 100, 2
CARDS = ("4242424242424242", "4000002500003155", "4000002760003184", "4000000000009995")


# The clock that all processes read


class SharedClock:
    """A moment in a file, and the machine's time since it was set."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def set(self, moment: datetime) -> None:
        """From now on it is this moment."""
        fresh = self.path.with_suffix(".new")
        fresh.write_bytes(struct.pack("dd", moment.timestamp(), time.time()))
        fresh.replace(self.path)

    def now(self) -> datetime:
        """That moment, and the seconds since."""
        moment, since = struct.unpack("dd", self.path.read_bytes())
        return datetime.fromtimestamp(moment + time.time() - since, UTC)


def _serve(port: int, clock_file: Path) -> None:
    """The process that is killed: the site and its workers, as `coopcouncil run` has them."""
    clock.now = SharedClock(clock_file).now
    threading.Thread(target=_end_when_alone, daemon=True).start()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serving(port))


def _end_when_alone() -> None:
    """The storm is over, if only by a kill: nothing is left behind."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGKILL)


async def _serving(port: int) -> None:
    config = settings.use(settings.load())
    async with server(config) as dsn, connected(dsn, config.pool_size):
        app = make_app(config)
        worker = asyncio.create_task(jobs.work(dsn, asyncio.Event(), hands=4))
        words = uvicorn.Config(app, port=port, log_config=None, access_log=False)
        site = uvicorn.Server(words)
        await site.serve()
        worker.cancel()


# The storm


@dataclass
class Storm:
    """One organisation, its simulator, its server, and the weather."""

    members: int
    months: int
    folder: Path
    dsn: str
    environment: dict[str, str]
    kill_every: float = 30.0
    """Seconds of work, on average, between one kill and the next."""
    most_kills: int = 10_000
    seed: int = 7
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.clock = SharedClock(self.folder / "clock")
        self.site_port, self.stripe_port = _free_port(), _free_port()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.environment = {
            **self.environment,
            "COOPCOUNCIL_STRIPE_KEY": SIMULATORS_KEY,
            "COOPCOUNCIL_STRIPE_WEBHOOK_SECRET": SECRET,
            "COOPCOUNCIL_STRIPE_URL": self.stripe,
            "COOPCOUNCIL_BASE_URL": f"http://localhost:{self.site_port}",
            "COOPCOUNCIL_POOL_SIZE": "8",
        }

    @property
    def stripe(self) -> str:
        return f"http://127.0.0.1:{self.stripe_port}"

    async def run(self) -> dict[str, Any]:
        """The whole year; what was found at its end."""
        self.began = began = time.perf_counter()
        config = settings.use(settings.load(self.environment))
        assert config.stripe_is_simulated
        real, clock.now = clock.now, self.clock.now
        try:
            self.clock.set(_at(FIRST))
            self._begin("stripe", "-m", "coopcouncil", "simulator", "--still", "--until-alone",
                        "--port", str(self.stripe_port))  # fmt: skip
            await _answering(self.stripe_port)
            await self._populate()
            self.control("faults", doubled=DOUBLED, lost=LOST, shuffled=True, chances=CHANCES)
            await self._begin_site()
            self._plan_kill()
            day = FIRST
            last = _month_after(FIRST, self.months)
            while day < last:
                await self._day(day)
                day += timedelta(days=1)
            await self._calm(day)
            found = await self._account_for_everything()
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
        self.clock.set(_at(day))
        self.control("clock", to=int(_at(day).timestamp()))

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
        answer = _post(there, kind="card", number=card)
        if "/challenge/" in answer:
            said = "yes" if self.dice.random() < 0.8 else "no"
            _post(self.stripe + urllib.parse.urlsplit(answer).path, answer=said)

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
        await self._begin_site()
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

    # What there is

    async def _populate(self) -> None:
        self.org = await Organisation.create(
            slug="storm",
            name="Storm Co-operative",
            legal_form=LegalForm.CO_OPERATIVE_SOCIETY,
            nation=Nation.ENGLAND,
            opened_at=clock.now(),
        )
        rules = Rulebook.usual(self.org.legal_form)
        await record_rules(self.org, rules, date(2020, 1, 1), by=None, note="")
        await open_books(self.org, None)
        names = [one for one, _n in zip(people("storm", FIRST), range(self.members), strict=False)]
        joined = date(2025, 1, 1)
        self.ids = []
        for start in range(0, len(names), 500):
            part = [Joining(one, joined) for one in names[start : start + 500]]
            self.ids += await enrol(self.org, part, "storm", None, prefix=f"S{start}-")
        self.control("clock", set=int(_at(FIRST).timestamp()))
        self.control("timing", test=False)
        self.control("account", id=ACCOUNT, name=self.org.name, payouts=True)
        self.account = await keep_account(self.org, ACCOUNT, None, ready=True)
        # One in five by card.
        by_card = [id for place, id in enumerate(self.ids) if place % 5 == 0]
        by_debit = [id for place, id in enumerate(self.ids) if place % 5]
        await self._give_ways(by_card, MandateKind.CARD)
        await self._give_ways(by_debit, MandateKind.DIRECT_DEBIT)
        self.control(
            "hook",
            url=f"http://127.0.0.1:{self.site_port}/webhooks/stripe",
            secret=SECRET,
            events=EVENTS,
        )

    async def _give_ways(self, ids: list[int], kind: MandateKind) -> None:
        stripes = "card" if kind is MandateKind.CARD else "bacs_debit"
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            names = [f"Member {id}" for id in part]
            made = self.control("people", account=ACCOUNT, kind=stripes, names=names)["made"]
            await StripeCustomer.bulk_create(
                StripeCustomer(
                    organisation_id=self.org.id,
                    account_id=self.account.id,
                    member_id=id,
                    key=fresh_key("customer"),
                    customer_id=one["customer"],
                )
                for id, one in zip(part, made, strict=True)
            )
            await StripeMandate.bulk_create(
                StripeMandate(
                    organisation_id=self.org.id,
                    account_id=self.account.id,
                    member_id=id,
                    kind=kind,
                    state=MandateState.ACTIVE,
                    key=fresh_key("mandate"),
                    method_id=one["method"],
                    mandate_id=one.get("mandate"),
                    reference=one.get("reference", ""),
                    last4=one["last4"],
                    begun_at=clock.now(),
                    given_at=clock.now(),
                    active_at=clock.now(),
                )
                for id, one in zip(part, made, strict=True)
            )

    # What it comes to

    async def _account_for_everything(self) -> dict[str, Any]:
        theirs = self.control("sums", account=ACCOUNT)
        checked = await check_books(self.org)
        stands = await balances(self.org, date(2100, 1, 1))
        clearing = stands.get((await account_for(self.org, Purpose.STRIPE_CLEARING)).id, 0)
        bank = stands.get((await account_for(self.org, Purpose.BANK)).id, 0)
        owed_account = (await account_for(self.org, Purpose.OWED_BY_MEMBERS)).id
        payable = stands.get((await account_for(self.org, Purpose.PAYABLE_TO_MEMBERS)).id, 0)
        wrong: list[str] = list(checked.wrong)

        def same(what: str, ours: object, stripes: object) -> None:
            if ours != stripes:
                wrong.append(f"{what}: {ours} here, {stripes} there")

        same("trial balance", sum(stands.values()), 0)
        same("still under way", await Payment.within(self.org).filter(
            state__in=[PaymentState.BEGUN, PaymentState.PROCESSING],
            stripe_payment__session_id=None).count(), 0)  # fmt: skip
        same("on its way from Stripe", clearing, theirs["balance"] + theirs["on_its_way"])
        same("in the bank", bank, theirs["bank"])
        paid_out = await StripePayout.within(self.org).filter(posting_id__isnull=False).count()
        same("payout lines", paid_out, theirs["bank_lines"])
        wrong += await self._members(theirs["charges"], owed_account)
        dead = await jobs.dead()
        same("jobs given up", dead, 0)
        events = await connections.get("default").execute_query_dict(
            "SELECT count(*) AS n, count(*) FILTER (WHERE came_by = 'sweep') AS swept,"
            " count(*) FILTER (WHERE done_at IS NULL) AS undone FROM stripe_event"
        )
        same("webhooks not acted on", events[0]["undone"], 0)
        states = await connections.get("default").execute_query_dict(
            "SELECT method || ' ' || state AS what, count(*) AS n FROM payment"
            " GROUP BY 1 ORDER BY 1"
        )
        taken = await connections.get("default").execute_query_dict(
            "SELECT reason, count(*) AS n FROM payment_taken_back GROUP BY 1 ORDER BY 1"
        )
        return {
            "wrong": wrong,
            "postings": checked.postings,
            "bank": bank,
            "clearing": clearing,
            "payable": payable,
            "fees": theirs["fees"],
            "payouts": paid_out,
            "events": events[0]["n"],
            "found by the sweep": events[0]["swept"],
            "webhooks": theirs["hooks"],
            **{row["what"]: row["n"] for row in states},
            **{f"taken back: {row['reason']}": row["n"] for row in taken},
        }

    async def _members(self, charges: dict[str, list[Any]], owed_account: int) -> list[str]:
        """Each member's statement beside Stripe's side, and beside what was charged."""
        wrong = []
        rows = await StripePayment.within(self.org).select_related("payment")
        by_intent = {row.intent_id: row for row in rows if row.intent_id}
        stripes: Counter[int] = Counter()
        for intent, (amount, refunded, _id, disputed) in charges.items():
            row = by_intent.get(intent)
            if row is None:
                wrong.append(f"a charge that is not known here: {intent}")
                continue
            if row.payment.state is not PaymentState.SETTLED:
                wrong.append(f"taken by Stripe and not settled here: {intent}")
            left = 0 if disputed and row.payment.taken_back else amount - refunded
            stripes[row.payment.member_id] += left
        ours: Counter[int] = Counter()
        for payment in await Payment.within(self.org).filter(state=PaymentState.SETTLED):
            if payment.method in (Method.CARD, Method.DIRECT_DEBIT):
                ours[payment.member_id] += payment.left.pence
        failed = await connections.get("default").execute_query_dict(
            "SELECT p.member_id AS member, sum(r.amount)::bigint AS pence FROM refund r"
            " JOIN payment p ON p.id = r.payment_id WHERE r.state <> 'paid'"
            " AND r.posting_id IS NOT NULL GROUP BY 1"
        )
        for one in failed:
            # Agreed and owed to the member, and still at Stripe.
            ours[one["member"]] += one["pence"]
        stated = await connections.get("default").execute_query_dict(
            "SELECT member_id AS member, sum(amount)::bigint AS pence FROM posting_line"
            " WHERE account_id = $1 GROUP BY 1",
            [owed_account],
        )
        owing = await connections.get("default").execute_query_dict(
            "SELECT member_id AS member, sum(amount - paid - relieved)::bigint AS pence"
            " FROM charge GROUP BY 1"
        )
        statement = {one["member"]: one["pence"] for one in stated}
        open_now = {one["member"]: one["pence"] for one in owing}
        credit: Counter[int] = Counter()
        for payment in await Payment.within(self.org).filter(state=PaymentState.SETTLED):
            credit[payment.member_id] += payment.credit.pence
        # Who paid anew what a bank had taken back, and then won: in credit, and rightly.
        won = PaymentTakenBack.within(self.org).filter(reason=TakenBack.DISPUTE_WON)
        in_credit = {one.payment.member_id for one in await won.select_related("payment")}
        self.counts["in credit after a dispute was won"] = sum(
            1 for member in in_credit if credit[member]
        )
        for member in self.ids:
            if ours[member] != stripes[member]:
                wrong.append(f"member {member}: paid {ours[member]}, Stripe {stripes[member]}")
            stands = open_now.get(member, 0) - credit[member]
            if statement.get(member, 0) != stands:
                wrong.append(
                    f"member {member}: statement {statement.get(member, 0)}, charges {stands}"
                )
            if credit[member] and member not in in_credit:
                wrong.append(f"member {member} has paid more than was charged")
        return wrong

    # Processes

    def control(self, verb: str, **asked: Any) -> Any:
        """Take the simulator in hand."""
        request = urllib.request.Request(
            f"{self.stripe}/_control/{verb}",
            json.dumps(asked).encode(),
            {"content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.loads(answer.read())

    def _begin(self, name: str, *words: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, *words],
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
            )

    async def _begin_site(self) -> None:
        self._begin("site", "-m", "bench.storm", "--serve", str(self.site_port),
                    str(self.clock.path))  # fmt: skip
        await _answering(self.site_port)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kw: Any) -> None:
        return None


def _post(address: str, **typed: str) -> str:
    """Send a form; where it leads."""
    opener = urllib.request.build_opener(_Stay)
    request = urllib.request.Request(address, urllib.parse.urlencode(typed).encode())
    try:
        with opener.open(request, timeout=60) as answer:
            answer.read()
            return ""
    except urllib.error.HTTPError as answer:
        return str(answer.headers.get("location") or "")


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 7, tzinfo=UTC)


def _month_after(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    return date(day.year + year, month + 1, 1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _answering(port: int) -> None:
    async with asyncio.timeout(90):
        while True:
            with contextlib.suppress(OSError):
                _reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def _installation(home: Path) -> AsyncIterator[str]:
    config = settings.use(settings.load({"COOPCOUNCIL_HOME": str(home)}))
    async with server(config) as dsn:
        await upgrade(tortoise_config(dsn), dsn)
        async with connected(dsn, 8):
            yield dsn


async def storm(members: int, months: int, home: Path, kill_every: float = 30) -> dict[str, Any]:
    """A storm in an installation of its own."""
    async with _installation(home) as dsn:
        environment = {"COOPCOUNCIL_HOME": str(home)}
        return await Storm(members, months, home, dsn, environment, kill_every).run()


def rows() -> Iterator[Any]:
    """No measurement: see `python -m bench.storm`."""
    yield from ()


def main(words: list[str]) -> int:
    """`MEMBERS MONTHS`: exit 1 where a penny is not accounted for."""
    if words[:1] == ["--serve"]:
        _serve(int(words[1]), Path(words[2]))
        return 0
    members, months = int(words[0]), int(words[1])
    kill_every = float(words[2]) if len(words) > 2 else 30.0
    with (
        tempfile.TemporaryDirectory(prefix="cc-storm-") as folder,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        found = runner.run(storm(members, months, Path(folder), kill_every))
    print(json.dumps(found, indent=1))
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
