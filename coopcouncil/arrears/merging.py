"""What a merge of two members means for late payments: holds, help and payment plans go over.

Reminders that were sent stay what they were: they are about charges, which go over by themselves.
"""

from collections.abc import Sequence

from coopcouncil.arrears.models import Arrangement, HelpAsked
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.members.duplicates.carrying import names_the_other
from coopcouncil.organisations.models import Organisation


class TwoArrangements(Refused):
    """Each number has a payment plan that goes on, and one member has one."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "Each number has a payment plan with instalments. End both and agree on one for all "
            "that is owed, after the merge."
        )


class TwoWaitForHelp(Refused):
    """Each number waits for an answer."""

    def sentence(self, _: Gettext) -> str:
        return _("Under each number help with paying is asked for. Answer one of them first.")


async def one_arrangement(org: Organisation, kept: int, gone: int) -> Sequence[Refused]:
    """A payment plan runs once at a time."""
    running = Arrangement.within(org).filter(ended_on=None, member_id__in=[kept, gone])
    return [TwoArrangements()] if await running.count() > 1 else []


async def one_asks_for_help(org: Organisation, kept: int, gone: int) -> Sequence[Refused]:
    """A member asks once at a time."""
    waiting = HelpAsked.within(org).filter(answered_at=None, member_id__in=[kept, gone])
    return [TwoWaitForHelp()] if await waiting.count() > 1 else []


CARRIED = {
    table: names_the_other(table) for table in ("reminder_hold", "help_asked", "arrangement")
}
"""By table, for `told.py`."""
OBJECTING = {"arrangement": one_arrangement, "help_asked": one_asks_for_help}
"""By table, for `told.py`: what one member has once."""
