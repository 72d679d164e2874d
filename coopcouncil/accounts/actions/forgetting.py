"""Emptying an account: nobody can sign in to it again, and it bears no name."""

from coopcouncil.accounts.models import (
    Challenge,
    EmailAddress,
    Passkey,
    Person,
    Session,
    SignInCode,
)


async def forget(person: Person) -> int:
    """Take name, addresses, passkeys, sessions and codes away; how many rows.

    The person's number stays: what they did for an organisation was done by somebody. In the
    caller's transaction.
    """
    gone = 0
    addresses = [one.address for one in await EmailAddress.filter(person_id=person.id)]
    gone += await SignInCode.filter(address__in=addresses).delete()
    for model in (SignInCode, Challenge, Session, Passkey, EmailAddress):
        gone += await model.filter(person_id=person.id).delete()
    person.name, person.language = "", None
    await person.save(update_fields=["name", "language"])
    return gone + 1
