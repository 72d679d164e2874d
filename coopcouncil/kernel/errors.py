"""Why something may not be done, each reason able to say itself in one sentence."""

from collections.abc import Callable

Gettext = Callable[[str], str]


class Refused(Exception):
    """A rule said no. Subclass once per reason; carry the facts; say one sentence."""

    status = 409

    def sentence(self, _: Gettext) -> str:
        """What to tell the person, in the language of `_`."""
        raise TypeError(f"{type(self).__name__} has no sentence")


class Forbidden(Refused):
    """Signed in, but this is for somebody else to do."""

    status = 403

    def sentence(self, _: Gettext) -> str:
        return _("Your roles here do not let you do this. Ask the secretary if they should.")


class SignInNeeded(Refused):
    """Nobody is signed in, and this is not for everybody."""

    status = 401

    def sentence(self, _: Gettext) -> str:
        return _("Sign in to go on.")


class NotHere(Refused):
    """No such thing, or none that this organisation may know of."""

    status = 404

    def sentence(self, _: Gettext) -> str:
        return _("This page is not here. Check the address, or go back and try again.")


class TooOften(Refused):
    """A rate limit was reached."""

    status = 429

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds

    def sentence(self, _: Gettext) -> str:
        minutes = max(1, -(-self.seconds // 60))
        text = _("Too many tries. Wait {minutes} min and try again.")
        return text.format(minutes=minutes)


class NotFromHere(Refused):
    """A form was sent from another site, or its token is too old."""

    status = 403

    def sentence(self, _: Gettext) -> str:
        return _("This form is too old or came from another site. Go back, reload and try again.")


class Unreadable(Refused):
    """What was sent cannot be read at all: a broken body, a number that is none."""

    status = 400

    def sentence(self, _: Gettext) -> str:
        return _("What was sent could not be read. Go back and try again.")


class TooLarge(Refused):
    """A body or file past its limit."""

    status = 413

    def __init__(self, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes

    def sentence(self, _: Gettext) -> str:
        text = _("That is too large. The limit is {megabytes} MB.")
        return text.format(megabytes=self.limit_bytes // 1_000_000)
