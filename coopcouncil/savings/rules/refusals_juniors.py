"""What is refused to children's savings and their collections."""

from datetime import date

from coopcouncil.kernel.dates import day
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.money import Money


class TooMuchForAChild(Refused):
    """The most that a child may have saved; how much may still be paid in."""

    def __init__(self, room: Money, limit: Money) -> None:
        self.room, self.limit = room, limit

    def sentence(self, _: Gettext) -> str:
        text = (
            _("At most {room} can be paid in now: a child saves up to {limit}.")
            if self.room
            else _("Nothing more can be paid in: a child saves up to {limit}.")
        )
        return text.format(room=self.room, limit=self.limit)


class NoAuthority(Refused):
    """Nobody may act for the child."""

    def sentence(self, _: Gettext) -> str:
        return _("No guardian’s authority is in force for this child’s account.")


class GuardianNeeded(Refused):
    """A child's savings are paid out to a guardian whose authority is in force."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "A child’s savings are paid out to a guardian whose authority to withdraw is in force."
        )


class RevokedAlready(Refused):
    """It no longer held."""

    def sentence(self, _: Gettext) -> str:
        return _("This authority has been revoked already.")


class TooOldForAJunior(Refused):
    """From the joining age on one is a member."""

    def __init__(self, age: int) -> None:
        self.age = age

    def sentence(self, _: Gettext) -> str:
        text = _("From the age of {age} people join as members. This account is for children.")
        return text.format(age=self.age)


class NotOldEnough(Refused):
    """A child joins from the joining age on."""

    def __init__(self, on: date) -> None:
        self.on = on

    def sentence(self, _: Gettext) -> str:
        return _("They can join as a member from {day} on.").format(day=day(self.on, _))


class NotTheirNumber(Refused):
    """The member's date of birth is another one."""

    def sentence(self, _: Gettext) -> str:
        return _("The register has another date of birth for that member.")


class BirthUnknown(Refused):
    """Nothing in the register says that the member is the child."""

    def sentence(self, _: Gettext) -> str:
        return _("The register has no date of birth for that member. Write it down there first.")


class HandedOver(Refused):
    """Corrections end with the hand-over."""

    def sentence(self, _: Gettext) -> str:
        return _("This collection has been handed over, so it stays as it is.")


class NothingCollected(Refused):
    """There is nothing to hand over."""

    def sentence(self, _: Gettext) -> str:
        return _("No child brought anything yet.")


class CountDiffers(Refused):
    """The coins and the list must agree before two people sign."""

    status = 422

    def __init__(self, counted: Money, listed: Money) -> None:
        self.counted, self.listed = counted, listed

    def sentence(self, _: Gettext) -> str:
        text = _(
            "You counted {counted}, and the list adds up to {listed}. "
            "Count again, or put the list right."
        )
        return text.format(counted=self.counted, listed=self.listed)


class NotHandedOver(Refused):
    """First one signs, then the other."""

    def sentence(self, _: Gettext) -> str:
        return _("This collection has not been handed over yet.")


class ReceivedAlready(Refused):
    """Once is enough."""

    def sentence(self, _: Gettext) -> str:
        return _("This collection has been received already.")


class TwoSign(Refused):
    """Who handed over cannot receive."""

    def sentence(self, _: Gettext) -> str:
        return _("Somebody else receives and signs what you handed over.")
