"""The scanner's hook: off by default, by a command, by clamd's socket."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from coopcouncil.kernel import config as settings
from coopcouncil.kernel.config import Config
from coopcouncil.kernel.scanning import Infected, NotScanned, scan

pytestmark = pytest.mark.anyio

# The industry's test string, in two halves so that this file is none.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LOOKS = "python3 -c \"import sys; sys.exit(b'EICAR' in sys.stdin.buffer.read())\""


async def test_without_a_scanner_everything_passes(config: Config):
    await scan(EICAR)


async def test_a_command_says_which_is_clean(config: Config):
    settings.use(replace(config, scanner=LOOKS))
    await scan(b"words")
    with pytest.raises(Infected):
        await scan(EICAR)


@pytest.mark.parametrize("broken", ["no-such-scanner", "sh -c 'exit 2'", "clamd:/nowhere.sock"])
async def test_a_scanner_that_does_not_answer_lets_nothing_pass(config: Config, broken: str):
    settings.use(replace(config, scanner=broken))
    with pytest.raises(NotScanned):
        await scan(b"words")


async def test_clamd_is_asked_in_its_own_words(config: Config, tmp_path: Path):
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readexactly(10) == b"zINSTREAM\0"
        found = b""
        while length := int.from_bytes(await reader.readexactly(4), "big"):
            found += await reader.readexactly(length)
        writer.write(b"stream: Eicar FOUND\0" if b"EICAR" in found else b"stream: OK\0")
        writer.close()

    path = tmp_path / "clamd.sock"
    async with await asyncio.start_unix_server(answer, path):
        settings.use(replace(config, scanner=f"clamd:{path}"))
        await scan(b"w" * 200_000)
        with pytest.raises(Infected):
            await scan(EICAR)
