"""The closed sets of procurement. Standard library only."""

from enum import StrEnum

__all__ = [
    "Basis",
    "BidState",
    "CriterionKind",
    "Formula",
    "Part",
    "Procedure",
    "Reservation",
    "Stage",
    "Subject",
    "Tie",
    "Way",
]


class Stage(StrEnum):
    """How far a tender is. After `PUBLISHED` the clock alone says whether bids may still come."""

    PREPARING = "preparing"
    PUBLISHED = "published"
    OPENED = "opened"
    """The bids are opened by two officers; evaluators score."""
    AGREED = "agreed"
    """Every score is agreed and locked, and the sum has run for good."""
    SUMMARISED = "summarised"
    """Every assessed bidder has its assessment summary."""
    AWARDED = "awarded"
    """The award notice is out; the standstill runs."""
    CONTRACTED = "contracted"
    ENDED = "ended"
    """Without a contract."""


class Procedure(StrEnum):
    """The way that the law knows it by."""

    OPEN = "open"
    FLEXIBLE = "flexible"
    BELOW_THRESHOLD = "below-threshold"
    LIGHT_TOUCH = "light-touch"
    FRAMEWORK = "framework"
    CALL_OFF = "call-off"
    DYNAMIC_MARKET = "dynamic-market"
    CONCESSION = "concession"


class Subject(StrEnum):
    """What is bought, by its main part."""

    SERVICES = "services"
    GOODS = "goods"
    WORKS = "works"


class Reservation(StrEnum):
    """For whom alone a lot is."""

    NONE = "none"
    SUPPORTED_EMPLOYMENT = "supported-employment"
    """Procurement Act 2023, s.32."""
    SERVICE_MUTUAL = "service-mutual"
    """Procurement Act 2023, s.33."""
    LOCAL = "local"
    """Below threshold: suppliers of a county or London borough."""
    UNITED_KINGDOM = "united-kingdom"
    SMALL_OR_SOCIAL = "small-or-social"
    """Below threshold: small and medium-sized enterprises and social enterprises."""


class CriterionKind(StrEnum):
    """How points are earned."""

    GROUP = "group"
    """Has criteria under it, and earns what they earn."""
    SCALE = "scale"
    """Evaluators choose a band of the scale."""
    FIGURE = "figure"
    """The bidder's figure for a measure earns points by a formula."""
    PRICE = "price"
    """The bidder's price earns points by a formula."""
    CONDITION = "condition"
    """Met or not met, and without it the bid fails; carries no weight."""


class Formula(StrEnum):
    """What a figure or a price earns of its criterion's whole."""

    LOWEST_OVER = "lowest-over"
    """Price: lowest / this."""
    BELOW_MEAN = "below-mean"
    """Price: half, more or less by the distance from the mean, within 0 and 1."""
    LINEAR_RANGE = "linear-range"
    """Price: 1 for the lowest, 0 for the highest or for the stated ceiling."""
    OVER_HIGHEST = "over-highest"
    """Figure: this / highest compliant one."""
    OVER_TARGET = "over-target"
    """Figure: this / the published target, at most 1. Absolute: no other bid matters."""


class Tie(StrEnum):
    """What parts two bids with one total, before a lot is drawn: published with the method."""

    SCORE = "score"
    """The higher score for one criterion or group that is named."""
    PRICE = "price"
    """The lower price."""
    LOT = "lot"
    """Nothing: a lot is drawn before two officers."""


class Basis(StrEnum):
    """Why there is an edition of the notice and the method."""

    FIRST = "first"
    REFINED = "refined"
    """In a flexible procedure, foretold, before final tenders: Procurement Act 2023, s.24."""
    CORRECTED = "corrected"
    """Before the deadline: s.31."""


class Part(StrEnum):
    """What a person does in one tender; given by the procurement lead."""

    EVALUATOR = "evaluator"
    MODERATOR = "moderator"
    OPENING_OFFICER = "opening-officer"
    CONTRACT_MANAGER = "contract-manager"


class BidState(StrEnum):
    """What became of a bidder's bid."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    LATE = "late"
    """Came after the deadline: held apart, unopened unless it is let in with a reason."""
    WITHDRAWN = "withdrawn"
    OPENED = "opened"
    EXCLUDED = "excluded"


class Way(StrEnum):
    """How a bid came."""

    ONLINE = "online"
    SPREADSHEET = "spreadsheet"
    PORTAL = "portal"
    """Brought in whole from the council's own portal, with its receipt time."""
