"""The messages that a member was sent, for that member.

A reminder to vote is not among them: nobody, not even we, can say whom it went to.
"""

from coopcouncil.kernel.held import Section, Subject
from coopcouncil.kernel.i18n import gettext, language
from coopcouncil.kernel.shown import shown_datetime
from coopcouncil.messages.labels import KINDS, WAYS
from coopcouncil.messages.models import MessageCopy


async def held(subject: Subject) -> list[Section]:
    """Every copy of a message, the latest first."""
    if subject.member_id is None:
        return []
    copies = (
        await MessageCopy.filter(
            member_id=subject.member_id, message__organisation_id=subject.organisation_id
        )
        .select_related("message")
        .order_by("-id")
    )
    return [
        Section(
            key="messages",
            title=gettext("Messages sent to you"),
            basis=gettext(
                "Messages about your membership belong to it; news come by your consent alone."
            ),
            heads=(
                gettext("Message"),
                gettext("Kind"),
                gettext("Sent"),
                gettext("How"),
                gettext("To"),
            ),
            rows=tuple(
                (
                    copy.message.called(language.get()),
                    str(KINDS[copy.message.kind]),
                    shown_datetime(copy.message.sent_at) if copy.message.sent_at else "",
                    str(WAYS[copy.way]),
                    copy.email or ", ".join([*copy.postal_address.split("\n"), copy.postcode]),
                )
                for copy in copies
            ),
        )
    ]
