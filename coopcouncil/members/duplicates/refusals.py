"""Why two members are not made one, or one not two again. Pure."""

from collections.abc import Sequence

from coopcouncil.kernel.errors import Gettext, Refused


class MergedAlready(Refused):
    """A number that points elsewhere has nothing left to merge."""

    def sentence(self, _: Gettext) -> str:
        return _("One of the two was merged already. Look at the list again.")


class OneMember(Refused):
    """It takes two."""

    def sentence(self, _: Gettext) -> str:
        return _("Choose two different members.")


class UndoneAlready(Refused):
    """A merge is undone once."""

    def sentence(self, _: Gettext) -> str:
        return _("This merge is undone already.")


class MergedOnwards(Refused):
    """Who was kept has gone into a third since."""

    def __init__(self, number: str) -> None:
        self.number = number

    def sentence(self, _: Gettext) -> str:
        text = _("The member who was kept was merged with {number} since. Undo that merge first.")
        return text.format(number=self.number)


class HeldElsewhere(Refused):
    """The number that would go has things hanging on it that cannot go along."""

    def __init__(self, number: str, sentences: Sequence[Refused]) -> None:
        self.number, self.sentences = number, sentences

    def sentence(self, _: Gettext) -> str:
        said = " ".join(each.sentence(_) for each in self.sentences)
        text = _("Nothing is merged, because of what hangs on member {number}. {reasons}")
        return text.format(number=self.number, reasons=said)


class RowsElsewhere(Refused):
    """Some part of the site refers to the member, and has not said what becomes of that."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "Other records name that number. Keep that number instead, or end those records first."
        )


class BothHaveOne(Refused):
    """Both numbers have a record of which one member has one alone."""

    def __init__(self, table: str) -> None:
        self.table = table

    def sentence(self, _: Gettext) -> str:
        return {
            "learner": _(
                "Both are tied to a learner of their own. Take one of them off the learners first."
            ),
        }.get(
            self.table,
            _("Both numbers have a record of which one member has one alone. End one first."),
        )


class OnOneOpenRoll(Refused):
    """Both are on the roll of a ballot that is not over: one person would have two votes."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "Both are on the roll of a ballot that is not over. Merge them when it is over: until "
            "then there is one vote too many, and the returning officer should know."
        )
