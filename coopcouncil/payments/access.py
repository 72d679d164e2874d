"""Who takes members' money, and who may see what they owe: never another member."""

from coopcouncil.organisations.access import holds
from coopcouncil.organisations.kinds import Role

KEEPING = frozenset({Role.TREASURER})
KEEPERS = holds(*sorted(KEEPING))
READERS = holds(Role.TREASURER, Role.AUDITOR)
