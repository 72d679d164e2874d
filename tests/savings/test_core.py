"""Beside a core system: balances read in whole or not at all, shown with their time."""

from datetime import timedelta

import pytest

from coopcouncil.kernel import clock
from coopcouncil.savings.core.actions import read_in
from coopcouncil.savings.core.models import CoreBalance, CoreReading
from coopcouncil.savings.core.rules import (
    OfTheFuture,
    OlderReading,
    Twice,
    UnknownSaver,
    WrongHeading,
    WrongLine,
    read,
)
from coopcouncil.savings.kinds import Mode
from coopcouncil.savings.rules.refusals import NotBesideCore
from tests.make import make_member, make_person
from tests.pageclient import Pages
from tests.savings.building import make_union, teller

pytestmark = pytest.mark.anyio
HEAD = b"account,saver,product,balance\n"


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", WrongHeading),
        (b"account,balance\nA1,5\n", WrongHeading),
        (HEAD + b"A1,17,Main,1.234,50\n", WrongLine),
        (HEAD + b"A1,17,Main,abc\n", WrongLine),
        (HEAD + b"A1,17,Main\n", WrongLine),
        (HEAD + b'A1,17,"Main,5\n', WrongLine),
        (HEAD + b"A1,17,\xff,5\n", WrongLine),
        (HEAD + b"A1,17,Main\x00,5\n", WrongLine),
        (HEAD + b"A1,17,Main,5\nA1,18,Main,6\n", Twice),
    ],
)
def test_a_file_is_read_whole_or_refused_with_its_line(data, refusal):
    with pytest.raises(refusal) as refused:
        read(data)
    assert refused.value.sentence(str)


def test_a_file_is_read():
    lines = read(HEAD + b'A1,17,"Main, old","1,234.50"\n\nA2,J3,Junior,0\n')
    assert [(one.account, one.pence) for one in lines] == [("A1", 123_450), ("A2", 0)]


async def test_nothing_is_read_in_of_a_file_with_a_stranger(db):
    org = await make_union(Mode.BESIDE_CORE)
    entry = await make_member(org)
    good = HEAD + f"A1,{entry.member_number},Main,5\n".encode()
    with pytest.raises(UnknownSaver):
        await read_in(org, good + b"A2,nobody,Main,5\n", "f.csv", clock.now(), None)
    with pytest.raises(OfTheFuture):
        await read_in(org, good, "f.csv", clock.now() + timedelta(minutes=1), None)
    assert await CoreBalance.within(org).count() == 0
    moment = clock.now()
    await read_in(org, good, "f.csv", moment, None)
    with pytest.raises(OlderReading):
        await read_in(org, good, "f.csv", moment, None)
    for n in range(1, 4):
        with clock.frozen(moment + timedelta(hours=n)):
            await read_in(org, good, "f.csv", clock.now(), None)
    assert await CoreReading.within(org).count() == 2
    with pytest.raises(NotBesideCore):
        await read_in(await make_union(), HEAD, "f.csv", moment, None)


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_a_member_sees_the_balance_with_its_time(client: Pages, language: str):
    org = await make_union(Mode.BESIDE_CORE)
    entry = await make_member(org, "Ada Lovell", email="ada@example.org")
    pages = client.as_(await teller(org))
    pages.language = language
    day = clock.today()
    data = {
        "on-day": str(day.day),
        "on-month": str(day.month),
        "on-year": str(day.year),
        "at": "00:00",
    }
    text = HEAD + f"A1,{entry.member_number},Main,1234.50\n".encode()
    path = f"/{org.slug}/savings/core"
    await pages.post(path, data, files={"file": ("balances.csv", text, "text/csv")})
    assert "£1,234.50" in (await pages.get(path)).main
    assert (await pages.get(f"/{org.slug}/savings")).status == 200
    ada = client.as_(await make_person("Ada Lovell", "ada@example.org"))
    ada.language = language
    mine = await ada.get(f"/{org.slug}/my-savings")
    assert "£1,234.50" in mine.main
    assert str(day.year) in mine.main
