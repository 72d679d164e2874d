"""Everything that is held of one person: each slice says its own, and what is left out is said."""

from coopcouncil.kernel.held import Contribute, Section, Subject
from coopcouncil.kernel.i18n import gettext

HELD: list[Contribute] = []
"""Filled in `told.py`, in view: one function of each slice, in the order of the page."""

FORMAT = "coopcouncil-held/1"


async def gather(subject: Subject) -> list[Section]:
    """Every slice's sections, in the reader's language."""
    return [section for contribute in HELD for section in await contribute(subject)]


def left_out() -> list[tuple[str, str]]:
    """What a person does not get, and why; said on the page and in the files."""
    return [
        (
            gettext("How you voted"),
            gettext("It is kept nowhere with a name, so nobody could look it up."),
        ),
        (
            gettext("What is held of other people"),
            gettext(
                "It is theirs: other members of a household, guardians and learners, and whoever "
                "wrote about you in confidence (Data Protection Act 2018, Schedule 2, "
                "paragraph 16)."
            ),
        ),
        (
            gettext("Records for keeping people safe, and reports of suspicion"),
            gettext(
                "Whether there are any is never said, to anybody: telling could do serious harm, "
                "or the law forbids it (Data Protection Act 2018, Schedule 3; Proceeds of Crime "
                "Act 2002, section 333A)."
            ),
        ),
        (
            gettext("Codes, keys and the site’s own logs"),
            gettext("Codes are kept as hashes alone; the logs name no addresses and no names."),
        ),
        (
            gettext("To whom a reminder to vote went"),
            gettext("No list of it is made, so there is none to show."),
        ),
    ]
