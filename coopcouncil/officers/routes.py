"""The addresses of the register of officers, within an organisation."""

from starlette.routing import BaseRoute

from coopcouncil.kernel.web import get, post
from coopcouncil.officers.access import COMMITTEE, KEEPERS, OWN_MEMBERS
from coopcouncil.officers.views import corrections, interests, officer, officers, retirement

TENANT: list[BaseRoute] = [
    get("/officers", officers.officers, who=OWN_MEMBERS),
    get("/officers/new", officer.new_officer, who=KEEPERS),
    post("/officers/new", officer.record_office, who=KEEPERS),
    get("/officers/retirement", retirement.retirement, who=OWN_MEMBERS),
    post("/officers/retirement", retirement.draw, who=KEEPERS),
    get("/officers/{id:int}", officer.officer, who=KEEPERS),
    get("/officers/{id:int}/details", officer.change_officer_details, who=KEEPERS),
    post("/officers/{id:int}/details", officer.record_officer_change, who=KEEPERS),
    get("/officers/{id:int}/return", officer.return_to_office, who=KEEPERS),
    post("/officers/{id:int}/return", officer.record_return_to_office, who=KEEPERS),
    get("/officers/{id:int}/election", officer.election, who=KEEPERS),
    post("/officers/{id:int}/election", officer.record_election, who=KEEPERS),
    get("/officers/{id:int}/leaving", officer.leaving_office, who=KEEPERS),
    post("/officers/{id:int}/leaving", officer.record_leaving_office, who=KEEPERS),
    get("/officers/{id:int}/corrections/{line:int}", corrections.officer_correction, who=KEEPERS),
    post("/officers/{id:int}/corrections/{line:int}", corrections.correct_line, who=KEEPERS),
    get("/interests", interests.interests, who=COMMITTEE),
    post("/interests", interests.declare_interest, who=COMMITTEE),
    get("/interests/{id:int}/end", interests.ending_interest, who=COMMITTEE),
    post("/interests/{id:int}/end", interests.record_end, who=COMMITTEE),
]
