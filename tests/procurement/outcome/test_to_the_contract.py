"""From the award notice over the standstill to the contract, and the open data of each step."""

import dataclasses
from datetime import date, timedelta

import pytest

from coopcouncil.kernel import clock
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.outcome.actions.contracting import (
    Indicator,
    sign_contract,
)
from coopcouncil.procurement.outcome.actions.notices import (
    NoticeDraft,
    record_notice,
    withdraw_notice,
)
from coopcouncil.procurement.outcome.actions.releasing import set_publisher
from coopcouncil.procurement.outcome.actions.summarising import send_summaries
from coopcouncil.procurement.outcome.compiled import record_package, releases_of
from coopcouncil.procurement.outcome.kinds import NoticeKind
from coopcouncil.procurement.outcome.models import Contract, Kpi, ScoringRun
from coopcouncil.procurement.outcome.rules.order import (
    NoticeFirst,
    SignedAlready,
    Standstill,
    SummariesFirst,
    TooEarly,
    TooFewIndicators,
    TooShort,
)
from coopcouncil.procurement.tenders.consideration.rules.before import ConflictsNotConfirmed
from coopcouncil.procurement.tenders.models import Tender
from tests.procurement.make_before import confirm
from tests.procurement.outcome.steps import contract, day_at, decided


async def test_the_notice_follows_the_summaries_and_the_contract_the_standstill(db):
    place = await decided()
    award = NoticeDraft(NoticeKind.AWARD, date(2026, 12, 24), "2026/S 000-012345")
    with clock.frozen(day_at(date(2026, 12, 24))):
        with pytest.raises(SummariesFirst):
            await record_notice(place.org, place.tender, award, place.lead)
        await send_summaries(place.org, place.tender, place.lead)
        with pytest.raises(NoticeFirst):
            await sign_contract(place.org, place.lot, contract(date(2026, 12, 24)), place.lead)
        for wrong in (date(2026, 12, 23), date(2026, 12, 25)):
            with pytest.raises(TooEarly):
                draft = dataclasses.replace(award, published_on=wrong)
                await record_notice(place.org, place.tender, draft, place.lead)
        await record_notice(place.org, place.tender, award, place.lead)
    with clock.frozen(day_at(date(2027, 1, 20))):
        # Christmas, New Year and Scotland's 4 January lie between: the eighth day is 8 January.
        with pytest.raises(Standstill):
            await sign_contract(place.org, place.lot, contract(date(2027, 1, 8)), place.lead)
        with pytest.raises(TooEarly):
            await sign_contract(place.org, place.lot, contract(date(2027, 1, 21)), place.lead)
        made = await sign_contract(place.org, place.lot, contract(date(2027, 1, 9)), place.lead)
        with pytest.raises(SignedAlready):
            other = contract(date(2027, 1, 9), number="another")
            await sign_contract(place.org, place.lot, other, place.lead)
    assert (await Tender.one(place.org, id=place.tender.id)).stage is Stage.CONTRACTED
    assert made.supplier_id == place.by_name["Pennine Care Co-operative"].supplier.id


async def test_a_notice_that_was_withdrawn_ends_its_standstill(db):
    place = await decided()
    await send_summaries(place.org, place.tender, place.lead)
    draft = NoticeDraft(NoticeKind.AWARD, clock.today())
    notice = await record_notice(place.org, place.tender, draft, place.lead)
    await withdraw_notice(place.org, notice, "It named the wrong lot.", place.lead)
    assert (await Tender.one(place.org, id=place.tender.id)).stage is Stage.SUMMARISED
    with clock.frozen(clock.now() + timedelta(days=40)), pytest.raises(NoticeFirst):
        await sign_contract(place.org, place.lot, contract(clock.today()), place.lead)


