"""The command line as others see it: a process with an exit code, words and a port."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from coopcouncil.kernel.config import ROOT


@dataclass
class Said:
    """How a command ended."""

    code: int
    out: str
    err: str


def environment(home: Path, dsn: str | None = None, **more: str) -> dict[str, str]:
    """The environment of a process that knows only this home and database."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("COOPCOUNCIL_") and name not in ("DATABASE_URL", "PORT")
    }
    return {
        **kept,
        "COOPCOUNCIL_HOME": str(home),
        **({"DATABASE_URL": dsn} if dsn else {}),
        **more,
    }


async def coopcouncil(*words: object, home: Path, dsn: str | None = None, **more: str) -> Said:
    """Run a command to its end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "coopcouncil", *(str(word) for word in words)),
        cwd=ROOT,
        env=environment(home, dsn, **more),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    return Said(process.returncode, out.decode(), err.decode())


@contextlib.asynccontextmanager
async def running(
    *words: str, home: Path, dsn: str | None = None, port: int
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A server process that answers; killed at the end if it still runs."""
    log = home.parent / "server.log"
    with log.open("ab") as file:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "coopcouncil", *words, "--port", str(port)),
            cwd=ROOT,
            env=environment(home, dsn),
            stdout=file,
            stderr=file,
        )
    try:
        async with asyncio.timeout(300):
            while await status_of(port, "/readyz") != 200:
                assert process.returncode is None, log.read_text()
                await asyncio.sleep(0.05)
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
            await process.wait()


async def status_of(port: int, path: str) -> int | None:
    """The answer's status, or nothing where nobody answers."""
    return await asyncio.to_thread(_status_of, port, path)


def _status_of(port: int, path: str) -> int | None:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as answer:
        return answer.code
    except OSError:
        return None


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
