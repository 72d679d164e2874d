"""Pages: our own Jinja environment, and the answers that views give.

A template knows `_`, `ngettext`, `url`, `site`, `here`, `static`, `csrf_field`, `may`, and
`request`, `org`, `person`, `lang`, none of which need to be there: an error page has no person.
"""

import gzip
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jinja2
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, NoMatchFound, Route, Router

from coopcouncil.kernel import charts, i18n, shown
from coopcouncil.kernel.compiled import Compiled
from coopcouncil.kernel.config import ROOT
from coopcouncil.kernel.fields import component, first_id
from coopcouncil.kernel.flash import flash as flash
from coopcouncil.kernel.flash import keep, waiting
from coopcouncil.kernel.flash import shown as forget_flashes
from coopcouncil.kernel.forms import Form
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.static import font, static

TEMPLATES = ROOT / "templates"

_asked: ContextVar[Request | None] = ContextVar("asked", default=None)


def page(
    request: Request,
    name: str,
    /,
    status: int | None = None,
    block: str | None = None,
    **ctx: Any,
) -> Response:
    """A template as an answer; 422 where a form in it has something to mend.

    `block` is answered alone to HTMX, and as the whole page to everybody else.
    """
    forms = [value for value in ctx.values() if isinstance(value, Form)]
    problems = [problem for form in forms for problem in form.problems()]
    part = block if block and _wants_part(request) else None
    values = {**_about(request), "problems": problems, "sentences": (), **ctx}
    if part is None:
        values["sentences"] = waiting(request)
    with _answering(request):
        text = _rendered(name, values, part)
    response = _answer(request, text, status or (422 if problems else 200))
    if part is None:
        forget_flashes(request, response)
    return response


def redirect(request: Request, name: str, /, **params: Any) -> Response:
    """Go and look at another page: within the organisation, or else on the site."""
    return redirect_to(request, address(request, name, **params))


def redirect_to(request: Request, path: str) -> Response:
    """Go and look at an address of ours. HTMX loads it whole, not into the page's part."""
    if _wants_part(request):
        response = Response(status_code=204, headers={"hx-redirect": path})
    else:
        response = RedirectResponse(path, status_code=303)
    keep(request, response)
    return response


def error_page(request: Request, status: int, sentence: str | None = None) -> Response:
    """The page for an error; `sentence` says what happened, where a rule could say."""
    name = f"errors/{status}.html"
    if not (TEMPLATES / name).is_file():
        name = "errors/500.html" if status >= 500 else "errors/400.html"
    request_id = getattr(request.state, "request_id", None)
    return page(request, name, status=status, sentence=sentence, request_id=request_id)


def render(name: str, language: str, /, **ctx: Any) -> str:
    """A template as text, for a message or for paper: nobody is asking."""
    i18n.refresh()
    reading = i18n.language.set(language)
    asked = _asked.set(None)
    try:
        about = {"request": None, "org": None, "person": None}
        return _rendered(name, {**about, "lang": language, **ctx}, None)
    finally:
        i18n.language.reset(reading)
        _asked.reset(asked)


def address(request: Request, name: str, /, **params: Any) -> str:
    """The path of a route within the current organisation, or else of the site."""
    org = getattr(request.state, "org", None)
    routes = getattr(request.app.state, "tenant_router", None)
    if org is not None and routes is not None:
        # Not from `root_path`: an error page is made outside the organisation's own routes.
        with suppress(NoMatchFound):
            return f"/{org.slug}{_path(routes, name, params)}"
    return site_address(request, name, **params)


def site_address(request: Request, name: str, /, **params: Any) -> str:
    """The path of a route that belongs to no organisation."""
    router = getattr(request.app.state, "site_router", None) or request.app.router
    return _path(router, name, params)


def _path(router: Router, name: str, params: Mapping[str, Any]) -> str:
    """As the router's own `url_path_for`, which asks every route in turn.

    A page has dozens of addresses and the site hundreds of routes.
    """
    # Kept on the router itself, which cannot be a key.
    named: dict[str, list[BaseRoute]] | None = vars(router).get("by_name")
    if named is None:
        named = vars(router)["by_name"] = {}
        for route in router.routes:
            # A mount's routes bear names that only it knows.
            named.setdefault(route.name if isinstance(route, Route) else "", []).append(route)
    for route in (*named.get(name, ()), *named.get("", ())):
        with suppress(NoMatchFound):
            return str(route.url_path_for(name, **params))
    raise NoMatchFound(name, dict(params))


def here(request: Request, /, **changes: Any) -> str:
    """The address of this page with parts of its query changed; None takes one out."""
    kept = [(key, value) for key, value in request.query_params.multi_items() if key not in changes]
    added = [(key, value) for key, value in changes.items() if value is not None]
    query = urlencode(kept + added)
    return request.url.path + ("?" + query if query else "")


