"""Telling a person by e-mail that something was answered; what it says stands on their page."""

from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.kernel import config, mail
from coopcouncil.members.safeguarding import stopped
from coopcouncil.organisations.models import Organisation
from coopcouncil.privacy.models import Asked


async def tell_answered(org: Organisation, asked: Asked, about: str) -> None:
    """Write that there is an answer to read, in the transaction that gives it."""
    if await stopped([asked.member_id]):
        return
    person = await Person.get(id=asked.person_id)
    proven = EmailAddress.filter(person_id=person.id, proven_at__isnull=False)
    address = await proven.order_by("id").first()
    if address is None:
        return
    language = person.language or "en"
    await mail.send(
        org.id,
        address.address,
        template="email/privacy/answered",
        language=language,
        context={
            "organisation": org.called(language),
            "link": f"{config.current().base_url}/{org.slug}/me",
        },
        about=about,
    )
