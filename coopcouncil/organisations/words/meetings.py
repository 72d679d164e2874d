"""What the rulebook says of meetings."""

from collections.abc import Iterator

from coopcouncil.kernel.dates import month
from coopcouncil.kernel.errors import Gettext
from coopcouncil.organisations.majority import Combine
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.organisations.words.line import Line, Ngettext, share


def notice(rules: Rulebook, _: Gettext, ngettext: Ngettext) -> Iterator[Line]:
    n = rules.agm_notice_days
    yield Line(
        ("agm_notice_days",),
        ngettext(
            "Members get at least {n} clear day’s notice of an annual general meeting.",
            "Members get at least {n} clear days’ notice of an annual general meeting.",
            n,
        ).format(n=n),
    )
    n = rules.general_notice_days
    yield Line(
        ("general_notice_days",),
        ngettext(
            "Members get at least {n} clear day’s notice of any other general meeting.",
            "Members get at least {n} clear days’ notice of any other general meeting.",
            n,
        ).format(n=n),
    )
    yield Line(
        ("adjourned_notice_days", "adjourned_notice_after_days"),
        _(
            "A meeting adjourned for {after} days or more needs notice again: "
            "at least {n} clear days."
        ).format(after=rules.adjourned_notice_after_days, n=rules.adjourned_notice_days),
    )
    yield Line(
        ("post_deemed_hours",),
        _("A letter counts as received {n} hours after posting.").format(n=rules.post_deemed_hours),
    )
    yield Line(
        ("email_notice",),
        _("Notice may go by e-mail to members who gave an address for it.")
        if rules.email_notice
        else _("Notice goes by post: e-mail does not count as notice."),
    )
    yield Line(
        ("email_deemed_hours",),
        _("An e-mail counts as received {n} hours after sending.").format(
            n=rules.email_deemed_hours
        ),
    )
    yield Line(
        ("deemed_working_days_only",),
        _("Those hours run on working days only.")
        if rules.deemed_working_days_only
        else _("Those hours run on every day of the week."),
    )
    yield Line(
        ("notice_from_sending",),
        _("Clear days are counted from the day after sending.")
        if rules.notice_from_sending
        else _("Clear days are counted from the day after notice counts as received."),
    )
    yield Line(
        ("short_notice_share",),
        _(
            "With shorter notice a meeting counts only if {share} of the members agree to it."
        ).format(share=share(rules.short_notice_share)),
    )


def meetings(rules: Rulebook, _: Gettext, ngettext: Ngettext) -> Iterator[Line]:
    text = (
        _(
            "A general meeting needs {number} members, or {percent}% of those who may vote, "
            "whichever is more."
        )
        if rules.quorum_combine is Combine.GREATER
        else _(
            "A general meeting needs {number} members, or {percent}% of those who may vote, "
            "whichever is fewer."
        )
    )
    yield Line(
        ("quorum_number", "quorum_percent", "quorum_combine"),
        text.format(number=rules.quorum_number, percent=rules.quorum_percent),
    )
    yield Line(
        ("inquorate_minutes", "adjournment_days"),
        _(
            "If too few are there after {minutes} minutes, the meeting is put off for {days} days."
        ).format(minutes=rules.inquorate_minutes, days=rules.adjournment_days),
    )
    yield Line(
        ("adjourned_needs_quorum",),
        _("The adjourned meeting needs a quorum too.")
        if rules.adjourned_needs_quorum
        else _("At the adjourned meeting those who are there are enough."),
    )
    yield Line(
        ("hybrid_meetings",),
        _("Members may take part in a meeting from afar, and count as being there.")
        if rules.hybrid_meetings
        else _("Only members in the room count as being at a meeting."),
    )
    yield Line(
        ("online_meetings",),
        _("A meeting may be held online, without a room.")
        if rules.online_meetings
        else _("A meeting always has a place that members can come to."),
    )
    yield Line(
        ("casting_vote",),
        _("When votes are equal, the chair has a casting vote.")
        if rules.casting_vote
        else _("When votes are equal, the motion is lost: the chair has no casting vote."),
    )
    n = rules.ballot_demanded_by
    yield Line(
        ("ballot_demanded_by",),
        ngettext(
            "{n} member can ask for a ballot instead of a show of hands.",
            "{n} members can ask for a ballot instead of a show of hands.",
            n,
        ).format(n=n),
    )


def year(rules: Rulebook, _: Gettext, ngettext: Ngettext) -> Iterator[Line]:
    yield Line(
        ("year_end_day", "year_end_month"),
        _("The financial year ends on {day} {month}.").format(
            day=rules.year_end_day, month=month(rules.year_end_month, _)
        ),
    )
    n = rules.agm_months_after_year_end
    yield Line(
        ("agm_months_after_year_end",),
        ngettext(
            "The annual general meeting is held within {n} month of the year’s end.",
            "The annual general meeting is held within {n} months of the year’s end.",
            n,
        ).format(n=n),
    )


def requisition(rules: Rulebook, _: Gettext, ngettext: Ngettext) -> Iterator[Line]:
    text = (
        _(
            "{share} of the members, or {number} members, whichever is more, "
            "can have a general meeting called."
        )
        if rules.requisition_combine is Combine.GREATER
        else _(
            "{share} of the members, or {number} members, whichever is fewer, "
            "can have a general meeting called."
        )
    )
    yield Line(
        ("requisition_share", "requisition_number", "requisition_combine"),
        text.format(share=share(rules.requisition_share), number=rules.requisition_number),
    )
    yield Line(
        ("requisition_convened_days", "requisition_held_days"),
        _(
            "The board then calls it within {called} days, "
            "for a day not more than {held} days after that."
        ).format(called=rules.requisition_convened_days, held=rules.requisition_held_days),
    )
