"""What a merge of two members means for savings and loans: what runs is not renumbered.

Whose a savings account is was proved when it was opened; its dividends, its pledges and what the
guarantee scheme would pay out go by that holder. Who owes a loan stands in a signed agreement. So
neither changes its number by somebody's click: the number that holds them is kept, or they are
ended first. What is over is a record and stays.
"""

from collections.abc import Sequence

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.juniors.models import JuniorSaver
from coopcouncil.savings.loans.kinds import State
from coopcouncil.savings.loans.models import Loan, LoanApplication
from coopcouncil.savings.models import SavingsHolder

_RUNS = (State.OFFERED, State.SIGNED, State.ON_ITS_WAY, State.RUNNING)


class SavingsRun(Refused):
    """A savings account is open under the number that would go."""

    def __init__(self, numbers: Sequence[str]) -> None:
        self.numbers = numbers

    def sentence(self, _: Gettext) -> str:
        text = _(
            "Savings account {numbers} is held under that number, and an account keeps its holder. "
            "Keep that number instead; or pay the savings into an account of the number that stays "
            "and close it first."
        )
        return text.format(numbers=", ".join(self.numbers))


class LoanRuns(Refused):
    """A loan, or an application for one, is open under the number that would go."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "A loan, or an application for one, is open under that number, and an agreement names "
            "who signed it. Keep that number instead; or merge the two once it is paid off or "
            "turned down."
        )


class JuniorIsThis(Refused):
    """A child who saved has become a member under the number that would go."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "A junior saver joined under that number, and the savings with them. Keep that number "
            "instead."
        )


async def no_account_runs(org: Organisation, kept: int, gone: int) -> Sequence[Refused]:
    """Each savings account that is open."""
    held = SavingsHolder.within(org).filter(member_id=gone, account__closed_on=None)
    numbers = [str(one.account.number) for one in await held.select_related("account")]
    return [SavingsRun(sorted(numbers))] if numbers else []


async def no_loan_runs(org: Organisation, kept: int, gone: int) -> Sequence[Refused]:
    """A loan that is not over."""
    runs = await Loan.within(org).filter(member_id=gone, state__in=_RUNS).exists()
    return [LoanRuns()] if runs else []


async def no_loan_is_asked_for(org: Organisation, kept: int, gone: int) -> Sequence[Refused]:
    """An application that nobody has decided."""
    waits = await LoanApplication.within(org).filter(member_id=gone, outcome=None).exists()
    return [LoanRuns()] if waits else []


async def no_junior_joined(org: Organisation, kept: int, gone: int) -> Sequence[Refused]:
    """A child's own record says who they became."""
    joined = await JuniorSaver.within(org).filter(member_id=gone, ended_on=None).exists()
    return [JuniorIsThis()] if joined else []


OBJECTING = {
    "savings_holder": no_account_runs,
    "loan": no_loan_runs,
    "loan_application": no_loan_is_asked_for,
    "junior_saver": no_junior_joined,
}
"""By table, for `told.py`."""
