"""`coopcouncil simulator`: the stand-in for Stripe, as a process of its own."""

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

from coopcouncil.simulator.app import serve


def run(argv: list[str]) -> int:
    """Serve until told to stop; what it knows is kept in a file where one is named."""
    words = argparse.ArgumentParser("coopcouncil simulator")
    words.add_argument("--port", type=int, default=8420, help="where to listen (default: 8420)")
    words.add_argument("--key", default="sk_test_simulator", help="the secret key that it takes")
    words.add_argument("--file", type=Path, help="where it keeps what it knows")
    words.add_argument(
        "--check", action="store_true", help="hold every answer against Stripe's description"
    )
    words.add_argument(
        "--still", action="store_true", help="time and webhooks wait for the control address"
    )
    words.add_argument(
        "--until-alone", action="store_true", help="end as soon as standard input does"
    )
    asked = words.parse_args(argv)
    if asked.until_alone:
        threading.Thread(target=_end_when_alone, daemon=True).start()
    serve(asked.port, asked.key, asked.file, asked.check, not asked.still)
    return 0


def _end_when_alone() -> None:
    """Whoever began this has gone, if only by a kill: nothing is left behind."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
