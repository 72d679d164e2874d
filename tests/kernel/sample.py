"""A small site that is not ours: what the kernel's pages are tried on."""

from types import SimpleNamespace
from typing import Any

import jinja2
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.forms import (
    CheckboxesField,
    DateField,
    Email,
    EmailField,
    FileField,
    Form,
    InputRequired,
    IntegerField,
    MoneyField,
    Optional,
    RadioField,
    StringField,
    TextAreaField,
    TimeField,
    form_of,
)
from coopcouncil.kernel.headers import HeadersMiddleware
from coopcouncil.kernel.i18n import LanguageMiddleware, lazy
from coopcouncil.kernel.pages import environment, error_page, flash, page, redirect
from coopcouncil.kernel.static import StaticFiles

SAMPLES = {
    "sample/form.html": """{% extends "base.html" %}
{% block title %}{{ _("Your account") }}{% endblock %}
{% block content %}
{% block part %}
{%- import "_macros/fields.html" as fields %}
{{ fields.form_start() }}{% for f in form %}{{ fields.field(f) }}{% endfor %}
{{ fields.button(_("Sign in")) }}{{ fields.form_end() }}{% endblock %}
<p>{{ may("secretary") }}, {{ may("chair") }}, {{ url("sample:one", id=7) }}</p>
{% endblock %}""",
    "sample/list.html": """{% extends "base.html" %}
{% import "_macros/lists.html" as lists %}{% import "_macros/table.html" as t %}
{% block title %}{{ _("Members") }}{% endblock %}
{% block content %}
{% call t.table(_("Members"), [{"text": _("Language"), "sort": "name"}], sorted="name") %}
{% call t.row() %}{{ t.row_head("Ŵyn") }}{% endcall %}{% endcall %}
{{ lists.pages(3, 12) }}{{ lists.both("A", "") }}
{{ lists.summary([{"key": _("Language"), "value": "x", "change": ("/x", _("Language"))}]) }}
{% endblock %}""",
    "sample/strict.html": "{{ nobody_gave_this }}",
    "sample/mail.txt": "Subject: {{ _('Sign in') }}\n{{ name }} <b>",
}
environment.loader.loaders.append(jinja2.DictLoader(SAMPLES))  # type: ignore[union-attr]


class NotToday(Refused):
    def sentence(self, _: Gettext) -> str:
        return _("Page not found")


class SampleForm(Form):
    name = StringField(lazy("Your account"), validators=[InputRequired()])
    address = EmailField(lazy("Language"), validators=[Optional(), Email()])
    born = DateField(lazy("Day"), validators=[Optional()])
    at = TimeField(lazy("Month"), validators=[Optional()])
    fee = MoneyField(lazy("Year"), validators=[Optional()])
    seats = IntegerField(lazy("Stage"), validators=[Optional()])
    way = RadioField(lazy("Votes"), choices=[("a", lazy("Home"))], validators=[Optional()])
    who = CheckboxesField(lazy("Members"), choices=[("s", lazy("Menu"))])
    words = TextAreaField(lazy("Help"))
    paper = FileField(lazy("Page"))


async def form(request: Request) -> Response:
    filled = await form_of(request, SampleForm)
    if request.method == "POST" and filled.validate():
        if filled.name.data == "refuse":
            filled.refuse(NotToday())
        elif filled.name.data == "refuse here":
            filled.refuse(NotToday(), at="born")
        else:
            flash(request, f"{filled.name.data}|{filled.born.data}|{filled.at.data}")
            return redirect(request, "sample:list")
    return page(request, "sample/form.html", block="part", form=filled)


async def listing(request: Request) -> Response:
    return page(request, "sample/list.html")


async def missing(request: Request) -> Response:
    return error_page(request, int(request.path_params["status"]))


class _Org:
    """Stands for the tenancy's middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith(("/bare", "/static")):
            state = scope.setdefault("state", {})
            org = SimpleNamespace(slug="tai", name="Housing", name_cy="Tai", brand_colour="")
            state.update(org=org, roles=frozenset({"secretary"}), csrf="token", belongs=True)
        await self.app(scope, receive, send)


def site(secure: bool = False, **state: Any) -> Starlette:
    """The sample's application."""
    app = Starlette(
        routes=[
            Route("/form", form, methods=["GET", "POST"], name="sample:form"),
            Route("/list", listing, name="sample:list"),
            Route("/error/{status}", missing),
            Route("/bare/{status}", missing),
            Mount("/static", StaticFiles()),
        ],
        middleware=[
            Middleware(HeadersMiddleware, secure=secure),
            Middleware(LanguageMiddleware, secure=secure),
            Middleware(_Org),
        ],
    )
    app.state.config = SimpleNamespace(secret_key=b"s" * 32, is_secure=secure)
    app.state.site_router = app.router
    app.state.tenant_router = Router(routes=[Route("/ones/{id:int}", listing, name="sample:one")])
    for name, value in state.items():
        setattr(app.state, name, value)
    return app
