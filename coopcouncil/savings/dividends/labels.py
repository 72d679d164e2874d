"""How a resolution went, in words."""

from coopcouncil.kernel.i18n import lazy
from coopcouncil.savings.dividends.hooks import Result

RESULTS = {
    Result.CARRIED: lazy("carried by its ballot"),
    Result.LOST: lazy("not carried by its ballot"),
    Result.MINUTED: lazy("no ballot; see the minutes"),
    Result.OPEN: lazy("result not declared"),
}
