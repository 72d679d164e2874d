"""The share register, its search, and numbers for shares that had none."""

from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, ngettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.listing import Wanted, listed
from coopcouncil.members.reads import entries_of_person, settle
from coopcouncil.organisations.home import Panel
from coopcouncil.organisations.models import Organisation
from coopcouncil.shares.access import KEEPING
from coopcouncil.shares.actions.taking_over import take_over, without_numbers
from coopcouncil.shares.forms import SearchForm, TakingOverForm
from coopcouncil.shares.kinds import ShareKind
from coopcouncil.shares.labels import KINDS
from coopcouncil.shares.models import ShareApplication, ShareHolding
from coopcouncil.shares.reads import (
    PAGE,
    held_on,
    holders_named,
    notices,
    rules_and_classes,
    sums_on,
    unnumbered,
)


async def register(request: Request) -> Response:
    """Holdings by number, today or on another day, as known now or then."""
    org = request.state.org
    search, on, known_at = day_asked(request)
    known = search.known.data
    if known_at is not None:
        await settle(org)
    text = (search.q.data or "").strip()
    holders, numbers = await _sought(request, text, on, known_at) if text else (None, [])
    asked = request.query_params.get("after", "")
    after = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
    found = await held_on(
        org,
        on,
        known_at,
        after=after,
        holders=holders,
        numbers=numbers,
        empty_too=bool(search.empty_too.data),
    )
    rows = found[:PAGE]
    names = await holders_named(org, [row.holder_id for row in rows if row.holder_id], on, known_at)
    rules, classes = await rules_and_classes(org, on, known_at)
    waiting = await ShareApplication.within(org).filter(outcome=None).count()
    return page(
        request,
        "shares/register.html",
        search=search,
        on=on,
        known=known,
        is_past=bool(search.on.data or known),
        rows=rows,
        names=names,
        later=rows[-1].number if len(found) > PAGE else None,
        sums=await sums_on(org, on, known_at),
        files=_of_files(request),
        has_any=await ShareHolding.within(org).exists(),
        classes=classes,
        rules=rules,
        kinds=KINDS,
        waiting=waiting,
        notices=sum(notice.is_open for _row, notice in await notices(org)),
        without=await unnumbered(org, 1),
    )


def day_asked(request: Request) -> tuple[SearchForm, date, datetime | None]:
    """The day of which the address asks, today where it names none, and the moment."""
    search = SearchForm(request.query_params)
    search.validate()
    known = search.known.data
    known_at = clock.end_of(known) - timedelta(microseconds=1) if known else None
    return search, search.on.data or clock.today(), known_at


def _of_files(request: Request) -> str:
    """The days of this page, for its files: they hold the whole register, not what was sought."""
    kept = [(n, v) for n, v in request.query_params.multi_items() if n not in ("q", "after")]
    return urlencode(kept)


async def _sought(
    request: Request, text: str, on: date, known_at: datetime | None
) -> tuple[list[int], list[int]]:
    """The members, by their names of that day, and the holdings that these words may mean."""
    wanted = Wanted(on=on, known_at=known_at, text=text, status="all")
    found = await listed(request.state.org, wanted)
    is_number = text.isascii() and text.isdigit() and len(text) < 19
    return [entry.member_id for entry in found.entries], [int(text)] if is_number else []


async def taking_over(request: Request) -> Response:
    """What the register knows as a figure alone, and what it could become."""
    return await _taking_over_page(request, TakingOverForm())


async def record_taking_over(request: Request) -> Response:
    """Give each figure its holding."""
    org = request.state.org
    _rules, classes = await rules_and_classes(org)
    form = await form_of(request, TakingOverForm)
    form.offer(classes)
    if not form.validate():
        return await _taking_over_page(request, form)
    try:
        count = await take_over(org, ShareKind(form.kind.data), by=request.state.person)
    except Refused as refusal:
        form.refuse(refusal)
        return await _taking_over_page(request, form)
    sentence = ngettext(
        "{n} holding has its number now.", "{n} holdings have their numbers now.", count
    )
    flash(request, sentence.format(n=f"{count:,}"))
    return redirect(request, "shares:register")


async def _taking_over_page(request: Request, form: TakingOverForm) -> Response:
    org = request.state.org
    _rules, classes = await rules_and_classes(org)
    form.offer(classes)
    differing = await unnumbered(org)
    names = await holders_named(org, [row.member_id for row in differing[:PAGE]])
    return page(
        request,
        "shares/taking_over.html",
        form=form,
        classes=classes,
        kinds=KINDS,
        counts={each.kind: await without_numbers(org, each.kind) for each in classes},
        differing=differing[:PAGE],
        names=names,
    )


async def home_panel(request: Request) -> Panel | None:
    """Where there are shares: one's own, and for who keeps them what waits for the board."""
    org, person = request.state.org, request.state.person
    if person is None:
        return None
    _rules, classes = await rules_and_classes(org)
    if not classes and not await ShareHolding.within(org).exists():
        return None
    lines = []
    if await entries_of_person(person, org):
        lines.append(("shares:mine", gettext("Your shares")))
    if request.state.roles & KEEPING:
        lines += await _for_keepers(org)
    return Panel("shares/_panel.html", {"lines": lines}, place=35) if lines else None


async def _for_keepers(org: Organisation) -> list[tuple[str, str]]:
    applications = await ShareApplication.within(org).filter(outcome=None).count()
    today = clock.today()
    ripe = [n for _row, n in await notices(org) if n.is_open and n.earliest_on <= today]
    lines = []
    if applications:
        sentence = ngettext(
            "{n} application for shares waits for the board.",
            "{n} applications for shares wait for the board.",
            applications,
        )
        lines.append(("shares:applications", sentence.format(n=applications)))
    if ripe:
        sentence = ngettext(
            "{n} notice to withdraw shares has run out.",
            "{n} notices to withdraw shares have run out.",
            len(ripe),
        )
        lines.append(("shares:queue", sentence.format(n=len(ripe))))
    lines.append(("shares:register", gettext("The register of shares")))
    return lines
