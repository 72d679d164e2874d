"""The addresses of checks, within an organisation."""

from starlette.routing import BaseRoute

from coopcouncil.checks import views
from coopcouncil.checks.access import CHECKS, SEES
from coopcouncil.checks.actions import drop_old
from coopcouncil.kernel.jobs import every
from coopcouncil.kernel.web import get, post

TENANT: list[BaseRoute] = [
    get("/checks", views.checks, who=SEES),
    get("/checks/{id:int}", views.check, who=SEES),
    post("/checks/{id:int}/approval", views.record_approval, who=CHECKS),
    post("/checks/{id:int}/refusal", views.record_refusal, who=CHECKS),
    post("/checks/{id:int}/taking-back", views.record_taking_back, who=CHECKS),
]

every("drop-checks", 3_600, drop_old)
