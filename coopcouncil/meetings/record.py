"""What the minutes state as fact: who was there, the quorum, what the votes decided."""

from typing import Any

from coopcouncil.ballots.models import Ballot, CountRun, Declaration, Option, Publication
from coopcouncil.meetings.frozen import frozen
from coopcouncil.meetings.models import Apology, Attendance, Meeting
from coopcouncil.meetings.reads import agenda_of, room_of, rules_of
from coopcouncil.members.reads import entries
from coopcouncil.organisations.models import Organisation


async def facts_of(org: Organisation, meeting: Meeting) -> dict[str, Any]:
    """The agenda, the attendance, the quorum and the results as they are now."""
    rules = await rules_of(meeting)
    agenda = await agenda_of(org, meeting)
    content = frozen(org, meeting, agenda, rules)
    for listed, item in zip(agenda, content["items"], strict=True):
        item["result"] = await result_of(listed.ballot) if listed.ballot else None
    stays = await Attendance.of(meeting).order_by("arrived_at", "id")
    apologies = await Apology.of(meeting)
    called = await _called(org, meeting, {s.member_id for s in stays}, apologies)
    first = {stay.member_id: stay for stay in reversed(stays)}
    room = await room_of(org, meeting, rules, ever=True)
    quorum = room.quorum
    content["present"] = sorted(
        (
            {
                **called[member],
                "way": stay.way.value,
                "proxy": stay.proxy_name,
            }
            for member, stay in first.items()
        ),
        key=lambda row: row["sort_key"],
    )
    content["apologies"] = sorted(
        (called[apology.member_id] for apology in apologies), key=lambda row: row["sort_key"]
    )
    content["quorum"] = {
        "electorate": quorum.electorate,
        "present": quorum.present,
        "needed": quorum.needed,
        "is_met": quorum.is_met,
    }
    return content


async def result_of(ballot: Ballot) -> dict[str, Any] | None:
    """The declared result of a ballot in the few words that minutes need; None before."""
    declared = await Declaration.of(ballot).order_by("-n").first()
    if declared is None:
        return None
    run = await CountRun.one_of(ballot, id=declared.run_id)
    options = await Option.of(ballot).order_by("place")
    bundle = await Publication.of(ballot).filter(declaration_id=declared.id).order_by("-id").first()
    return {
        "ballot": ballot.id,
        "kind": ballot.kind.value,
        "declared_at": declared.at.isoformat(),
        "result_sha256": run.result_hash,
        "result": run.result,
        "names": {
            str(number): {"en": option.name, "cy": option.name_cy}
            for number, option in enumerate(options, 1)
        },
        # The head of the public bundle belongs in the minutes: who holds the bundle against it
        # knows that it is the one that was declared.
        "bundle_head": bundle.head if bundle else "",
    }


def missing_language(content: dict[str, Any]) -> str | None:
    """The heading of the first text that is written in one language alone; None if none is."""
    parts = [(item["title"]["en"], item["minute"]) for item in content["items"]]
    parts = [("Opening", content["opening"]), *parts, ("Closing", content["closing"])]
    for title, text in parts:
        if bool(text.get("en", "").strip()) != bool(text.get("cy", "").strip()):
            return str(title)
    return None


async def _called(
    org: Organisation, meeting: Meeting, members: set[int], apologies: list[Apology]
) -> dict[int, dict[str, Any]]:
    wanted = members | {apology.member_id for apology in apologies}
    found = await entries(org, meeting.on).filter(member_id__in=list(wanted))
    known = {
        entry.member_id: {
            "number": entry.member_number,
            "name": entry.name,
            "sort_key": entry.sort_key,
        }
        for entry in found
    }
    nobody = {"number": "", "name": "", "sort_key": ""}
    return {member: known.get(member, nobody) for member in wanted}
