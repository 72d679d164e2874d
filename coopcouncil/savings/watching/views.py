"""Quiet accounts, ratios, returns, and the files of the deposit guarantee."""

import csv
import io
from datetime import date
from fractions import Fraction

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.charts import Steps, steps
from coopcouncil.kernel.downloads import csv_text
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.kernel.shown import shown_date
from coopcouncil.organisations.protection import limit_on
from coopcouncil.savings.access import keeps
from coopcouncil.savings.dividends.rules import percent
from coopcouncil.savings.guarantee.files import views as guarantee_views
from coopcouncil.savings.guarantee.files import written
from coopcouncil.savings.guarantee.rules import aggregates
from coopcouncil.savings.kinds import Reached, Return
from coopcouncil.savings.labels import EXCLUDED, REACHED, RETURNS
from coopcouncil.savings.loans.labels import BANDS
from coopcouncil.savings.models import SavingsMode
from coopcouncil.savings.reads import balances, must_be_the_book, whose
from coopcouncil.savings.views.found import account_of, done, rules_of
from coopcouncil.savings.watching.actions import (
    make_dormant,
    quiet_accounts,
    record_attempt,
    record_sent,
)
from coopcouncil.savings.watching.forms import AttemptForm, SentForm
from coopcouncil.savings.watching.labels import FIGURES, RATIOS
from coopcouncil.savings.watching.models import ContactAttempt, Dormancy, ReturnSent
from coopcouncil.savings.watching.reads import by_month, return_figures
from coopcouncil.savings.watching.reads import ratios as ratios_on
from coopcouncil.savings.watching.rules import Due, NoSuchReturn, returns_due


async def dormant_accounts(request: Request) -> Response:
    """What nobody looks after: what to do before it is dormant, and what is."""
    org = request.state.org
    quiet = await quiet_accounts(org)
    dormant = (
        await Dormancy.within(org)
        .filter(ended_on=None)
        .select_related("account", "account__product")
        .order_by("since")
    )
    accounts = [*(one.account for one in quiet), *(one.account for one in dormant)]
    rules = await rules_of(request, clock.today())
    return page(
        request,
        "savings/dormant.html",
        quiet=quiet,
        dormant=dormant,
        names=await whose(org, accounts),
        balances=await balances(org),
        months=rules.dormant_months,
        attempts=rules.dormant_attempts,
        pounds=Money,
    )


async def quiet_account(request: Request) -> Response:
    """One of them: whom one tried to reach, and how."""
    return await _quiet(request, AttemptForm(data={"on": clock.today()}))


async def record_contact(request: Request) -> Response:
    """One tried to reach the saver."""
    account, form = await account_of(request), await form_of(request, AttemptForm)
    if form.validate():
        await record_attempt(
            request.state.org,
            account,
            form.on.data,
            form.how.data,
            Reached(form.reached.data),
            request.state.person,
        )
        flash(request, gettext("It is recorded."))
        return redirect(request, "savings:quiet_account", id=account.id)
    return await _quiet(request, form)


async def record_dormancy(request: Request) -> Response:
    """The rules call it dormant now."""
    account = await account_of(request)
    await make_dormant(request.state.org, account, request.state.person)
    flash(request, gettext("The account is dormant. Its balance stays as it is."))
    return redirect(request, "savings:dormant_accounts")


async def ratios(request: Request) -> Response:
    """What the board watches, with the drawing of a year's savings."""
    org = request.state.org
    await must_be_the_book(org)
    found = await ratios_on(org, clock.today())
    months = await by_month(org, clock.today())
    return page(
        request,
        "savings/ratios.html",
        ratios=found,
        names=RATIOS,
        percent=percent,
        months=months,
        chart=_chart(months),
        on=clock.today(),
        none=Fraction(0),
    )


async def regulator_returns(request: Request) -> Response:
    """The returns, the latest first: due when, sent or not."""
    org = request.state.org
    due = list(reversed(await _due(request)))[:24]
    sent = {(one.kind, one.period_end): one for one in await ReturnSent.within(org)}
    return page(
        request,
        "savings/returns.html",
        due=due,
        sent=sent,
        names=RETURNS,
        today=clock.today(),
    )


async def regulator_return(request: Request) -> Response:
    """The figures of one return."""
    return await _return(request, SentForm(data={"on": clock.today()}))


