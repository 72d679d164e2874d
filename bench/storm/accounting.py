"""What it comes to, when the storm is over."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from tortoise import connections

from bench.storm.flow import flow_of_a_month
from bench.storm.place import ACCOUNT, Place
from coopcouncil.kernel import jobs
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import account_for, balances, check_books
from coopcouncil.payments.credits import all_credits
from coopcouncil.payments.kinds import CreditReason, Method, PaymentState, TakenBack
from coopcouncil.payments.models import Charge, Payment, PaymentTakenBack
from coopcouncil.payments.stripe.models import StripePayment, StripePayout


async def account_for_everything(place: Place, months: int) -> dict[str, Any]:
    """The books, Stripe's side, the bank's side and each member: what is wrong, and figures."""
    theirs = place.control("sums", account=ACCOUNT)
    checked = await check_books(place.org)
    stands = await balances(place.org, date(2100, 1, 1))
    clearing = stands.get((await account_for(place.org, Purpose.STRIPE_CLEARING)).id, 0)
    bank = stands.get((await account_for(place.org, Purpose.BANK)).id, 0)
    owed_account = (await account_for(place.org, Purpose.OWED_BY_MEMBERS)).id
    payable = stands.get((await account_for(place.org, Purpose.PAYABLE_TO_MEMBERS)).id, 0)
    wrong: list[str] = list(checked.wrong)

    def same(what: str, ours: object, stripes: object) -> None:
        if ours != stripes:
            wrong.append(f"{what}: {ours} here, {stripes} there")

    same("trial balance", sum(stands.values()), 0)
    same("still under way", await Payment.within(place.org).filter(
        state__in=[PaymentState.BEGUN, PaymentState.PROCESSING],
        stripe_payment__session_id=None).count(), 0)  # fmt: skip
    same("on its way from Stripe", clearing, theirs["balance"] + theirs["on_its_way"])
    same("in the bank", bank, theirs["bank"])
    paid_out = await StripePayout.within(place.org).filter(posting_id__isnull=False).count()
    same("payout lines", paid_out, theirs["bank_lines"])
    charges = await Charge.within(place.org).filter(source__startswith="storm:").count()
    same("charges, one for each member and month", charges, months * len(place.ids))
    wrong += await _members(place, theirs["charges"], owed_account)
    in_credit, unexplained = await _credits(place)
    wrong += unexplained
    dead = await jobs.dead()
    same("jobs given up", dead, 0)
    events = await connections.get("default").execute_query_dict(
        "SELECT count(*) AS n, count(*) FILTER (WHERE came_by = 'sweep') AS swept,"
        " count(*) FILTER (WHERE done_at IS NULL) AS undone FROM stripe_event"
    )
    same("webhooks not acted on", events[0]["undone"], 0)
    states = await connections.get("default").execute_query_dict(
        "SELECT method || ' ' || state AS what, count(*) AS n FROM payment GROUP BY 1 ORDER BY 1"
    )
    taken = await connections.get("default").execute_query_dict(
        "SELECT reason, count(*) AS n FROM payment_taken_back GROUP BY 1 ORDER BY 1"
    )
    return {
        "wrong": wrong,
        "in credit": in_credit,
        "month": await flow_of_a_month(place, months),
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


async def _members(place: Place, charges: dict[str, list[Any]], owed_account: int) -> list[str]:
    """Each member's statement beside Stripe's side, and beside what was charged."""
    wrong = []
    rows = await StripePayment.within(place.org).select_related("payment")
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
    for payment in await Payment.within(place.org).filter(state=PaymentState.SETTLED):
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
    for payment in await Payment.within(place.org).filter(state=PaymentState.SETTLED):
        credit[payment.member_id] += payment.credit.pence
    for member in place.ids:
        if ours[member] != stripes[member]:
            wrong.append(f"member {member}: paid {ours[member]}, Stripe {stripes[member]}")
        stands = open_now.get(member, 0) - credit[member]
        if statement.get(member, 0) != stands:
            wrong.append(f"member {member}: statement {statement.get(member, 0)}, charges {stands}")
        if credit[member] and open_now.get(member, 0):
            wrong.append(f"member {member} owes while money of theirs is in credit")
    return wrong


async def _credits(place: Place) -> tuple[dict[str, int], list[str]]:
    """Whose money stands against nothing, by its reason. In a storm there is one root of it: a
    dispute that was won after the member had paid anew. Anything else is a member charged twice."""
    wrong = []
    restored: Counter[int] = Counter()
    won = PaymentTakenBack.within(place.org).filter(reason=TakenBack.DISPUTE_WON)
    for one in await won.select_related("payment"):
        restored[one.payment.member_id] -= one.amount
    found: Counter[str] = Counter()
    of_member: Counter[int] = Counter()
    for credit in (await all_credits(place.org)).rows:
        found[credit.reason.value] += 1
        found["pence"] += credit.amount.pence
        of_member[credit.member_id] += credit.amount.pence
        if credit.reason not in (CreditReason.CAME_AGAIN, CreditReason.PAID_OTHERWISE):
            wrong.append(f"payment {credit.payment_id} is in credit: {credit.reason.value}")
    for member, pence in of_member.items():
        if pence > restored[member]:
            wrong.append(f"member {member}: {pence} in credit, {restored[member]} came again")
    twice = await connections.get("default").execute_query_dict(_PAID_TWICE, [place.org.id])
    for row in twice:
        if not restored[row["member"]]:
            wrong.append(f"charge {row['charge']} was paid {row['n']} times")
    return dict(found), wrong


# Charges for which more than one payment came and stayed.
_PAID_TWICE = """
SELECT c.id AS charge, c.member_id AS member, count(*) AS n
FROM charge c JOIN payment_part t ON t.charge_id = c.id JOIN payment p ON p.id = t.payment_id
WHERE c.organisation_id = $1 AND p.state = 'settled' AND p.taken_back = 0
GROUP BY 1, 2 HAVING count(*) > 1
"""
