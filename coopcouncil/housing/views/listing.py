"""The list of homes as at any day, as known on any day: searched, and taken out as a file."""

import csv
import io
from datetime import date, datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.housing.access import housing_rules
from coopcouncil.housing.forms.homes import AsAtForm
from coopcouncil.housing.labels import KINDS, rent_words, words_of
from coopcouncil.housing.reads import HomeRow, homes_on
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.cells import harmless
from coopcouncil.kernel.pages import page
from coopcouncil.members.reads import settle
from coopcouncil.members.words import words

A_PAGE = 100


async def looked_at(request: Request) -> tuple[AsAtForm, date, datetime | None]:
    """The day that the address asks for, and the moment of knowing."""
    look = AsAtForm(request.query_params)
    look.on.validate(look)
    look.known.validate(look)
    known = look.known.data
    known_at = clock.end_of(known) - timedelta(microseconds=1) if known else None
    if known_at is not None:
        await settle(request.state.org)
    return look, look.on.data or clock.today(), known_at


async def homes(request: Request) -> Response:
    """Every home: who lives there, which stand empty."""
    rules = await housing_rules(request)
    look, day, known_at = await looked_at(request)
    everything = await homes_on(request.state.org, day, known_at)
    found = [row for row in everything if _is_asked(row, look)]
    last = max(1, -(-len(found) // A_PAGE))
    asked = request.query_params.get("page", "1")
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 9
    current = min(max(int(asked) if is_number else 1, 1), last)
    return page(
        request,
        "housing/homes.html",
        rows=found[(current - 1) * A_PAGE : current * A_PAGE],
        all=len(everything),
        found=len(found),
        current=current,
        last=last,
        look=look,
        day=day,
        known=look.known.data,
        empty=[row for row in everything if row.void],
        let=[row for row in everything if row.terms],
        words=words_of(request.state.org.nation),
        kinds=KINDS,
        rent_words=rent_words,
        mutual=rules.homes.value == "fully-mutual",
    )


def _is_asked(row: HomeRow, look: AsAtForm) -> bool:
    """Whether a search means this home: each of its words begins a word of it."""
    if look.state.data == "let" and not row.terms:
        return False
    if look.state.data == "empty" and not row.void:
        return False
    names = " ".join(tenant.name for tenant in row.tenants)
    text = " ".join([row.home.reference, row.state.postal_address, row.state.postcode, names])
    there = words(text)
    return all(any(word.startswith(part) for word in there) for part in words(look.q.data or ""))


async def homes_file(request: Request) -> Response:
    """The list as a file, as at the same day."""
    await housing_rules(request)
    org = request.state.org
    _look, day, known_at = await looked_at(request)
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(
        "reference postal_address postcode bedrooms kind rent rent_every rent_weeks adaptations "
        "agreement began_on member_numbers tenants vacated_on".split()
    )
    for row in await homes_on(org, day, known_at):
        out.writerow([harmless(cell) for cell in _cells(row)])
    await audit.record(
        org.id, request.state.person.id, "took out the list of homes", "homes", on=day
    )
    return Response(
        text.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="homes-{day}.csv"'},
    )


def _cells(row: HomeRow) -> list[str]:
    state, terms = row.state, row.terms
    rent = state.rent
    return [
        row.home.reference,
        state.postal_address,
        state.postcode,
        "" if state.bedrooms is None else str(state.bedrooms),
        state.kind.value if state.kind else "",
        f"{rent.amount.pence // 100}.{rent.amount.pence % 100:02}" if rent else "",
        rent.every.value if rent else "",
        str(state.rent_weeks or ""),
        state.adaptations,
        terms.agreement.value if terms else "",
        terms.began_on.isoformat() if terms else "",
        " ".join(tenant.member_number for tenant in row.tenants),
        ", ".join(tenant.name for tenant in row.tenants),
        row.void.vacated_on.isoformat() if row.void else "",
    ]
