"""Our own style, script and fonts: addresses that change with the content, kept for ever."""

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from coopcouncil.kernel.config import ROOT

STATIC = ROOT / "static"

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
_PACKED = {".css", ".js", ".svg", ".txt"}


def static(name: str) -> str:
    """The address of a file under `static/`, with its content's hash."""
    path = STATIC / name
    return f"/static/{name}?v={_hash(path, path.stat().st_mtime_ns)}"


def font(subset: str) -> str:
    """The address of a subset of the typeface, as the style sheet writes it."""
    return "/static/build/" + next(
        path.name for path in (STATIC / "build").glob(f"*-next-{subset}-*.woff2")
    )


class StaticFiles:
    """Serves `static/build`: small files, each read once, packed once, never a folder."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405)
        name = scope["path"].removeprefix("/static/")
        path = (STATIC / name).resolve()
        known = path.suffix in _TYPES and path.is_relative_to(STATIC / "build")
        if not known or not path.is_file():
            raise HTTPException(404)
        headers = Headers(scope=scope)
        packed = path.suffix in _PACKED and "gzip" in headers.get("accept-encoding", "")
        body = _body(path, path.stat().st_mtime_ns, packed)
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        answer = {
            "content-type": _TYPES[path.suffix],
            "etag": tag,
            "vary": "Accept-Encoding",
            # A version in the address, or in a font's name, never changes what it means.
            "cache-control": "public, max-age=31536000, immutable"
            if scope["query_string"].startswith(b"v=") or path.suffix == ".woff2"
            else "public, max-age=300",
        }
        if packed:
            answer["content-encoding"] = "gzip"
        if headers.get("if-none-match") == tag:
            await Response(status_code=304, headers=answer)(scope, receive, send)
            return
        await Response(body, headers=answer)(scope, receive, send)


@lru_cache(maxsize=256)
def _hash(path: Path, stamp: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


@lru_cache(maxsize=256)
def _body(path: Path, stamp: int, packed: bool) -> bytes:
    body = path.read_bytes()
    return gzip.compress(body, 9, mtime=0) if packed else body
