"""The outcome on a tender's own page: its steps and what is missing in each."""

from starlette.requests import Request

from coopcouncil.kernel import clock
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import address
from coopcouncil.kernel.shown import shown_date
from coopcouncil.procurement.access import leads, part_in
from coopcouncil.procurement.kinds import Part, Stage
from coopcouncil.procurement.outcome.reads import (
    award_notice,
    decisions_of,
    lots_summed,
    signs_from,
)
from coopcouncil.procurement.outcome.views.shared import AGREED
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import lots_of
from coopcouncil.procurement.tenders.steps import Progress, Step, StepShown

_AFTER_SUMMARIES = (Stage.SUMMARISED, Stage.AWARDED, Stage.CONTRACTED)


async def _sees(request: Request, tender: Tender) -> bool:
    """The lead and the moderators."""
    return leads(request) or Part.MODERATOR in await part_in(tender, request.state.person)


async def result_step(request: Request, tender: Tender) -> StepShown | None:
    """The sums and the decisions."""
    if not await _sees(request, tender):
        return None
    if tender.stage not in AGREED:
        return StepShown(Step.RESULT, Progress.NOT_YET)
    org = request.state.org
    missing = []
    summed, decided = await lots_summed(org, tender), await decisions_of(org, tender)
    for lot in await lots_of(tender):
        if lot.id not in summed:
            missing.append(
                gettext("The sum of lot {number} is to be made.").format(number=lot.number)
            )
        elif lot.id not in decided:
            missing.append(gettext("Lot {number} is to be decided.").format(number=lot.number))
    return StepShown(
        Step.RESULT,
        Progress.TO_DO if missing else Progress.DONE,
        address(request, "procurement:result", id=tender.id),
        tuple(missing),
    )


async def summaries_step(request: Request, tender: Tender) -> StepShown | None:
    """The assessment summaries."""
    if not await _sees(request, tender):
        return None
    if tender.stage not in AGREED:
        return StepShown(Step.SUMMARIES, Progress.NOT_YET)
    done = tender.stage in _AFTER_SUMMARIES
    return StepShown(
        Step.SUMMARIES,
        Progress.DONE if done else Progress.TO_DO,
        address(request, "procurement:summaries", id=tender.id),
    )


async def award_step(request: Request, tender: Tender) -> StepShown | None:
    """The notice, the standstill, the contract."""
    held = await part_in(tender, request.state.person)
    if not leads(request) and Part.CONTRACT_MANAGER not in held:
        return None
    where = address(request, "procurement:notices", id=tender.id)
    if tender.stage is Stage.CONTRACTED:
        return StepShown(Step.AWARD, Progress.DONE, where)
    if tender.stage not in _AFTER_SUMMARIES:
        return StepShown(Step.AWARD, Progress.NOT_YET, where if leads(request) else "")
    since = await signs_from(request.state.org, tender)
    if await award_notice(request.state.org, tender) is None or since is None:
        text = gettext("The award notice is to be published and written down.")
        return StepShown(Step.AWARD, Progress.TO_DO, where, (text,))
    if since > clock.today():
        text = gettext("Standstill: the contract may be signed from {day}.")
        beneath = text.format(day=shown_date(since))
        return StepShown(Step.AWARD, Progress.AWAITS_OTHERS, where, beneath=beneath)
    return StepShown(
        Step.AWARD, Progress.TO_DO, where, (gettext("The contract is to be recorded."),)
    )
