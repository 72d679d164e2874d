"""What things are called."""

from coopcouncil.kernel.i18n import lazy
from coopcouncil.procurement.bids.kinds import Scheme
from coopcouncil.procurement.kinds import BidState, Way

SCHEMES = {
    Scheme.NONE: lazy("No register"),
    Scheme.COMPANIES: lazy("Companies House"),
    Scheme.MUTUALS: lazy("Mutuals Public Register (co-operatives and societies)"),
    Scheme.CHARITIES: lazy("Charity Commission for England and Wales"),
    Scheme.SCOTTISH_CHARITIES: lazy("Scottish Charity Register"),
    Scheme.NORTHERN_CHARITIES: lazy("Charity Commission for Northern Ireland"),
    Scheme.SCHOOLS: lazy("Register of schools"),
    Scheme.OTHER: lazy("Another register"),
}
STATES = {
    BidState.DRAFT: lazy("Draft"),
    BidState.SUBMITTED: lazy("Handed in"),
    BidState.LATE: lazy("Came late"),
    BidState.WITHDRAWN: lazy("Withdrawn"),
    BidState.OPENED: lazy("Opened"),
    BidState.EXCLUDED: lazy("Excluded"),
}
WAYS = {
    Way.ONLINE: lazy("Online"),
    Way.SPREADSHEET: lazy("By spreadsheet"),
    Way.PORTAL: lazy("By the council’s portal"),
}
