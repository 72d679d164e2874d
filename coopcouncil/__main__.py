"""The command line: `coopcouncil COMMAND …`.

Each command lives in a file of `coopcouncil/commands` and is loaded only when asked for, so
that `coopcouncil count` needs neither a database nor its libraries.
"""

import gc
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

# Command → (module of coopcouncil.commands, function, what it does).
COMMANDS: dict[str, tuple[str, str, str]] = {
    "run": ("run", "run", "migrate, seed where asked, and serve"),
    "upgrade": ("run", "upgrade", "bring the database to this release"),
    "serve": ("run", "serve", "serve the site"),
    "worker": ("run", "worker", "do the waiting jobs"),
    "seed": ("seed", "run", "fill an empty database with the demonstration place"),
    "organisation": ("organisation", "run", "begin an organisation with its first secretary"),
    "count": ("count", "run", "count a file of ballot papers"),
    "verify": ("verify", "run", "check a ballot's public bundle"),
    "register": ("register", "run", "export or import a register of members"),
    "ledger": ("ledger", "run", "check that an organisation's books balance"),
    "tender": ("tender", "run", "list the tenders, or give one as open contracting data"),
    "simulator": ("simulator", "run", "a stand-in for Stripe, to try payments against"),
    "audit": ("audit", "run", "check an organisation's audit chain"),
    "backup": ("backup", "backup", "save everything but ballot keys in one file"),
    "restore": ("backup", "restore", "bring back what `backup` saved"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code as in the contracts: 0 done, 1 wrong, 2 bad input, 3 no db."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in ("-h", "--help", "help"):
        print(usage())
        return 0 if words else 2
    name, rest = words[0], words[1:]
    if name not in COMMANDS:
        print(f"coopcouncil: there is no command {name!r}; try coopcouncil help", file=sys.stderr)
        return 2
    module, function, _what = COMMANDS[name]
    # What is loaded at the start stays: looking for garbage in it took a fifth of the start.
    gc.disable()
    command: Callable[[list[str]], int] = getattr(
        import_module(f"coopcouncil.commands.{module}"), function
    )
    gc.freeze()
    gc.enable()
    return command(rest)


def usage() -> str:
    """The list of commands."""
    lines = [f"  {name:<13} {what}" for name, (_module, _function, what) in COMMANDS.items()]
    return "usage: coopcouncil COMMAND …\n\n" + "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
