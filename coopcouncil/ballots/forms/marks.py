"""Looking for a voter, and a file of member numbers."""

from coopcouncil.counting.formats import Unreadable, decode
from coopcouncil.kernel.forms import FileField, Form, Length, StringField
from coopcouncil.kernel.i18n import gettext, lazy


class FindForm(Form):
    """A voter by number, name or postcode."""

    in_address = True
    q = StringField(lazy("Member number, name or postcode"), validators=[Length(max=100)])


class MarksFileForm(Form):
    """Member numbers, one a line."""

    file = FileField(lazy("File of member numbers (CSV)"))

    async def read(self) -> str | None:
        """The file's text, or nothing where it cannot be read; the form then says why."""
        if not hasattr(self.file.data, "read"):
            self.wrong(gettext("Choose a file."), at="file")
            return None
        try:
            return decode(await self.file.data.read())
        except Unreadable:
            self.wrong(gettext("Save the file as CSV in UTF-8 and choose it again."), at="file")
            return None
