"""The addresses of meetings within an organisation; read this first.

Officers who convene (secretary, chair, trust administrator) act; members read.
"""

from coopcouncil.kernel.web import get, post
from coopcouncil.meetings.views import agenda, calling, minutes, reading, room, sending
from coopcouncil.meetings.views.found import CONVENES
from coopcouncil.organisations.access import MEMBERS, holds

CONVENERS = holds(*sorted(CONVENES))

_M = "/meetings/{id:int}"
_ITEM = _M + "/agenda/{item:int}"
_NOTICE = _M + "/notices/{number:place}"

TENANT = [
    get("/meetings", reading.meetings, who=MEMBERS),
    get("/meetings/new", calling.call, who=CONVENERS),
    post("/meetings/new", calling.begin, who=CONVENERS),
    get(_M, reading.meeting, who=MEMBERS),
    get(_M + "/calendar.ics", sending.entry, who=MEMBERS),
    get(_M + "/papers/{paper:int}", agenda.paper, who=MEMBERS),
    # Preparing
    get(_M + "/prepare", calling.prepare, who=CONVENERS),
    get(_M + "/when", calling.when, who=CONVENERS),
    post(_M + "/when", calling.when, who=CONVENERS, name="meetings:set_when"),
    get(_M + "/where", calling.where, who=CONVENERS),
    post(_M + "/where", calling.where, who=CONVENERS, name="meetings:set_where"),
    get(_M + "/title", calling.title, who=CONVENERS),
    post(_M + "/title", calling.title, who=CONVENERS, name="meetings:set_title"),
    get(_M + "/short-notice", calling.short_notice, who=CONVENERS),
    post(
        _M + "/short-notice", calling.short_notice, who=CONVENERS, name="meetings:set_short_notice"
    ),
    get(_M + "/cancellation", calling.cancellation, who=CONVENERS),
    post(_M + "/cancellation", calling.cancellation, who=CONVENERS, name="meetings:cancel"),
    get(_M + "/discard", calling.discard, who=CONVENERS),
    post(_M + "/discard", calling.discard, who=CONVENERS, name="meetings:do_discard"),
    # The agenda
    get(_M + "/agenda", agenda.agenda, who=CONVENERS),
    get(_M + "/agenda/new", agenda.add_item, who=CONVENERS),
    post(_M + "/agenda/new", agenda.add_item, who=CONVENERS, name="meetings:do_add_item"),
    post(_M + "/agenda/usual", agenda.usual_items, who=CONVENERS),
    get(_ITEM, agenda.change_item, who=CONVENERS),
    post(_ITEM, agenda.change_item, who=CONVENERS, name="meetings:do_change_item"),
    post(_ITEM + "/place", agenda.move_item, who=CONVENERS),
    get(_ITEM + "/removal", agenda.remove_item, who=CONVENERS),
    post(_ITEM + "/removal", agenda.remove_item, who=CONVENERS, name="meetings:do_remove_item"),
    get(_ITEM + "/papers/new", agenda.attach_paper, who=CONVENERS),
    post(
        _ITEM + "/papers/new", agenda.attach_paper, who=CONVENERS, name="meetings:do_attach_paper"
    ),
    post(_M + "/papers/{paper:int}/removal", agenda.remove_paper, who=CONVENERS),
    # The notice
    get(_M + "/preview", sending.preview, who=CONVENERS),
    get(_M + "/notice", sending.check, who=CONVENERS),
    post(_M + "/notice", sending.send, who=CONVENERS),
    get(_NOTICE, sending.sent, who=CONVENERS),
    get(_NOTICE + "/copies", sending.copies, who=CONVENERS),
    post(_NOTICE + "/copies/{copy:int}/done", sending.done, who=CONVENERS),
    post(_NOTICE + "/copies/{copy:int}/returned", sending.returned, who=CONVENERS),
    post(_NOTICE + "/again", sending.try_again, who=CONVENERS),
    post(_NOTICE + "/letters", sending.post_instead, who=CONVENERS),
    get(_NOTICE + "/letters/{batch:int}.pdf", sending.letters, who=CONVENERS),
    get(_NOTICE + "/letters/{batch:int}/posting", sending.posting, who=CONVENERS),
    post(
        _NOTICE + "/letters/{batch:int}/posting",
        sending.posting,
        who=CONVENERS,
        name="meetings:note_posting",
    ),
    # The room
    get(_M + "/attendance", room.attendance, who=CONVENERS),
    post(_M + "/attendance", room.arrive, who=CONVENERS),
    post(_M + "/attendance/{stay:int}/leaving", room.leave, who=CONVENERS),
    post(_M + "/attendance/{stay:int}/undo", room.undo, who=CONVENERS),
    post(_M + "/apologies", room.apology, who=CONVENERS),
    # The minutes
    get(_M + "/minutes", minutes.minutes, who=MEMBERS),
    get(_M + "/minutes.pdf", minutes.minutes_pdf, who=MEMBERS),
    post(_M + "/minutes", minutes.begin_minutes, who=CONVENERS),
    get(_M + "/minutes/text", minutes.write_minutes, who=CONVENERS),
    post(_M + "/minutes/text", minutes.write_minutes, who=CONVENERS, name="meetings:save_minutes"),
    get(_M + "/minutes/versions/{number:place}", minutes.minutes_version, who=CONVENERS),
    get(_M + "/minutes/publication", minutes.publish_minutes, who=CONVENERS),
    post(
        _M + "/minutes/publication",
        minutes.publish_minutes,
        who=CONVENERS,
        name="meetings:do_publish_minutes",
    ),
]
