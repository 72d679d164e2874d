"""Templates as Python has compiled them, kept in the home: a page is then as quick after a start
as before it. Where they cannot be kept, each process compiles its own."""

from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2.bccache import Bucket, FileSystemBytecodeCache

HERE = Path(__file__).resolve().parent


class Compiled(FileSystemBytecodeCache):
    """The kept ones of this release; a template that was changed since is compiled anew."""

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            Path(self.directory).mkdir(mode=0o700, parents=True, exist_ok=True)
            super().dump_bytecode(bucket)

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return super().get_cache_key(f"{_release()} {name}", filename)


@cache
def _release() -> str:
    """What else a compiled template depends on: its environment, and the filters, whose answers
    about what never changes are compiled in."""
    found = sha256()
    for path in sorted(HERE.glob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()
