"""The secretary hears that applications wait: several together, not one message for each."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tortoise.transactions import in_transaction

from coopcouncil.joining.reads import waiting
from coopcouncil.kernel import clock, config, mail
from coopcouncil.kernel.jobs import enqueue, job
from coopcouncil.kernel.models import Job, OutboxMessage
from coopcouncil.organisations.models import Organisation, Role
from coopcouncil.organisations.reached import reached

TOGETHER = timedelta(minutes=10)


async def tell_of_applications(org: Organisation) -> None:
    """Have the secretaries told in a while, in the transaction that confirms an application."""
    asked = Job.filter(name="tell-of-applications", organisation_id=org.id, died_at=None)
    if not await asked.filter(execute_after__gt=clock.now()).exists():
        later = clock.now() + TOGETHER
        await enqueue("tell-of-applications", {"organisation": org.id}, org.id, later)


@job("tell-of-applications")
async def told(payload: Mapping[str, Any]) -> None:
    """The job: how many wait, and where. It names nobody; done twice, it tells once."""
    org = await Organisation.get(id=payload["organisation"])
    async with in_transaction():
        found = await waiting(org)
        if not found:
            return
        about = f"applications-up-to:{found[-1].id}"
        if await OutboxMessage.filter(organisation_id=org.id, about=about).exists():
            return
        for person, address in await reached(org, Role.SECRETARY, Role.TRUST_ADMINISTRATOR):
            language = person.language or "en"
            await mail.send(
                org.id,
                address,
                template="email/joining/waiting",
                language=language,
                context={
                    "organisation": org.called(language),
                    "count": len(found),
                    "link": f"{config.current().base_url}/{org.slug}/applications",
                },
                about=about,
            )
