"""Against forms that are filled by machines, without asking anybody else's machine.

The form carries when it was shown, signed; what comes back within seconds, or after a day, is
shown again to be looked over. A question that no reader sees catches what fills everything in.
"""

import hashlib
import hmac

from coopcouncil.kernel import clock
from coopcouncil.kernel.config import current

LEAST_SECONDS = 3
MOST_SECONDS = 86_400


def begun() -> str:
    """The moment at which a form is shown, signed."""
    moment = str(int(clock.now().timestamp()))
    return f"{moment}.{_sign(moment)}"


def is_unhurried(token: str) -> bool:
    """Whether the form was shown by us, some seconds ago and not more than a day."""
    moment, _dot, sign = token.partition(".")
    if not (moment.isascii() and moment.isdigit() and len(moment) < 13):
        return False
    if not hmac.compare_digest(sign.encode("utf-8", "replace"), _sign(moment).encode()):
        return False
    return LEAST_SECONDS <= clock.now().timestamp() - int(moment) <= MOST_SECONDS


def _sign(moment: str) -> str:
    key = hashlib.sha256(b"joining:" + current().secret_key).digest()
    return hmac.new(key, moment.encode(), hashlib.sha256).hexdigest()
