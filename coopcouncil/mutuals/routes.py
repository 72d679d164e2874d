"""The addresses of this slice, within an organisation."""

from starlette.routing import BaseRoute

from coopcouncil.kernel.web import get, post
from coopcouncil.members.access import KEEPERS
from coopcouncil.mutuals.hr import work  # noqa: F401  # Whoever serves can do its jobs.
from coopcouncil.mutuals.views import contracts, courses, staff, votes
from coopcouncil.organisations.access import MEMBERS, holds
from coopcouncil.organisations.models import Role

SECRETARY = holds(Role.SECRETARY)
BOARD = holds(Role.SECRETARY, Role.CHAIR, Role.DIRECTOR, Role.TREASURER)
HELPERS = holds(Role.SECRETARY, Role.PROCUREMENT_LEAD)

TENANT: list[BaseRoute] = [
    get("/staff", staff.staff, who=KEEPERS),
    post("/staff", staff.upload_export, who=KEEPERS),
    get("/staff/exports/{id:int}", staff.export, who=KEEPERS),
    get("/staff/exports/{id:int}/columns", staff.export_columns, who=KEEPERS),
    post("/staff/exports/{id:int}/columns", staff.name_export_columns, who=KEEPERS),
    post("/staff/exports/{id:int}/apply", staff.apply_export, who=KEEPERS),
    post("/staff/exports/{id:int}/drop", staff.drop_export, who=KEEPERS),
    get("/staff/exports/{id:int}/undo", staff.undoing_export, who=KEEPERS),
    post("/staff/exports/{id:int}/undo", staff.undo_export, who=KEEPERS),
    get("/seats", votes.seats, who=MEMBERS),
    get("/weighing", votes.weighing, who=MEMBERS),
    get("/reserved-contracts", contracts.contracts, who=BOARD),
    get("/reserved-contracts/new", contracts.new_contract, who=SECRETARY),
    post("/reserved-contracts/new", contracts.add_contract, who=SECRETARY),
    get("/reserved-contracts/{id:int}", contracts.contract, who=BOARD),
    get("/reserved-contracts/{id:int}/details", contracts.contract_details, who=SECRETARY),
    post("/reserved-contracts/{id:int}/details", contracts.change_contract, who=SECRETARY),
    get("/reserved-contracts/{id:int}/tests/{test}", contracts.contract_test, who=BOARD),
    post("/reserved-contracts/{id:int}/tests/{test}", contracts.answer_contract_test, who=BOARD),
    # A council's own: no co-operative has them, and none is seen by another organisation.
    get("/courses", courses.courses, who=HELPERS),
    get("/courses/new", courses.new_course, who=HELPERS),
    post("/courses/new", courses.begin_course, who=HELPERS),
    get("/courses/{id:int}", courses.course, who=HELPERS),
    get("/courses/{id:int}/end", courses.ending_course, who=HELPERS),
    post("/courses/{id:int}/end", courses.end_course, who=HELPERS),
    get("/courses/{id:int}/stages/{stage:int}", courses.stage, who=HELPERS),
    post("/courses/{id:int}/stages/{stage:int}", courses.enter_stage, who=HELPERS),
    post("/courses/{id:int}/stages/{stage:int}/due", courses.set_stage_due, who=HELPERS),
]
