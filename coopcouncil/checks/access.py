"""Who sees what waits for a second person."""

from coopcouncil.organisations.access import holds
from coopcouncil.organisations.kinds import Role

CHECKING = frozenset({Role.TREASURER, Role.SECRETARY, Role.CHAIR, Role.CREDIT_UNION_OFFICER})
SEES = holds(Role.TREASURER, Role.SECRETARY, Role.CHAIR, Role.CREDIT_UNION_OFFICER, Role.AUDITOR)
CHECKS = holds(Role.TREASURER, Role.SECRETARY, Role.CHAIR, Role.CREDIT_UNION_OFFICER)
