"""Stopping news by the address in a news e-mail: no sign-in, no expiry, one member's news alone.

The token is the member's number and a keyed hash; it says nothing of anybody and changes nothing
but that one consent.
"""

import hashlib
import hmac

from coopcouncil.kernel.config import current
from coopcouncil.kernel.errors import NotHere
from coopcouncil.members import actions as register
from coopcouncil.members.kinds import NO_PURPOSE
from coopcouncil.members.models import Member
from coopcouncil.members.reads import entry_of
from coopcouncil.members.refusals import NothingChanged
from coopcouncil.organisations.models import Organisation

PATH = r"/[a-z0-9-]+/news/stop/[0-9]{1,18}-[0-9a-f]{40}"
"""The addresses that a mail program may send to by itself (RFC 8058)."""


def token(org: Organisation, member_id: int) -> str:
    """What stands in the address for one member."""
    return f"{member_id}-{_mark(org, member_id)}"


def address(org: Organisation, member_id: int) -> str:
    """The whole address."""
    return f"{current().base_url}/{org.slug}/news/stop/{token(org, member_id)}"


async def member_of(org: Organisation, said: str) -> Member:
    """Whose news the token stops; `NotHere` for one that is not ours."""
    number, _, mark = said.partition("-")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise NotHere
    if not hmac.compare_digest(mark.encode(), _mark(org, int(number)).encode()):
        raise NotHere
    return await Member.one(org, id=int(number))


async def stop_news(org: Organisation, member: Member, why: str) -> bool:
    """Withdraw the consent to news, from today; whether there was one."""
    entry = await entry_of(org, member.id)
    purposes = entry.email_purposes.split() if entry else []
    if "news" not in purposes:
        return False
    left = " ".join(one for one in purposes if one != "news") or NO_PURPOSE
    try:
        await register.change(org, member, {"email_purposes": left}, by=None, reason=why)
    except NothingChanged:
        return False
    return True


def _mark(org: Organisation, member_id: int) -> str:
    key = hashlib.sha256(b"messages:stop:" + current().secret_key).digest()
    text = f"{org.id}:{member_id}"
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:40]
