"""How a command ends: an exit code, and one line on standard error where something is wrong."""

import asyncio
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import uvloop

from coopcouncil.kernel import config as settings
from coopcouncil.kernel.config import BadSetting, Config
from coopcouncil.kernel.db import NoDatabase, connected, server, tortoise_config
from coopcouncil.kernel.db.upgrade import pending
from coopcouncil.kernel.errors import Refused

WRONG, BAD_INPUT, NO_DATABASE = 1, 2, 3


class Stop(Exception):
    """The command cannot go on: one sentence, and the code to exit with."""

    def __init__(self, sentence: str, code: int = BAD_INPUT) -> None:
        super().__init__(sentence)
        self.code = code


def outcome(action: Coroutine[Any, Any, int | None]) -> int:
    """Run a command to its end; the exit code. What people can mend is said in one line."""
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(action) or 0
    except NoDatabase as trouble:
        return _say(str(trouble), NO_DATABASE)
    except (asyncpg.PostgresConnectionError, asyncpg.OperatorInterventionError) as trouble:
        return _say(f"The database went away: {trouble}.", NO_DATABASE)
    except asyncpg.InterfaceError as trouble:
        if "closed" not in str(trouble):
            raise
        return _say("The database went away.", NO_DATABASE)
    except BadSetting as trouble:
        return _say(str(trouble), BAD_INPUT)
    except Stop as stop:
        return _say(str(stop), stop.code)
    except Refused as refusal:
        return _say(refusal.sentence(lambda english: english), BAD_INPUT)
    except KeyboardInterrupt:
        return _say("Stopped.", 130)


@asynccontextmanager
async def at_work(config: Config | None = None) -> AsyncIterator[str]:
    """The database of this installation, up to date and connected; its address."""
    config = settings.use(config or settings.load())
    async with server(config) as dsn:
        missing = await pending(tortoise_config(dsn))
        if missing:
            raise Stop(
                f"The database lacks {len(missing)} migrations: run coopcouncil upgrade.",
                NO_DATABASE,
            )
        async with connected(dsn, config.pool_size):
            yield dsn


def _say(sentence: str, code: int) -> int:
    print(f"coopcouncil: {sentence}", file=sys.stderr)
    return code
