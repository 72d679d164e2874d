"""The address says which organisation: `/{org}/…` moves `/{org}` into `root_path`.

So `url_for` keeps the tenant, and the tenant's routes never see the prefix. The reader's roles
there are read anew for each request: one that is revoked counts no more from then on.
"""

from starlette.types import ASGIApp, Receive, Scope, Send

from coopcouncil.organisations.access import is_member
from coopcouncil.organisations.models import Organisation, entered
from coopcouncil.organisations.rules import RESERVED


class TenancyMiddleware:
    """Sends `/{org}/…` to the tenant's routes with the organisation found, the rest to the site."""

    def __init__(self, app: ASGIApp, tenant: ASGIApp) -> None:
        self.app, self.tenant = app, tenant

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["org"], state["roles"], state["belongs"] = None, frozenset(), False
        slug = scope["path"].lstrip("/").partition("/")[0]
        if not slug or slug in RESERVED:
            await self.app(scope, receive, send)
            return
        found = await entered(slug, state.get("person"))
        if found is None:
            await self.app(scope, receive, send)
            return
        organisation, state["roles"] = found
        state["org"] = organisation
        state["belongs"] = await _belongs(scope, organisation)
        scope = dict(scope, root_path=scope.get("root_path", "") + "/" + slug)
        await self.tenant(scope, receive, send)


async def _belongs(scope: Scope, organisation: Organisation) -> bool:
    """Whether the page shall lead to what only members and officers may see."""
    person = scope["state"].get("person")
    if scope["state"]["roles"] or person is None:
        return person is not None
    # A deed asks its own route; only its page's links hang on this, and casting must be quick.
    return scope["method"] != "GET" or await is_member(person, organisation)
