"""When a proof of who someone is holds, and for how long. Pure."""

from datetime import date, datetime, timedelta

from coopcouncil.kernel.errors import Gettext, Refused

CODE_MINUTES = 10
CODE_DIGITS = 6
CODE_TRIES = 5
SESSION_DAYS = 30
IDLE_DAYS = 14
CHALLENGE_MINUTES = 5


class CodeWrong(Refused):
    """Other figures than those that were sent."""

    status = 422

    def __init__(self, tries_left: int) -> None:
        self.tries_left = tries_left

    def sentence(self, _: Gettext) -> str:
        return _("That is not the code. Check the newest message and try again.")


class CodeSpent(Refused):
    """Used, too old, or tried too often: the reader need not know which."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("This code or link no longer works. Ask for a new one.")


class AddressInUse(Refused):
    """Said only to somebody who has just proven that they read the address."""

    def sentence(self, _: Gettext) -> str:
        return _("You use this address already, or another account does.")


class LastAddress(Refused):
    """Without an address nobody could sign in again."""

    def sentence(self, _: Gettext) -> str:
        return _("This is your only address. Add another one before you remove it.")


class PasskeyRefused(Refused):
    """A passkey that we do not know, or an answer that does not verify."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("This passkey was not accepted. Sign in with a code instead.")


class PasskeyKnown(Refused):
    """The same authenticator twice."""

    def sentence(self, _: Gettext) -> str:
        return _("This passkey is on your account already.")


def may_still_be_used(
    tries_left: int, used_at: datetime | None, expires_at: datetime, now: datetime
) -> None:
    """Refuse a code or link that was used, tried too often, or is too old."""
    if used_at is not None or tries_left <= 0 or now >= expires_at:
        raise CodeSpent


def is_alive(
    ended_at: datetime | None, expires_at: datetime, seen_on: date, now: datetime, today: date
) -> bool:
    """Whether a session still counts: not ended, not too old, not left alone too long."""
    return ended_at is None and now < expires_at and today - seen_on <= timedelta(days=IDLE_DAYS)


def safe_path(path: str) -> str:
    """An address of ours to go on to, or the first page.

    >>> safe_path("/leisure/ballots/3"), safe_path("//example.org"), safe_path("https://x")
    ('/leisure/ballots/3', '/', '/')
    """
    # Browsers read "\\" as "/", and leave out tabs and line ends: "/\t/example.org" is foreign.
    ours = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if ours and path.isprintable() and len(path) <= 1000 else "/"


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Chromium", "Chromium"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_named(agent: str) -> str:
    """A browser as its user would know it, from what it says of itself; never all of that.

    >>> browser_named("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox, Windows'
    """
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return ", ".join(part for part in (browser, system) if part)
