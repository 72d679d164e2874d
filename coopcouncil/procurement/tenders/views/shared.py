"""What the pages of a tender share."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.fields import component
from coopcouncil.kernel.forms import Form
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import page
from coopcouncil.kernel.shown import shown_date
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.rules.refusals import ChangedMeanwhile

Stands = Callable[[], Awaitable[tuple[str, Form | None]]]
"""The letters of what stands now, and a form that is filled with it."""


def form_page(
    request: Request,
    tender: Tender,
    form: Form,
    heading: str,
    button: str,
    back: tuple[str, Mapping[str, Any]],
    back_text: str,
    *,
    intro: Sequence[str] = (),
    stands: Sequence[tuple[str, str]] = (),
    removal: str = "",
    removal_text: str = "",
    status: int | None = None,
) -> Response:
    """One form of a tender's."""
    return page(
        request,
        "procurement/tenders/form.html",
        status=status,
        form=form,
        heading=heading,
        button=button,
        back=back,
        back_text=back_text,
        intro=intro,
        stands=stands,
        removal=removal,
        removal_text=removal_text,
        tender=tender,
    )


async def refused(form: Form, refusal: Refused, stands: Stands) -> list[tuple[str, str]]:
    """Say the refusal in the form. Where somebody else saved meanwhile: what stands now, and the
    letters of it, so that saving again is done knowingly."""
    form.refuse(refusal)
    if not isinstance(refusal, ChangedMeanwhile):
        return []
    letters, now = await stands()
    form["seen"].data = letters
    form["seen"].raw_data = [letters]
    return standing(now, form) if now is not None else []


def standing(now: Form, typed: Form) -> list[tuple[str, str]]:
    """What stands otherwise than it was typed, by the labels of the form."""
    found = []
    for field in now:
        if field.name == "seen" or field.name not in typed:
            continue
        if (field.data or None) != (typed[field.name].data or None):
            found.append((str(field.label.text), _said(field)))
    return found


def _said(field: Any) -> str:
    if component(field) in ("radios", "select"):
        texts = {str(value): str(text) for value, text, *_ in field.iter_choices()}
        return texts.get(str(field.data or ""), "–")
    if isinstance(field.data, bool):
        return gettext("Yes") if field.data else gettext("No")
    if isinstance(field.data, date):
        return shown_date(field.data)
    return str(field.data) if field.data not in (None, "") else "–"
