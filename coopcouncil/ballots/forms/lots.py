"""An order that was drawn by hand."""

from collections.abc import Sequence

from starlette.datastructures import FormData

from coopcouncil.kernel.forms import DataRequired, Form, Length, TextAreaField
from coopcouncil.kernel.i18n import lazy


class HandDrawForm(Form):
    """How and where lots were drawn; the numbers come beside it, one for each candidate."""

    how = TextAreaField(
        lazy("How, where and before whom were lots drawn? In English"),
        validators=[DataRequired(), Length(max=1000)],
    )
    how_cy = TextAreaField(lazy("The same in Welsh"), validators=[Length(max=1000)])


def drawn_numbers(sent: FormData, places: Sequence[int]) -> dict[int, int | None]:
    """Each place's number in the draw, as far as it is one."""
    texts = {place: str(sent.get(f"drawn-{place}", "")).strip() for place in places}
    return {
        place: int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
        for place, text in texts.items()
    }
