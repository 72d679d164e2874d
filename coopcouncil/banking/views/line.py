"""One line of the bank: what explains it, or what it may be and why."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.banking.actions.matching import (
    confirm,
    confirm_with,
    remember,
    undo_match,
    unexplained_after,
    write_note,
)
from coopcouncil.banking.books.byhand import Part, split_over
from coopcouncil.banking.books.postings import AFTER, BEFORE, open_postings
from coopcouncil.banking.forms import (
    HoldingForm,
    NoteForm,
    PartsForm,
    TypedPart,
    UndoForm,
)
from coopcouncil.banking.hooks import BOOKS
from coopcouncil.banking.kinds import BookKind
from coopcouncil.banking.labels import REASONS, how_sure
from coopcouncil.banking.models import (
    BankAccount,
    BankLine,
    BankMatch,
    LineNote,
    MatchedLine,
    MatchedPosting,
)
from coopcouncil.banking.proposing import proposals
from coopcouncil.banking.rules.likeness import to_remember
from coopcouncil.banking.searching import matches_of
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.kernel.shown import shown_date, shown_money
from coopcouncil.ledger.access import keeps
from coopcouncil.ledger.models import Account, PostingLine
from coopcouncil.ledger.reads import accounts_of
from coopcouncil.members.models import Member

CHOICES = 40


async def line(request: Request) -> Response:
    """One line: what explains it, or what it may be."""
    return await _line(request, await _found(request))


async def confirm_one(request: Request) -> Response:
    """It is what was proposed."""
    org = request.state.org
    found = await _found(request)
    sent = await request.form()
    kind, key = str(sent.get("kind", "")), str(sent.get("key", ""))
    account = await _account(request, found)
    offered = (await proposals(org, account, [found])).get(found.id, [])
    one = next((one for one in offered if (one.kind, one.key) == (kind, key)), None)
    await confirm(
        org,
        account,
        [found],
        kind,
        key,
        request.state.person,
        confidence=one.confidence if one else None,
    )
    return await _explained_now(request, found)


async def explain(request: Request) -> Response:
    """Put together by hand: an account, a member, or several of them to the penny."""
    org = request.state.org
    found = await _found(request)
    form = await form_of(request, PartsForm)
    account = await _account(request, found)
    accounts = await _accounts(request, account)
    form.offer(accounts, language_of(request))
    typed = form.typed() if form.validate() else []
    parts = await _parts(request, form, typed, found, accounts)
    if form.problems() or not parts:
        return await _line(request, found, parts=form, status=422)
    try:
        await confirm_with(
            org,
            account,
            [found],
            BookKind.BY_HAND,
            "",
            split_over(parts),
            request.state.person,
        )
    except Refused as refusal:
        form.refuse(refusal)
        return await _line(request, found, parts=form, status=refusal.status)
    if form.remember.data and len(parts) == 1 and form.words.data:
        await remember(
            org,
            form.words.data,
            found.amount > 0,
            member=parts[0].member,
            account=parts[0].account,
            by=request.state.person,
        )
    return await _explained_now(request, found)


async def hold_against(request: Request) -> Response:
    """Postings that are there already, and the other lines that belong to them."""
    org = request.state.org
    found = await _found(request)
    form = await form_of(request, HoldingForm)
    account = await _account(request, found)
    chosen = [one for one in form.postings.data or [] if one.isascii() and one.isdigit()]
    others = [int(one[:18]) for one in form.lines.data or [] if one.isascii() and one.isdigit()]
    together = [
        found,
        *await BankLine.within(org).filter(id__in=others, bank_account_id=account.id),
    ]
    try:
        if not chosen:
            raise NotHere
        await confirm(
            org,
            account,
            together,
            BookKind.POSTING,
            ",".join(chosen[:CHOICES]),
            request.state.person,
        )
    except NotHere:
        form.wrong(gettext("Choose at least one posting."))
        return await _line(request, found, holding=form, status=422)
    except Refused as refusal:
        form.refuse(refusal)
        return await _line(request, found, holding=form, status=refusal.status)
    return await _explained_now(request, found)


async def note(request: Request) -> Response:
    """Leave it with what is known."""
    found = await _found(request)
    form = await form_of(request, NoteForm)
    if not form.validate():
        return await _line(request, found, note=form, status=422)
    await write_note(request.state.org, found, form.text.data, request.state.person)
    flash(request, gettext("The note is with the line, which is still to be explained."))
    return redirect(request, "banking:lines", id=found.bank_account_id)


async def undoing(request: Request) -> Response:
    """Why it was wrong."""
    return await _undoing(request, UndoForm())


async def undo(request: Request) -> Response:
    """Nothing explains the lines any more; what was posted for it is reversed."""
    org = request.state.org
    form = await form_of(request, UndoForm)
    if not form.validate():
        return await _undoing(request, form, 422)
    match = await BankMatch.one(org, id=request.path_params["id"])
    try:
        await undo_match(org, match, form.reason.data, request.state.person)
    except Refused as refusal:
        form.refuse(refusal)
        return await _undoing(request, form, refusal.status)
    flash(request, gettext("Undone. The line is to be explained again."))
    matched = await MatchedLine.within(org).filter(match_id=match.id).first()
    if matched is None:
        return redirect(request, "banking:lines", id=match.bank_account_id)
    return redirect(request, "banking:line", id=matched.line_id)


async def _undoing(request: Request, form: UndoForm, status: int = 200) -> Response:
    org = request.state.org
    match = await BankMatch.one(org, id=request.path_params["id"])
    matched = MatchedLine.within(org).filter(match_id=match.id)
    return page(
        request,
        "banking/undo.html",
        status,
        match=match,
        lines=[one.line for one in await matched.prefetch_related("line")],
        form=form,
    )


async def _found(request: Request) -> BankLine:
    return await BankLine.one(request.state.org, id=request.path_params["id"])


async def _account(request: Request, found: BankLine) -> BankAccount:
    return await BankAccount.one(request.state.org, id=found.bank_account_id)


async def _explained_now(request: Request, found: BankLine) -> Response:
    flash(request, gettext("The line is explained."))
    return redirect(request, "banking:line", id=found.id)


async def _line(
    request: Request,
    found: BankLine,
    *,
    parts: PartsForm | None = None,
    holding: HoldingForm | None = None,
    note: NoteForm | None = None,
    status: int = 200,
) -> Response:
    org = request.state.org
    account = await _account(request, found)
    match = (await matches_of(org, [found])).get(found.id)
    kept = keeps(request) and match is None
    if kept:
        parts = parts or PartsForm(data={"words": to_remember(f"{found.name or found.text}")})
        parts.offer(await _accounts(request, account), language_of(request))
        holding = holding or HoldingForm()
        await _offer(request, holding, account, found)
    postings = []
    if match is not None:
        matched = MatchedPosting.within(org).filter(match_id=match.id)
        ids = [one.posting_line_id for one in await matched]
        rows = PostingLine.within(org).filter(id__in=ids).order_by("id")
        postings = await rows.prefetch_related("posting")
    together = MatchedLine.within(org).filter(match_id=match.id if match else 0)
    return page(
        request,
        "banking/line.html",
        status,
        line=found,
        account=account,
        match=match,
        postings=postings,
        together=[
            one.line for one in await together.exclude(line_id=found.id).prefetch_related("line")
        ],
        offered=(await proposals(org, account, [found])).get(found.id, []) if kept else [],
        parts=parts,
        holding=holding,
        note_form=note or NoteForm(),
        notes=await LineNote.within(org)
        .filter(line_id=found.id)
        .order_by("-id")
        .prefetch_related("written_by"),
        reasons=REASONS,
        how_sure=how_sure,
        books=BOOKS,
        pounds=Money,
        keeps=kept,
        can_undo=keeps(request),
    )


async def _offer(
    request: Request, form: HoldingForm, account: BankAccount, found: BankLine
) -> None:
    """Open postings and open lines near the day."""
    org = request.state.org
    near = await open_postings(org, account, found.on - BEFORE, found.on + AFTER)
    near.sort(key=lambda one: (abs((one.posted_on - found.on).days), one.number))
    form.postings.choices = [
        (
            str(one.id),
            f"{shown_date(one.posted_on)}, {shown_money(Money(one.amount))}: {one.text}",
        )
        for one in near[:CHOICES]
    ]
    some = await unexplained_near(request, account, found)
    form.lines.choices = [
        (str(one.id), f"{shown_date(one.on)}, {shown_money(one.sum)}: {one.text}") for one in some
    ]


async def unexplained_near(
    request: Request, account: BankAccount, found: BankLine
) -> list[BankLine]:
    """Other lines to explain of the same days."""
    week = timedelta(days=7)
    lines = await unexplained_after(request.state.org, account, 0, 2_000)
    near = [one for one in lines if one.id != found.id and abs(one.on - found.on) <= week]
    return near[:CHOICES]


async def _accounts(request: Request, account: BankAccount) -> list[Account]:
    found = await accounts_of(request.state.org)
    return [one for one in found if one.in_use and one.id != account.account_id]


async def _parts(
    request: Request,
    form: PartsForm,
    typed: list[TypedPart],
    found: BankLine,
    accounts: list[Account],
) -> list[Part]:
    """With the members' numbers looked up; a number that nobody has gets its sentence."""
    by_id = {one.id: one for one in accounts}
    way = 1 if found.amount > 0 else -1
    parts = []
    for one in typed:
        amount = found.amount if one.pence is None else one.pence * way
        if one.member:
            member = await Member.within(request.state.org).get_or_none(number=one.member)
            if member is None:
                text = gettext("Nobody has the member number {number}.")
                form.wrong(text.format(number=one.member))
                continue
            if amount <= 0:
                form.wrong(gettext("Money that goes to a member leaves by a payment run."))
                continue
            parts.append(Part(amount, member=member, note=one.note))
        elif one.account in by_id:
            parts.append(Part(amount, account=by_id[one.account], note=one.note))
        else:
            form.wrong(gettext("Choose one of the accounts shown."))
    return parts
