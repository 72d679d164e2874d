"""Routes that say who may use them.

Every address is made by `get` or `post` here, with `who=`: the shape test refuses a route
without one, and the check runs before the view does.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, cast

from starlette.convertors import IntegerConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from coopcouncil.kernel.errors import Refused


class NumberConvertor(IntegerConvertor):
    """`{id:int}`: a number that a table's key can hold; a longer one is no address of ours."""

    regex = "[0-9]{1,18}"


class PlaceConvertor(IntegerConvertor):
    """`{n:place}`: a place in a row, which a table keeps as a smaller number than its key."""

    regex = "[0-9]{1,9}"


register_url_convertor("int", NumberConvertor())
register_url_convertor("place", PlaceConvertor())

View = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Who:
    """Who may use a route.

    `check` returns for those who may and raises `SignInNeeded` or `Forbidden` for others.
    `name` is what the list of routes and the tests call them.
    """

    name: str
    check: Callable[[Request], Awaitable[None]]


async def _anyone(request: Request) -> None:
    """Public: nothing to check."""


ANYONE = Who("anyone", _anyone)


class GuardedRoute(Route):
    """A route that asks `who` before its view runs."""

    def __init__(self, path: str, view: View, *, who: Who, method: str, name: str) -> None:
        self.who = who
        self.view = view

        async def guarded(request: Request) -> Response:
            # For the log, which names routes and never addresses: they can bear a code.
            request.state.route_name = self.name
            await who.check(request)
            return await view(request)

        super().__init__(path, guarded, methods=[method], name=name)


async def may_open(request: Request, name: str) -> bool:
    """Whether the reader may open the page of this name, within the organisation."""
    for route in request.app.state.tenant_router.routes:
        if (
            isinstance(route, GuardedRoute)
            and route.name == name
            and "GET" in (route.methods or ())
        ):
            try:
                await route.who.check(request)
            except Refused:
                return False
            return True
    return False


def get(path: str, view: View, *, who: Who, name: str | None = None) -> GuardedRoute:
    """A page. Its name is `slice:view` unless another is given."""
    return GuardedRoute(path, view, who=who, method="GET", name=name or _name(view))


def post(path: str, view: View, *, who: Who, name: str | None = None) -> GuardedRoute:
    """A deed. Its name is `slice:view` unless another is given."""
    return GuardedRoute(path, view, who=who, method="POST", name=name or _name(view))


def _name(view: View) -> str:
    module = view.__module__.split(".")
    return f"{module[1]}:{cast(Any, view).__name__}"
