"""The addresses of what comes before the notice, within an organisation."""

from starlette.routing import BaseRoute

from coopcouncil.kernel.web import get, post
from coopcouncil.procurement.access import LEAD, WORKERS
from coopcouncil.procurement.tenders.consideration.views import choosing, conflicts, thinking

AT = "/tenders/work/{id:int}"
LOT = AT + "/lots/{lot:int}/reservation"

TENANT: list[BaseRoute] = [
    get(AT + "/consideration", thinking.consideration, who=WORKERS),
    get(AT + "/consideration/{topic:str}", thinking.topic, who=LEAD),
    post(AT + "/consideration/{topic:str}", thinking.record_topic, who=LEAD),
    get(LOT, thinking.reservation, who=WORKERS),
    get(LOT + "/{condition:str}", thinking.condition, who=LEAD),
    post(LOT + "/{condition:str}", thinking.record_condition, who=LEAD),
    get(AT + "/conflicts", conflicts.conflicts, who=LEAD),
    get(AT + "/conflicts/assessment", conflicts.assessment, who=LEAD),
    post(AT + "/conflicts/assessment", conflicts.record_assessment, who=LEAD),
    get(AT + "/measures", choosing.tender_measures, who=WORKERS),
    get(AT + "/measures/choosing", choosing.choosing, who=LEAD),
    post(AT + "/measures/choosing", choosing.choose, who=LEAD),
    get(AT + "/measures/{measure:int}", choosing.tender_measure, who=LEAD),
    post(AT + "/measures/{measure:int}", choosing.record_clearing, who=LEAD),
    post(AT + "/measures/{measure:int}/removal", choosing.leave_measure_out, who=LEAD),
]
