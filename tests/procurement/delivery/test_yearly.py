"""A financial year of promises: its sums, its publication, its editions."""

import json
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

import pytest
from tortoise.exceptions import OperationalError

from coopcouncil.kernel import clock
from coopcouncil.kernel.clock import LONDON
from coopcouncil.organisations.kinds import Nation
from coopcouncil.procurement.delivery.actions.following import remedy
from coopcouncil.procurement.delivery.actions.reporting import ReportDraft, answer, report
from coopcouncil.procurement.delivery.kinds import Answered, Remedy
from coopcouncil.procurement.delivery.models import YearlyReport
from coopcouncil.procurement.delivery.rules.refusals import YearNotOver
from coopcouncil.procurement.delivery.rules.status import Due, Told
from coopcouncil.procurement.delivery.rules.yearly import Stood, in_year
from coopcouncil.procurement.delivery.yearly import publish_year
from tests.procurement.delivery.made import Ground, ground

TEN = Decimal(10)
DUES = (Due(date(2027, 3, 31), TEN), Due(date(2028, 3, 31), TEN))
AFTER = datetime(2027, 5, 1, 9, tzinfo=LONDON)


def told(until: date, answered: Answered | None = Answered.CONFIRMED) -> Told:
    return Told(until, TEN, answered)


def test_what_is_due_on_the_last_day_is_of_the_year():
    nothing = in_year(DUES, [], 2026)
    assert nothing is not None
    assert (nothing.stood, nothing.due, nothing.kept) == (Stood.LATE, TEN, Decimal(0))
    done = told(date(2027, 3, 31))
    kept = in_year(DUES, [done], 2026)
    assert kept is not None
    assert (kept.stood, kept.kept) == (Stood.KEPT, TEN)
    # A day later it is of the next year, in which it makes up for what was late.
    late = told(date(2027, 4, 1))
    assert in_year(DUES, [late], 2026) == nothing
    after = in_year(DUES, [late], 2027)
    assert after is not None
    assert (after.stood, after.due, after.kept) == (Stood.LATE, TEN, TEN)


def test_what_waits_and_what_is_disputed():
    for answered, stood in ((None, Stood.WAITING), (Answered.DISPUTED, Stood.DISPUTED)):
        found = in_year(DUES, [told(date(2027, 1, 1), answered)], 2026)
        assert found is not None
        assert (found.stood, found.kept) == (stood, Decimal(0))


def test_a_year_tells_only_what_concerns_it():
    assert in_year(DUES, [], 2025) is None
    both = [told(date(2027, 1, 1)), told(date(2028, 1, 1))]
    assert in_year(DUES, both, 2028) is None
    behind = in_year(DUES, [], 2030)
    assert behind is not None
    assert (behind.stood, behind.due) == (Stood.LATE, Decimal(0))


async def _year(made: Ground) -> None:
    """One kept, one late, one waived."""
    kept = await made.promised("Hours for groups", due_on=date(2027, 3, 1), ward="Dale")
    await made.promised("Trees", due_on=date(2027, 3, 31), unit="trees", unit_cy="coed")
    waived = await made.promised("A bench", due_on=date(2027, 3, 1))
    with clock.frozen(datetime(2027, 3, 2, 9, tzinfo=LONDON)):
        draft = ReportDraft(date(2026, 4, 1), date(2027, 3, 1), Decimal(20), "SECRET WORDS")
        row = await report(made.org, kept, draft, [], made.boss)
        await answer(made.org, row, Answered.CONFIRMED, None, "", None, "Mrs Hall")
        await remedy(made.org, waived, Remedy.WAIVED, "SECRET REASON", made.lead)


@pytest.mark.anyio
async def test_published_with_words_and_read_by_everybody(client):
    made = await ground(nation=Nation.WALES)
    await _year(made)
    slug = made.org.slug
    draft = f"/{slug}/promises/work/years/2026"
    words = {"words": "Twenty hours came.", "words_cy": "Daeth ugain awr."}
    with pytest.raises(YearNotOver):
        await publish_year(made.org, 2026, "Early", "Cynnar", made.lead)
    assert (await client.as_(made.boss).get(draft)).status == 403
    with clock.frozen(AFTER):
        lead = client.as_(made.lead)
        assert (await lead.get(f"/{slug}/promises/work/years")).status == 200
        seen = await lead.get(draft)
        assert ["Calder Growers", "2", "1", "1", "0", "0"] in seen.rows()
        assert (await lead.get(f"/{slug}/promises/work/years/1990")).status == 404
        assert (await lead.post(draft, {**words, "words_cy": ""})).status == 422
        assert (await client.get(f"/{slug}/social-value/2026")).status == 404
        assert (await lead.post(draft, words)).status == 303

        reader = client.as_(None)
        page = await reader.get(f"/{slug}/social-value/2026?lang=cy")
        assert "Daeth ugain awr." in page.text
        assert "coed" in page.text
        page = await reader.get(f"/{slug}/social-value/2026?lang=en")
        assert "Twenty hours came." in page.text
        assert ["Dale", "1", "1", "0", "0", "0"] in page.rows()
        assert "1 promise was replaced, waived" in page.text
        data = await reader.get(f"/{slug}/social-value/2026.json")
        body = json.loads(data.text)
        canonical = json.dumps(
            body["covered"], sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        assert sha256(canonical.encode()).hexdigest() == body["hash"]
        listed = await reader.get(f"/{slug}/social-value/2026.csv")
        lines = listed.body.decode().splitlines()
        assert lines[0].startswith("contract,supplier,number,title,")
        assert len(lines) == 1 + len(body["covered"]["report"]["promises"])
        paper = await reader.get(f"/{slug}/social-value/2026.pdf")
        assert paper.body.startswith(b"%PDF-")
        for one in (page, data, listed):
            for secret in ("SECRET", "Mrs Hall", "hebden.example", "Dai Prosser", "Hebden Hall"):
                assert secret not in one.text, secret
        assert "April 2026 to March 2027" in (await reader.get(f"/{slug}/social-value")).text


@pytest.mark.anyio
async def test_a_later_edition_tells_what_it_replaces_and_none_changes(client):
    made = await ground()
    await _year(made)
    slug = made.org.slug
    with clock.frozen(AFTER):
        first = await publish_year(made.org, 2026, "First words", "", made.lead)
        second = await publish_year(made.org, 2026, "Second words", "", made.lead)
        assert first.hash != second.hash
        newest = await client.get(f"/{slug}/social-value/2026")
        assert "Second words" in newest.text
        assert "It replaces the edition of 1 May 2027." in newest.text
        older = await client.get(f"/{slug}/social-value/2026/1")
        assert "First words" in older.text
        assert "has replaced this one" in older.text
        assert (await client.get(f"/{slug}/social-value/2026/3")).status == 404
    with pytest.raises(OperationalError, match="stay"):
        await YearlyReport.within(made.org).filter(id=first.id).update(words="Other")