async def test_a_notice_may_let_the_standstill_last_longer_and_never_shorter(db):
    place = await decided()
    with clock.frozen(day_at(date(2026, 11, 2))):
        await send_summaries(place.org, place.tender, place.lead)
        short = NoticeDraft(NoticeKind.AWARD, clock.today(), standstill_until=date(2026, 11, 10))
        with pytest.raises(TooShort):
            await record_notice(place.org, place.tender, short, place.lead)
        longer = dataclasses.replace(short, standstill_until=date(2026, 11, 20))
        await record_notice(place.org, place.tender, longer, place.lead)
    with clock.frozen(day_at(date(2026, 11, 21))):
        with pytest.raises(Standstill):
            await sign_contract(place.org, place.lot, contract(date(2026, 11, 20)), place.lead)
        assert await sign_contract(place.org, place.lot, contract(date(2026, 11, 21)), place.lead)


async def test_a_large_contract_has_three_indicators(db):
    place = await decided()
    await send_summaries(place.org, place.tender, place.lead)
    draft = NoticeDraft(NoticeKind.AWARD, clock.today())
    await record_notice(place.org, place.tender, draft, place.lead)
    with clock.frozen(clock.now() + timedelta(days=40)):
        large = contract(clock.today(), value=5_000_000_01)
        with pytest.raises(TooFewIndicators):
            await sign_contract(place.org, place.lot, large, place.lead)
        kpis = tuple(Indicator(f"Indicator {n}", "Nine of ten visits in time") for n in (1, 2, 3))
        made = await sign_contract(
            place.org, place.lot, dataclasses.replace(large, indicators=kpis), place.lead
        )
    assert await Kpi.within(place.org).filter(contract_id=made.id).count() == 3


async def test_where_no_indicator_would_fit_the_reason_stands_instead(db):
    place = await decided()
    await send_summaries(place.org, place.tender, place.lead)
    await record_notice(
        place.org, place.tender, NoticeDraft(NoticeKind.AWARD, clock.today()), place.lead
    )
    with clock.frozen(clock.now() + timedelta(days=40)):
        large = contract(clock.today(), value=5_000_000_01, no_indicators_because="One delivery.")
        made = await sign_contract(place.org, place.lot, large, place.lead)
    assert made.no_indicators_because == "One delivery."


async def test_open_data_follows_each_step_and_never_names_who_lost(db):
    from coopcouncil.procurement.outcome.actions import releasing

    place = await decided()
    await set_publisher(place.org, "ocds-abc123", "GB-LAE", "CBK", "", place.lead)
    await send_summaries(place.org, place.tender, place.lead)
    assert await releases_of(place.org, place.tender) == []
    await record_notice(
        place.org, place.tender, NoticeDraft(NoticeKind.AWARD, clock.today()), place.lead
    )
    change = NoticeDraft(NoticeKind.CHANGE, clock.today())
    with pytest.raises(ConflictsNotConfirmed):
        await record_notice(place.org, place.tender, change, place.lead)
    await confirm(place.org, place.tender, place.lead)
    for kind in (NoticeKind.CHANGE, NoticeKind.TERMINATION):
        notice = NoticeDraft(kind, clock.today(), address=f"https://x.example/{kind.value}")
        await record_notice(place.org, place.tender, notice, place.lead)
    with pytest.raises(ConflictsNotConfirmed):
        await record_notice(place.org, place.tender, change, place.lead)
    with clock.frozen(clock.now() + timedelta(days=40)):
        await sign_contract(place.org, place.lot, contract(clock.today()), place.lead)
    rows = await releases_of(place.org, place.tender)
    assert [one.tag for one in rows] == ["award", "contract"]
    documents = rows[-1].body["tender"]["documents"]
    assert [one["documentType"] for one in documents] == ["contractNotice", "cancellationDetails"]
    data = await record_package(place.org, place.tender, "https://x.example/")
    assert data is not None
    assert "Valley Carers" not in str(data)
    assert "Pennine Care" in str(data)
    assert await releasing.publisher_of(place.org)
    assert await ScoringRun.within(place.org).count() == 1
    assert await Contract.within(place.org).count() == 1
