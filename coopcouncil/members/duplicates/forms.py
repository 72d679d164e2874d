"""What a person decides of two who look alike."""

from coopcouncil.kernel.forms import FieldList, Form, InputRequired, Length, RadioField, StringField
from coopcouncil.kernel.i18n import lazy
from coopcouncil.members.duplicates.pairs import Pair, places_of_both
from coopcouncil.members.kinds import Fact
from coopcouncil.members.recording import facts_of

SIDES = ("earlier", "later")


class MergeForm(Form):
    """Which number stays, what holds where the two differ, and why they are one."""

    keep = RadioField(lazy("Which member number stays?"), [InputRequired()])
    choices = FieldList(RadioField(validate_choice=False))
    reason = StringField(
        lazy("How do you know that they are one person?"),
        [InputRequired(), Length(max=500)],
        description=lazy("Kept in the history of both numbers."),
    )

    def offer(self, pair: Pair) -> None:
        """One question for each fact in which they differ, with either's words."""
        numbers = (pair.earlier.member_number, pair.later.member_number)
        self.keep.choices = list(zip(SIDES, numbers, strict=True))
        for entry, difference in zip(self.choices.entries, pair.differences, strict=False):
            entry.choices = [
                ("earlier", _words(difference.earlier)),
                ("later", _words(difference.later)),
            ]
            entry.label.text = difference.label

    def chosen(self, pair: Pair) -> dict[str, Fact]:
        """What is to hold of the one who stays."""
        sides = {"earlier": facts_of(pair.earlier), "later": facts_of(pair.later)}
        said = {
            difference.name: entry.data if entry.data in SIDES else difference.offered
            for entry, difference in zip(self.choices.entries, pair.differences, strict=False)
        }
        facts = {name: sides[side][name] for name, side in said.items()}
        # Either may be the one who stays: what neither was asked for is told of both.
        fits = places_of_both(sides["earlier"], sides["later"], facts)
        return {**facts, "fits": fits}

    @classmethod
    def about(cls, pair: Pair) -> "MergeForm":
        """The form as it is first shown."""
        form = cls(data={"keep": "earlier", "choices": [d.offered for d in pair.differences]})
        form.offer(pair)
        return form


class UnmergeForm(Form):
    """Why one is two again."""

    reason = StringField(lazy("Why are they two people?"), [InputRequired(), Length(max=500)])


def _words(text: str) -> object:
    return text.replace("\n", ", ") or lazy("Nothing known")
