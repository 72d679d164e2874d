"""The embedded server's keeper: one small process that outlives no user of the database.

It runs as a script of the standard library alone, in a session of its own (so that Ctrl-C in
the terminal does not reach the server before the application has finished). It starts the
server and waits until every process that holds `users` shared has ended, by whatever way,
`kill -9` included, and then stops the server in good order.

    python -I -S keeper.py HOME-OF-SERVER UID POSTGRES [ARGUMENT...]
"""

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

PR_SET_PDEATHSIG = 1


def _die_with_keeper() -> None:
    # Linux only: a keeper that is killed takes the server down in good order.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def keep(place: Path, uid: int, command: list[str]) -> int:
    """Run the server until its last user has gone."""
    # Every process of the server inherits this lock, so it is free only when all have ended:
    # then, and only then, a pid file left behind by a crash is stale for certain.
    alive = open(place / "alive", "r+")  # noqa: SIM115
    fcntl.flock(alive, fcntl.LOCK_EX)
    (place / "data" / "postmaster.pid").unlink(missing_ok=True)
    as_whom: dict[str, object] = {}
    if os.geteuid() != uid:
        as_whom = {"user": uid, "group": uid, "extra_groups": []}
    with open(place / "log", "ab") as log:
        server = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            pass_fds=[alive.fileno()],
            preexec_fn=_die_with_keeper,
            env={"LANG": "C", "TZ": "UTC"},
            **as_whom,  # type: ignore[call-overload]
        )
    signal.signal(signal.SIGTERM, lambda *_: server.send_signal(signal.SIGINT))
    threading.Thread(target=_stop_after_last_user, args=(place, server), daemon=True).start()
    return int(server.wait())


def _stop_after_last_user(place: Path, server: "subprocess.Popen[bytes]") -> None:
    with open(place / "users", "r+") as users:
        fcntl.flock(users, fcntl.LOCK_EX)
        server.send_signal(signal.SIGINT)
        server.wait()


if __name__ == "__main__":
    os.umask(0o077)
    for harmless in (signal.SIGINT, signal.SIGHUP):
        signal.signal(harmless, signal.SIG_IGN)
    raise SystemExit(keep(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]))
