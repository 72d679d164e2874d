"""The closed sets of homes and tenancies. Standard library only."""

from enum import StrEnum


class HomeKind(StrEnum):
    """What sort of home it is."""

    HOUSE = "house"
    FLAT = "flat"
    BUNGALOW = "bungalow"
    MAISONETTE = "maisonette"
    STUDIO = "studio"
    ROOM = "room"
    OTHER = "other"


class RentEvery(StrEnum):
    """How long a rent is for."""

    WEEK = "week"
    MONTH = "month"


class Agreement(StrEnum):
    """Under what agreement somebody lives in a home; which of them there are differs by nation."""

    CONTRACTUAL = "contractual"
    ASSURED = "assured"
    STANDARD_CONTRACT = "standard-contract"
    SECURE_CONTRACT = "secure-contract"
    TENANCY = "tenancy"
    LICENCE = "licence"


class EndWhy(StrEnum):
    """How a tenancy came to its end."""

    SURRENDER = "surrender"
    NOTICE_BY_TENANT = "notice-by-tenant"
    COURT = "court"
    DEATH = "death"
    TRANSFER = "transfer"
    OTHER = "other"


class Outcome(StrEnum):
    """What happens to a tenancy when a tenant's membership ends."""

    SURRENDER = "surrender"
    OTHERS_STAY = "others-stay"
    UNDECIDED = "undecided"


class Afterwards(StrEnum):
    """What a member is when their tenancy has ended."""

    LEAVES = "leaves"
    PROSPECTIVE = "prospective"
    UNDECIDED = "undecided"


class Asking(StrEnum):
    """Who applies for a home."""

    NEW = "new"
    PROSPECTIVE = "prospective"
    TRANSFER = "transfer"


class ClosedWhy(StrEnum):
    """Why an application is on the list no more."""

    HOUSED = "housed"
    WITHDRAWN = "withdrawn"
    REFUSALS = "refusals"
    NOT_ELIGIBLE = "not-eligible"


class Answer(StrEnum):
    """What became of an offer."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    LAPSED = "lapsed"
    TAKEN_BACK = "taken-back"


class PlanKept(StrEnum):
    """Whether money owed is being paid off as agreed."""

    NONE = "none"
    KEPT = "kept"
    NOT_KEPT = "not-kept"


class PriceEvery(StrEnum):
    """How long a service's price is for."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
