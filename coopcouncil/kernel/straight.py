"""Some addresses are for machines: what comes there is answered before a person's page begins."""

from collections.abc import Iterable

from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from coopcouncil.kernel.bodies import BodyLimitMiddleware
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.web import GuardedRoute


class StraightMiddleware:
    """Leads the deeds at some addresses straight to their views.

    A machine has no session, no language and no form of ours. What stands before this (the log,
    the headers) is done for every answer; the bound of a body holds here too.
    """

    def __init__(self, app: ASGIApp, routes: Iterable[BaseRoute], paths: Iterable[str]) -> None:
        self.app = app
        wanted = frozenset(paths)
        self.views = {
            route.path: BodyLimitMiddleware(route.app, largest_file=0)
            for route in routes
            if isinstance(route, GuardedRoute) and route.path in wanted
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_deed = scope["type"] == "http" and scope["method"] == "POST"
        view = self.views.get(scope["path"]) if is_deed else None
        if view is None:
            await self.app(scope, receive, send)
            return
        try:
            await view(scope, receive, send)
        except Refused as refusal:
            sentence = refusal.sentence(lambda text: text)
            await PlainTextResponse(f"{sentence}\n", refusal.status)(scope, receive, send)
