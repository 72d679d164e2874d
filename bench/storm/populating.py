"""Whoever lives there: members with cards and mandates."""

from __future__ import annotations

from datetime import date

from bench.storm.place import ACCOUNT, FIRST, SECRET, Place
from bench.storm.sharedclock import at
from coopcouncil.demo.enrol import Joining, enrol
from coopcouncil.demo.names import people
from coopcouncil.kernel import clock
from coopcouncil.ledger.actions import open_books
from coopcouncil.organisations.actions import record_rules
from coopcouncil.organisations.kinds import LegalForm, Nation
from coopcouncil.organisations.models import Organisation
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.payments.stripe.actions.accounts import fresh_key, keep_account
from coopcouncil.payments.stripe.actions.events import EVENTS
from coopcouncil.payments.stripe.kinds import MandateKind, MandateState
from coopcouncil.payments.stripe.models import (
    StripeCustomer,
    StripeMandate,
)


async def populate(place: Place) -> None:
    """Members who have each given Stripe a way to pay, and the site told of what happens."""
    place.org = await Organisation.create(
        slug="storm",
        name="Storm Co-operative",
        legal_form=LegalForm.CO_OPERATIVE_SOCIETY,
        nation=Nation.ENGLAND,
        opened_at=clock.now(),
    )
    rules = Rulebook.usual(place.org.legal_form)
    await record_rules(place.org, rules, date(2020, 1, 1), by=None, note="")
    await open_books(place.org, None)
    names = [one for one, _n in zip(people("storm", FIRST), range(place.members), strict=False)]
    joined = date(2025, 1, 1)
    place.ids = []
    for start in range(0, len(names), 500):
        part = [Joining(one, joined) for one in names[start : start + 500]]
        place.ids += await enrol(place.org, part, "storm", None, prefix=f"S{start}-")
    place.control("clock", set=int(at(FIRST).timestamp()))
    place.control("timing", test=False)
    place.control("account", id=ACCOUNT, name=place.org.name, payouts=True)
    place.account = await keep_account(place.org, ACCOUNT, None, ready=True)
    # One in five by card.
    by_card = [id for place, id in enumerate(place.ids) if place % 5 == 0]
    by_debit = [id for place, id in enumerate(place.ids) if place % 5]
    await _give_ways(place, by_card, MandateKind.CARD)
    await _give_ways(place, by_debit, MandateKind.DIRECT_DEBIT)
    place.control(
        "hook",
        url=f"http://127.0.0.1:{place.site_port}/webhooks/stripe",
        secret=SECRET,
        events=EVENTS,
    )


async def _give_ways(place: Place, ids: list[int], kind: MandateKind) -> None:
    stripes = "card" if kind is MandateKind.CARD else "bacs_debit"
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        names = [f"Member {id}" for id in part]
        made = place.control("people", account=ACCOUNT, kind=stripes, names=names)["made"]
        await StripeCustomer.bulk_create(
            StripeCustomer(
                organisation_id=place.org.id,
                account_id=place.account.id,
                member_id=id,
                key=fresh_key("customer"),
                customer_id=one["customer"],
            )
            for id, one in zip(part, made, strict=True)
        )
        await StripeMandate.bulk_create(
            StripeMandate(
                organisation_id=place.org.id,
                account_id=place.account.id,
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
