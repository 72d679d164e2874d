"""The chapter on joining and leaving in words."""

from collections.abc import Iterator

from coopcouncil.kernel.errors import Gettext
from coopcouncil.organisations.chapters.joining import Need, VotingPlace
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.organisations.words.line import Line, Ngettext, share


def joining(rules: Rulebook, _: Gettext, ngettext: Ngettext) -> Iterator[Line]:
    """Who may join, and in which constituency."""
    yield Line(
        ("admission_by_board",),
        _("The board decides on each application to join.")
        if rules.admission_by_board
        else _("The secretary admits whoever is eligible; the board need not decide."),
    )
    yield Line(
        ("organisation_members",),
        _("An organisation may be a member and names who speaks and votes for it.")
        if rules.organisation_members
        else _("Only people may be members, not organisations."),
    )
    yield Line(
        ("common_bond",),
        _("Members have this in common: {bond}").format(bond=rules.common_bond)
        if rules.common_bond
        else _("Members need nothing else in common."),
    )
    yield Line(
        ("common_bond_cy",),
        _("In Welsh that reads: {bond}").format(bond=rules.common_bond_cy)
        if rules.common_bond_cy
        else _("There is no Welsh text of what members have in common."),
    )
    yield Line(("constituency_needs",), _needs(rules, _))
    yield Line(
        ("voting_constituency",),
        {
            VotingPlace.ASKED: _("Whoever fits several constituencies chooses where to vote."),
            VotingPlace.ORDER: _(
                "Whoever fits several constituencies votes in the first of them by their order."
            ),
        }[rules.voting_constituency],
    )
    yield Line(
        ("constituency_order",),
        _("The order of constituencies: {order}").format(order=rules.constituency_order)
        if rules.constituency_order
        else _("The order of constituencies is that of their list."),
    )
    yield Line(
        ("voteless_classes",),
        _("Members of these classes have no vote: {classes}").format(classes=rules.voteless_classes)
        if rules.voteless_classes
        else _("No class of member is without a vote."),
    )


def leaving(rules: Rulebook, _: Gettext, ngettext: Ngettext) -> Iterator[Line]:
    """How membership ends."""
    n = rules.resignation_notice_days
    yield Line(
        ("resignation_notice_days",),
        ngettext(
            "A member may resign at {n} day’s notice.",
            "A member may resign at {n} days’ notice.",
            n,
        ).format(n=n)
        if n
        else _("A member may resign at any time."),
    )
    n = rules.expulsion_notice_days
    yield Line(
        ("expulsion_notice_days",),
        ngettext(
            "Before an expulsion the member is told the grounds in writing, {n} clear day before "
            "being heard.",
            "Before an expulsion the member is told the grounds in writing, {n} clear days before "
            "being heard.",
            n,
        ).format(n=n),
    )
    of = share(rules.extraordinary_share)
    yield Line(
        ("expulsion_by_meeting",),
        _("Only a general meeting expels a member, by at least {share} of the votes cast.").format(
            share=of
        )
        if rules.expulsion_by_meeting
        else _("The board may expel a member, by at least {share} of the votes cast.").format(
            share=of
        ),
    )
    n = rules.expulsion_appeal_days
    yield Line(
        ("expulsion_appeal_days",),
        ngettext(
            "An expelled member may appeal within {n} day.",
            "An expelled member may appeal within {n} days.",
            n,
        ).format(n=n)
        if n
        else _("There is no appeal against an expulsion."),
    )


def _needs(rules: Rulebook, _: Gettext) -> str:
    if not rules.constituency_needs:
        return _("No constituency asks more of its members.")
    asked = rules.qualified_by
    if not asked:
        return _("Constituencies ask of their members: {text}").format(
            text=rules.constituency_needs
        )
    words = {
        Need.EMPLOYMENT: _("a job"),
        Need.TENANCY: _("a home rented here"),
        Need.CHILD: _("a child at school"),
        Need.SCHOOL: _("a place at school"),
        Need.BOND: _("what members have in common"),
    }
    said = []
    for key, asks in asked.items():
        parts = [words[need] for need in Need if need in asks.needs]
        if asks.from_age:
            parts.append(_("age {n} or over").format(n=asks.from_age))
        if asks.under_age is not None:
            parts.append(_("under {n} years of age").format(n=asks.under_age))
        said.append(f"{key}: {', '.join(parts) or '–'}")
    return _("Constituencies ask of their members: {text}").format(text="; ".join(said))
