"""The addresses of this slice, within an organisation."""

from starlette.routing import BaseRoute

from coopcouncil.kernel.web import get, post
from coopcouncil.members.access import KEEPERS
from coopcouncil.statutory.views import copies, inspections
from coopcouncil.statutory.year.routes import YEAR

TENANT: list[BaseRoute] = [
    get("/registers", copies.registers, who=KEEPERS),
    post("/registers", copies.copy_register, who=KEEPERS),
    get("/inspections", inspections.inspections, who=KEEPERS),
    get("/inspections/new", inspections.new_inspection, who=KEEPERS),
    post("/inspections/new", inspections.log_inspection, who=KEEPERS),
    get("/inspections/{id:int}", inspections.inspection, who=KEEPERS),
    post("/inspections/{id:int}/answer", inspections.answer_inspection, who=KEEPERS),
    post("/inspections/{id:int}/copy", copies.copy_for_inspection, who=KEEPERS),
    *YEAR,
]
