"""Telling the nominated officer, and what the nominated officer does.

Neither writes to the organisation's record, where other officers might read that there was
something: the two tables are their own record, and triggers keep them as they were written.
"""

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.kinds import Step
from coopcouncil.savings.suspicions.models import Suspicion, SuspicionStep


async def tell(org: Organisation, about: str, told: str, by: Person) -> Suspicion:
    """Somebody tells what they saw."""
    async with in_transaction():
        made = await Suspicion.create(
            organisation=org, about=about, told=told, recorded_at=clock.now(), recorded_by=by
        )
        await _step(org, made, Step.TOLD, "", told, by)
    return made


async def add_step(
    org: Organisation, suspicion: Suspicion, step: Step, reference: str, why: str, by: Person
) -> SuspicionStep:
    """What was decided, and why."""
    async with in_transaction():
        return await _step(org, suspicion, step, reference, why, by)


async def _step(
    org: Organisation, suspicion: Suspicion, step: Step, reference: str, why: str, by: Person
) -> SuspicionStep:
    return await SuspicionStep.create(
        organisation=org,
        suspicion=suspicion,
        step=step,
        reference=reference,
        why=why,
        recorded_at=clock.now(),
        recorded_by=by,
    )
