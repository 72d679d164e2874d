"""A person's own particulars: name, language, e-mail addresses."""

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.accounts.rules import AddressInUse, LastAddress
from coopcouncil.kernel import audit, clock, mail
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.models import INSTALLATION


async def person_reading(address: str, name: str = "", language: str | None = None) -> Person:
    """The person of an address, made where there is none yet.

    For whoever vouches for the address: an operator's first secretary, a secretary's grant.
    The person still proves to read it before anything opens.
    """
    address = address.strip().lower()
    async with in_transaction():
        known = await EmailAddress.get_or_none(address=address).select_related("person")
        if known is not None:
            return known.person
        person = await Person.create(name=name, language=language, created_at=clock.now())
        await EmailAddress.create(person=person, address=address)
    return person


async def change_particulars(person: Person, name: str, language: str) -> None:
    """What to be called, and in which language to be written to."""
    await Person.filter(id=person.id).update(name=name, language=language)


async def choose_language(person: Person, language: str) -> None:
    """Remember the choice of the language switch."""
    if person.language != language:
        await Person.filter(id=person.id).update(language=language)


async def add_address(person: Person, address: str) -> None:
    """Add an address that the person has just proven to read."""
    async with in_transaction():
        await Person.select_for_update().get(id=person.id)
        if await EmailAddress.exists(address=address):
            raise AddressInUse
        await tell_of_change(person, "address", address)
        added = await EmailAddress.create(person=person, address=address, proven_at=clock.now())
        await audit.record(INSTALLATION, person.id, "added-address", f"email-address:{added.id}")


async def remove_address(person: Person, address_id: int) -> str:
    """Forget an address, unless it is the last way in; which one it was."""
    async with in_transaction():
        await Person.select_for_update().get(id=person.id)
        mine = await EmailAddress.filter(person_id=person.id)
        address = next((each for each in mine if each.id == address_id), None)
        if address is None:
            raise NotHere
        if len(mine) == 1:
            raise LastAddress
        await tell_of_change(person, "address-removed", address.address)
        await address.delete()
        await audit.record(
            INSTALLATION, person.id, "removed-address", f"email-address:{address.id}"
        )
    return address.address


async def tell_of_change(person: Person, what: str, added: str) -> None:
    """Tell every address of the account, in the current transaction: it may have been a thief."""
    for each in await EmailAddress.filter(person_id=person.id):
        await mail.send(
            INSTALLATION,
            each.address,
            template="email/accounts/changed",
            language=person.language or "en",
            context={"what": what, "added": added},
        )
