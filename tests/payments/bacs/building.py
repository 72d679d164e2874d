"""An organisation that collects by Bacs, and the reports that Bacs would send it."""

from datetime import UTC, date, datetime, timedelta

from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.workdays import add_working_days
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import account_for, balances
from coopcouncil.members.models import Member
from coopcouncil.payments.actions.charging import charge
from coopcouncil.payments.bacs.actions.mandates import record_mandate
from coopcouncil.payments.bacs.actions.sending import collect, lodge, send
from coopcouncil.payments.bacs.models import BacsFile, BacsMandate
from coopcouncil.payments.kinds import ChargeKind
from coopcouncil.payments.models import Charge
from tests.make import make_member
from tests.payouts.building import HERS, Place

WEDNESDAY = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


def at(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 10, 0, tzinfo=UTC)


async def signed(
    place: Place, name: str = "Ada Lovell", email: str = "ada@example.org"
) -> tuple[Member, BacsMandate]:
    entry = await make_member(place.org, name, email=email)
    member = await Member.one(place.org, id=entry.member_id)
    day = date(2026, 11, 17)
    return member, await record_mandate(place.org, member, HERS, day, place.maker)


async def owes(place: Place, member: Member, pence: int = 1_250) -> Charge:
    kind, day = ChargeKind.SUBSCRIPTION, clock.today()
    return await charge(
        place.org, member, kind, Money(pence), day, "Subscription", source=None, by=place.maker
    )


async def usable(place: Place, name: str = "Ada Lovell") -> tuple[Member, BacsMandate]:
    """A mandate that was lodged three weeks ago."""
    with clock.frozen(WEDNESDAY - timedelta(days=21)):
        member, mandate = await signed(place, name)
        await send(place.org, await lodge(place.org, place.maker), place.maker)
    return member, await BacsMandate.one(place.org, id=mandate.id)


async def collecting(place: Place) -> tuple[Member, BacsMandate, BacsFile, date]:
    """A debit that Bacs has."""
    member, mandate = await usable(place)
    await owes(place, member)
    on = add_working_days(clock.today(), 10)
    file = await collect(place.org, on, place.maker)
    with clock.frozen(at(add_working_days(file.processed_on, -1))):
        await send(place.org, file, place.maker)
    return member, mandate, await BacsFile.one(place.org, id=file.id), on


def addacs(kind: str, reference: str, code: str, user: str = "123456", **more: str) -> bytes:
    extra = " ".join(f'{name.replace("_", "-")}="{value}"' for name, value in more.items())
    return f"""<?xml version="1.0" encoding="UTF-8"?>
    <BACSDocument><Data><MessagingAdvices>
      <MessagingHeader user-number="{user}" advice-type="{kind}"
        report-generation-date="2026-11-18"/>
      <MessagingAdvice user-number="{user}" record-type="A" effective-date="2026-11-17"
        reference="{reference}" payer-name="A LOVELL" payer-account-number="20212616"
        payer-sort-code="086001" reason-code="{code}" {extra}/>
    </MessagingAdvices></Data></BACSDocument>""".encode()


def arudd(
    reference: str, code: str, on: date, value: str = "12.50", count: str = "1", total: str = ""
) -> bytes:
    return f"""<?xml version="1.0" encoding="ISO-8859-1"?>
    <BACSDocument xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><Data><ARUDD>
      <Header reportType="REFT1234" adviceNumber="000" currentProcessingDate="2026-12-04"/>
      <AddresseeInformation name="CALDERBROOK LEISURE"/>
      <ServiceLicenseInformation userName="CALDERBROOK LEISURE" userNumber="123456"/>
      <Advice><OriginatingAccountRecords><OriginatingAccountRecord>
        <OriginatingAccount name="CALDERBROOK" number="01234567" sortCode="20-45-77" type="0"/>
        <ReturnedDebitItem ref="{reference}" transCode="17" returnCode="{code}"
          returnDescription="X" originalProcessingDate="{on}" valueOf="{value}" currency="GBP">
          <PayerAccount number="20212616" ref="{reference}" name="A LOVELL" sortCode="08-60-01"/>
        </ReturnedDebitItem>
        <Totals numberOf="{count}" valueOf="{total or value}" currency="GBP"/>
      </OriginatingAccountRecord></OriginatingAccountRecords></Advice>
    </ARUDD></Data></BACSDocument>""".encode()


async def balance(place: Place, purpose: Purpose) -> int:
    found = await balances(place.org, date(2027, 12, 31))
    return found.get((await account_for(place.org, purpose)).id, 0)
