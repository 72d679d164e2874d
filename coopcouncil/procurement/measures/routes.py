"""The addresses of measures, within an organisation."""

from starlette.routing import BaseRoute

from coopcouncil.kernel.web import ANYONE, get, post
from coopcouncil.organisations.access import holds
from coopcouncil.organisations.kinds import Role
from coopcouncil.procurement.measures.views import browsing, importing, own, saving

LEAD = holds(Role.PROCUREMENT_LEAD)

TENANT: list[BaseRoute] = [
    get("/measures", browsing.measures, who=ANYONE),
    get("/measures.csv", saving.measures_csv, who=ANYONE),
    get("/measures.json", saving.measures_json, who=ANYONE),
    get("/measures/open.csv", saving.open_measures_csv, who=ANYONE),
    get("/measures/open.json", saving.open_measures_json, who=ANYONE),
    get("/measures/open/{code:str}", browsing.open_measure, who=ANYONE),
    get("/measures/new", own.new_measure, who=LEAD),
    post("/measures/new", own.record_measure, who=LEAD),
    get("/measures/sets", importing.measure_sets, who=LEAD),
    get("/measures/sets/{id:int}", importing.measure_set, who=LEAD),
    get("/measures/sets/{id:int}/retirement", importing.set_retirement, who=LEAD),
    post("/measures/sets/{id:int}/retirement", importing.retire_set, who=LEAD),
    get("/measures/imports/new", importing.new_import, who=LEAD),
    post("/measures/imports/new", importing.upload_measures, who=LEAD),
    get("/measures/imports/{id:int}", importing.measure_import, who=LEAD),
    post("/measures/imports/{id:int}/columns", importing.name_measure_columns, who=LEAD),
    post("/measures/imports/{id:int}/application", importing.apply_measure_import, who=LEAD),
    post("/measures/imports/{id:int}/dropping", importing.drop_measure_import, who=LEAD),
    get("/measures/{id:int}", browsing.measure, who=ANYONE),
    get("/measures/{id:int}/details", own.measure_details, who=LEAD),
    post("/measures/{id:int}/details", own.record_edition, who=LEAD),
    get("/measures/{id:int}/retirement", own.retirement, who=LEAD),
    post("/measures/{id:int}/retirement", own.retire_measure, who=LEAD),
]
