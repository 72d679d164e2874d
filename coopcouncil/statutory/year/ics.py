"""The year's duties for the reader's own calendar (RFC 5545): one whole day each, and an alarm."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Alarm, Calendar, Event

from coopcouncil.kernel.i18n import gettext
from coopcouncil.statutory.year.labels import DUTIES
from coopcouncil.statutory.year.reads import DutyNow
from coopcouncil.statutory.year.rules import SOON, Standing


def calendar_of(
    name: str, slug: str, found: Sequence[DutyNow], at: datetime, address: str
) -> bytes:
    """The duties that are not done, each on its last day."""
    calendar = Calendar()
    calendar.add("prodid", "-//CoopCouncil//Year//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for each in found:
        duty = each.duty
        if each.standing is Standing.DONE:
            continue
        event = Event()
        host = urlsplit(address).hostname
        event.add("uid", f"{duty.kind.value}-{duty.period_end.isoformat()}-{slug}@{host}")
        event.add("dtstamp", at)
        event.add("dtstart", duty.due_on)
        event.add("dtend", duty.due_on + timedelta(days=1))
        text = gettext("{name}: last day, {organisation}")
        event.add("summary", text.format(name=str(DUTIES[duty.kind]), organisation=name))
        event.add("url", address)
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", str(DUTIES[duty.kind]))
        alarm.add("trigger", timedelta(days=-SOON))
        event.add_component(alarm)
        calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data
