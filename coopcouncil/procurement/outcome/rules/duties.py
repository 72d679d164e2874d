"""What a contract brings: indicators, the details notice, the copy of the contract, the yearly
look at how it goes (Procurement Act 2023, ss.52, 53, 71 and 87). Sums are pence with VAT.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from coopcouncil.organisations.kinds import Nation
from coopcouncil.procurement.kinds import Procedure
from coopcouncil.procurement.tenders.consideration.rules.law import notice_from

LARGE = 5_000_000_00
"""Above it a contract has indicators, and a copy is published."""
INDICATORS = 3
DETAILS, DETAILS_LIGHT = timedelta(days=30), timedelta(days=120)
COPY, COPY_LIGHT = timedelta(days=90), timedelta(days=180)
YEAR = timedelta(days=365)


class Duty(StrEnum):
    """A notice or paper that must be published by a day."""

    DETAILS = "details"
    COPY = "copy"
    PERFORMANCE = "performance"


@dataclass(frozen=True)
class Due:
    """One of them, and its last day; None where the law says as soon as is practicable."""

    duty: Duty
    by: date | None


def indicators_needed(value: int, procedure: Procedure | None) -> int:
    """How many indicators must be published; none for frameworks, concessions, light touch."""
    without = {Procedure.FRAMEWORK, Procedure.CONCESSION, Procedure.LIGHT_TOUCH}
    return INDICATORS if value > LARGE and procedure not in without else 0


def dues(
    signed_on: date,
    ends_on: date,
    value: int,
    procedure: Procedure | None,
    nation: Nation,
    has_indicators: bool = True,
) -> tuple[Due, ...]:
    """What is to be published, in the order of its last days. Where no indicator was fitting, there
    is no yearly look at them either.

    The periods begin with the day on which the contract is entered into, so that day counts.
    """
    found = _dues(signed_on, ends_on, value, procedure, nation)
    return tuple(
        sorted(
            (one for one in found if has_indicators or one.duty is not Duty.PERFORMANCE),
            key=lambda one: one.by or signed_on,
        )
    )


def _dues(
    signed_on: date, ends_on: date, value: int, procedure: Procedure | None, nation: Nation
) -> Iterator[Due]:
    if procedure is Procedure.BELOW_THRESHOLD:
        # s.87(3): of notifiable contracts alone, and without a number of days.
        notice = notice_from(signed_on)
        if notice is not None and value >= notice.pence:
            yield Due(Duty.DETAILS, None)
        return
    light = procedure is Procedure.LIGHT_TOUCH
    yield Due(Duty.DETAILS, _last(signed_on, DETAILS_LIGHT if light else DETAILS))
    if value > LARGE and nation is not Nation.WALES:
        yield Due(Duty.COPY, _last(signed_on, COPY_LIGHT if light else COPY))
    if indicators_needed(value, procedure):
        since = signed_on
        while since < ends_on:
            until = min(since + YEAR, ends_on)
            yield Due(Duty.PERFORMANCE, until)
            since = until


def _last(signed_on: date, within: timedelta) -> date:
    return signed_on + within - timedelta(days=1)
