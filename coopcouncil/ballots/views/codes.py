"""Voting with a letter's code: no account, no session. The code travels in the body alone.

A link from a letter bears the code in its path; the log writes the route's name, and a GET only
fills the box in.
"""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.ballots.actions.codes import OpenedByCode, holding, open_by_code
from coopcouncil.ballots.forms.codes import CodeForm
from coopcouncil.ballots.forms.voting import filled_in
from coopcouncil.ballots.models import Way
from coopcouncil.ballots.reads import standing_of
from coopcouncil.ballots.rules.codes import CodeMistyped, CodeUnknown, grouped, read_code
from coopcouncil.ballots.views.voting import (
    Booth,
    put_in,
    show_check,
    show_paper,
    show_voted,
)
from coopcouncil.kernel import limits
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.pages import address, page

# Wrong codes alone are counted for a network: a hall full of voters shares one. A slip that the
# code itself shows is not counted, since it guesses nothing.
WRONG_PER_CALLER, WRONG_PER_ORGANISATION, USES_PER_CODE, SPAN = 20, 500, 120, 600


async def enter_code(request: Request) -> Response:
    """Where the code is typed; a letter's link has filled it in."""
    code = request.path_params.get("code", "")
    try:
        typed = grouped(read_code(code)) if code else ""
    except CodeMistyped:
        typed = code[:60]
    return page(request, "ballots/codes.html", form=CodeForm(data={"code": typed}), linked=code)


async def vote_by_code(request: Request) -> Response:
    """The paper that the code opens."""
    form = await form_of(request, CodeForm)
    if not form.validate():
        return page(request, "ballots/codes.html", form=form, linked="")
    try:
        opened, plain = await _opened(request, form.code.data)
    except Refused as refusal:
        form.refuse(refusal, at="code")
        status = refusal.status if refusal.status != 409 else 422
        return page(request, "ballots/codes.html", status=status, form=form, linked="")
    return await show_paper(request, _booth(request, opened, plain))


async def fill_again_by_code(request: Request) -> Response:
    """The paper again, with what was chosen, to change it."""
    booth, _plain = await _booth_of(request)
    filled = await filled_in(request, booth.ballot, await standing_of(booth.ballot))
    return await show_paper(request, booth, filled)


async def check_by_code(request: Request) -> Response:
    """What the paper says, before it is cast."""
    booth, _plain = await _booth_of(request)
    return await show_check(request, booth)


async def cast_with_code(request: Request) -> Response:
    """Into the box. The answer is the confirmation itself: nothing of it can be asked for."""
    opened, plain = await _opened(request, await _sent_code(request))
    booth = _booth(request, opened, plain)
    async with holding(opened, plain):
        again = await put_in(request, booth)
    return again if again is not None else await show_voted(request, booth)


async def _booth_of(request: Request) -> tuple[Booth, str]:
    opened, plain = await _opened(request, await _sent_code(request))
    return _booth(request, opened, plain), plain


async def _sent_code(request: Request) -> str:
    sent = await request.form(max_files=0)
    return str(sent.get("code", ""))[:60]


async def _opened(request: Request, typed: str) -> tuple[OpenedByCode, str]:
    """What the code opens; tries are counted outside any transaction."""
    org = request.state.org
    plain = read_code(typed)
    caller = limits.caller(request)
    await limits.ask("vote-code-caller", caller, WRONG_PER_CALLER, SPAN)
    try:
        opened = await open_by_code(org, plain)
    except CodeUnknown:
        await limits.hit("vote-code-caller", caller, WRONG_PER_CALLER, SPAN)
        await limits.hit("vote-code-organisation", str(org.id), WRONG_PER_ORGANISATION, SPAN)
        raise
    await limits.hit("vote-code-entry", str(opened.entry.id), USES_PER_CODE, SPAN)
    return opened, plain


def _booth(request: Request, opened: OpenedByCode, plain: str) -> Booth:
    return Booth(
        ballot=opened.ballot,
        entry=opened.entry,
        way=Way.CODE,
        fill=address(request, "ballots:fill_again_by_code"),
        check=address(request, "ballots:check_by_code"),
        cast=address(request, "ballots:cast_with_code"),
        leave=address(request, "ballots:enter_code"),
        along={"code": grouped(plain)},
        says_whose=True,
    )
