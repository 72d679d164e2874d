"""`run`, `serve`, `upgrade` and `worker`: the processes of an installation."""

import argparse
import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from datetime import date

import uvicorn
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import DemoSignIn, Person
from coopcouncil.app import make_app
from coopcouncil.commands.beside import simulator_beside
from coopcouncil.commands.outcome import Stop, at_work, outcome
from coopcouncil.kernel import audit, files, jobs, limits, logs
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.config import Config
from coopcouncil.kernel.db import connected, lock, server, tortoise_config
from coopcouncil.kernel.db.upgrade import upgrade as migrate
from coopcouncil.kernel.models import Installation
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.stripe.actions.events import plan_all, sweep_all

# Live pages never end by themselves; a browser then connects anew.
LAST_WORDS = 5


def run(argv: list[str]) -> int:
    """Migrate, seed where asked, serve, and do the jobs, all in one process."""
    words = argparse.ArgumentParser("coopcouncil run")
    words.add_argument("--demo", action="store_true", help="the demonstration place")
    words.add_argument("--port", type=int, help="where to listen (default: PORT, or 8000)")
    asked = words.parse_args(argv)
    logs.begin()
    return outcome(_run(asked.demo, asked.port))


def serve(argv: list[str]) -> int:
    """Serve an installation that is up to date; workers are processes of their own."""
    words = argparse.ArgumentParser("coopcouncil serve")
    words.add_argument("--port", type=int, help="where to listen (default: PORT, or 8000)")
    asked = words.parse_args(argv)
    logs.begin()
    return outcome(_serve(asked.port))


def upgrade(argv: list[str]) -> int:
    """Bring the database to this release."""
    argparse.ArgumentParser("coopcouncil upgrade").parse_args(argv)
    return outcome(_upgrade())


def worker(argv: list[str]) -> int:
    """Do the waiting jobs until told to stop."""
    argparse.ArgumentParser("coopcouncil worker").parse_args(argv)
    logs.begin()
    return outcome(_worker())


async def _run(demo: bool, port: int | None) -> None:
    config = _settled(demo, port)
    with _listening(config) as listener:
        async with server(config) as dsn:
            await migrate(tortoise_config(dsn), dsn)
            async with connected(dsn, config.pool_size):
                if demo:
                    await ensure_demonstration()
                async with _stripe_beside(config), _working(dsn):
                    await _answer(settings.current(), listener)


async def _serve(port: int | None) -> None:
    config = _settled(False, port)
    with _listening(config) as listener:
        async with at_work(config):
            await _answer(config, listener)


async def _upgrade() -> None:
    config = settings.use(settings.load())
    async with server(config) as dsn:
        applied = await migrate(tortoise_config(dsn), dsn)
    print("\n".join(f"Applied {name}." for name in applied) or "Nothing to do.")


async def _worker() -> None:
    async with at_work() as dsn:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        # Every slice's handlers are known once the application is put together.
        make_app(settings.current())
        _rounds()
        await jobs.work(dsn, stop)


async def ensure_demonstration(on: date | None = None) -> None:
    """Seed an empty database, which thereby is a demonstration for ever; refuse any other."""
    async with in_transaction():
        await lock("installation", 1)
        mark = await Installation.get_or_none(id=1)
        if mark and mark.is_demonstration:
            return
        if mark or await Organisation.exists() or await Person.exists():
            raise Stop(
                "This database is in use and no demonstration: the demonstration place is "
                "only put into an empty database."
            )
        from coopcouncil.demo.seed import seed

        print("Making the demonstration place …", flush=True)
        # All or nothing: a seeding that was cut short leaves an empty database.
        await Installation.create(id=1, is_demonstration=True)
        await seed(on)


@contextlib.asynccontextmanager
async def _stripe_beside(config: Config) -> AsyncIterator[None]:
    """A demonstration without a key pays to the simulator, a process that ends with this one."""
    if not config.demo or config.stripe_key is not None:
        yield
        return
    async with simulator_beside(config):
        yield


def _settled(demo: bool, port: int | None) -> Config:
    environment = settings.load() if port is None else settings.load(_with_port(port))
    return settings.use(environment.for_demo() if demo else environment)


def _with_port(port: int) -> dict[str, str]:
    return {**settings.environment(), "PORT": str(port)}


@contextlib.contextmanager
def _listening(config: Config) -> Iterator[socket.socket]:
    """The socket, taken before anything is started, so that a taken port costs nothing."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    with listener:
        try:
            listener.bind((config.host, config.port))
        except OSError as trouble:
            raise Stop(
                f"Port {config.port} cannot be used ({trouble.strerror}): choose another by PORT=."
            ) from trouble
        yield listener


async def _answer(config: Config, listener: socket.socket) -> None:
    site = _Server(
        uvicorn.Config(
            make_app(config),
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=LAST_WORDS,
        )
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, site.stop)
    await _greet(config)
    await site.serve(sockets=[listener])


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Ours are set already, and end the whole process in good order."""
        yield

    def stop(self) -> None:
        self.force_exit = self.should_exit
        self.should_exit = True


async def _greet(config: Config) -> None:
    print(f"CoopCouncil is at {config.base_url}/ (Ctrl-C stops it).", flush=True)
    if config.demo:
        print(f"Sign in at {config.base_url}/sign-in, with one press, as:")
        for sign_in in await DemoSignIn.all():
            print(f"  {sign_in.title}", flush=True)


@contextlib.asynccontextmanager
async def _working(dsn: str) -> AsyncIterator[None]:
    stop = asyncio.Event()
    _rounds()
    task = asyncio.create_task(jobs.work(dsn, stop))
    try:
        yield
    finally:
        stop.set()
        await task


def _rounds() -> None:
    jobs.every("seal-audit", 5, audit.seal_all)
    jobs.every("forget-rates", 3600, limits.forget_old)
    jobs.every("sweep-files", 86_400, files.sweep)
    jobs.every("stripe-collections", 3600, plan_all)
    jobs.every("stripe-sweeps", 3600, sweep_all)
