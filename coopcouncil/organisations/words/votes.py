"""What the rulebook says of votes, and of who has one."""

from collections.abc import Iterator

from coopcouncil.kernel.errors import Gettext
from coopcouncil.organisations.majority import Of
from coopcouncil.organisations.rulebook import KeyKeeper, Papers, PaperVote, Rulebook
from coopcouncil.organisations.words.line import Line, Ngettext, share


def majorities(rules: Rulebook, _: Gettext) -> Iterator[Line]:
    yield Line(
        ("ordinary_of",),
        {
            Of.VOTES_CAST: _(
                "An ordinary resolution needs more than half of the votes cast. "
                "An abstention is not a vote."
            ),
            Of.PRESENT: _("An ordinary resolution needs more than half of the members present."),
            Of.ELIGIBLE: _("An ordinary resolution needs more than half of all who may vote."),
            Of.MEMBERS: _("An ordinary resolution needs more than half of all members."),
        }[rules.ordinary_of],
    )
    yield Line(
        ("special_share", "special_of"),
        {
            Of.VOTES_CAST: _("A special resolution needs at least {share} of the votes cast."),
            Of.PRESENT: _("A special resolution needs at least {share} of the members present."),
            Of.ELIGIBLE: _("A special resolution needs at least {share} of all who may vote."),
            Of.MEMBERS: _("A special resolution needs at least {share} of all members."),
        }[rules.special_of].format(share=share(rules.special_share)),
    )
    yield Line(
        ("extraordinary_share", "extraordinary_of"),
        {
            Of.VOTES_CAST: _(
                "An extraordinary resolution, such as a change of rules, "
                "needs at least {share} of the votes cast."
            ),
            Of.PRESENT: _(
                "An extraordinary resolution, such as a change of rules, "
                "needs at least {share} of the members present."
            ),
            Of.ELIGIBLE: _(
                "An extraordinary resolution, such as a change of rules, "
                "needs at least {share} of all who may vote."
            ),
            Of.MEMBERS: _(
                "An extraordinary resolution, such as a change of rules, "
                "needs at least {share} of all members."
            ),
        }[rules.extraordinary_of].format(share=share(rules.extraordinary_share)),
    )


def ages(rules: Rulebook, _: Gettext) -> Iterator[Line]:
    yield Line(
        ("member_age",),
        _("Anybody may be a member from the age of {n}.").format(n=rules.member_age)
        if rules.member_age
        else _("Members may be of any age."),
    )
    yield Line(
        ("vote_age",),
        _("Members may vote from the age of {n}.").format(n=rules.vote_age)
        if rules.vote_age
        else _("Members of any age may vote."),
    )
    yield Line(
        ("officer_age",),
        _("Members may be elected to the board from the age of {n}.").format(n=rules.officer_age),
    )


def proxies(rules: Rulebook, _: Gettext, ngettext: Ngettext) -> Iterator[Line]:
    if not rules.proxies:
        yield Line(
            ("proxies", "proxy_cap", "proxy_deadline_hours"),
            _("A member cannot send another person to vote in their place."),
        )
        return
    yield Line(("proxies",), _("A member may send a proxy to speak and vote in their place."))
    n = rules.proxy_cap
    yield Line(
        ("proxy_cap",),
        ngettext(
            "One proxy may speak for {n} member at most.",
            "One proxy may speak for {n} members at most.",
            n,
        ).format(n=n),
    )
    yield Line(
        ("proxy_deadline_hours",),
        _("A proxy must be named {n} hours before the meeting.").format(
            n=rules.proxy_deadline_hours
        ),
    )


