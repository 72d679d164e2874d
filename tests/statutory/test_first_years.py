"""A company's first accounts and statement; the auditor of a society without a full audit."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.organisations.kinds import LegalForm
from coopcouncil.organisations.models import Role
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.statutory.year.kinds import Audit, Kind
from coopcouncil.statutory.year.models import YearFacts
from coopcouncil.statutory.year.rules import Year, duties, first_year_end
from tests.make import make_officer, make_organisation, make_rules

pytestmark = pytest.mark.anyio
COMPANY = LegalForm.COMPANY_LIMITED_BY_GUARANTEE


def owed(kind, form=COMPANY, upto=date(2029, 12, 31), ends=(3, 31), **more):
    rules = Rulebook.usual(form, year_end_month=ends[0], year_end_day=ends[1])
    year = Year(form, rules, date(2026, 1, 1), **more)
    return [(d.period_start, d.period_end, d.due_on) for d in duties(year, upto) if d.kind is kind]


def test_first_accounts_of_more_than_a_year_have_21_months_from_incorporation():
    found = owed(Kind.COMPANY_ACCOUNTS, incorporated_on=date(2026, 2, 10))
    # From 10 February 2026 to 31 March 2027 is more than twelve months.
    assert found[0] == (date(2026, 2, 10), date(2027, 3, 31), date(2027, 11, 10))
    assert found[1] == (date(2027, 4, 1), date(2028, 3, 31), date(2028, 12, 31))


def test_or_three_months_from_their_end_where_that_is_later():
    found = owed(Kind.COMPANY_ACCOUNTS, incorporated_on=date(2026, 2, 10), ends=(8, 9))
    assert found[0] == (date(2026, 2, 10), date(2027, 8, 9), date(2027, 11, 10))
    found = owed(Kind.COMPANY_ACCOUNTS, incorporated_on=date(2026, 10, 1), ends=(3, 31))
    # The first 31 March is not more than six months on: the next ends eighteen months.
    assert found[0] == (date(2026, 10, 1), date(2028, 3, 31), date(2028, 7, 1))


def test_first_accounts_of_a_year_or_less_are_due_as_every_year():
    found = owed(Kind.COMPANY_ACCOUNTS, incorporated_on=date(2026, 4, 1))
    assert found[0] == (date(2026, 4, 1), date(2027, 3, 31), date(2027, 12, 31))


def test_a_company_long_incorporated_has_no_first_accounts():
    old = owed(Kind.COMPANY_ACCOUNTS, incorporated_on=date(2001, 2, 10))
    assert old == owed(Kind.COMPANY_ACCOUNTS)


def test_the_first_statement_follows_the_incorporation():
    found = owed(Kind.CONFIRMATION, incorporated_on=date(2026, 2, 10))
    assert found[0] == (date(2026, 2, 10), date(2027, 2, 9), date(2027, 2, 23))


@given(began=st.dates(date(2000, 1, 1), date(2030, 12, 31)), end=st.dates(date(2001, 1, 1)))
def test_a_first_period_is_more_than_six_months_and_not_more_than_eighteen(began, end):
    days = (first_year_end(began, end) - began).days
    assert 181 <= days <= 549


@pytest.mark.parametrize(
    ("audit", "over", "due"),
    [
        (Audit.DISAPPLIED, True, date(2027, 4, 28)),
        (Audit.UNKNOWN, True, date(2027, 4, 28)),
        (Audit.AUDITED, True, None),
        (Audit.DISAPPLIED, False, None),
    ],
)
def test_the_report_s_auditor_is_appointed_within_28_days(audit, over, due):
    found = owed(
        Kind.REPORT_AUDITOR, LegalForm.CO_OPERATIVE_SOCIETY, date(2027, 6, 30),
        audit=audit, is_over_turnover=over,
    )  # fmt: skip
    assert [last for _start, end, last in found if end == date(2027, 3, 31)] == (
        [due] if due else []
    )


def test_no_credit_union_and_no_company_has_that_duty():
    for form in (LegalForm.CREDIT_UNION, COMPANY):
        assert owed(Kind.REPORT_AUDITOR, form, is_over_turnover=True) == []


async def test_the_secretary_says_it_once(client):
    org = await make_organisation(legal_form=COMPANY)
    await make_rules(org)
    secretary = client.as_(await make_officer(org, Role.SECRETARY))
    form = await secretary.get(f"/{org.slug}/year/facts")
    assert "turned over more" not in form.main
    day = {"incorporated_on__day": "10", "incorporated_on__month": "2"}
    late = await form.submit(**day, incorporated_on__year="2199")
    assert late.status == 422
    assert (await form.submit(**day, incorporated_on__year="2026")).status == 303
    assert (await YearFacts.within(org).get()).incorporated_on == date(2026, 2, 10)
