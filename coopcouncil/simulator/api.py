"""Stripe's manners over HTTP: keys, versions, form bodies, idempotency, expansion, errors."""

import hashlib
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.simulator.calls import CALLS, Asked, Call, address
from coopcouncil.simulator.shapes import StripeError, Thing, invalid, version
from coopcouncil.simulator.world import World

# A day; Stripe keeps a key for at least that long.
KEPT = 86_400
_PLATFORM = ("/v1/accounts", "/v1/account_links")

Checker = Callable[[str, str, Thing, int, Any], None]


class Api:
    """The world's calls; `check`, if given, sees every call and its answer before that leaves."""

    def __init__(self, world: World, check: Checker | None = None) -> None:
        self.world, self.check = world, check
        # So many answers to come are lost on their way, their deed done.
        self.lose_answers = 0
        self.fail_calls = 0

    async def respond(self, request: Request) -> Response:
        body = (await request.body()).decode()
        self.world.run_due()
        status, answer = self.answer(request, body)
        if self.check:
            asked = _params(request, body)
            self.check(request.method, request.url.path, asked, status, json.loads(answer))
        if self.lose_answers > 0 and request.method == "POST":
            self.lose_answers -= 1
            return Response(b"", status, {"content-length": "1"})
        return Response(
            answer,
            status,
            {"request-id": self.world.new_id("req"), "stripe-version": version()},
            media_type="application/json",
        )

    def answer(self, request: Request, body: str) -> tuple[int, str]:
        """The status and the body."""
        try:
            return self._answer(request, body)
        except StripeError as error:
            return error.status, json.dumps({"error": error.error})

    def _answer(self, request: Request, body: str) -> tuple[int, str]:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not given:
            raise StripeError(
                401,
                "invalid_request_error",
                "You did not provide an API key. You need to provide your API key in the "
                "Authorization header, using Bearer auth.",
            )
        if given != self.world.key:
            raise StripeError(
                401, "invalid_request_error", f"Invalid API Key provided: {given[:8]}****"
            )
        wanted = request.headers.get("stripe-version", version())
        if wanted != version():
            raise invalid(f"Invalid Stripe API version: {wanted}")
        if self.fail_calls > 0:
            self.fail_calls -= 1
            raise StripeError(500, "api_error", "An unknown error occurred")
        call, id = self._call(request.method, request.url.path)
        params = _params(request, body)
        account = request.headers.get("stripe-account", "")
        if account:
            self.world.account(account)
        elif not request.url.path.startswith(_PLATFORM):
            raise invalid("The simulator keeps nothing on the platform's own account.")
        key = request.headers.get("idempotency-key") if request.method == "POST" else None
        print_of = hashlib.sha256(f"{request.url.path}?{body}".encode()).hexdigest()
        if key and (kept := self._kept(account, key)):
            if kept["print"] != print_of:
                raise StripeError(
                    400,
                    "idempotency_error",
                    "Keys for idempotent requests can only be used with the same parameters they "
                    f"were first used with. Try using a key other than '{key}' if you meant to "
                    "execute a different request.",
                )
            return kept["status"], kept["answer"]
        try:
            found = call(Asked(self.world, account, id, params))
            status, answer = (
                200,
                json.dumps(self._shown(account, found, params.get("expand") or [])),
            )
        except StripeError as error:
            status, answer = error.status, json.dumps({"error": error.error})
        if key:
            self._keep(account, key, {"print": print_of, "status": status, "answer": answer})
        return status, answer

    def _call(self, method: str, path: str) -> tuple[Call, str]:
        pattern, id = address(method, path)
        if pattern:
            return CALLS[method, pattern], id
        raise StripeError(
            404,
            "invalid_request_error",
            f"Unrecognized request URL ({method}: {path}). The simulator does not have it.",
        )

    def _kept(self, account: str, key: str) -> Thing | None:
        drawer = self.world.state["accounts"].get(account)
        kept: Thing | None = drawer and drawer["answers"].get(key)
        return kept if kept and kept["at"] > self.world.now() - KEPT else None

    def _keep(self, account: str, key: str, answer: Thing) -> None:
        # What was refused before it was begun can be asked again, as with Stripe.
        if account and answer["status"] not in (401, 403, 409, 429):
            answers = self.world.account(account)["answers"]
            while answers and (first := next(iter(answers))):
                if answers[first]["at"] > self.world.now() - KEPT:
                    break
                del answers[first]
            answers[key] = {**answer, "at": self.world.now()}

    def _shown(self, account: str, found: Thing, expand: list[str]) -> Thing:
        shown = _copied(found)
        for path in expand:
            self._expand(account, shown, path.split("."))
        _as_of(shown, self.world.now())
        return shown

    def _expand(self, account: str, shown: Any, path: list[str]) -> None:
        if isinstance(shown, list):
            for one in shown:
                self._expand(account, one, path)
            return
        name, rest = path[0], path[1:]
        if not isinstance(shown, dict) or name not in shown:
            raise invalid(f"This property cannot be expanded ({name}).", "expand")
        if isinstance(shown[name], str):
            found = self.world.by_id(account, shown[name])
            if found is None:
                raise invalid(f"This property cannot be expanded ({name}).", "expand")
            shown[name] = _copied(found)
        if rest and shown[name] is not None:
            self._expand(account, shown[name], rest)


def _copied(found: Thing) -> Thing:
    """Plain data through its text: several times faster than `deepcopy`."""
    fresh: Thing = json.loads(json.dumps(found))
    return fresh


def _as_of(shown: Any, now: int) -> None:
    """A movement of the balance becomes available by time alone."""
    if isinstance(shown, list):
        for one in shown:
            _as_of(one, now)
    elif isinstance(shown, dict):
        if shown.get("object") == "balance_transaction" and shown["available_on"] <= now:
            shown["status"] = "available"
        for one in shown.values():
            if isinstance(one, (dict, list)):
                _as_of(one, now)


def _params(request: Request, body: str) -> Thing:
    return decoded(body if request.method == "POST" else request.url.query)


def decoded(text: str) -> Thing:
    """`a[b][0]=c` as Stripe reads it.

    >>> decoded("a[b]=1&c[0]=x&c[1]=y&d[]=z")
    {'a': {'b': '1'}, 'c': ['x', 'y'], 'd': ['z']}
    """
    found: Thing = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        parts = [part.rstrip("]") for part in name.split("[")]
        place: Any = found
        for part in parts[:-1]:
            place = place.setdefault(part, {})
        last = parts[-1]
        place[last if last else str(len(place))] = value
    plain = _lists(found)
    assert isinstance(plain, dict)
    return plain


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(name.isdigit() for name in value):
        return [_lists(value[name]) for name in sorted(value, key=int)]
    return {name: _lists(one) for name, one in value.items()}
