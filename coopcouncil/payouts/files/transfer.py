"""One payment, as every format needs it."""

from dataclasses import dataclass

from coopcouncil.payouts.rules.details import BankDetails


@dataclass(frozen=True)
class Transfer:
    """So many pence to an account, under a reference of at most 18 plain characters."""

    account: BankDetails
    pence: int
    reference: str
