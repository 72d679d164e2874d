"""Lists of what members asked for and named: applications and nominations, on the page and as
files, as at a day and as known on one."""

from starlette.requests import Request
from starlette.responses import Response
from tortoise.transactions import in_transaction

from coopcouncil.kernel import audit
from coopcouncil.kernel.downloads import csv_file
from coopcouncil.kernel.pages import page
from coopcouncil.members.two_times import two_times
from coopcouncil.shares.labels import DECIDED, KINDS
from coopcouncil.shares.reads import holders_named
from coopcouncil.shares.reads_asked import applications_at, nominations_at

MOST_DECIDED = 50


async def applications(request: Request) -> Response:
    """What waits for the board, and what it decided last; or what did on another day."""
    org, times = request.state.org, await two_times(request)
    found = await applications_at(org, times)
    waiting = [each for each in found if each.outcome is None]
    decided = [each for each in found if each.outcome is not None]
    decided.sort(key=lambda each: (each.row.decided_at, each.row.id), reverse=True)
    decided = decided[:MOST_DECIDED]
    ids = [each.row.member_id for each in (*waiting, *decided)]
    return page(
        request,
        "shares/applications.html",
        times=times,
        waiting=waiting,
        decided=decided,
        names=await holders_named(org, ids, times.on, times.known_at),
        kinds=KINDS,
        outcomes=DECIDED,
        query=request.url.query,
    )


async def applications_file(request: Request) -> Response:
    """All applications as they stood, as a file. It is recorded."""
    org, times = request.state.org, await two_times(request)
    found = await applications_at(org, times)
    ids = [each.row.member_id for each in found]
    names = await holders_named(org, ids, times.on, times.known_at)
    rows = []
    for each in found:
        row, holder = each.row, names.get(each.row.member_id)
        decided = each.outcome is not None
        rows.append(
            [
                holder.number if holder else "",
                holder.name if holder else "",
                row.kind.value,
                str(row.shares),
                row.applied_on.isoformat(),
                row.recorded_at.isoformat(),
                each.outcome.value if each.outcome else "waiting",
                row.decided_on.isoformat() if decided and row.decided_on else "",
                row.decided_at.isoformat() if decided and row.decided_at else "",
                row.minute if decided else "",
                row.reason if decided else "",
            ]
        )
    await _record(request, "exported share applications", len(rows))
    return csv_file(f"{org.slug}-share-applications-{times.on}.csv", _OF_APPLICATIONS, rows)


async def nominations(request: Request) -> Response:
    """The record of nominations that the law asks for (CCBSA 2014 s.37)."""
    org, times = request.state.org, await two_times(request)
    found = await nominations_at(org, times)
    ids = [each.row.member_id for each in found]
    return page(
        request,
        "shares/nominations.html",
        times=times,
        rows=found,
        names=await holders_named(org, ids, times.on, times.known_at),
        query=request.url.query,
    )


async def nominations_file(request: Request) -> Response:
    """The same as a file: no address of anybody. It is recorded."""
    org, times = request.state.org, await two_times(request)
    found = await nominations_at(org, times)
    ids = [each.row.member_id for each in found]
    names = await holders_named(org, ids, times.on, times.known_at)
    rows = []
    for each in found:
        row, holder = each.row, names.get(each.row.member_id)
        rows.append(
            [
                holder.number if holder else "",
                holder.name if holder else "",
                row.nominee_name,
                row.kinship,
                f"{row.amount / 100:.2f}" if row.amount is not None else "",
                row.signed_on.isoformat(),
                row.recorded_at.isoformat(),
                row.revoked_on.isoformat() if each.is_revoked and row.revoked_on else "",
                row.revoked_because if each.is_revoked else "",
            ]
        )
    await _record(request, "exported nominations", len(rows))
    return csv_file(f"{org.slug}-nominations-{times.on}.csv", _OF_NOMINATIONS, rows)


_OF_APPLICATIONS = (
    "member_number", "member_name", "kind", "shares", "applied_on", "recorded_at", "outcome",
    "decided_on", "decision_recorded_at", "minute", "reason",
)  # fmt: skip
_OF_NOMINATIONS = (
    "member_number", "member_name", "nominee_name", "kinship", "up_to", "signed_on",
    "recorded_at", "revoked_on", "revoked_because",
)  # fmt: skip


async def _record(request: Request, verb: str, rows: int) -> None:
    org = request.state.org
    async with in_transaction():
        await audit.record(
            org.id, request.state.person.id, verb, f"organisation:{org.id}", rows=rows
        )
