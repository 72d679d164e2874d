"""The simulator as one ASGI application, and as a process."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from coopcouncil.simulator.api import Api, Checker
from coopcouncil.simulator.control import Control
from coopcouncil.simulator.hooks import Hooks
from coopcouncil.simulator.hosted import Hosted
from coopcouncil.simulator.shapes import StripeError
from coopcouncil.simulator.world import World

# How often, in seconds, what falls due is done and delivered.
ROUND = 0.25


def make_simulator(
    world: World,
    base: str,
    *,
    check: Checker | None = None,
    by_itself: bool = True,
    kept_in: Path | None = None,
) -> Starlette:
    """`base` is its own address. `by_itself`: time passes and webhooks go out without being told
    to; `kept_in` is the file in which it is written down."""
    world.state["base"] = base
    hooks = Hooks(world)
    api = Api(world, check)
    control = Control(world, hooks, api)
    hosted = Hosted(world)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(_pass_time(world, hooks, kept_in)) if by_itself else None
        yield
        if task:
            task.cancel()
        if kept_in:
            world.save(kept_in)

    both = ["GET", "POST"]
    app = Starlette(
        routes=[
            Route("/", control.page, methods=both),
            Route("/healthz", _healthz),
            Route("/_control/{verb}", control.respond, methods=["POST"]),
            Route("/c/pay/{account}/{session}", hosted.pay, methods=both),
            Route("/challenge/{account}/{intent}", hosted.challenge, methods=both),
            Route("/setup/{account}/{token}", hosted.set_up, methods=both),
            Route("/v1/{rest:path}", api.respond, methods=["GET", "POST", "DELETE"]),
        ],
        exception_handlers={StripeError: _refused},
        lifespan=lifespan,
    )
    app.state.world, app.state.hooks, app.state.api = world, hooks, api
    return app


async def _healthz(request: Request) -> Response:
    return PlainTextResponse("ok")


async def _refused(request: Request, trouble: Exception) -> Response:
    assert isinstance(trouble, StripeError)
    return JSONResponse({"error": trouble.error}, trouble.status)


async def _pass_time(world: World, hooks: Hooks, kept_in: Path | None) -> None:
    saved = -1
    while True:
        await asyncio.sleep(ROUND)
        world.run_due()
        await hooks.deliver_due()
        if kept_in and world.state["changed"] != saved:
            saved = world.state["changed"]
            world.save(kept_in)


def serve(port: int, key: str, kept_in: Path | None, check: bool, by_itself: bool) -> None:
    """Be the process, until told to stop."""
    world = World(key)
    if kept_in and kept_in.exists():
        world.load(kept_in)
    checker: Checker | None = None
    if check:
        from coopcouncil.simulator.checking import check as checker
    app = make_simulator(
        world, f"http://localhost:{port}", check=checker, by_itself=by_itself, kept_in=kept_in
    )
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)