async def return_file(request: Request) -> Response:
    """The figures as CSV."""
    due = await _one(request)
    found = await return_figures(request.state.org, due.since, due.to)
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(["return", "from", "to", "figure", "value"])
    for key, value in found.rows:
        shown = str(value).replace("£", "").replace(",", "")
        lines.writerow([due.kind.value, due.since.isoformat(), due.to.isoformat(), key, shown])
    return csv_text(f"{due.kind.value}-{due.to.isoformat()}.csv", out.getvalue())


async def record_return(request: Request) -> Response:
    """It went off."""
    due, form = await _one(request), await form_of(request, SentForm)
    if form.validate():
        deed = record_sent(
            request.state.org,
            due.kind,
            due.to,
            form.on.data,
            form.reference.data or "",
            request.state.person,
        )
        if await done(form, deed):
            flash(request, gettext("It is recorded that the return was sent."))
            return redirect(request, "savings:regulator_returns")
    return await _return(request, form)


async def guarantee(request: Request) -> Response:
    """What the files would say, before they are taken out."""
    org = request.state.org
    await must_be_the_book(org)
    covered, apart = await guarantee_views(org)
    limit = limit_on(clock.today())
    sums = aggregates((part for part, _account in covered.parts), limit)
    return page(
        request,
        "savings/guarantee.html",
        people=len(sums),
        total=Money(sum(all_ for all_, _paid in sums.values())),
        paid=Money(sum(paid for _all, paid in sums.values())),
        above=sum(1 for all_, paid in sums.values() if all_ > paid),
        apart=apart.parts,
        apart_total=Money(sum(part.pence for part, _account in apart.parts)),
        limit=Money(limit),
        excluded={key.value: text for key, text in EXCLUDED.items()},
        pounds=Money,
    )


async def guarantee_file(request: Request) -> Response:
    """Both views, in one ZIP."""
    org = request.state.org
    await must_be_the_book(org)
    data = await written(org, request.state.person)
    return Response(
        data,
        media_type="application/zip",
        headers={
            "content-disposition": 'attachment; filename="single-customer-view.zip"',
            "cache-control": "no-store",
        },
    )


def _chart(months: list[tuple[date, Money]]) -> Steps:
    last = len(months) - 1 or 1
    return steps(
        [(place / last, money.pence / 100) for place, (_end, money) in enumerate(months)],
        [(0, shown_date(months[0][0])), (1, shown_date(months[-1][0]))],
    )


async def _quiet(request: Request, form: AttemptForm) -> Response:
    account, org = await account_of(request), request.state.org
    attempts = ContactAttempt.within(org).filter(account_id=account.id)
    return page(
        request,
        "savings/quiet.html",
        account=account,
        named=(await whose(org, [account]))[account.id],
        attempts=await attempts.select_related("recorded_by").order_by("-on", "-id"),
        reached=REACHED,
        is_quiet=any(one.account.id == account.id for one in await quiet_accounts(org)),
        form=form,
    )


async def _due(request: Request) -> list[Due]:
    org = request.state.org
    await must_be_the_book(org)
    begun = await SavingsMode.within(org).order_by("id").first()
    if begun is None:
        return []
    rules = await rules_of(request, clock.today())
    year_end = (rules.year_end_month, rules.year_end_day)
    since = begun.recorded_at.date().replace(month=1, day=1)
    return list(returns_due(since, clock.today(), year_end))


async def _one(request: Request) -> Due:
    kind, day = request.path_params["kind"], request.path_params["day"]
    for one in await _due(request):
        if (one.kind.value, one.to.isoformat()) == (kind, day):
            return one
    raise NoSuchReturn


async def _return(request: Request, form: SentForm) -> Response:
    due = await _one(request)
    found = await return_figures(request.state.org, due.since, due.to)
    names = {**FIGURES, **{f"loans_{band.value}": text for band, text in BANDS.items()}}
    sent = ReturnSent.within(request.state.org).filter(kind=due.kind, period_end=due.to)
    return page(
        request,
        "savings/return.html",
        due=due,
        name=RETURNS[Return(due.kind)],
        rows=[(names[key], value, isinstance(value, Money)) for key, value in found.rows],
        sent=await sent.first(),
        form=form,
        keeps=keeps(request),
    )