def votes(rules: Rulebook, _: Gettext) -> Iterator[Line]:
    yield Line(
        ("advance_votes",),
        _("Members may vote before a meeting, and it counts in the meeting’s poll.")
        if rules.advance_votes
        else _("Only votes at the meeting count in its poll."),
    )
    yield Line(
        ("ballots_outside_meetings",),
        _("Resolutions may be decided by a ballot without a meeting.")
        if rules.ballots_outside_meetings
        else _("Resolutions are decided at meetings: a ballot without one is only advice."),
    )
    yield Line(
        ("elections_outside_meetings",),
        _("Elections may be held by ballot without a meeting.")
        if rules.elections_outside_meetings
        else _("Elections are held at meetings."),
    )
    yield Line(
        ("vote_changeable",),
        _("Members can change their vote until voting closes.")
        if rules.vote_changeable
        else _("A vote cannot be changed once it is cast."),
    )
    yield Line(
        ("paper_vote",),
        _("A paper vote replaces one cast on the web.")
        if rules.paper_vote is PaperVote.REPLACES
        else _("A paper vote is refused if its voter has voted on the web."),
    )
    yield Line(
        ("election_rule",),
        {
            "scottish-2011": _(
                "Ranked papers are counted by the rules of Scotland’s council elections (2011)."
            ),
            "ers97": _("Ranked papers are counted by the Electoral Reform Society’s rules (1997)."),
            "meek-prf": _("Ranked papers are counted by Meek’s method, by computer."),
        }[rules.election_rule],
    )
    yield Line(
        ("resolution_key",),
        _("The key to votes on resolutions is kept by this platform until voting closes.")
        if rules.resolution_key is KeyKeeper.PLATFORM
        else _("The key to votes on resolutions is kept by the returning officer."),
    )
    yield Line(
        ("election_key",),
        _("The key to votes in elections is kept by this platform until voting closes.")
        if rules.election_key is KeyKeeper.PLATFORM
        else _("The key to votes in elections is kept by the returning officer."),
    )


def afterwards(rules: Rulebook, _: Gettext, ngettext: Ngettext) -> Iterator[Line]:
    yield Line(
        ("papers",),
        _("After the count the ballot papers are published, without names, for anyone to recount.")
        if rules.papers is Papers.PUBLIC
        else _("After the count only the scrutineers see the ballot papers, without names."),
    )
    n = rules.papers_withheld_below
    yield Line(
        ("papers_withheld_below",),
        ngettext(
            "With fewer than {n} vote only the scrutineers see the papers, "
            "since a rare one could point to its voter.",
            "With fewer than {n} votes only the scrutineers see the papers, "
            "since a rare one could point to its voter.",
            n,
        ).format(n=n),
    )
    n = rules.objection_days
    yield Line(
        ("objection_days",),
        ngettext(
            "A result can be objected to for {n} day after it is declared.",
            "A result can be objected to for {n} days after it is declared.",
            n,
        ).format(n=n),
    )


def languages(rules: Rulebook, _: Gettext) -> Iterator[Line]:
    yield Line(
        ("bilingual",),
        _("Notices and ballots are in English and Welsh: neither goes out without the other.")
        if rules.bilingual
        else _("Notices and ballots may be in one language alone."),
    )


def arrears(rules: Rulebook, _: Gettext, ngettext: Ngettext) -> Iterator[Line]:
    yield Line(
        ("arrears_bar_vote",),
        _("A member in arrears cannot vote.")
        if rules.arrears_bar_vote
        else _("A member in arrears keeps the vote."),
    )
    yield Line(
        ("arrears_bar_standing",),
        _("A member in arrears cannot stand for election.")
        if rules.arrears_bar_standing
        else _("A member in arrears may stand for election."),
    )
    n = rules.arrears_after_weeks
    yield Line(
        ("arrears_after_weeks",),
        ngettext(
            "Money owed counts as arrears after {n} week.",
            "Money owed counts as arrears after {n} weeks.",
            n,
        ).format(n=n),
    )
    yield Line(
        ("arrears_plan_exempts",),
        _("A member who keeps to a repayment plan is not in arrears.")
        if rules.arrears_plan_exempts
        else _("A member with a repayment plan is still in arrears."),
    )
    n = rules.subscription_lapse_months
    yield Line(
        ("subscription_lapse_months",),
        ngettext(
            "When a subscription is {n} month late the board may end membership; "
            "nothing ends it by itself.",
            "When a subscription is {n} months late the board may end membership; "
            "nothing ends it by itself.",
            n,
        ).format(n=n),
    )
