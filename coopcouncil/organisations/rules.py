"""What may be done to an organisation, its rules and its offices: facts in, refusals out. Pure."""

import re
from datetime import date

from coopcouncil.kernel import dates
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.organisations.kinds import LegalForm, Role

# First words of addresses that belong to the site, so that no organisation may take them.
RESERVED = frozenset(
    {
        ".well-known",
        "accessibility",
        "account",
        "accounts",
        "admin",
        "api",
        "assets",
        "co-operatives",
        "demo",
        "errors",
        "favicon.ico",
        "healthz",
        "help",
        "language",
        "metrics",
        "new",
        "organisations",
        "outbox",
        "passkeys",
        "privacy",
        "readyz",
        "robots.txt",
        "sign-in",
        "sign-out",
        "start",
        "static",
        "verify",
        "vote",
        "webhooks",
        "well-known",
    }
)


class NoRulesYet(Refused):
    """Asked for a day before the first recorded rules."""

    def __init__(self, day: date) -> None:
        self.day = day

    def sentence(self, _: Gettext) -> str:
        text = _("No rules are recorded for {day}. Ask the secretary to record them.")
        return text.format(day=dates.day(self.day, _))


class AddressTaken(Refused):
    """Another organisation has the short name, or the site needs it itself."""

    def __init__(self, slug: str) -> None:
        self.slug = slug

    def sentence(self, _: Gettext) -> str:
        text = _("The address “{slug}” is taken. Choose another.")
        return text.format(slug=self.slug)


class AddressUnfit(Refused):
    """A short name that is no plain address."""

    def sentence(self, _: Gettext) -> str:
        return _("An address has 2 to 40 small letters a to z, digits and single hyphens.")


class OnlySchoolsHaveATrust(Refused):
    """Nothing but a school is part of another organisation."""

    def sentence(self, _: Gettext) -> str:
        return _("Only a school can be part of a trust.")


class RulesOfTheFuture(Refused):
    """A change of rules is invalid until registered (CCBSA 2014 s.16)."""

    def sentence(self, _: Gettext) -> str:
        return _("New rules hold from the day they are registered: that day must have come.")


class RulesOutOfOrder(Refused):
    """Rules older than those recorded last."""

    def __init__(self, latest: date) -> None:
        self.latest = latest

    def sentence(self, _: Gettext) -> str:
        text = _("Later rules, of {day}, are recorded already. Give that day or a later one.")
        return text.format(day=dates.day(self.latest, _))


class NothingChanges(Refused):
    """New rules that are the old ones."""

    def sentence(self, _: Gettext) -> str:
        return _("These are the rules in force already. Change at least one of them.")


class AlreadyHolds(Refused):
    """The person has the role."""

    def sentence(self, _: Gettext) -> str:
        return _("This person holds the role already.")


class AlreadyRevoked(Refused):
    """The role was taken back before."""

    def sentence(self, _: Gettext) -> str:
        return _("This role has been taken back already.")


class LastSecretary(Refused):
    """Nobody would be left to grant a role."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "This is the only secretary. Make somebody else a secretary first: "
            "otherwise nobody could give out roles any more."
        )


class OnlyATrustHasACluster(Refused):
    """A role over parts that are not there."""

    def sentence(self, _: Gettext) -> str:
        return _("Only a trust with schools can give a role over all of its schools.")


class OnlyACouncilLists(Refused):
    """A list of co-operatives kept by something other than a council."""

    def sentence(self, _: Gettext) -> str:
        return _("Only a council keeps a list of co-operatives.")


class ListedAlready(Refused):
    """On the list before."""

    def sentence(self, _: Gettext) -> str:
        return _("This organisation is on the list already.")


class NotToBeListed(Refused):
    """A council or a school, or the council itself."""

    def sentence(self, _: Gettext) -> str:
        return _("A council lists co-operatives, not councils or single schools.")


class NotListed(Refused):
    """There is no directory in which it would be read."""

    def sentence(self, _: Gettext) -> str:
        return _("No council lists this organisation, so nobody would read it.")


class TooManyPosts(Refused):
    """A directory is no noticeboard for everything."""

    def __init__(self, most: int) -> None:
        self.most = most

    def sentence(self, _: Gettext) -> str:
        text = _("{most} needs and offers stand already. Withdraw one first.")
        return text.format(most=self.most)


class OverBefore(Refused):
    """It would be out of date before it is read."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Choose today or a later day, or leave it empty.")


class WithdrawnBefore(Refused):
    """It is out of the directory."""

    def sentence(self, _: Gettext) -> str:
        return _("This is withdrawn already.")


