"""Who keeps shares: the secretary, who keeps the register, and the treasurer, who has the money."""

from coopcouncil.organisations.access import holds
from coopcouncil.organisations.models import Role

KEEPING = frozenset({Role.SECRETARY, Role.TREASURER})
KEEPERS = holds(*sorted(KEEPING))
