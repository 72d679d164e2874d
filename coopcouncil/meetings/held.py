"""Notices that a member was sent, meetings attended and apologies, for that member."""

from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext, language
from coopcouncil.kernel.shown import shown_date, shown_datetime
from coopcouncil.meetings.models import Apology, Attendance, CopyWay, NoticeCopy


async def held(subject: Subject) -> list[Section]:
    """Every copy of a notice, every stay and every apology."""
    if subject.member_id is None:
        return []
    why = gettext(
        "Notice and attendance prove that a meeting was called and held as the law and the rules "
        "ask."
    )
    ours = {
        "member_id": subject.member_id,
        "meeting__organisation_id": subject.organisation_id,
    }
    stays = await Attendance.filter(**ours).select_related("meeting").order_by("-id")
    excuses = await Apology.filter(**ours).select_related("meeting").order_by("-id")
    copies = (
        await NoticeCopy.filter(
            member_id=subject.member_id,
            notice__meeting__organisation_id=subject.organisation_id,
        )
        .select_related("notice__meeting")
        .order_by("-id")
    )
    ways = {
        CopyWay.EMAIL: gettext("By e-mail"),
        CopyWay.POST: gettext("By post"),
        CopyWay.SPOKEN: gettext("Told in person"),
        CopyWay.NONE: gettext("No address was known"),
    }
    lang = language.get()
    return [
        Section(
            key="meetings",
            title=gettext("Meetings"),
            basis=why,
            heads=(gettext("Meeting"), gettext("Day"), gettext("What is noted")),
            rows=(
                *(
                    (
                        stay.meeting.called(lang),
                        shown_date(stay.meeting.on),
                        _stay(stay),
                    )
                    for stay in stays
                ),
                *(
                    (one.meeting.called(lang), shown_date(one.meeting.on), gettext("Apologies"))
                    for one in excuses
                ),
            ),
        ),
        Section(
            key="notices",
            title=gettext("Notices sent to you"),
            basis=why,
            heads=(gettext("Meeting"), gettext("Sent"), gettext("How"), gettext("To")),
            rows=tuple(
                (
                    copy.notice.meeting.called(lang),
                    shown_datetime(copy.notice.sent_at),
                    ways[copy.way],
                    copy.email or ", ".join([*copy.postal_address.split("\n"), copy.postcode]),
                )
                for copy in copies
            ),
        ),
    ]


def _stay(stay: Attendance) -> str:
    text = gettext("Attended from {when}").format(when=shown_datetime(stay.arrived_at))
    if stay.left_at is None:
        return text
    text = gettext("Attended from {when} until {end}")
    return text.format(when=shown_datetime(stay.arrived_at), end=shown_datetime(stay.left_at))