class WelshNameNeeded(Refused):
    """A bilingual organisation without its Welsh name."""

    def sentence(self, _: Gettext) -> str:
        return _("This organisation works in two languages: give its name in Welsh too.")


class ReasonNeeded(Refused):
    """A role taken back without saying why."""

    def sentence(self, _: Gettext) -> str:
        return _("Say in a few words why: members can read it.")


def may_be_addressed(slug: str) -> None:
    """Refuse what is no plain address, or is one of the site's own."""
    if not (2 <= len(slug) <= 40 and re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", slug)):
        raise AddressUnfit
    if slug in RESERVED:
        raise AddressTaken(slug)


def may_belong(form: LegalForm, to_a_parent: bool, parent_is_a_part: bool = False) -> None:
    """Refuse a part that is no school, and a school of a school."""
    if to_a_parent and (form is not LegalForm.SCHOOL or parent_is_a_part):
        raise OnlySchoolsHaveATrust


def may_record_rules(
    effective_from: date, today: date, latest: date | None, changes_something: bool
) -> None:
    """Refuse rules of the future, of before the last ones, and no change at all."""
    if effective_from > today:
        raise RulesOfTheFuture
    if latest is not None and effective_from < latest:
        raise RulesOutOfOrder(latest)
    if not changes_something:
        raise NothingChanges


def roles_offered(form: LegalForm, has_parts: bool) -> tuple[Role, ...]:
    """The roles that make sense in such an organisation, in the order of the list."""
    pointless = {
        Role.TRUST_ADMINISTRATOR: not has_parts and form is not LegalForm.SCHOOL,
        Role.TEACHER: not has_parts and form not in (LegalForm.SCHOOL, LegalForm.CREDIT_UNION),
        Role.CREDIT_UNION_OFFICER: form is not LegalForm.CREDIT_UNION,
        Role.NOMINATED_OFFICER: form is not LegalForm.CREDIT_UNION,
        Role.PROCUREMENT_LEAD: form is not LegalForm.COUNCIL,
    }
    return tuple(role for role in Role if not pointless.get(role))


class NotToYourself(Refused):
    """Another secretary is there to do it."""

    status = 403

    def sentence(self, _: Gettext) -> str:
        return _("Nobody gives themselves a role over money. Ask another secretary to give it.")


OVER_MONEY = frozenset({Role.TREASURER, Role.CREDIT_UNION_OFFICER, Role.AUDITOR})
"""Who moves money, or looks over it: nobody gives one to themselves while another could."""

TOLD_TO_ALL = OVER_MONEY | {Role.SECRETARY, Role.CHAIR}
"""Who may agree to money as a second person besides: of each of these every officer is told."""


def may_give_oneself(role: Role, to_oneself: bool, other_secretaries: int) -> None:
    """Refuse a role over money to oneself while somebody else could give it. Where nobody could,
    the other officers hear of it at once."""
    if role in OVER_MONEY and to_oneself and other_secretaries:
        raise NotToYourself


def may_grant(role: Role, over_cluster: bool, has_parts: bool, held: bool) -> None:
    """Refuse a role that the person holds, and one over schools that there are none of."""
    if over_cluster and not has_parts:
        raise OnlyATrustHasACluster
    if held:
        raise AlreadyHolds


def may_revoke(role: Role, is_live: bool, secretaries: int, reason: str) -> None:
    """Refuse to take a role back twice, without a reason, or from the last secretary."""
    if not is_live:
        raise AlreadyRevoked
    if not reason.strip():
        raise ReasonNeeded
    if role is Role.SECRETARY and secretaries <= 1:
        raise LastSecretary


def may_list(council: LegalForm, listed: LegalForm, itself: bool, already: bool) -> None:
    """Refuse a list that is not a council's, and what a council does not list."""
    if council is not LegalForm.COUNCIL:
        raise OnlyACouncilLists
    if itself or listed in (LegalForm.COUNCIL, LegalForm.SCHOOL):
        raise NotToBeListed
    if already:
        raise ListedAlready


def may_be_named(name_cy: str, bilingual: bool) -> None:
    """Refuse to leave a bilingual organisation without its Welsh name."""
    if bilingual and not name_cy.strip():
        raise WelshNameNeeded


MOST_POSTS = 20


def may_post(is_listed: bool, standing: int, until: date | None, today: date) -> None:
    """Refuse what nobody would read, what is over before it stands, and the twenty-first."""
    if not is_listed:
        raise NotListed
    if until is not None and until < today:
        raise OverBefore
    if standing >= MOST_POSTS:
        raise TooManyPosts(MOST_POSTS)


def may_withdraw_post(stands: bool) -> None:
    """Refuse to withdraw twice."""
    if not stands:
        raise WithdrawnBefore
