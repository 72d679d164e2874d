"""The address says which organisation: `/{org}/…` moves `/{org}` into `root_path`.

So `url_for` keeps the tenant, and the tenant's routes never see the prefix.
"""

from starlette.types import ASGIApp, Receive, Scope, Send

from coopcouncil.organisations.models import Organisation

# First words of addresses that belong to the site, so that no organisation may take them.
RESERVED = frozenset(
    {
        ".well-known",
        "accessibility",
        "account",
        "accounts",
        "admin",
        "api",
        "assets",
        "co-operatives",
        "demo",
        "errors",
        "favicon.ico",
        "healthz",
        "help",
        "language",
        "metrics",
        "new",
        "organisations",
        "outbox",
        "passkeys",
        "privacy",
        "readyz",
        "robots.txt",
        "sign-in",
        "sign-out",
        "start",
        "static",
        "verify",
        "vote",
        "well-known",
    }
)


class TenancyMiddleware:
    """Sends `/{org}/…` to the tenant's routes with the organisation found, the rest to the site."""

    def __init__(self, app: ASGIApp, tenant: ASGIApp) -> None:
        self.app, self.tenant = app, tenant

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state.setdefault("org", None)
        slug = scope["path"].lstrip("/").partition("/")[0]
        if not slug or slug in RESERVED:
            await self.app(scope, receive, send)
            return
        organisation = await Organisation.get_or_none(slug=slug)
        if organisation is None:
            await self.app(scope, receive, send)
            return
        state["org"] = organisation
        scope = dict(scope, root_path=scope.get("root_path", "") + "/" + slug)
        await self.tenant(scope, receive, send)
