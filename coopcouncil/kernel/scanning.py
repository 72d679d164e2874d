"""A scanner's hook: what a stranger sends is looked at before it is kept. Off until it is set.

`COOPCOUNCIL_SCANNER` is `clamd:/run/clamav/clamd.sock` or `clamd://host:3310`, or a command that
reads the file from its standard input and answers 0 for clean, 1 for not (`clamdscan -` does so).
With it set, nothing is kept that it has not called clean.
"""

import asyncio
import shlex
import struct
from urllib.parse import urlsplit

from coopcouncil.kernel import config
from coopcouncil.kernel.errors import Gettext, Refused

PATIENCE = 60
_PIECE = 1 << 16


class Infected(Refused):
    """The scanner knows it for something harmful."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("A virus scanner refused this file. Nothing of it was kept.")


class NotScanned(Refused):
    """The scanner is there but does not answer: nothing passes unseen."""

    status = 503

    def sentence(self, _: Gettext) -> str:
        return _("The file could not be checked for viruses just now. Try again in a few minutes.")


async def scan(data: bytes) -> None:
    """Return for what is clean, or where no scanner is set."""
    setting = config.current().scanner
    if not setting:
        return
    try:
        async with asyncio.timeout(PATIENCE):
            if setting.startswith("clamd:"):
                is_clean = await _asked_clamd(setting, data)
            else:
                is_clean = await _asked_command(setting, data)
    except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError) as trouble:
        raise NotScanned from trouble
    if not is_clean:
        raise Infected


async def _asked_command(setting: str, data: bytes) -> bool:
    process = await asyncio.create_subprocess_exec(
        *shlex.split(setting),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await process.communicate(data)
    except BaseException:
        process.kill()
        raise
    if process.returncode not in (0, 1):
        raise NotScanned
    return process.returncode == 0


async def _asked_clamd(setting: str, data: bytes) -> bool:
    """By clamd's own INSTREAM: pieces with their length, an empty one last."""
    parts = urlsplit(setting)
    if parts.netloc:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port or 3310)
    else:
        reader, writer = await asyncio.open_unix_connection(parts.path)
    try:
        writer.write(b"zINSTREAM\0")
        for start in range(0, len(data), _PIECE):
            piece = data[start : start + _PIECE]
            writer.write(struct.pack("!L", len(piece)) + piece)
            await writer.drain()
        writer.write(struct.pack("!L", 0))
        await writer.drain()
        said = (await reader.read(4096)).rstrip(b"\0\n")
    finally:
        writer.close()
    if said.endswith(b"FOUND"):
        return False
    if said.endswith(b": OK"):
        return True
    raise NotScanned
