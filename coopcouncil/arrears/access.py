"""Who sees who is behind: the treasurer and the secretary, and nobody else."""

from coopcouncil.organisations.access import holds
from coopcouncil.organisations.kinds import Role

KEEPERS = holds(Role.TREASURER)
READERS = holds(Role.TREASURER, Role.SECRETARY)
