"""Why something may not be done with shares. Pure."""

from datetime import date

from coopcouncil.kernel.dates import day
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.money import Money


class NoSuchShares(Refused):
    """The rules know no such class."""

    def sentence(self, _: Gettext) -> str:
        return _("The rules in force have no shares of that kind.")


class NotInRegister(Refused):
    """Only members hold shares."""

    def __init__(self, on: date) -> None:
        self.on = on

    def sentence(self, _: Gettext) -> str:
        text = _("The register has no such member on {day}.")
        return text.format(day=day(self.on, _))


class NotToday(Refused):
    """A day that has not come."""

    def sentence(self, _: Gettext) -> str:
        return _("Choose a day that is not in the future.")


class TooMany(Refused):
    """Past the rulebook's most."""

    def __init__(self, would_hold: int, most: int) -> None:
        self.would_hold, self.most = would_hold, most

    def sentence(self, _: Gettext) -> str:
        text = _("That would make {n} shares; the rules let a member hold at most {most}.")
        return text.format(n=f"{self.would_hold:,}", most=f"{self.most:,}")


class TooFew(Refused):
    """Below the rulebook's fewest."""

    def __init__(self, would_hold: int, fewest: int) -> None:
        self.would_hold, self.fewest = would_hold, fewest

    def sentence(self, _: Gettext) -> str:
        text = _("That would leave {n} shares; the rules ask for at least {fewest}, or none.")
        return text.format(n=f"{self.would_hold:,}", fewest=f"{self.fewest:,}")


class PastStatute(Refused):
    """CCBSA 2014 s.24."""

    def __init__(self, worth: Money, limit: Money) -> None:
        self.worth, self.limit = worth, limit

    def sentence(self, _: Gettext) -> str:
        text = _(
            "That would make {worth} in withdrawable shares; a member may hold at most {limit} "
            "(Co-operative and Community Benefit Societies Act 2014, s.24)."
        )
        return text.format(worth=self.worth, limit=self.limit)


class PastCreditUnionLimit(Refused):
    """PRA Rulebook, Credit Unions 2.2."""

    def __init__(self, worth: Money, limit: Money) -> None:
        self.worth, self.limit = worth, limit

    def sentence(self, _: Gettext) -> str:
        text = _(
            "That would make {worth} in shares; a member of this credit union may hold at most "
            "{limit} (PRA Rulebook, Credit Unions 2.2)."
        )
        return text.format(worth=self.worth, limit=self.limit)


class MoreThanDue(Refused):
    """A payment past what the shares cost."""

    def __init__(self, due: Money) -> None:
        self.due = due

    def sentence(self, _: Gettext) -> str:
        if not self.due:
            return _("Nothing is due on these shares: they are paid in full.")
        return _("Only {due} is due on these shares.").format(due=self.due)


class NotPaidUp(Refused):
    """What is not paid for can be neither withdrawn nor passed on."""

    def __init__(self, due: Money) -> None:
        self.due = due

    def sentence(self, _: Gettext) -> str:
        return _("{due} is still due on these shares. Record the payment first.").format(
            due=self.due
        )


class NotSoMany(Refused):
    """More than there are."""

    def __init__(self, there: int) -> None:
        self.there = there

    def sentence(self, _: Gettext) -> str:
        return _("There are only {n} shares for this.").format(n=f"{self.there:,}")


class NotTransferable(Refused):
    """The class cannot pass to another."""

    def sentence(self, _: Gettext) -> str:
        return _("The rules do not let shares of this kind be transferred.")


class NotWithdrawable(Refused):
    """The class cannot be withdrawn."""

    def sentence(self, _: Gettext) -> str:
        return _("The rules do not let shares of this kind be withdrawn.")


class ToAnother(Refused):
    """A transfer to oneself."""

    def sentence(self, _: Gettext) -> str:
        return _("This member holds the shares already.")


class Unsound(Refused):
    """A day on which the holding would make no sense."""

    def __init__(self, on: date) -> None:
        self.on = on

    def sentence(self, _: Gettext) -> str:
        text = _(
            "With this, what is recorded for {day} would no longer add up. "
            "Reverse what was recorded wrongly first."
        )
        return text.format(day=day(self.on, _))


