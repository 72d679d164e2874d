"""A holding, a member's shares, the register and the queue as at a day, as known on another."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from coopcouncil.kernel import clock
from coopcouncil.kernel.models import AuditEntry
from coopcouncil.kernel.money import Money
from coopcouncil.members.actions import change
from coopcouncil.members.models import Member, RegisterEntry
from coopcouncil.organisations.models import Role
from coopcouncil.shares.actions.allotting import apply, refuse
from coopcouncil.shares.actions.holding import cancel
from coopcouncil.shares.actions.nominating import Nominee, nominate, revoke
from coopcouncil.shares.actions.suspending import lift_all, suspend_all
from coopcouncil.shares.actions.withdrawing import give_notice
from coopcouncil.shares.kinds import ShareKind
from coopcouncil.shares.views import files
from tests.make import make_member, make_officer
from tests.shares.building import LONG_AGO, make_holding, make_society, member_of

pytestmark = pytest.mark.anyio


def noon(day):
    return datetime(2026, 3, day, 12, tzinfo=UTC)


def asked(on=None, known=None):
    """The two days as a page's address has them."""
    return "?" + "&".join(
        f"{name}-day={day}&{name}-month=3&{name}-year=2026"
        for name, day in (("on", on), ("known", known))
        if day
    )


@pytest.fixture
async def story(client):
    """Ada Lovel's 100 shares of 2 March; on the 6th notice of the 3rd is noted, and
    that her name was Lovell all along; on the 7th Bo Lee's shares, which went on the 4th."""
    with clock.frozen(noon(2)):
        org = await make_society(withdrawal_notice_days=0)
        ada = await make_member(org, "Ada Lovel")
        holding = await make_holding(org, ada)
        secretary = client.as_(await make_officer(org, Role.SECRETARY))
    with clock.frozen(noon(6)):
        await give_notice(org, holding, 40, date(2026, 3, 3), by=None)
        member = await member_of(org, ada)
        await change(
            org, member, {"family_name": "Lovell"}, by=None,
            effective_on=date(2020, 1, 1), reason="Misspelt",
        )  # fmt: skip
    with clock.frozen(noon(7)):
        other = await make_holding(org, await make_member(org, "Bo Lee"), shares=60)
        await cancel(org, other, date(2026, 3, 4), minute="Board 9", reason="Forfeited", by=None)
    with clock.frozen(noon(9)):
        yield org, secretary, holding, other


async def test_the_register_names_people_as_was_known(story):
    org, secretary, _holding, _other = story

    async def told(query):
        rows = (await secretary.get(f"/{org.slug}/shares{query}")).rows()
        return [(row[1], row[3]) for row in rows if row[0].startswith("Holding")]

    assert await told("") == [("Ada Lovell", "100")]
    assert await told(asked(on=3)) == [("Ada Lovell", "100"), ("Bo Lee", "60")]
    assert await told(asked(on=3, known=5)) == [("Ada Lovel", "100")]
    assert await told(asked(known=5) + "&q=Lovell") == []
    assert await told(asked(known=5) + "&q=Lovel") == [("Ada Lovel", "100")]


async def test_the_register_is_taken_out_as_at_and_as_known(story):
    org, secretary, _holding, _other = story
    page = await secretary.get(f"/{org.slug}/shares{asked(on=3, known=5)}")
    link = page.links["as a list (CSV)"]
    head, *rows = (await secretary.get(link)).text.splitlines()
    assert head.startswith("holding,member_number,member_name,kind,value,shares,paid,due,")
    since = LONG_AGO.isoformat()
    assert rows == [f"1,1,Ada Lovel,withdrawable,1.00,100,100.00,0.00,,{since},"]
    now = (await secretary.get(f"/{org.slug}/shares/file")).text.splitlines()[1:]
    assert [row.split(",")[2] for row in now] == ["Ada Lovell"]
    then = (await secretary.get(f"/{org.slug}/shares/file{asked(on=3)}")).text.splitlines()[1:]
    assert [row.split(",")[2] for row in then] == ["Ada Lovell", "Bo Lee"]
    empty = f"/{org.slug}/shares/file?empty_too=y"
    assert [row.split(",")[5] for row in (await secretary.get(empty)).text.splitlines()[1:]] == [
        "100", "0",
    ]  # fmt: skip
    for language in ("en", "cy"):
        paper = await secretary.get(
            f"/{org.slug}/shares/paper{asked(on=3, known=5)}&lang={language}"
        )
        text = "".join(each.extract_text() for each in PdfReader(BytesIO(paper.body)).pages)
        assert "Ada Lovel" in text
        assert "Ada Lovell" not in text
        assert "Bo Lee" not in text
    told = await AuditEntry.filter(organisation_id=org.id).values_list("payload", flat=True)
    assert sum("exported the register of shares" in str(each) for each in told) == 6


async def test_a_long_register_is_read_some_holdings_at_a_time(db):
    org = await make_society()
    for name in ("Ada Lovell", "Bo Lee", "Cai Moss"):
        await make_holding(org, await make_member(org, name))
    cut = files.Cut(org, clock.today(), clock.now(), empty_too=False)
    numbers = [[line.held.number for line in lines] async for lines in cut.lines(2)]
    assert numbers == [[1, 2], [3]]


