"""The pages that Stripe would show: Checkout, the bank's challenge, an account's setting-up."""

from html import escape
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from coopcouncil.simulator.challenges import answer_challenge
from coopcouncil.simulator.checkout import fill_in, finish, session_of
from coopcouncil.simulator.shapes import StripeError, Thing
from coopcouncil.simulator.testdata import ACCOUNTS, CARDS, TEST_SORT_CODE
from coopcouncil.simulator.words import said
from coopcouncil.simulator.world import World

STYLE = """
body{font:19px/1.45 system-ui,sans-serif;margin:0;background:#f6f4ee;color:#111}
main{max-width:34rem;margin:0 auto;padding:1rem;background:#fff;min-height:90vh}
.note{background:#6d2077;color:#fff;padding:.6rem 1rem;margin:0}
label{display:block;margin:.9rem 0 .2rem;font-weight:600}
input{font:inherit;width:100%;box-sizing:border-box;padding:.45rem;border:2px solid #111}
button{font:inherit;font-weight:600;margin:1.2rem .6rem 0 0;padding:.6rem 1.1rem;border:0;
background:#0b5d57;color:#fff}button.plain{background:#44525c}
.wrong{border-left:6px solid #a33b20;padding:.4rem .8rem}a{color:#0b5d57}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.2rem .4rem .2rem 0}
"""