class ReversedAlready(Refused):
    """Once is enough."""

    def sentence(self, _: Gettext) -> str:
        return _("This was reversed already.")


class WhySo(Refused):
    """A reason is needed."""

    def sentence(self, _: Gettext) -> str:
        return _("Say why: the reason stands in the history.")


class TakeOverFirst(Refused):
    """The register knows of shares that have no number yet."""

    def __init__(self, shares: int) -> None:
        self.shares = shares

    def sentence(self, _: Gettext) -> str:
        text = _(
            "The register says {n} shares for this member, and the numbered holdings say "
            "otherwise. Take over what the register says first."
        )
        return text.format(n=f"{self.shares:,}")


class NothingToTakeOver(Refused):
    """The figure has its holdings."""

    def sentence(self, _: Gettext) -> str:
        return _("There is nothing to take over: every share in the register has its number.")


class DecidedAlready(Refused):
    """An application is decided once."""

    def sentence(self, _: Gettext) -> str:
        return _("This was decided already.")


class NoNoticeOpen(Refused):
    """Nothing is left of the notice."""

    def sentence(self, _: Gettext) -> str:
        return _("Nothing is left to decide on this notice.")


class NoticeNotRunOut(Refused):
    """Too early."""

    def __init__(self, earliest: date) -> None:
        self.earliest = earliest

    def sentence(self, _: Gettext) -> str:
        text = _("The notice runs until {day}. The board can pay from that day on.")
        return text.format(day=day(self.earliest, _))


class OthersFirst(Refused):
    """In turn."""

    def __init__(self, number: int, notice_on: date) -> None:
        self.number, self.notice_on = number, notice_on

    def sentence(self, _: Gettext) -> str:
        text = _(
            "The rules pay withdrawals in turn, and the notice of {day} on holding {number} "
            "comes first. Decide that one first, or suspend it."
        )
        return text.format(day=day(self.notice_on, _), number=self.number)


class TooYoungToSign(Refused):
    """CCBSA 2014 s.31."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "Somebody under 16 cannot give a receipt for money that is paid out (Co-operative and "
            "Community Benefit Societies Act 2014, s.31)."
        )


class NoCertificates(Refused):
    """The law or the rules have none."""

    def sentence(self, _: Gettext) -> str:
        return _("No certificates are issued for shares here.")


class NothingHeld(Refused):
    """An empty holding."""

    def sentence(self, _: Gettext) -> str:
        return _("This holding has no shares left.")


class NominationTooLarge(Refused):
    """CCBSA 2014 s.37."""

    def __init__(self, limit: Money) -> None:
        self.limit = limit

    def sentence(self, _: Gettext) -> str:
        text = _(
            "A nomination can dispose of at most {limit} (Co-operative and Community Benefit "
            "Societies Act 2014, s.37)."
        )
        return text.format(limit=self.limit)


class NomineeIsOfficer(Refused):
    """CCBSA 2014 s.37(4)."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "An officer or employee of the society can be nominated only by close family "
            "(Co-operative and Community Benefit Societies Act 2014, s.37)."
        )


class RevokedAlready(Refused):
    """Once is enough."""

    def sentence(self, _: Gettext) -> str:
        return _("This nomination was revoked already.")


class WithdrawalsSuspended(Refused):
    """The board has suspended every withdrawal."""

    def __init__(self, since: date) -> None:
        self.since = since

    def sentence(self, _: Gettext) -> str:
        text = _(
            "The board has suspended all withdrawals since {day}. Nothing is paid until it lifts "
            "that."
        )
        return text.format(day=day(self.since, _))


class SuspendedAlready(Refused):
    """One suspension at a time."""

    def sentence(self, _: Gettext) -> str:
        return _("All withdrawals are suspended already.")


class NotSuspended(Refused):
    """Nothing to lift."""

    def sentence(self, _: Gettext) -> str:
        return _("Withdrawals are not suspended.")


class LiftedBefore(Refused):
    """Lifted before it began."""

    def __init__(self, since: date) -> None:
        self.since = since

    def sentence(self, _: Gettext) -> str:
        text = _("Withdrawals are suspended since {day}. Choose that day or a later one.")
        return text.format(day=day(self.since, _))
