"""Which member somebody is: by a proven address that is theirs alone, else by saying so.

Two people who share a mailbox share the account that it signs in to. So an address that stands
with several members shows none of them: the reader says which one, by number and date of birth,
and this browser's session remembers it for an hour. The list of the others is never shown.
"""

import hmac
from dataclasses import dataclass
from datetime import date, timedelta

from starlette.requests import Request
from starlette.responses import Response
from tortoise import connections

from coopcouncil.accounts import proofs
from coopcouncil.accounts.models import EmailAddress
from coopcouncil.kernel import clock, limits
from coopcouncil.kernel.errors import NotHere
from coopcouncil.members.models import RegisterEntry
from coopcouncil.organisations.models import Organisation
from coopcouncil.privacy.rules import CHOICE_HOURS, WhoAreYou

COOKIE = "coopcouncil_member"
TRIES, SPAN = 5, 3600


@dataclass(frozen=True)
class Whose:
    """The entries that are the reader's, and those of which one may be."""

    own: tuple[RegisterEntry, ...]
    shared: tuple[RegisterEntry, ...]

    @property
    def may_say(self) -> bool:
        """Whether there is anything to say which one by."""
        return any(entry.date_of_birth for entry in self.shared)


async def whose(request: Request) -> Whose:
    """The entries, former members' too, that bear an address that the reader has proven."""
    org, person = request.state.org, request.state.person
    proven = EmailAddress.filter(person_id=person.id, proven_at__isnull=False)
    addresses = [str(one) for one in await proven.values_list("address", flat=True)]
    found = await _bearing(org, addresses)
    by_address: dict[str, list[RegisterEntry]] = {}
    for address, entry in found:
        by_address.setdefault(address, []).append(entry)
    own = {bearers[0].id: bearers[0] for bearers in by_address.values() if len(bearers) == 1}
    shared = {
        entry.id: entry
        for bearers in by_address.values()
        if len(bearers) > 1
        for entry in bearers
        if entry.id not in own
    }
    chosen = _chosen(request)
    said = {key: entry for key, entry in shared.items() if entry.member_id == chosen}
    kept = {**own, **said}
    return Whose(
        tuple(sorted(kept.values(), key=lambda entry: entry.id)),
        tuple(entry for key, entry in shared.items() if key not in said),
    )


async def own_entries(request: Request) -> tuple[RegisterEntry, ...]:
    """All that are the reader's, for slices below that ask."""
    return (await whose(request)).own


async def own_entry(request: Request) -> RegisterEntry:
    """The one that the address names, if it is the reader's; else there is no such page."""
    for entry in (await whose(request)).own:
        if entry.member_id == request.path_params["id"]:
            return entry
    raise NotHere


async def say_which(request: Request, number: str, born: date) -> RegisterEntry:
    """The member of this number and birth date among those with the reader's address."""
    key = f"{request.state.person.id}:{request.state.org.id}"
    await limits.ask("which-member", key, TRIES, SPAN)
    found = None
    for entry in (await whose(request)).shared:
        right = hmac.compare_digest(entry.member_number.encode(), number.strip().encode())
        if right and entry.date_of_birth == born:
            found = entry
    if found is None:
        await limits.hit("which-member", key, TRIES, SPAN)
        raise WhoAreYou
    return found


def remember(request: Request, response: Response, entry: RegisterEntry) -> None:
    """Keep in this session who the reader is, for an hour."""
    until = clock.now() + timedelta(hours=CHOICE_HOURS)
    value = {
        "session": str(request.state.session.id),
        "org": str(request.state.org.id),
        "member": str(entry.member_id),
        "until": str(int(until.timestamp())),
    }
    response.set_cookie(
        COOKIE,
        proofs.signed(COOKIE, value),
        max_age=CHOICE_HOURS * 3600,
        httponly=True,
        samesite="lax",
        secure=request.app.state.config.is_secure,
    )


def forget(response: Response) -> None:
    """Somebody else sits down."""
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")


def _chosen(request: Request) -> int | None:
    cookie = request.cookies.get(COOKIE)
    said = proofs.unsigned(COOKIE, cookie) if cookie else None
    if said is None:
        return None
    here = (str(request.state.session.id), str(request.state.org.id))
    if (said["session"], said["org"]) != here or int(said["until"]) < clock.now().timestamp():
        return None
    return int(said["member"])


async def _bearing(org: Organisation, addresses: list[str]) -> list[tuple[str, RegisterEntry]]:
    """Every entry of today with one of these addresses, as its own or its representative's."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT e.id, lower(e.email) AS address FROM register_entry e"
        " WHERE e.organisation_id = $1 AND e.superseded_at IS NULL AND e.valid_from <= $2"
        " AND e.valid_to > $2 AND e.email <> '' AND lower(e.email) = ANY($3::text[])"
        " UNION"
        " SELECT e.id, lower(e.representative_email) FROM register_entry e"
        " WHERE e.organisation_id = $1 AND e.superseded_at IS NULL AND e.valid_from <= $2"
        " AND e.valid_to > $2 AND e.representative_email <> ''"
        " AND lower(e.representative_email) = ANY($3::text[]) AND e.member_kind = 'organisation'",
        [org.id, clock.today(), sorted(addresses)],
    )
    entries = {
        entry.id: entry
        for entry in await RegisterEntry.within(org).filter(id__in=[row["id"] for row in rows])
    }
    return [(row["address"], entries[row["id"]]) for row in rows]
