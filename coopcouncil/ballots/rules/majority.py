"""What carries a resolution: how much, and of what. The wrong denominator is the usual error."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Self

from coopcouncil.kernel.errors import Gettext
from coopcouncil.organisations.majority import Majority, Of
from coopcouncil.organisations.rulebook import Rulebook


class Decision(StrEnum):
    """What is being decided, where law or rules give each its own majority."""

    ORDINARY = "ordinary"
    SPECIAL = "special"
    EXTRAORDINARY = "extraordinary"
    TRANSFER = "transfer"
    CONVERT = "convert"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True)
class Tally:
    """What was in the box, and how many could have voted."""

    votes_for: int
    against: int
    abstained: int
    blank: int
    on_roll: int

    @property
    def cast(self) -> int:
        """Votes for and against: an abstention is not a vote."""
        return self.votes_for + self.against

    @property
    def took_part(self) -> int:
        """Everyone whose paper was in the box."""
        return self.cast + self.abstained + self.blank


@dataclass(frozen=True, slots=True)
class Passing:
    """What it takes. `against_*` replace the share for the one vote that asks how many are
    against (CCBSA 2014 s.84(2))."""

    decision: Decision
    share: Fraction = Fraction(1, 2)
    of: Of = Of.VOTES_CAST
    or_more: bool = False
    turnout_percent: int = 0
    against_of_cast_below: Fraction | None = None
    against_of_roll_below: Fraction | None = None

    @classmethod
    def by(cls, decision: Decision, rules: Rulebook) -> Self:
        """What law and the organisation's rules ask for."""
        match decision:
            case Decision.ORDINARY:
                found = rules.ordinary
            case Decision.SPECIAL:
                found = rules.special
            case Decision.EXTRAORDINARY:
                found = rules.extraordinary
            case Decision.TRANSFER:
                # CCBSA 2014 ss.109-111: two thirds of the eligible members who vote.
                return cls(decision, Fraction(2, 3), Of.VOTES_CAST, or_more=True)
            case Decision.CONVERT:
                # ss.112-113: three quarters of those who vote, and half of those eligible vote.
                return cls(decision, Fraction(3, 4), Of.VOTES_CAST, True, turnout_percent=50)
            case Decision.AUDIT:
                # s.84(2): under 20 % of the votes and under 10 % of the members against.
                return cls(
                    decision,
                    against_of_cast_below=Fraction(1, 5),
                    against_of_roll_below=Fraction(1, 10),
                )
        of = Of.ELIGIBLE if found.of is Of.MEMBERS else found.of
        return cls(decision, found.share, of, found.or_more)

    @classmethod
    def read(cls, stored: Mapping[str, object]) -> Self:
        """What `written` wrote."""
        return cls(
            Decision(str(stored["decision"])),
            Fraction(str(stored["share"])),
            Of(str(stored["of"])),
            bool(stored["or_more"]),
            int(str(stored["turnout_percent"])),
            _share(stored.get("against_of_cast_below")),
            _share(stored.get("against_of_roll_below")),
        )

    def written(self) -> dict[str, str | int]:
        """As JSON of integers and strings, which the public chain can hold too."""
        text: dict[str, str | int] = {
            "decision": self.decision.value,
            "share": str(self.share),
            "of": self.of.value,
            "or_more": int(self.or_more),
            "turnout_percent": self.turnout_percent,
        }
        if self.against_of_cast_below is not None and self.against_of_roll_below is not None:
            text["against_of_cast_below"] = str(self.against_of_cast_below)
            text["against_of_roll_below"] = str(self.against_of_roll_below)
        return text

    def base(self, tally: Tally) -> int:
        """What the votes for it are held against."""
        match self.of:
            case Of.VOTES_CAST:
                return tally.cast
            case Of.PRESENT:
                return tally.took_part
            case Of.ELIGIBLE | Of.MEMBERS:
                return tally.on_roll

    def turned_out(self, tally: Tally) -> bool:
        """Whether enough took part."""
        return tally.cast * 100 >= tally.on_roll * self.turnout_percent

    def carried(self, tally: Tally) -> bool:
        """Whether it is carried, a quorum apart."""
        if self.against_of_cast_below is not None and self.against_of_roll_below is not None:
            few = tally.against < self.against_of_cast_below * tally.cast
            return few and tally.against < self.against_of_roll_below * tally.on_roll
        majority = Majority(self.share, self.of, self.or_more)
        return self.turned_out(tally) and majority.reached(tally.votes_for, self.base(tally))

    def sentences(self, _: Gettext) -> tuple[str, ...]:
        """The majority in plain words, its denominator named."""
        if self.against_of_cast_below is not None:
            return (
                _(
                    "It is carried if fewer than 20% of the votes for and against are against it,"
                    " and fewer than 10% of everyone on the roll vote against it."
                ),
            )
        said = _CARRIED[self.of, self.or_more](_).format(share=share_in_words(self.share, _))
        if not self.turnout_percent:
            return (said,)
        turnout = _("At least {percent}% of everyone on the roll must vote for or against it.")
        return (said, turnout.format(percent=self.turnout_percent))


def share_in_words(share: Fraction, _: Gettext) -> str:
    """ "two thirds" and the like."""
    known = {
        Fraction(1, 2): _("half"),
        Fraction(2, 3): _("two thirds"),
        Fraction(3, 4): _("three quarters"),
    }
    return known.get(share, f"{float(share * 100):g}%")


_CARRIED = {
    (Of.VOTES_CAST, False): lambda _: _(
        "It is carried if more than {share} of the votes for and against are for it."
        " Abstentions do not count as votes."
    ),
    (Of.VOTES_CAST, True): lambda _: _(
        "It is carried if at least {share} of the votes for and against are for it."
        " Abstentions do not count as votes."
    ),
    (Of.PRESENT, False): lambda _: _(
        "It is carried if more than {share} of everyone who takes part vote for it."
        " An abstention therefore counts against it."
    ),
    (Of.PRESENT, True): lambda _: _(
        "It is carried if at least {share} of everyone who takes part vote for it."
        " An abstention therefore counts against it."
    ),
    (Of.ELIGIBLE, False): lambda _: _(
        "It is carried if more than {share} of everyone on the roll vote for it."
        " Not voting therefore counts against it."
    ),
    (Of.ELIGIBLE, True): lambda _: _(
        "It is carried if at least {share} of everyone on the roll vote for it."
        " Not voting therefore counts against it."
    ),
    (Of.MEMBERS, False): lambda _: _(
        "It is carried if more than {share} of all members vote for it."
        " Not voting therefore counts against it."
    ),
    (Of.MEMBERS, True): lambda _: _(
        "It is carried if at least {share} of all members vote for it."
        " Not voting therefore counts against it."
    ),
}


def _share(stored: object) -> Fraction | None:
    return None if stored is None else Fraction(str(stored))
