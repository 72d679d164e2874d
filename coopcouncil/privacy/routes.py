"""The addresses of this slice, within an organisation.

`/me` keeps the name that the register's own pages know it by.
"""

from starlette.routing import BaseRoute

from coopcouncil.kernel.web import ANYONE, get, post
from coopcouncil.members.access import KEEPERS
from coopcouncil.organisations.access import SIGNED_IN
from coopcouncil.privacy.views import desk, me, taking

TENANT: list[BaseRoute] = [
    get("/me", me.me, who=SIGNED_IN, name="members:me"),
    post("/me/who", me.say_who, who=SIGNED_IN),
    post("/me/somebody-else", me.forget_who, who=SIGNED_IN),
    get("/me/{id:int}/contact", me.contact, who=SIGNED_IN),
    post("/me/{id:int}/contact", me.change_contact, who=SIGNED_IN),
    get("/me/{id:int}/choices", me.choices, who=SIGNED_IN),
    post("/me/{id:int}/choices", me.change_choices, who=SIGNED_IN),
    get("/me/{id:int}/correction", me.correction, who=SIGNED_IN),
    post("/me/{id:int}/correction", me.ask_correction, who=SIGNED_IN),
    get("/me/{id:int}/data", taking.data, who=SIGNED_IN),
    post("/me/{id:int}/data", taking.ask_data, who=SIGNED_IN),
    get("/me/{id:int}/data/{request:int}/json", taking.fetch_json, who=SIGNED_IN),
    get("/me/{id:int}/data/{request:int}/pdf", taking.fetch_pdf, who=SIGNED_IN),
    get("/me/{id:int}/erasure", taking.erasure, who=SIGNED_IN),
    post("/me/{id:int}/erasure", taking.ask_erasure, who=SIGNED_IN),
    get("/privacy/kept", desk.kept, who=ANYONE),
    get("/data-protection", desk.desk, who=KEEPERS),
    get("/data-protection/removals", desk.removals, who=KEEPERS),
    get("/data-protection/corrections/{id:int}", desk.correction_request, who=KEEPERS),
    post("/data-protection/corrections/{id:int}", desk.decide_correction, who=KEEPERS),
    get("/data-protection/requests/{id:int}", desk.access_request, who=KEEPERS),
    post("/data-protection/requests/{id:int}/extension", desk.extend, who=KEEPERS),
    post("/data-protection/requests/{id:int}/answer", desk.answer, who=KEEPERS),
    get("/data-protection/erasures/{id:int}", desk.erasure_request, who=KEEPERS),
    post("/data-protection/erasures/{id:int}", desk.decide_erasure, who=KEEPERS),
]
