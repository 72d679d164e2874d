"""What promises show elsewhere: on the council's home, on the recipient's, on a tender's page."""

from starlette.requests import Request

from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import address
from coopcouncil.organisations.home import Panel
from coopcouncil.procurement.access import leads, part_in
from coopcouncil.procurement.delivery.models import Report
from coopcouncil.procurement.delivery.reads import (
    manages,
    promised_by,
    promised_elsewhere,
    promised_to,
)
from coopcouncil.procurement.delivery.rules.status import Status
from coopcouncil.procurement.delivery.standings import counted
from coopcouncil.procurement.kinds import Part, Stage
from coopcouncil.procurement.outcome.models import Contract
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.steps import Progress, Step, StepShown


async def home_panel(request: Request) -> Panel | None:
    """At the council: what waits for the reader. At a recipient's own home: what was promised to
    it by suppliers of which council, for who may say whether it came."""
    org, person = request.state.org, request.state.person
    if person is None:
        return None
    given = await promised_by(org, person)
    received = await promised_to(org, person)
    own = await manages(org, person, request.state.roles)
    stands = await counted(org, own) if own else {}
    late, disputed = stands.get(Status.LATE, 0), stands.get(Status.DISPUTED, 0)
    elsewhere = await promised_elsewhere(org, person, request.state.roles)
    if not (given or received or late or disputed or elsewhere):
        return None
    waiting = (
        await Report.within(org)
        .filter(commitment_id__in=[one.id for one in received], withdrawn_at=None, answers__id=None)
        .count()
    )
    return Panel(
        "procurement/delivery/_panel.html",
        {
            "given": given,
            "received": received,
            "waiting": waiting,
            "late": late,
            "disputed": disputed,
            "manages": bool(own),
            "elsewhere": elsewhere,
        },
        awaits=bool(waiting or disputed),
        place=60,
    )


async def promises_step(request: Request, tender: Tender) -> StepShown | None:
    """What the contract promised, on the tender's page."""
    held = await part_in(tender, request.state.person)
    if not leads(request) and Part.CONTRACT_MANAGER not in held:
        return None
    if tender.stage is not Stage.CONTRACTED:
        return StepShown(Step.PROMISES, Progress.NOT_YET)
    org = request.state.org
    contracts = await Contract.within(org).filter(tender_id=tender.id).values_list("id", flat=True)
    stands = await counted(org, [int(one) for one in contracts])  # type: ignore[call-overload]
    late, disputed = stands.get(Status.LATE, 0), stands.get(Status.DISPUTED, 0)
    missing = []
    if late:
        missing.append(gettext("Promises that are late: {count}.").format(count=late))
    if disputed:
        missing.append(gettext("Promises that are disputed: {count}.").format(count=disputed))
    return StepShown(
        Step.PROMISES,
        Progress.TO_DO if missing else Progress.AWAITS_OTHERS,
        address(request, "procurement:portfolio"),
        tuple(missing),
    )
