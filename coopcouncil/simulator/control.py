"""Whoever tries the application has the simulator in hand here: its clock, its faults, its sums."""

import json
from datetime import UTC, datetime
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from coopcouncil.simulator.api import Api
from coopcouncil.simulator.disputes import close_dispute, dispute
from coopcouncil.simulator.hooks import Hooks
from coopcouncil.simulator.methods import (
    add_customer,
    add_mandate,
    add_method,
    attach,
    change_bank,
    end_mandate,
    mandate_accepted,
)
from coopcouncil.simulator.payouts import fail_payout, pay_out, payout_arrives
from coopcouncil.simulator.shapes import StripeError, Thing, invalid
from coopcouncil.simulator.testdata import DAY, TEST_SORT_CODE, working_days_after
from coopcouncil.simulator.world import World, add_account


class Control:
    """`POST /_control/{verb}` with JSON, and a page for people."""

    def __init__(self, world: World, hooks: Hooks, api: Api) -> None:
        self.world, self.hooks, self.api = world, hooks, api

    async def respond(self, request: Request) -> Response:
        if not _from_here(request):
            return JSONResponse({"error": "another site asks"}, 403)
        verb = request.path_params["verb"]
        action = getattr(self, f"do_{verb}", None)
        if action is None:
            return JSONResponse({"error": f"no such verb: {verb}"}, 404)
        body = await request.body()
        try:
            return JSONResponse(await action(json.loads(body) if body else {}) or {})
        except StripeError as error:
            return JSONResponse({"error": error.error}, error.status)
        except (KeyError, TypeError, ValueError) as error:
            return JSONResponse({"error": f"cannot be read: {error!r}"}, 400)

    async def do_account(self, asked: Thing) -> Thing:
        """An account that is ready to take money; nothing new where it is there."""
        if asked["id"] not in self.world.state["accounts"]:
            add_account(self.world, asked["id"], asked.get("name", ""))
        if asked.get("payouts") and not self.world.account(asked["id"]).get("pays_out"):
            self.world.account(asked["id"])["pays_out"] = True
            self.world.later(working_days_after(self.world.now(), 1), "payout_run", asked["id"])
        return {}

    async def do_people(self, asked: Thing) -> Thing:
        """Customers who have given a mandate, or saved a card, some time ago."""
        account, card = asked["account"], asked.get("kind") == "card"
        given = (
            {"number": asked.get("number", "4242424242424242")}
            if card
            else {"sort_code": TEST_SORT_CODE, "account_number": asked.get("number", "00012345")}
        )
        made = []
        for name in asked["names"]:
            customer = add_customer(self.world, account, {"name": name})
            kind = "card" if card else "bacs_debit"
            method = add_method(self.world, account, kind, given, {"name": name})
            attach(self.world, account, method, customer["id"])
            one = {"customer": customer["id"], "method": method["id"]}
            if card:
                self.world.hidden(account, method["id"])["proven"] = True
            else:
                mandate = add_mandate(self.world, account, method)
                mandate_accepted(self.world, account, [mandate["id"]])
                network = mandate["payment_method_details"]["bacs_debit"]
                one |= {"mandate": mandate["id"], "reference": network["reference"]}
            made.append({**one, "last4": method[kind]["last4"]})
        return {"made": made}

    async def do_hook(self, asked: Thing) -> Thing:
        """Where webhooks go: one address, in the place of any before it."""
        self.world.state["hooks"] = [
            {
                "url": asked["url"],
                "secret": asked["secret"],
                "events": asked.get("events", ["*"]),
            }
        ]
        self.world.touch()
        return {}

    async def do_clock(self, asked: Thing) -> Thing:
        """`{"set": epoch}` stops it there, `{"to": epoch}` or `{"by": seconds}` moves it on."""
        if "set" in asked:
            self.world.state["now"] = int(asked["set"])
        elif "to" in asked:
            self.world.advance(int(asked["to"]))
        else:
            self.world.advance(self.world.now() + int(asked["by"]))
        return {"now": self.world.now()}

    async def do_timing(self, asked: Thing) -> Thing:
        """Whether debits take their documented days, or seconds as in Stripe's test mode."""
        self.world.state["test_timing"] = bool(asked["test"])
        return {}

    async def do_faults(self, asked: Thing) -> Thing:
        """Webhooks `doubled` and `lost` (of a hundred), `shuffled`; answers lost, calls failing."""
        self.hooks.doubled = asked.get("doubled", self.hooks.doubled)
        self.hooks.lost = asked.get("lost", self.hooks.lost)
        self.hooks.shuffled = asked.get("shuffled", self.hooks.shuffled)
        self.api.lose_answers = asked.get("lose_answers", self.api.lose_answers)
        self.api.fail_calls = asked.get("fail_calls", self.api.fail_calls)
        self.world.state["chances"].update(asked.get("chances", {}))
        return {}

    async def do_deliver(self, asked: Thing) -> Thing:
        """Deliver what is due, `most` at a time; with `drop` lose it all instead."""
        if asked.get("drop"):
            self.hooks.counts["lost"] += len(self.hooks.waiting)
            self.hooks.waiting.clear()
        count = await self.hooks.deliver_due(int(asked.get("most", 1000)))
        return {"delivered": count, "waiting": len(self.hooks.waiting), "ever": self.hooks.counts}

    async def do_dispute(self, asked: Thing) -> Thing:
        """A charge is taken back by the payer's bank."""
        charge = self.world.find(asked["account"], "charge", asked["charge"])
        reason = asked.get("reason", "debit_not_authorized")
        return dispute(self.world, asked["account"], charge, reason)

    async def do_decide(self, asked: Thing) -> Thing:
        """A card dispute is won or lost."""
        found = self.world.find(asked["account"], "dispute", asked["dispute"])
        close_dispute(self.world, asked["account"], found, bool(asked["won"]))
        return found

    async def do_mandate(self, asked: Thing) -> Thing:
        """The member cancels a mandate at the bank."""
        found = self.world.find(asked["account"], "mandate", asked["mandate"])
        reason = asked.get("reason", "debit_not_authorized")
        end_mandate(self.world, asked["account"], found, reason)
        return found

    async def do_bank(self, asked: Thing) -> Thing:
        """The member's bank moves the account."""
        found = self.world.find(asked["account"], "payment_method", asked["payment_method"])
        change_bank(self.world, asked["account"], found, asked["number"])
        return found

    async def do_payout(self, asked: Thing) -> Thing:
        """Pay out now; `arrive` brings what is under way to the bank, `fail` sends one back."""
        account = asked["account"]
        if "fail" in asked:
            found = self.world.find(account, "payout", asked["fail"])
            fail_payout(self.world, account, found)
            return found
        if asked.get("arrive"):
            for one in self.world.all(account, "payout"):
                payout_arrives(self.world, account, [one["id"]])
            return {}
        made = pay_out(self.world, account)
        if made is None:
            raise invalid("Nothing is available.")
        return made

    async def do_sums(self, asked: Thing) -> Thing:
        """What the account's side and its bank's side add up to, in pence."""
        account = asked["account"]
        movements = self.world.all(account, "balance_transaction")
        bank = self.world.account(account).get("bank", [])
        return {
            "balance": sum(one["net"] for one in movements),
            "on_its_way": sum(
                one["amount"]
                for one in self.world.all(account, "payout")
                if one["status"] == "in_transit"
            ),
            "bank": sum(one["amount"] for one in bank),
            "fees": sum(one["fee"] for one in movements),
            "charges": {
                one["payment_intent"]: [
                    one["amount"],
                    one["amount_refunded"],
                    one["id"],
                    one["disputed"],
                ]
                for one in self.world.all(account, "charge")
                if one["status"] == "succeeded"
            },
            "counts": {
                kind: len(found) for kind, found in self.world.account(account)["objects"].items()
            },
            "bank_lines": len(bank),
            "hooks": self.hooks.counts,
            "waiting": len(self.hooks.waiting),
        }

    async def page(self, request: Request) -> Response:
        """For people: the time, and what can be brought about."""
        if request.method == "POST":
            if not _from_here(request):
                return JSONResponse({"error": "another site asks"}, 403)
            asked = (await request.body()).decode()
            if "day=" in asked:
                self.world.advance(self.world.now() + DAY)
            if "payout=" in asked:
                for account in self.world.state["accounts"]:
                    pay_out(self.world, account)
            return RedirectResponse("/", 303)
        now = datetime.fromtimestamp(self.world.now(), UTC)
        rows = "".join(
            f"<tr><td>{escape(id)}</td>"
            f"<td>{escape(drawer['account']['business_profile']['name'] or '')}</td>"
            f"<td>{len(drawer['objects'].get('charge', {}))}</td></tr>"
            for id, drawer in self.world.state["accounts"].items()
        )
        return HTMLResponse(
            "<!doctype html><html lang=en><meta charset=utf-8><title>Simulator of Stripe</title>"
            "<h1>Simulator of Stripe</h1><p>No money moves here. "
            f"Its clock says {now:%Y-%m-%d %H:%M} UTC.</p>"
            "<form method=post><button name=day value=1>A day passes</button> "
            "<button name=payout value=1>Pay out what is available</button></form>"
            f"<table><tr><th>Account<th>Name<th>Charges{rows}</table>"
        )


def _from_here(request: Request) -> bool:
    """Whether a person or a program of this machine asks, and no page of another site that happens
    to be open in a browser here."""
    if request.url.hostname not in ("localhost", "127.0.0.1"):
        return False
    origin = request.headers.get("origin")
    if origin is not None and origin != f"http://{request.headers.get('host', '')}":
        return False
    return request.headers.get("sec-fetch-site", "none") in ("none", "same-origin")
