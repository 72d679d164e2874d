"""A sort code and an account number, and whether details may be paid to. Pure.

The pattern alone is checked. Whether an account number fits its sort code (the modulus check)
needs tables that the payment systems' operator publishes and no kept library carries.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from coopcouncil.kernel.dates import moment
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.payouts.files.words import plain as without_accents
from coopcouncil.payouts.kinds import DetailsState

WAIT = timedelta(hours=48)
"""How long changed details wait."""


class NoSortCode(Refused):
    """Not six digits."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("A sort code has six digits, like 20-45-77.")


class NoAccountNumber(Refused):
    """Not eight digits."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _(
            "An account number has eight digits, like 01234567. Put zeros before a shorter one."
        )


class NoAccountName(Refused):
    """A bank checks the name as well."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Enter the name on the account, with letters of the Latin alphabet.")


class NoDetails(Refused):
    """Nothing to pay to."""

    def __init__(self, name: str) -> None:
        self.name = name

    def sentence(self, _: Gettext) -> str:
        return _("There are no bank details for {name} yet.").format(name=self.name)


class ChangeWaits(Refused):
    """Money waits with a change of details: the old ones may be wrong, and the new ones too."""

    def __init__(self, name: str) -> None:
        self.name = name

    def sentence(self, _: Gettext) -> str:
        text = _(
            "The bank details of {name} are being changed. Nothing is paid until that is done."
        )
        return text.format(name=self.name)


class NotConfirmed(Refused):
    """Nobody has asked the payee by another way."""

    def __init__(self, name: str) -> None:
        self.name = name

    def sentence(self, _: Gettext) -> str:
        text = _("Nobody has confirmed the changed bank details of {name} with them yet.")
        return text.format(name=self.name)


class TooSoon(Refused):
    """Changed details wait."""

    def __init__(self, name: str, until: datetime) -> None:
        self.name, self.until = name, until

    def sentence(self, _: Gettext) -> str:
        text = _("The changed bank details of {name} can be used from {moment}.")
        return text.format(name=self.name, moment=moment(self.until, _))


class SameDetails(Refused):
    """Nothing would change."""

    def sentence(self, _: Gettext) -> str:
        return _("These are the bank details that stand here already.")


class OwnChangeWaits(Refused):
    """One after the other: who agreed to one has not agreed to the next."""

    def sentence(self, _: Gettext) -> str:
        return _("Another account to pay from has been asked for already. Give that up first.")


class ConfirmedAlready(Refused):
    """Once is enough, and there must be something to confirm."""

    def sentence(self, _: Gettext) -> str:
        return _("There is nothing to confirm here any more.")


@dataclass(frozen=True)
class BankDetails:
    """An account in the United Kingdom."""

    sort_code: str
    account_number: str
    name: str

    @classmethod
    def typed(cls, sort_code: str, account_number: str, name: str) -> Self:
        """As people write it: 20-45-77, 1234 5678.

        >>> BankDetails.typed("20-45-77", "0123 4567", "A Lovell").plain
        '204577 01234567'
        """
        sort = re.sub(r"[ \-–.]", "", sort_code)
        number = re.sub(r"[ \-]", "", account_number)
        if not re.fullmatch(r"[0-9]{6}", sort) or sort == "000000":
            raise NoSortCode
        if not re.fullmatch(r"[0-9]{8}", number) or number == "00000000":
            raise NoAccountNumber
        if not re.search(r"[A-Za-z]", without_accents(name)):
            raise NoAccountName
        return cls(sort, number, " ".join(name.split()))

    @classmethod
    def read(cls, plain: str, name: str) -> Self:
        """From what `plain` wrote."""
        sort, _, number = plain.partition(" ")
        return cls(sort, number, name)

    @property
    def plain(self) -> str:
        """To be sealed."""
        return f"{self.sort_code} {self.account_number}"

    @property
    def shown_sort_code(self) -> str:
        """As people read it: 20-45-77."""
        return "-".join(self.sort_code[n : n + 2] for n in (0, 2, 4))


def masked(last_four: str) -> str:
    """What pages show of an account.

    >>> masked("4567")
    '••••4567'
    """
    return "••••" + last_four


def may_be_paid(
    name: str,
    state: DetailsState | None,
    *,
    is_change: bool,
    is_confirmed: bool,
    usable_from: datetime,
    change_waits: bool,
    now: datetime,
) -> None:
    """Whether money may go to these details now."""
    if change_waits:
        raise ChangeWaits(name)
    if state is not DetailsState.LIVE:
        raise NoDetails(name)
    if is_change and not is_confirmed:
        raise NotConfirmed(name)
    if now < usable_from:
        raise TooSoon(name, usable_from)
