"""The addresses of the regulator's year, within an organisation."""

from starlette.routing import BaseRoute

from coopcouncil.kernel.web import get, post
from coopcouncil.organisations.access import holds
from coopcouncil.organisations.models import Role
from coopcouncil.statutory.year import reminding, views  # noqa: F401  # Who serves can remind.

SECRETARY = holds(Role.SECRETARY)
BOARD = holds(
    Role.SECRETARY,
    Role.CHAIR,
    Role.DIRECTOR,
    Role.TREASURER,
    Role.AUDITOR,
    Role.CREDIT_UNION_OFFICER,
    Role.TRUST_ADMINISTRATOR,
)

YEAR: list[BaseRoute] = [
    get("/year", views.year, who=BOARD),
    get("/year.ics", views.year_calendar, who=BOARD),
    get("/year/facts", views.year_facts, who=SECRETARY),
    post("/year/facts", views.say_year_facts, who=SECRETARY),
    get("/year/{kind}/{end}", views.duty, who=BOARD),
    post("/year/{kind}/{end}/done", views.mark_duty_done, who=SECRETARY),
    post("/year/{kind}/{end}/not-done", views.take_duty_back, who=SECRETARY),
    post("/year/{kind}/{end}/figures", views.keep_figures, who=SECRETARY),
]
