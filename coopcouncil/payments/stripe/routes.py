"""The addresses of Stripe's side: for Stripe itself, for members, for the treasurer."""

from starlette.routing import BaseRoute

from coopcouncil.kernel.web import ANYONE, get, post
from coopcouncil.ledger.access import KEEPERS, READERS
from coopcouncil.organisations.access import MEMBERS
from coopcouncil.payments.stripe.views import desk, member, webhook

SITE: list[BaseRoute] = [
    post(webhook.PATH, webhook.webhook, who=ANYONE, name="stripe:webhook"),
]
TENANT: list[BaseRoute] = [
    get("/pay", member.pay, who=MEMBERS, name="stripe:pay"),
    post("/pay/{member:int}/card", member.pay_by_card, who=MEMBERS, name="stripe:pay_by_card"),
    get("/pay/going/{id:int}", member.going, who=MEMBERS, name="stripe:going"),
    get("/pay/back/{id:int}", member.paid, who=MEMBERS, name="stripe:paid"),
    post("/pay/{member:int}/set-up/{kind}", member.set_up, who=MEMBERS, name="stripe:set_up"),
    get(
        "/pay/ways/{id:int}/going",
        member.going_to_set_up,
        who=MEMBERS,
        name="stripe:going_to_set_up",
    ),
    get("/pay/ways/{id:int}", member.mandate, who=MEMBERS, name="stripe:mandate"),
    post("/pay/ways/{id:int}/end", member.end_way, who=MEMBERS, name="stripe:end_way"),
    get("/stripe", desk.overview, who=READERS, name="stripe:overview"),
    post("/stripe/connect", desk.connecting, who=KEEPERS, name="stripe:connect"),
    get("/stripe/connected", desk.connected, who=KEEPERS, name="stripe:connected"),
    get("/stripe/mandates", desk.mandates, who=KEEPERS, name="stripe:mandates"),
    get("/stripe/collections", desk.collections, who=KEEPERS, name="stripe:collections"),
    post(
        "/stripe/collections/{id:int}/call-off",
        desk.call_one_off,
        who=KEEPERS,
        name="stripe:call_off",
    ),
    get("/stripe/disputes", desk.disputes, who=KEEPERS, name="stripe:disputes"),
    get("/stripe/payouts", desk.payouts, who=READERS, name="stripe:payouts"),
    get("/stripe/events", desk.events, who=KEEPERS, name="stripe:events"),
    post("/stripe/events/{id:int}/again", desk.try_again, who=KEEPERS, name="stripe:try_again"),
    post("/stripe/sweep", desk.sweep_now, who=KEEPERS, name="stripe:sweep"),
]
