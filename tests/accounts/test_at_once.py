"""Two browsers at the same moment, with committed data: a database of the test's own."""

import asyncio

import pytest

from coopcouncil.accounts.actions import addresses, signing_in
from coopcouncil.accounts.models import EmailAddress, Person, SignInCode
from coopcouncil.accounts.rules import CODE_TRIES, CodeWrong, LastAddress
from coopcouncil.kernel.errors import Refused
from tests.make import make_person

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("fresh_db")]

SITE = "http://localhost:8000"


async def outcomes(*deeds: object) -> list[object]:
    return await asyncio.gather(*deeds, return_exceptions=True)  # type: ignore[call-overload, no-any-return]


async def test_a_link_pressed_twice_at_once_signs_in_once() -> None:
    link = (await signing_in.link_for("ada@example.org", SITE)).rpartition("/")[2]
    found = await outcomes(*(signing_in.use_link(link, "en") for _press in range(8)))
    assert sum(isinstance(each, signing_in.Proven) for each in found) == 1
    assert sum(isinstance(each, Refused) for each in found) == 7
    assert await Person.all().count() == 1


async def test_guesses_at_once_get_no_more_tries() -> None:
    sent = await signing_in.send_code("ada@example.org", "en", SITE)
    guesses = (signing_in.use_code(sent.id, f"{n:06d}", "en") for n in range(20))
    found = await outcomes(*guesses)
    wrong = sum(isinstance(each, CodeWrong) for each in found)
    # One of them may have been right, by chance.
    assert wrong <= CODE_TRIES
    assert (await SignInCode.get(id=sent.id)).tries_left >= 0
    assert sum(isinstance(each, Refused) for each in found) >= 19


async def test_a_new_address_proven_twice_at_once_is_one_person() -> None:
    links = [
        (await signing_in.link_for("new@example.org", SITE)).rpartition("/")[2] for _n in range(6)
    ]
    found = await outcomes(*(signing_in.use_link(link, "en") for link in links))
    people = {each.person.id for each in found if isinstance(each, signing_in.Proven)}
    assert len(people) == 1
    assert await EmailAddress.filter(address="new@example.org").count() == 1


async def test_two_addresses_removed_at_once_leave_one() -> None:
    ada = await make_person("Ada Lovell", "one@example.org", "two@example.org")
    both = await EmailAddress.filter(person=ada)
    found = await outcomes(*(addresses.remove_address(ada, each.id) for each in both))
    assert sum(isinstance(each, LastAddress) for each in found) == 1
    assert await EmailAddress.filter(person=ada).count() == 1
