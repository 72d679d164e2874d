"""Who may: every address of savings is there in a credit union alone."""

from starlette.requests import Request

from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.web import ANYONE, Who
from coopcouncil.organisations.access import SIGNED_IN, holds
from coopcouncil.organisations.kinds import LegalForm, Role

KEEPING = frozenset({Role.CREDIT_UNION_OFFICER, Role.TREASURER})


def in_credit_union(who: Who) -> Who:
    """The same people, and for everybody else's organisation no such address at all."""

    async def check(request: Request) -> None:
        if request.state.org.legal_form is not LegalForm.CREDIT_UNION:
            raise NotHere
        await who.check(request)

    return Who(f"{who.name}, in a credit union", check)


KEEPERS = in_credit_union(holds(*KEEPING))
"""At the till and at the desk."""

CHECKERS = in_credit_union(holds(*KEEPING, Role.SECRETARY, Role.CHAIR))
"""Who may be the second person looks at what it is about."""

READERS = in_credit_union(
    holds(
        Role.CREDIT_UNION_OFFICER,
        Role.TREASURER,
        Role.SECRETARY,
        Role.CHAIR,
        Role.DIRECTOR,
        Role.AUDITOR,
    )
)
"""Totals, returns and ratios: no saver by name."""

COLLECTORS = in_credit_union(holds(Role.CREDIT_UNION_OFFICER, Role.TREASURER, Role.TEACHER))
"""Who takes the weekly collection at a school: the class's names, and no balance."""

PROPOSERS = in_credit_union(holds(Role.TREASURER, Role.SECRETARY, Role.CREDIT_UNION_OFFICER))
"""Who writes down a dividend and what the meeting said."""

NOMINATED = in_credit_union(holds(Role.NOMINATED_OFFICER))
"""Suspicions: nobody else, whatever other role they have."""

STAFF = in_credit_union(
    holds(Role.CREDIT_UNION_OFFICER, Role.TREASURER, Role.SECRETARY, Role.NOMINATED_OFFICER)
)
"""Who may tell the nominated officer something."""

PUBLIC = in_credit_union(ANYONE)
"""What somebody must be able to read before they join."""

SAVERS = in_credit_union(SIGNED_IN)
"""Own pages: the view shows what is the reader's own."""


def keeps(request: Request) -> bool:
    """Whether the reader keeps accounts."""
    return bool(request.state.roles & KEEPING)
