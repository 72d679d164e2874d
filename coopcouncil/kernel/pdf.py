"""Paper: the same templates, set by weasyprint as PDF/UA-1, with no network at all."""

import io
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import anyio.to_thread
import segno
from markupsafe import Markup

from coopcouncil.kernel import pages
from coopcouncil.kernel.static import STATIC

# A host that can exist nowhere: every address on paper is resolved against it.
_BASE = "http://paper.invalid/"


class OutsidePaper(Exception):
    """A template on paper asked for something that is not ours."""


async def render(template: str, language: str, /, **ctx: Any) -> bytes:
    """The template as a PDF. Slow, so it is set in a thread: call it from a job."""
    text = pages.render(template, language, **ctx)
    return await anyio.to_thread.run_sync(typeset, text)


async def render_public(template: str, language: str, /, **ctx: Any) -> bytes:
    """The same for what everybody may read: set once, and at hand for whoever asks next."""
    text = pages.render(template, language, **ctx)
    return await anyio.to_thread.run_sync(_typeset_once, text)


def typeset(text: str) -> bytes:
    """HTML as a PDF, tagged for screen readers."""
    # Imported here: it costs half a second, which a command that prints nothing should not pay.
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    html = HTML(string=text, base_url=_BASE, url_fetcher=_fetcher())
    try:
        data: bytes = html.write_pdf(pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as trouble:
        raise OutsidePaper(str(trouble)) from None
    return data


_typeset_once = lru_cache(maxsize=16)(typeset)


def qr(text: str, title: str) -> Markup:
    """A QR code as inline SVG with its title; print the address in words beneath it."""
    drawing = io.BytesIO()
    code = segno.make_qr(text, error="m")
    code.save(drawing, kind="svg", xmldecl=False, svgns=True, title=title, border=2, omitsize=True)
    svg = drawing.getvalue().decode().strip()
    return Markup(svg.replace("<svg ", '<svg role="img" ', 1))  # noqa: S704  made by segno, escaped


def _fetcher() -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):  # type: ignore[misc]
        """Our own static files and data addresses; anything else is a fault of the template."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            parts = urlsplit(url)
            if parts.scheme == "data":
                return super().fetch(url, headers)
            path = _own_file(parts.path)
            if not url.startswith(_BASE) or path is None:
                raise FatalURLFetchingError(url)
            return URLFetcherResponse(url, path.read_bytes(), {"content-type": _type(path)})

    return OwnFiles(allowed_protocols=("data", "http"), fail_on_errors=True)


def _own_file(address: str) -> Path | None:
    path = (STATIC / unquote(address).removeprefix("/static/")).resolve()
    return path if path.is_relative_to(STATIC / "build") and path.is_file() else None


def _type(path: Path) -> str:
    return {".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}.get(
        path.suffix, "application/octet-stream"
    )
