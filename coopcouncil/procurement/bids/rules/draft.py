"""A draft: what its bidder has typed so far, with the version at which each answer last changed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.procurement.bids.rules.answers import Asked
from coopcouncil.procurement.bids.rules.paper import (
    Answered,
    FileNamed,
    NeedPromised,
    answered,
    plain,
    shown,
)
from coopcouncil.procurement.bids.rules.reserved import Statement


class ChangedElsewhere(Refused):
    """Another window saved another answer to the same question meanwhile."""

    def __init__(self, stands: Answered) -> None:
        self.stands = stands

    def sentence(self, _: Gettext) -> str:
        return _(
            "This answer was changed in another window. Both are below; "
            "save again to keep what is in the box."
        )


@dataclass(frozen=True)
class Written:
    """An answer and the version of the draft that brought it."""

    answer: Answered
    version: int


class NeedsChangedElsewhere(Refused):
    """Another window shared the same figure out otherwise meanwhile."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "The needs that this promise answers were changed in another window. Save again to "
            "keep what is in the boxes."
        )


@dataclass(frozen=True)
class Shared:
    """How much of a figure answers which need, and the version of the draft that brought it."""

    amounts: Mapping[int, Decimal]
    version: int


@dataclass(frozen=True)
class DraftFile:
    """A file that was added: its row, and what only its bidder may know of it."""

    id: int
    criterion: str
    name: str
    hash: str
    size: int

    @property
    def named(self) -> FileNamed:
        """As the paper names it."""
        return FileNamed(self.criterion, self.name, self.hash)


@dataclass(frozen=True)
class Draft:
    """Everything typed, by lot and code."""

    lots: Mapping[int, Mapping[str, Written]] = field(default_factory=dict)
    files: tuple[DraftFile, ...] = ()
    needs: Mapping[int, Mapping[str, Shared]] = field(default_factory=dict)
    stated: Mapping[int, Statement] = field(default_factory=dict)
    """What the bidder says of itself for a reserved lot. Kept for a lot that is left out too."""

    def answer(self, lot: int, code: str) -> Answered:
        """What stands there, perhaps nothing."""
        found = self.lots.get(lot, {}).get(code)
        return found.answer if found else Answered()

    def answers(self) -> dict[int, dict[str, Answered]]:
        """Every answer, by lot and code."""
        return {
            lot: {code: one.answer for code, one in answers.items()}
            for lot, answers in self.lots.items()
        }

    def with_answer(
        self, lot: int, code: str, answer: Answered, version: int, began_with: int | None
    ) -> "Draft":
        """The draft with an answer that is saved as this version.

        `began_with` is the version that the page showed: another answer that was saved after it
        is not overwritten unseen. None is whoever looked at both.
        """
        found = self.lots.get(lot, {}).get(code)
        if found is not None and found.answer == answer:
            return self
        if began_with is not None and found is not None and found.version > began_with:
            raise ChangedElsewhere(found.answer)
        lots = {key: dict(value) for key, value in self.lots.items()}
        lots.setdefault(lot, {})[code] = Written(answer, version)
        return replace(self, lots=lots)

    def shares(self, lot: int, code: str) -> Mapping[int, Decimal]:
        """How much of a promise answers which need."""
        found = self.needs.get(lot, {}).get(code)
        return found.amounts if found else {}

    def at(self, asked: Asked) -> Answered:
        """What stands for a row of a workbook: an answer, or what a need is given."""
        if asked.need is None:
            return self.answer(asked.lot, asked.code)
        return Answered(figure=self.shares(asked.lot, asked.of).get(asked.need))

    def promised(self) -> tuple[NeedPromised, ...]:
        """Every need that is answered, for a lot that is bid for."""
        return tuple(
            NeedPromised(need, lot, code, amount)
            for lot in sorted(self.lots)
            for code, shared in sorted(self.needs.get(lot, {}).items())
            for need, amount in sorted(shared.amounts.items())
        )

    def with_shares(
        self,
        lot: int,
        code: str,
        amounts: Mapping[int, Decimal],
        version: int,
        began_with: int | None,
    ) -> "Draft":
        """The draft with a promise shared out like this, as `with_answer` keeps an answer."""
        found = self.needs.get(lot, {}).get(code, Shared({}, 0))
        if found.amounts == amounts:
            return self
        if began_with is not None and found.version > began_with:
            raise NeedsChangedElsewhere
        needs = {key: dict(value) for key, value in self.needs.items()}
        needs.setdefault(lot, {})[code] = Shared(dict(amounts), version)
        return replace(self, needs=needs)

    def with_lots(self, chosen: set[int]) -> "Draft":
        """The draft for these lots; what was typed for another is kept aside by nobody."""
        return replace(
            self,
            lots={lot: dict(self.lots.get(lot, {})) for lot in sorted(chosen)},
            needs={lot: those for lot, those in self.needs.items() if lot in chosen},
        )

    def with_file(self, file: DraftFile) -> "Draft":
        """The draft with a further file."""
        return replace(self, files=(*self.files, file))

    def without_file(self, file_id: int) -> "Draft":
        """The draft without one."""
        return replace(self, files=tuple(one for one in self.files if one.id != file_id))


def dumped(draft: Draft) -> str:
    """The draft as text, to be sealed."""
    return json.dumps(
        {
            "lots": {
                str(lot): {
                    code: {**plain(one.answer), "version": one.version}
                    for code, one in answers.items()
                }
                for lot, answers in draft.lots.items()
            },
            "files": [vars(one) for one in draft.files],
            "stated": {str(lot): vars(one) for lot, one in draft.stated.items()},
            "needs": {
                str(lot): {
                    code: {
                        "amounts": {str(need): shown(much) for need, much in one.amounts.items()},
                        "version": one.version,
                    }
                    for code, one in those.items()
                }
                for lot, those in draft.needs.items()
            },
        },
        ensure_ascii=False,
    )


def loaded(text: str) -> Draft:
    """The draft again."""
    told: dict[str, Any] = json.loads(text)
    return Draft(
        lots={
            int(lot): {
                code: Written(answered(one), one["version"]) for code, one in answers.items()
            }
            for lot, answers in told["lots"].items()
        },
        files=tuple(DraftFile(**one) for one in told["files"]),
        stated={int(lot): Statement(**one) for lot, one in told.get("stated", {}).items()},
        needs={
            int(lot): {
                code: Shared(
                    {int(need): Decimal(much) for need, much in one["amounts"].items()},
                    one["version"],
                )
                for code, one in those.items()
            }
            # Drafts from before needs could be answered have none.
            for lot, those in told.get("needs", {}).items()
        },
    )
