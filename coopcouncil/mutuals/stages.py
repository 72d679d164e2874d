"""The stages of the courses that a council helps along: data, one list a kind of course.

A gate must be settled before anything after it is passed. `weeks` is how long after the
beginning a stage is usually due.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coopcouncil.kernel.i18n import lazy


@dataclass(frozen=True)
class Stage:
    """One stage: what it is called, what it asks for, and whether it is a gate."""

    key: str
    title: Any
    asks: Any
    weeks: int
    is_gate: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of course."""

    title: Any
    stages: tuple[Stage, ...]

    def stage(self, key: str) -> Stage | None:
        """The stage with this key, if this release knows it."""
        return next((stage for stage in self.stages if stage.key == key), None)


_SUBSIDY = Stage(
    "subsidy",
    lazy("Subsidy control"),
    lazy(
        "Whether help from the council (money, rooms, assets below their price) is a subsidy, and "
        "on which ground it may be given (Subsidy Control Act 2022)."
    ),
    26,
    is_gate=True,
)
_REGISTRATION = Stage(
    "registration",
    lazy("Registration"),
    lazy("The rules are registered: with the Financial Conduct Authority or Companies House."),
    40,
)

KINDS: Mapping[str, Kind] = {
    "spin-out": Kind(
        lazy("A council service that becomes a mutual"),
        (
            Stage(
                "interest",
                lazy("The right to be heard"),
                lazy("Staff or the service say that they want it, and the council agrees to look."),
                0,
            ),
            Stage(
                "options",
                lazy("Options appraised"),
                lazy("Staying, a mutual, a trust, a contract: what each would cost and change."),
                8,
            ),
            Stage(
                "staff-consultation",
                lazy("Staff and unions consulted"),
                lazy("What was asked, who answered, and what was changed because of it."),
                14,
            ),
            Stage(
                "users-consultation",
                lazy("Users and community consulted"),
                lazy("Those who use the service, and those for whom it is meant and who do not."),
                16,
            ),
            Stage(
                "business-case",
                lazy("Business case decided"),
                lazy("The council’s decision on the case, with its minute."),
                22,
            ),
            Stage(
                "tupe",
                lazy("Staff transfer (TUPE)"),
                lazy(
                    "Who transfers, with which terms; employees’ representatives informed and "
                    "consulted (TUPE Regulations 2006)."
                ),
                26,
                is_gate=True,
            ),
            Stage(
                "pensions",
                lazy("Pensions"),
                lazy(
                    "Admission to the local government scheme or a comparable one, the bond or "
                    "guarantee, and who carries the past deficit."
                ),
                26,
                is_gate=True,
            ),
            _SUBSIDY,
            Stage(
                "staff-vote",
                lazy("Vote of the staff"),
                lazy("Whether those who would transfer want it: a secret vote, with its result."),
                30,
            ),
            Stage(
                "rules",
                lazy("Legal form and rules"),
                lazy(
                    "Society or company; who may join, constituencies, seats, what happens to "
                    "profits and assets."
                ),
                34,
            ),
            _REGISTRATION,
            Stage(
                "contract",
                lazy("Contract signed"),
                lazy("Reserved under section 33 of the Procurement Act 2023, or won in the open."),
                46,
            ),
            Stage(
                "transfer",
                lazy("Day of transfer"),
                lazy("People, assets, records and members: the mutual runs the service."),
                52,
            ),
            Stage(
                "first-year",
                lazy("After the first year"),
                lazy("First annual meeting held; what was promised, and what came of it."),
                104,
            ),
        ),
    ),
    "start-up": Kind(
        lazy("A new co-operative"),
        (
            Stage(
                "group",
                lazy("Founding group"),
                lazy("Who begins it, for whom, and what they need it for."),
                0,
            ),
            Stage(
                "feasibility",
                lazy("Feasibility"),
                lazy("Members to be counted on, income and cost, and who does the work."),
                8,
            ),
            Stage(
                "form",
                lazy("Legal form and rules"),
                lazy("Society or company, model rules chosen, at least three founding members."),
                12,
            ),
            Stage(
                "plan",
                lazy("Business plan"),
                lazy("Agreed by the founding members."),
                16,
            ),
            Stage(
                "money",
                lazy("Money to begin"),
                lazy("Shares offered, loans and grants: what is promised and what is paid in."),
                22,
            ),
            _SUBSIDY,
            _REGISTRATION,
            Stage(
                "place",
                lazy("Place, insurance, bank"),
                lazy("A lease or room, insurance, a bank account with two signatures."),
                44,
            ),
            Stage(
                "opening",
                lazy("Opening"),
                lazy("It trades or serves, and its register of members is kept."),
                52,
            ),
            Stage(
                "first-meeting",
                lazy("First general meeting"),
                lazy("The members elect their board."),
                60,
            ),
        ),
    ),
}
