"""The returning officer's forms: a reason in both languages, a later close, a key."""

from datetime import datetime, time
from typing import Any

from starlette.datastructures import UploadFile

from coopcouncil.ballots.rules.reasons import Reason
from coopcouncil.ballots.rules.words import KEY_BYTES, UnreadableKey, key_from
from coopcouncil.kernel.clock import london
from coopcouncil.kernel.forms import (
    DataRequired,
    DateField,
    FileField,
    Form,
    InputRequired,
    Length,
    Optional,
    RadioField,
    TextAreaField,
    TimeField,
)
from coopcouncil.kernel.i18n import lazy


class ReasonForm(Form):
    """Why, for every voter to read."""

    reason = TextAreaField(
        lazy("Reason, in English"), validators=[DataRequired(), Length(max=2000)]
    )
    reason_cy = TextAreaField(lazy("Reason, in Welsh"), validators=[Length(max=2000)])

    def suit(self, bilingual: bool) -> None:
        """Ask in the organisation's languages."""
        if not bilingual:
            del self.reason_cy

    def said(self) -> Reason:
        """The reason as voters are told."""
        return Reason(
            self.reason.data or "", self["reason_cy"].data or "" if "reason_cy" in self else ""
        )


class ExtendForm(ReasonForm):
    """A later close, and why."""

    closes_on = DateField(lazy("New closing day"), validators=[InputRequired()])
    closes_time = TimeField(lazy("at"), default=time(17), validators=[InputRequired()])

    @property
    def closes_at(self) -> datetime:
        return london(self.closes_on.data, self.closes_time.data or time())


class WithdrawalForm(Form):
    """Why a candidate no longer stands: for the officers' record alone."""

    reason = TextAreaField(lazy("Reason"), validators=[DataRequired(), Length(max=2000)])


class KeeperForm(Form):
    """Who keeps the private half."""

    keeper = RadioField(lazy("Who keeps the key?"), validators=[InputRequired()])


class KeyForm(Form):
    """A copy of the private half: typed words, or the file."""

    words = TextAreaField(lazy("The 17 words of the key"), validators=[Length(max=1000)])
    file = FileField(lazy("Or the key’s file"), validators=[Optional()])

    async def key(self) -> bytes:
        """The private half; `UnreadableKey` where neither is one."""
        typed: Any = self.words.data
        upload = self.file.data
        if isinstance(upload, UploadFile):
            found = await upload.read(4096)
            if len(found) == KEY_BYTES:
                return found
            try:
                typed = _words_of(found.decode("ascii"))
            except UnicodeDecodeError as trouble:
                raise UnreadableKey from trouble
        return key_from(typed or "")


def _words_of(text: str) -> str:
    """The file as it is handed out: lines of words after the comments."""
    return " ".join(line for line in text.splitlines() if not line.startswith("#"))