class Hosted:
    """The pages of one world."""

    def __init__(self, world: World) -> None:
        self.world = world

    def _language(self, request: Request, session: Thing | None = None) -> str:
        wish = request.query_params.get("lang") or request.cookies.get("lang")
        if not wish and session:
            wish = session["metadata"].get("language")
        return "cy" if wish == "cy" else "en"

    async def pay(self, request: Request) -> Response:
        """`/c/pay/{account}/{session}`: the form, and what was typed."""
        account, id = request.path_params["account"], request.path_params["session"]
        session = self.world.find(account, "checkout.session", id)
        lang = self._language(request, session)
        if session["status"] != "open":
            return _page(lang, said(lang, "over"), f"<p>{said(lang, 'over-text')}</p>", 410)
        if request.method == "GET":
            return self._form(account, session, lang, "", 200)
        typed = {
            name: values[0] for name, values in parse_qs((await request.body()).decode()).items()
        }
        lang = "cy" if typed.get("lang", lang) == "cy" else "en"
        kind = typed.get("kind", "card")
        billing: dict[str, Any] = {
            "name": typed.get("name"),
            "email": typed.get("email"),
            "address": {
                "line1": typed.get("line1"),
                "postal_code": typed.get("postcode"),
                "country": "GB",
            },
        }
        given = {
            "number": typed.get("number", ""),
            "sort_code": typed.get("sort_code", ""),
            "account_number": typed.get("account_number", ""),
        }
        try:
            intent = fill_in(self.world, account, session, kind, given, billing)
        except StripeError as error:
            return self._form(account, session, lang, str(error), 402)
        if intent["status"] == "requires_action":
            return RedirectResponse(f"/challenge/{account}/{intent['id']}?lang={lang}", 303)
        return RedirectResponse(_back(session), 303)

    def _form(self, account: str, session: Thing, lang: str, wrong: str, status: int) -> Response:
        customer = session["customer"] and self.world.find(account, "customer", session["customer"])
        address = (customer or {}).get("address") or {}
        kind = session["payment_method_types"][0]
        whose = self.world.account(account)["account"]["business_profile"]["name"]
        amount = session["amount_total"]
        title = (said(lang, "set-up") if session["mode"] == "setup" else said(lang, "pay")).format(
            whose=whose, sum=f"£{(amount or 0) // 100:,}.{(amount or 0) % 100:02}"
        )
        fields = [
            ("name", said(lang, "name"), (customer or {}).get("name") or ""),
            ("email", said(lang, "email"), (customer or {}).get("email") or ""),
        ]
        if kind == "bacs_debit":
            fields += [
                ("line1", said(lang, "line1"), address.get("line1") or ""),
                ("postcode", said(lang, "postcode"), address.get("postal_code") or ""),
                ("sort_code", said(lang, "sort-code"), TEST_SORT_CODE),
                ("account_number", said(lang, "account-number"), "00012345"),
            ]
        else:
            fields.append(("number", said(lang, "card-number"), "4242424242424242"))
        known = sorted(ACCOUNTS) if kind == "bacs_debit" else sorted(CARDS)
        inputs = "".join(
            f'<label for="{name}">{escape(label)}</label>'
            f'<input id="{name}" name="{name}" value="{escape(value)}" autocomplete="off">'
            for name, label, value in fields
        )
        promise = f"<p>{said(lang, 'guarantee')}</p>" if kind == "bacs_debit" else ""
        name = self.world.hidden(account, session["id"]).get("name", "")
        body = (
            (f'<p class="wrong" role="alert">{escape(wrong)}</p>' if wrong else "")
            + (f"<p>{escape(name)}</p>" if name else "")
            + f'<form method="post"><input type="hidden" name="kind" value="{kind}">'
            f'<input type="hidden" name="lang" value="{lang}">{inputs}{promise}'
            f"<button>{said(lang, 'go' if amount else 'agree')}</button></form>"
            + (
                f'<p><a href="{escape(session["cancel_url"])}">{said(lang, "back")}</a></p>'
                if session["cancel_url"]
                else ""
            )
            + f"<details><summary>{said(lang, 'numbers')}</summary><p>{', '.join(known)}</p>"
            "</details>"
        )
        return _page(lang, title, body, status)

    async def challenge(self, request: Request) -> Response:
        """`/challenge/{account}/{intent}`: the bank asks its customer."""
        account, id = request.path_params["account"], request.path_params["intent"]
        kind = "setup_intent" if id.startswith("seti_") else "payment_intent"
        intent = self.world.find(account, kind, id)
        session = session_of(self.world, account, id)
        lang = self._language(request, session)
        if request.method == "GET" and intent["status"] == "requires_action":
            body = (
                f"<p>{said(lang, 'bank-asks')}</p>"
                f'<form method="post"><button name="answer" value="yes">{said(lang, "yes")}'
                f'</button><button class="plain" name="answer" value="no">{said(lang, "no")}'
                "</button></form>"
            )
            return _page(lang, said(lang, "bank"), body)
        action = (intent["next_action"] or {}).get("redirect_to_url", {})
        passed = b"answer=yes" in await request.body()
        answer_challenge(self.world, account, intent, passed)
        if session is not None:
            if not passed and session["status"] == "open":
                return RedirectResponse(session["url"], 303)
            finish(self.world, account, session, intent)
            return RedirectResponse(_back(session), 303)
        return RedirectResponse(action.get("return_url") or "/", 303)

    async def set_up(self, request: Request) -> Response:
        """`/setup/{account}/{token}`: an organisation gives Stripe its particulars."""
        account, token = request.path_params["account"], request.path_params["token"]
        back = self.world.account(account)["hidden"].get(token)
        lang = self._language(request)
        if not isinstance(back, str):
            return _page(lang, said(lang, "over"), f"<p>{said(lang, 'over-text')}</p>", 410)
        if request.method == "GET":
            body = (
                f"<p>{said(lang, 'account-text')}</p>"
                f'<form method="post"><button>{said(lang, "account-done")}</button></form>'
            )
            return _page(lang, said(lang, "account"), body)
        found = self.world.account(account)["account"]
        found.update(charges_enabled=True, payouts_enabled=True, details_submitted=True)
        found["capabilities"] = dict.fromkeys(found["capabilities"], "active")
        self.world.tell(account, "account.updated", found)
        return RedirectResponse(back, 303)


def _back(session: Thing) -> str:
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])


def _page(lang: str, title: str, body: str, status: int = 200) -> HTMLResponse:
    other = "en" if lang == "cy" else "cy"
    name = "English" if lang == "cy" else "Cymraeg"
    answer = HTMLResponse(
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body><main>"
        f'<p class="note">{said(lang, "note")}</p>'
        f'<p><a href="?lang={other}" hreflang="{other}" lang="{other}">{name}</a></p>'
        f"<h1>{escape(title)}</h1>{body}</main></body></html>",
        status,
    )
    answer.set_cookie("lang", lang, samesite="lax")
    return answer
