"""The daily round: what is due soon, what is late, and reports that nobody has answered.

Each word is said once, in the transaction that notes it: a round that is killed says the rest on
its next day, and nothing twice.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.jobs import every
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.delivery.actions.asking import ask, is_open
from coopcouncil.procurement.delivery.models import (
    Commitment,
    Instalment,
    RecipientAsked,
    Report,
)
from coopcouncil.procurement.delivery.reads import Followed, followed
from coopcouncil.procurement.delivery.rules.status import SOON, Due, Status, uncovered
from coopcouncil.procurement.delivery.telling import following, suppliers_people, tell

AGAIN = timedelta(days=21)
ASKED_AT_MOST = 2


async def remind_everywhere() -> int:
    """Look at every council with promises; how many were told of."""
    said = 0
    councils = await Commitment.everywhere().distinct().values_list("organisation_id", flat=True)
    for org in await Organisation.filter(id__in=list(councils)).order_by("id"):
        said += await remind(org)
    return said


async def remind(org: Organisation) -> int:
    """Say each word that is due at one council; of how many promises and reports."""
    said = 0
    for number in await _with_a_day(org):
        async with in_transaction():
            await lock("commitment", number)
            said += await _of_promise(org, await _whole(org, number))
    for report in await _waiting(org):
        async with in_transaction():
            await lock("commitment", report.commitment_id)
            said += await _of_report(org, report)
    return said


async def _with_a_day(org: Organisation) -> list[int]:
    """The promises of which an instalment is near or over and was not told of."""
    today = clock.today()
    soon = Q(due_on__gte=today, due_on__lte=today + SOON, reminded_at=None)
    late = Q(due_on__lt=today, told_late_at=None)
    found = (
        await Instalment.within(org)
        .filter(soon | late, commitment__settled=None)
        .distinct()
        .values_list("commitment_id", flat=True)
    )
    return sorted(int(one) for one in found)  # type: ignore[call-overload]


async def _whole(org: Organisation, number: int) -> Commitment:
    found: Commitment = (
        await Commitment.within(org)
        .select_related("contract__supplier", "contract__tender", "recipient")
        .get(id=number)
    )
    return found


async def _of_promise(org: Organisation, commitment: Commitment) -> int:
    (one,) = await followed(org, [commitment])
    if one.standing.status in (Status.DISPUTED, Status.REPLACED, Status.WAIVED, Status.ENDED):
        return 0
    open_days = set(uncovered([Due(due.due_on, due.amount) for due in one.dues], one.standing))
    today = clock.today()
    missing = [due for due in one.dues if due.due_on in open_days]
    late = [due for due in missing if due.due_on < today and due.told_late_at is None]
    soon = [
        due for due in missing if today <= due.due_on <= today + SOON and due.reminded_at is None
    ]
    if late:
        await _say_late(org, one, late)
    if soon:
        await _say_soon(org, one, soon)
    return int(bool(late)) + int(bool(soon))


async def _say_soon(org: Organisation, one: Followed, soon: Sequence[Instalment]) -> None:
    first = min(soon, key=lambda due: due.due_on)
    await tell(
        org,
        await suppliers_people(org, one.commitment),
        "promise_due",
        one.commitment,
        f"/promises/{one.commitment.id}",
        due_on=first.due_on,
        amount=first.amount,
    )
    numbers = [due.id for due in soon]
    await Instalment.within(org).filter(id__in=numbers).update(reminded_at=clock.now())


async def _say_late(org: Organisation, one: Followed, late: Sequence[Instalment]) -> None:
    facts = {
        "due_on": min(due.due_on for due in late),
        "short": one.standing.short - one.standing.waiting,
    }
    told = await suppliers_people(org, one.commitment) + await following(org, one.commitment)
    readers = {person.id: (person, to) for person, to in told}
    path = f"/promises/{one.commitment.id}"
    await tell(org, readers.values(), "promise_late", one.commitment, path, **facts)
    numbers = [due.id for due in late]
    await Instalment.within(org).filter(id__in=numbers).update(told_late_at=clock.now())


async def _waiting(org: Organisation) -> list[Report]:
    """Reports without an answer whose recipient was never asked, or long ago and once."""
    reports = (
        await Report.within(org)
        .filter(withdrawn_at=None, answers__id=None, commitment__settled=None)
        .order_by("id")
    )
    asked: dict[int, list[RecipientAsked]] = defaultdict(list)
    for row in await RecipientAsked.within(org).filter(report__answers__id=None).order_by("id"):
        asked[row.report_id].append(row)
    return [one for one in reports if _may_ask(asked[one.id])]


def _may_ask(asked: Sequence[RecipientAsked]) -> bool:
    if not asked:
        return True
    return len(asked) < ASKED_AT_MOST and asked[-1].asked_at <= clock.now() - AGAIN


async def _of_report(org: Organisation, report: Report) -> int:
    asked = await RecipientAsked.within(org).filter(report_id=report.id).order_by("id")
    if not _may_ask(asked) or not await is_open(org, report):
        return 0
    return int(await ask(org, await _whole(org, report.commitment_id), report))


every("remind-of-promises", 24 * 3_600, remind_everywhere)
