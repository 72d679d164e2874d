"""As what somebody asks to see the register, what for, and what became of it."""

from enum import StrEnum


class Capacity(StrEnum):
    """As what somebody asks."""

    MEMBER = "member"
    INTERESTED = "interested"
    REGULATOR = "regulator"
    PUBLIC = "public"


class Wish(StrEnum):
    """What somebody asks for."""

    LOOK = "look"
    COPY = "copy"


class Answer(StrEnum):
    """What became of a request."""

    SHOWN = "shown"
    COPY_GIVEN = "copy-given"
    ASKED_BACK = "asked-back"
    REFUSED = "refused"
    COURT = "court"

    @property
    def settles(self) -> bool:
        """Whether nothing is left to do."""
        return self is not Answer.ASKED_BACK
