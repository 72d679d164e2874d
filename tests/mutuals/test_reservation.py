"""The tests of a reserved contract: what dates decide, what people say."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.kernel import clock
from coopcouncil.mutuals import models
from coopcouncil.mutuals.kinds import Answer, Test
from coopcouncil.mutuals.rules.reservation import (
    Dates,
    findings,
    free_again,
    last_day,
    verdict,
    years_after,
)
from coopcouncil.organisations.models import LegalForm, Role
from tests.make import make_officer, make_organisation

pytestmark = pytest.mark.anyio

DAYS = st.dates(date(2000, 1, 1), date(2150, 12, 31))
START = date(2026, 4, 1)
ALL = dict.fromkeys(Test, Answer.YES)


def held(test: Test, **days: date) -> bool | None:
    dates = {"awarded_on": date(2026, 2, 1), "starts_on": START, "ends_on": date(2031, 3, 31)}
    found = findings(Dates(**{**dates, **days}), ALL)
    return next(each.holds for each in found if each.test is test)


def test_five_years_to_the_day_are_five_years() -> None:
    assert held(Test.TERM) is True
    assert held(Test.TERM, ends_on=date(2031, 4, 1)) is False


def test_the_award_before_must_be_three_years_ago() -> None:
    assert held(Test.AWARD_BEFORE, award_before=date(2023, 2, 1)) is True
    assert held(Test.AWARD_BEFORE, award_before=date(2023, 2, 2)) is False


def test_dates_overrule_what_is_said() -> None:
    dates = Dates(date(2026, 2, 1), START, date(2032, 1, 1))

    assert verdict(findings(dates, ALL)) is False


def test_a_test_without_an_answer_keeps_it_open() -> None:
    dates = Dates(date(2026, 2, 1), START, date(2029, 3, 31))

    assert verdict(findings(dates, ALL)) is True
    assert verdict(findings(dates, {**ALL, Test.CONTROL: Answer.UNSURE})) is None
    assert verdict(findings(dates, {**ALL, Test.CONTROL: Answer.NO})) is False
    assert verdict(findings(dates, {})) is None


@given(DAYS)
def test_the_last_day_is_the_day_before_the_same_day_five_years_on(start: date) -> None:
    following = last_day(start) + timedelta(days=1)

    assert following.year == start.year + 5
    same = (following.month, following.day) == (start.month, start.day)
    leap = (start.month, start.day) == (2, 29) and (following.month, following.day) == (3, 1)
    assert same or leap


@given(DAYS, DAYS, st.integers(1, 10))
def test_later_stays_later_and_three_years_are_never_short(a: date, b: date, years: int) -> None:
    first, second = sorted((a, b))

    assert years_after(first, years) <= years_after(second, years)
    assert (free_again(first) - first).days >= 365 * 3


async def test_the_board_answers_and_every_answer_stays_with_its_name(client):
    with clock.frozen(datetime(2026, 1, 5, 9, tzinfo=UTC)):
        org = await make_organisation(legal_form=LegalForm.COMMUNITY_BENEFIT_SOCIETY)
        secretary = await make_officer(org, name="Ann Jones")
        chair = await make_officer(org, Role.CHAIR, "Bo Lee")
        browser = client.as_(secretary)
        form = await browser.get(f"/{org.slug}/reserved-contracts/new")
        days = {"day": "1", "month": "4", "year": "2026"}
        typed = {
            "title": "Pools and gyms",
            "authority": "Calderbrook Council",
            "service": "Sports facilities operation",
            **{f"awarded_on__{k}": v for k, v in {**days, "month": "2"}.items()},
            **{f"starts_on__{k}": v for k, v in days.items()},
        }
        backwards = {f"ends_on__{k}": v for k, v in {**days, "year": "2025"}.items()}
        refused = await form.submit(**typed, **backwards)
        ends = {"ends_on__day": "31", "ends_on__month": "3", "ends_on__year": "2031"}
        page = await (await form.submit(**typed, **ends)).follow()

        assert refused.errors == ["A contract ends on its first day or later."]
        assert "Five years end on 31 March 2031." in page.main
        assert page.main.count("Open") == 4  # Of five tests the term is met by its dates.

        test = await client.as_(chair).get(page.links["Say what is so: Public service"])
        empty = await test.submit(answer="yes", evidence="")
        first = await test.submit(answer="no", evidence="Not a light-touch code")
        again = await (await test.submit(answer="yes", evidence="Code 92610000")).follow()

        assert empty.status == 422
        assert first.status == 303
        assert "Yes: Code 92610000" in again.main
        assert "Bo Lee, 5 January 2026" in again.main
        assert "1 earlier answer" in again.main
        assert await models.TestAnswer.within(org).count() == 2


async def test_a_contract_is_for_the_board_alone(client):
    org = await make_organisation()
    auditor = client.as_(await make_officer(org, Role.AUDITOR))
    stranger = client.as_(await make_officer(await make_organisation(slug="other-org")))

    assert (await auditor.get(f"/{org.slug}/reserved-contracts")).status == 403
    assert (await stranger.get(f"/{org.slug}/reserved-contracts")).status == 403
    secretary = client.as_(await make_officer(org))
    assert (await secretary.get(f"/{org.slug}/reserved-contracts/1")).status == 404
