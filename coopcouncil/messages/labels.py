"""The slice's closed sets in words."""

from coopcouncil.kernel.i18n import lazy
from coopcouncil.messages.models import MessageKind, Speech, Way

KINDS = {
    MessageKind.SERVICE: lazy("Service message"),
    MessageKind.NEWS: lazy("News"),
}
WAYS = {
    Way.EMAIL: lazy("By e-mail"),
    Way.POST: lazy("By post"),
    Way.SPOKEN: lazy("Told in person"),
    Way.NONE: lazy("No address for it"),
}
LANGUAGES = {
    Speech.ENGLISH: lazy("English"),
    Speech.WELSH: lazy("Welsh"),
    Speech.BOTH: lazy("Both languages"),
}
