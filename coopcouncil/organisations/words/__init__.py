"""The rulebook in plain words, a sentence or two per rule, in the reader's language. Pure."""

from dataclasses import dataclass

from coopcouncil.kernel.dates import month
from coopcouncil.kernel.errors import Gettext
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.organisations.words import (
    arrears,
    checks,
    committee,
    housing,
    joining,
    lending,
    meetings,
    mutuals,
    payments,
    savings,
    shares,
    votes,
)
from coopcouncil.organisations.words.line import Line, Ngettext, share

__all__ = ["Line", "Section", "in_words", "month", "share"]


@dataclass(frozen=True)
class Section:
    """Rules that belong together."""

    title: str
    lines: tuple[Line, ...]


def in_words(rules: Rulebook, _: Gettext, ngettext: Ngettext) -> tuple[Section, ...]:
    """The whole rulebook, every parameter spoken of once."""
    return (
        Section(_("Notice of meetings"), tuple(meetings.notice(rules, _, ngettext))),
        Section(_("Meetings and quorum"), tuple(meetings.meetings(rules, _, ngettext))),
        Section(_("The year"), tuple(meetings.year(rules, _, ngettext))),
        Section(_("Meetings that members call"), tuple(meetings.requisition(rules, _, ngettext))),
        Section(_("Majorities"), tuple(votes.majorities(rules, _))),
        Section(_("Ages"), tuple(votes.ages(rules, _))),
        Section(_("Joining, and where members vote"), tuple(joining.joining(rules, _, ngettext))),
        Section(_("Leaving"), tuple(joining.leaving(rules, _, ngettext))),
        Section(_("The committee"), tuple(committee.committee(rules, _, ngettext))),
        Section(_("Staff and constituencies"), tuple(mutuals.mutuals(rules, _, ngettext))),
        Section(_("Proxies"), tuple(votes.proxies(rules, _, ngettext))),
        Section(_("Votes and elections"), tuple(votes.votes(rules, _))),
        Section(_("After the vote"), tuple(votes.afterwards(rules, _, ngettext))),
        Section(_("Languages"), tuple(votes.languages(rules, _))),
        Section(_("Shares of membership"), tuple(shares.membership(rules, _, ngettext))),
        Section(_("Withdrawable shares"), tuple(shares.withdrawable(rules, _, ngettext))),
        Section(_("Transferable shares and certificates"), tuple(shares.transferable(rules, _))),
        Section(_("Interest and dividends"), tuple(shares.returns(rules, _))),
        Section(_("Homes"), tuple(housing.homes(rules, _, ngettext))),
        Section(_("Savings in a credit union"), tuple(savings.savings(rules, _, ngettext))),
        Section(
            _("Money that is owed"),
            (*votes.arrears(rules, _, ngettext), *housing.arrears(rules, _, ngettext)),
        ),
        Section(_("Payments of members"), tuple(payments.payments(rules, _, ngettext))),
        Section(
            _("When a payment is late"),
            (*arrears.reminders(rules, _, ngettext), *arrears.retries(rules, _, ngettext)),
        ),
        Section(_("Loans of a credit union"), tuple(lending.lending(rules, _, ngettext))),
        Section(_("Two pairs of eyes"), tuple(checks.checks(rules, _, ngettext))),
    )
