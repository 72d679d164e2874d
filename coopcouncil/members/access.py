"""Who may see and keep the register: those whose office it is, and nobody else."""

from coopcouncil.organisations.access import holds
from coopcouncil.organisations.models import Role

# A chair, a treasurer, a returning officer learn what they need where they need it: the roll,
# the attendance list. The register holds addresses and shares.
KEEPING = frozenset({Role.SECRETARY, Role.TRUST_ADMINISTRATOR})
KEEPERS = holds(*sorted(KEEPING))