async def test_a_holding_and_its_member_then(story):
    org, secretary, holding, other = story
    path = f"/{org.slug}/holdings/{other.id}"
    assert "Forfeit and cancel" in (await secretary.get(f"/{org.slug}/holdings/{holding.id}")).main
    then = (await secretary.get(path + asked(on=3))).main
    assert "Shares60" in then
    assert "Bo Lee" in then
    assert "Forfeit and cancel" not in then
    unknown = (await secretary.get(path + asked(known=5))).main
    assert "Shares0" in unknown
    assert "Bo Lee" not in unknown
    assert "Board 9" not in unknown

    of = f"/{org.slug}/members/{(await holding_member(org, 'Ada')).id}/shares"
    assert (await secretary.get(of)).h1 == "Shares of Ada Lovell"
    early = await secretary.get(of + asked(on=3, known=5))
    assert early.h1 == "Shares of Ada Lovel"
    assert [row[2] for row in early.rows()] == ["100"]


async def test_the_queue_then(story):
    org, secretary, _holding, _other = story
    await suspend_all(org, date(2026, 3, 8), minute="Board 4", reason="To wait", by=None)
    await lift_all(org, date(2026, 3, 9), minute="Board 5", by=None)
    path = f"/{org.slug}/withdrawals"

    async def told(query=""):
        return [row[1] for row in (await secretary.get(path + query)).rows()]

    assert await told() == ["Ada Lovell"]
    assert await told(asked(on=3)) == ["Ada Lovell"]
    assert await told(asked(on=2)) == []
    assert await told(asked(known=5)) == []
    assert "suspended all withdrawals" not in (await secretary.get(path)).main
    assert "suspended all withdrawals" in (await secretary.get(path + asked(on=8))).main


async def holding_member(org, given):
    entry = await RegisterEntry.within(org).filter(given_name=given).order_by("id").first()
    assert entry is not None
    return await Member.one(org, id=entry.member_id)


async def test_applications_then(story):
    org, secretary, _holding, _other = story
    with clock.frozen(noon(2)):
        member = await member_of(org, await make_member(org, "Cai Now", number="7"))
    with clock.frozen(noon(5)):
        # On paper since the 3rd, noted on the 5th, refused on the 8th.
        first = await apply(org, member, ShareKind.WITHDRAWABLE, 50, date(2026, 3, 3), by=None)
    with clock.frozen(noon(8)):
        await refuse(org, first, date(2026, 3, 6), minute="B 8", reason="Too many", by=None)
    with clock.frozen(noon(9)):
        path = f"/{org.slug}/share-applications"

        async def told(**days):
            rows = (await secretary.get(path + asked(**days))).rows()
            return [row for row in rows if row[0] == "Cai Now"]

        async def written(**days):
            text = (await secretary.get(f"{path}/file{asked(**days)}")).text
            return [line.split(",") for line in text.splitlines() if "Cai Now" in line]

        assert (await told())[0][3] == "Refused, 6 March 2026Too many"
        assert (await written())[0][6:8] == ["refused", "2026-03-06"]
        assert (await told(known=7))[0][3] == "3 March 2026"
        assert (await written(known=7))[0][6:] == ["waiting", "", "", "", ""]
        assert (await told(on=5))[0][3] == "3 March 2026"
        assert (await told(on=6))[0][3] == "Refused, 6 March 2026Too many"
        assert await told(known=4) == []
        assert await written(on=2) == []
        page = await secretary.get(f"/{org.slug}/members/{member.id}/shares{asked(known=7)}")
        assert "50, 3 March 2026: Waits for the board" in page.main
        assert await AuditEntry.filter(
            payload__contains={"verb": "exported share applications"}
        ).exists()


async def test_nominations_then(story):
    org, secretary, _holding, _other = story
    with clock.frozen(noon(4)):
        member = await member_of(org, await make_member(org, "Cai Now"))
        heir = Nominee("Eve Now", "1 Hidden Row", "sister", Money(100_000), False, False)
        made = await nominate(org, member, heir, date(2026, 3, 2), by=None)
    with clock.frozen(noon(8)):
        await revoke(org, made, date(2026, 3, 6), reason="Married", by=None)
    with clock.frozen(noon(9)):
        path = f"/{org.slug}/share-nominations"

        async def told(**days):
            return [row[4] for row in (await secretary.get(path + asked(**days))).rows()]

        assert await told() == ["Revoked 6 March 2026: Married"]
        assert await told(known=7) == ["Stands"]
        assert await told(on=5) == ["Stands"]
        assert await told(known=3) == []
        assert await told(on=1) == []
        file = (await secretary.get(f"{path}/file{asked(known=7)}")).text
        assert ",Eve Now,sister,1000.00,2026-03-02," in file
        assert file.rstrip().endswith(",,")
        assert "Hidden Row" not in file + (await secretary.get(path)).main