def _answer(request: Request, text: str, status: int) -> Response:
    """The page, packed where that saves anything; the form token in it is never twice alike."""
    body = text.encode()
    response = HTMLResponse(body, status_code=status)
    response.headers["vary"] = "HX-Request, Accept-Encoding"
    if len(body) > 1400 and "gzip" in request.headers.get("accept-encoding", ""):
        response.body = gzip.compress(body, 4, mtime=0)
        response.headers["content-length"] = str(len(response.body))
        response.headers["content-encoding"] = "gzip"
    return response


def _about(request: Request) -> dict[str, Any]:
    org = getattr(request.state, "org", None)
    person = getattr(request.state, "person", None)
    return {"request": request, "org": org, "person": person, "lang": i18n.language.get()}


def _wants_part(request: Request) -> bool:
    headers = request.headers
    restoring = headers.get("hx-history-restore-request") == "true"
    return headers.get("hx-request") == "true" and not restoring and "hx-boosted" not in headers


def _rendered(name: str, values: Mapping[str, Any], block: str | None) -> str:
    template = environment.get_template(name)
    if block is None:
        return template.render(values)
    context = template.new_context(dict(values))
    return "".join(template.blocks[block](context))


@contextmanager
def _answering(request: Request) -> Iterator[None]:
    token = _asked.set(request)
    try:
        yield
    finally:
        _asked.reset(token)


def _asking(function: Callable[..., str]) -> Callable[..., str]:
    """The same function, for templates: the request is the one being answered."""

    def asked(*args: Any, **params: Any) -> str:
        request = _asked.get()
        if request is None:
            raise LookupError("an address needs a request: give messages and paper whole addresses")
        return function(request, *args, **params)

    return asked


def _csrf_field(request: Request) -> str:
    token = getattr(request.state, "csrf", "")
    return Markup('<input type="hidden" name="csrf" value="{}">').format(token)


def _may(*roles: str) -> bool:
    request = _asked.get()
    held = getattr(request.state, "roles", ()) if request else ()
    return any(str(role) in roles for role in held)


def _has_route(name: str, /, **params: Any) -> bool:
    """Whether there is such a page here: a slice that is not installed has no link."""
    try:
        _asking(address)(name, **params)
    except (LookupError, NoMatchFound):
        return False
    return True


def _org_name(org: Any) -> str:
    """The organisation's name in the reader's language, where it has one."""
    own: str = org.name
    return getattr(org, f"name_{i18n.language.get()}", "") or own


class _Undefined(jinja2.StrictUndefined):
    """Strict about names and about what models lack; a missing key of a dictionary is empty.

    The GOV.UK macros take their parameters as dictionaries, of which most keys are missing.
    """

    def __new__(cls, *args: Any, **kw: Any) -> Any:
        obj = args[1] if len(args) > 1 else kw.get("obj", jinja2.utils.missing)
        name = args[2] if len(args) > 2 else kw.get("name")
        if isinstance(obj, (dict, jinja2.Undefined)) or name in ("undefined", "null", "caller"):
            return jinja2.ChainableUndefined(*args, **kw)
        return super().__new__(cls)


def _environment() -> jinja2.Environment:
    env = jinja2.Environment(
        loader=jinja2.ChoiceLoader(
            [
                jinja2.FileSystemLoader(TEMPLATES),
                jinja2.PrefixLoader(
                    {"govuk_frontend_jinja": jinja2.PackageLoader("govuk_frontend_jinja")}
                ),
            ]
        ),
        autoescape=jinja2.select_autoescape(disabled_extensions=("txt",), default=True),
        undefined=_Undefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        cache_size=1000,
    )
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.gettext, i18n.ngettext, newstyle=True
    )
    env.globals.update(
        url=_asking(address),
        site=_asking(site_address),
        here=_asking(here),
        static=static,
        steps=charts.steps,
        flows=charts.flows,
        font=font,
        csrf_field=_asking(_csrf_field),
        may=_may,
        has_route=_has_route,
        languages=i18n.NAMES,
    )
    env.filters.update(
        # A refusal inside a page: `_` of a template cannot be handed to it.
        sentence=lambda refusal: refusal.sentence(i18n.gettext),
        date=shown.shown_date,
        month=shown.shown_month,
        time=shown.shown_time,
        datetime=shown.shown_datetime,
        money=shown.shown_money,
        pence=lambda pence: shown.shown_money(Money(pence)),
        number=shown.shown_number,
        org_name=_org_name,
        component=component,
        first_id=first_id,
    )
    return env


environment = _environment()


def keep_compiled(home: Path) -> None:
    """Keep compiled templates in that home from now on."""
    environment.bytecode_cache = Compiled(str(home / "cache" / "templates"))
