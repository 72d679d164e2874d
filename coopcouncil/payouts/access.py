"""Who prepares payments, and who may see what goes out."""

from starlette.requests import Request

from coopcouncil.organisations.access import holds
from coopcouncil.organisations.kinds import Role

PREPARING = frozenset({Role.TREASURER, Role.CREDIT_UNION_OFFICER})
PREPARES = holds(Role.TREASURER, Role.CREDIT_UNION_OFFICER)
CONFIRMS = holds(Role.TREASURER, Role.CREDIT_UNION_OFFICER, Role.SECRETARY, Role.CHAIR)
SEES = holds(Role.TREASURER, Role.CREDIT_UNION_OFFICER, Role.SECRETARY, Role.CHAIR, Role.AUDITOR)


def prepares(request: Request) -> bool:
    """Whether the reader prepares payments: the others see accounts by their last figures alone."""
    return bool(PREPARING.intersection(request.state.roles))
