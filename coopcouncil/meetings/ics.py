"""The meeting as an entry for the reader's own calendar (RFC 5545)."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from coopcouncil.kernel.clock import LONDON
from coopcouncil.meetings.frozen import say, starts_at


def calendar_entry(
    agenda: dict[str, Any], meeting_id: int, number: int, at: datetime, address: str, language: str
) -> bytes:
    """The `.ics` of a notice in one language.

    The UID stays the same from one notice of a meeting to the next, and SEQUENCE grows, so
    that a calendar changes its entry and makes no second.
    """
    cancelled = "cancelled" in agenda
    calendar = Calendar()
    calendar.add("prodid", "-//CoopCouncil//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    event = Event()
    event.add("uid", f"meeting-{meeting_id}@{urlsplit(address).hostname}")
    event.add("sequence", number - 1)
    event.add("dtstamp", at)
    starts = starts_at(agenda).astimezone(LONDON)
    event.add("dtstart", starts)
    event.add("dtend", (starts + timedelta(minutes=agenda["lasts_minutes"])).astimezone(LONDON))
    organisation = say(agenda["organisation"], language)
    event.add("summary", f"{say(agenda['title'], language)} – {organisation}")
    where = [say(agenda["place"], language).text.replace("\n", ", "), agenda["online_address"]]
    event.add("location", "; ".join(part for part in where if part))
    event.add("description", address)
    event.add("url", address)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    data: bytes = calendar.to_ical()
    return data
