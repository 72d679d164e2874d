"""Writing a message: the words, to whom, the check, the sending."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.access import KEEPING
from coopcouncil.members.labels import names_of
from coopcouncil.members.reads import current
from coopcouncil.messages.actions import writing
from coopcouncil.messages.actions.mailing import parts_of, spoken_in, subject_of, via
from coopcouncil.messages.actions.reminding import open_ballots
from coopcouncil.messages.forms import AudienceForm, MessageForm
from coopcouncil.messages.models import Message, MessageKind, Speech
from coopcouncil.messages.reach import GROUPS, reach
from coopcouncil.messages.rules import Audience
from coopcouncil.messages.views.sent import sent_page
from coopcouncil.organisations.home import Panel
from coopcouncil.organisations.models import Organisation, Role

PER_PAGE = 25
REMINDING = frozenset({Role.SECRETARY, Role.RETURNING_OFFICER})


async def messages(request: Request) -> Response:
    """Everything that was written, the latest first."""
    org = request.state.org
    found = Message.within(org)
    count = await found.count()
    asked = request.query_params.get("page", "1")
    at = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    last = max(1, -(-count // PER_PAGE))
    at = min(max(at, 1), last)
    rows = await found.order_by("-id").offset((at - 1) * PER_PAGE).limit(PER_PAGE)
    return page(
        request,
        "messages/messages.html",
        messages=rows,
        current=at,
        last=last,
        reminds=bool(REMINDING & request.state.roles),
    )


async def new(request: Request) -> Response:
    """The words of a new message."""
    return await _words_page(request, MessageForm(), None)


async def begin(request: Request) -> Response:
    """Keep it as a draft."""
    form = await form_of(request, MessageForm)
    if not form.validate():
        return await _words_page(request, form, None)
    made = await writing.begin(
        request.state.org, form.words(), MessageKind(form.kind.data), request.state.person
    )
    return redirect(request, "messages:audience", id=made.id)


async def words(request: Request) -> Response:
    """The words of a draft."""
    found = await draft_of(request)
    data = {**MessageForm.showing(found), "kind": found.kind.value}
    return await _words_page(request, MessageForm(data=data), found)


async def reword(request: Request) -> Response:
    """Keep other words."""
    found = await draft_of(request)
    form = await form_of(request, MessageForm)
    if not form.validate():
        return await _words_page(request, form, found)
    await writing.reword(found, form.words(), MessageKind(form.kind.data))
    return redirect(request, "messages:message", id=found.id)


async def audience(request: Request) -> Response:
    """To whom a draft goes."""
    found = await draft_of(request)
    data = AudienceForm.showing(Audience.read(found.audience), found.by_post)
    return await _audience_page(request, AudienceForm(data=data), found)


async def choose(request: Request) -> Response:
    """Keep the choice."""
    found = await draft_of(request)
    form = await form_of(request, AudienceForm)
    await _offer(request, form)
    if not form.validate():
        return page(request, "messages/audience.html", form=form, message=found)
    await writing.choose(found, form.audience(), bool(form.by_post.data))
    return redirect(request, "messages:message", id=found.id)


async def message(request: Request) -> Response:
    """A draft to check, or how far a sending is."""
    found = await message_of(request)
    if found.sent_at is not None:
        return await sent_page(request, found)
    return await _check_page(request, found, ())


async def test(request: Request) -> Response:
    """Send it to oneself."""
    found = await draft_of(request)
    try:
        address = await writing.test(
            request.state.org, found, found.kind is MessageKind.NEWS, request.state.person
        )
    except Refused as refusal:
        return await _check_page(request, found, (refusal,))
    flash(request, gettext("A test is on its way to {address}.").format(address=address))
    return redirect(request, "messages:message", id=found.id)


async def send(request: Request) -> Response:
    """Send it; a second press finds it sent."""
    found = await message_of(request)
    try:
        await writing.send(request.state.org, found, request.state.person)
    except Refused as refusal:
        return await _check_page(request, found, (refusal,))
    return redirect(request, "messages:message", id=found.id)


async def discard(request: Request) -> Response:
    """Throw a draft away."""
    found = await draft_of(request)
    await writing.discard(found)
    flash(request, gettext("The draft is gone."))
    return redirect(request, "messages:messages")


async def message_of(request: Request) -> Message:
    """The message that the address names."""
    return await Message.one(request.state.org, id=request.path_params["id"])


async def draft_of(request: Request) -> Message:
    """The same, while nothing was sent."""
    found = await message_of(request)
    if found.sent_at is not None:
        raise NotHere
    return found


async def home_panel(request: Request) -> Panel | None:
    """The way to write to members, for those who may."""
    org, roles = request.state.org, request.state.roles
    keeps, reminds = bool(KEEPING & roles), bool(REMINDING & roles)
    if not (keeps or reminds) or not await current(org).exists():
        return None
    facts = {
        "keeps": keeps,
        "drafts": await Message.within(org).filter(sent_at=None).count() if keeps else 0,
        "reminds": reminds and bool(await open_ballots(org)),
    }
    if not keeps and not facts["reminds"]:
        return None
    return Panel("messages/_panel.html", facts, place=45)


async def _words_page(request: Request, form: MessageForm, found: Message | None) -> Response:
    return page(
        request,
        "messages/words.html",
        form=form,
        message=found,
        bilingual=await writing.is_bilingual(request.state.org),
    )


async def _audience_page(request: Request, form: AudienceForm, found: Message) -> Response:
    await _offer(request, form)
    return page(request, "messages/audience.html", form=form, message=found)


async def _offer(request: Request, form: AudienceForm, kept: str = "") -> None:
    org: Organisation = request.state.org
    classes = (
        await current(org)
        .exclude(member_class="")
        .distinct()
        .values_list("member_class", flat=True)
    )
    groups = {
        key: str(group.called)
        for key, group in GROUPS.items()
        if key == kept
        or (
            (not group.seen_by or group.seen_by & request.state.roles)
            and await group.members(org) is not None
        )
    }
    form.offer(await names_of(org), sorted(str(one) for one in classes)[:100], groups)


async def _check_page(request: Request, found: Message, refusals: tuple[Refused, ...]) -> Response:
    org = request.state.org
    copies = await reach(org, found)
    is_news = found.kind is MessageKind.NEWS
    both = spoken_in(org, Speech.BOTH)
    return page(
        request,
        "messages/check.html",
        status=refusals[0].status if refusals else 200,
        message=found,
        copies=copies,
        obstacles=[*refusals, *await writing.obstacles(org, found, copies)],
        previews=[
            (
                language,
                subject_of(found, (language,)),
                parts_of(org, found, (language,), is_news)[0],
            )
            for language in both
            if language in found.languages
        ],
        chosen=await _chosen(request, found),
        by_notify=via(org) == "notify",
        shown_only=writing.sends_nothing(),
    )


async def _chosen(request: Request, found: Message) -> list[str]:
    """The audience in words."""
    to = Audience.read(found.audience)
    form = AudienceForm(data=AudienceForm.showing(to, found.by_post))
    await _offer(request, form, kept=to.group)
    said = []
    for name in ("status", "constituency", "part", "member_class", "language", "group"):
        if name in form and form[name].data:
            known = {str(key): str(text) for key, text in form[name].choices}
            said.append(f"{form[name].label.text}: {known.get(str(form[name].data), '?')}")
    if numbers := to.numbers:
        said.append(f"{form.numbers.label.text}: {', '.join(numbers[:20])}")
    return said
