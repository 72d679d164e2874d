"""English and Welsh: the reader's language, the catalogues, and sorting by the Welsh alphabet.

The catalogues are the `.po` files themselves, compiled in memory: no `.mo` can be stale.
"""

import re
import unicodedata
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import LazyProxy
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coopcouncil.kernel.config import ROOT
from coopcouncil.kernel.errors import Gettext as Gettext

Remember = Callable[[Scope, str], Awaitable[None]]

LANGUAGES = ("en", "cy")
NAMES = {"en": "English", "cy": "Cymraeg"}
COOKIE = "coopcouncil_language"
LOCALES = ROOT / "locales"

language: ContextVar[str] = ContextVar("language", default="en")

_catalogues: dict[str, tuple[int, NullTranslations]] = {}


def gettext(message: str) -> str:
    """The message in the reader's language."""
    return translator(language.get())(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The message for so many things, in the reader's language."""
    return _catalogue(language.get()).ngettext(one, many, count)


def lazy(message: str) -> LazyProxy:
    """A message that is translated when it is shown: for labels made at import."""
    return LazyProxy(gettext, message, enable_cache=False)


def translator(lang: str) -> Gettext:
    """The `_` of one language, whoever is reading."""
    catalogue = _catalogue(lang)

    def translate(message: str) -> str:
        return catalogue.gettext(message) if message else ""

    return translate


def language_of(connection: HTTPConnection) -> str:
    """The language that this request is answered in."""
    found: str = getattr(connection.state, "language", language.get())
    return found


def _catalogue(lang: str) -> NullTranslations:
    found = _catalogues.get(lang)
    return found[1] if found else _load(lang)


def _load(lang: str) -> NullTranslations:
    path = _path(lang)
    if not path.exists():
        # English is the language of the messages themselves.
        catalogue = NullTranslations()
        _catalogues[lang] = (0, catalogue)
        return catalogue
    stamp = path.stat().st_mtime_ns
    compiled = BytesIO()
    with path.open("rb") as po:
        messages = read_po(po, locale=lang)
    for message in list(messages):
        # Else a plural that nobody has translated yet would say "82 member".
        if isinstance(message.string, (tuple, list)) and not all(message.string):
            messages.delete(message.id)
    write_mo(compiled, messages)
    compiled.seek(0)
    catalogue = GNUTranslations(compiled)
    _catalogues[lang] = (stamp, catalogue)
    return catalogue


def refresh() -> None:
    """Read a catalogue again if its file has changed."""
    for lang, kept in list(_catalogues.items()):
        path = _path(lang)
        if path.exists() and path.stat().st_mtime_ns != kept[0]:
            _load(lang)


def _path(lang: str) -> Path:
    return LOCALES / lang / "LC_MESSAGES" / "coopcouncil.po"


class LanguageMiddleware:
    """Chooses the language: asked for in the address, else remembered, else the browser's.

    `?lang=cy` is remembered in a cookie, and by `remember` for a person who is signed in.
    Whoever loads the person calls `prefer` with the person's own choice.
    """

    def __init__(
        self, app: ASGIApp, secure: bool = False, remember: Remember | None = None
    ) -> None:
        self.app, self.secure, self.remember = app, secure, remember

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or scope["path"].startswith("/static/"):
            await self.app(scope, receive, send)
            return
        refresh()
        headers = Headers(scope=scope)
        asked = _asked(scope)
        chosen = asked or _remembered(headers) or _accepted(headers.get("accept-language", ""))
        state = scope.setdefault("state", {})
        state["language_asked"] = asked is not None
        state["language"] = chosen
        token = language.set(chosen)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                answer.setdefault("content-language", state["language"])
                answer.add_vary_header("Cookie, Accept-Language")
                if asked:
                    answer.append("set-cookie", _cookie(asked, self.secure))
                    # Before the answer: whoever reads it may ask for the next page at once.
                    if self.remember:
                        await self.remember(scope, asked)
            await send(message)

        try:
            await self.app(scope, receive, sending)
        finally:
            language.reset(token)


def prefer(scope: Scope, lang: str | None) -> None:
    """Answer in the person's own language, unless the address asks for another."""
    state = scope.setdefault("state", {})
    if lang in LANGUAGES and not state.get("language_asked"):
        state["language"] = lang
        language.set(lang)


def _asked(scope: Scope) -> str | None:
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    asked = query.get("lang", [""])[-1]
    return asked if asked in LANGUAGES else None


def _remembered(headers: Headers) -> str | None:
    found = cookie_parser(headers.get("cookie", "")).get(COOKIE)
    return found if found in LANGUAGES else None


def _accepted(header: str) -> str:
    """The best of our languages for an Accept-Language header; English where none fits."""
    best, most = LANGUAGES[0], 0.0
    for part in header.split(","):
        tag, _, parameters = part.strip().partition(";")
        lang = tag.strip().lower().partition("-")[0]
        weight = parameters.strip().removeprefix("q=") or "1"
        try:
            quality = float(weight)
        except ValueError:
            continue
        if lang in LANGUAGES and most < quality <= 1:
            best, most = lang, quality
    return best


def _cookie(lang: str, secure: bool) -> str:
    year = 365 * 86400
    text = f"{COOKIE}={lang}; Path=/; Max-Age={year}; HttpOnly; SameSite=Lax"
    return text + "; Secure" if secure else text


_DIGRAPHS = re.compile("ch|dd|ff|ng|ll|ph|rh|th")
_SPACED = re.compile(r"[\s/-]+")
_NOT_COUNTED = re.compile(r"[^a-z0-9 ]")


def welsh_key(text: str) -> str:
    """A key that sorts, byte by byte, as the Welsh alphabet does.

    The digraphs are letters of their own, after the letter that they begin with, and ng
    after g. A key cannot know the rare word whose n and g are two letters.

    >>> sorted(["Dafydd", "Ddôl", "Dyfed", "Cybi", "Chwilog"], key=welsh_key)
    ['Cybi', 'Chwilog', 'Dafydd', 'Dyfed', 'Ddôl']
    """
    # "~" sorts after every letter: all of c… comes before ch….
    return _DIGRAPHS.sub(
        lambda pair: "g~" if pair[0] == "ng" else pair[0][0] + "~", plain_key(text)
    )


def plain_key(text: str) -> str:
    """A key that sorts as English does: case, accents and punctuation do not count.

    >>> plain_key("O'Neill-Ŵyn")
    'oneill wyn'
    """
    if text.isascii():
        # As below, in a fraction of the time: most names are.
        return " ".join(_NOT_COUNTED.sub("", _SPACED.sub(" ", text.lower())).split())
    letters = unicodedata.normalize("NFD", text.casefold())
    spaced = "".join(" " if c.isspace() or c in "-‐–/" else c for c in letters)
    return " ".join("".join(c for c in spaced if c.isalnum() or c == " ").split())
