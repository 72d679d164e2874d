"""The settings, read once: the environment first, then the checkout's `.env`."""

import os
import re
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
STRIPE = "https://api.stripe.com"
SIMULATORS_KEY = "sk_test_simulator"


class BadSetting(Exception):
    """A setting that cannot be used; its text is one sentence for whoever set it."""


@dataclass(frozen=True)
class Config:
    """Everything that differs from one installation to the next."""

    home: Path
    database_url: str | None = None
    port: int = 8000
    base_url: str = "http://localhost:8000"
    host: str = "127.0.0.1"
    demo: bool = False
    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str = "CoopCouncil <noreply@localhost>"
    notify_key: str | None = field(default=None, repr=False)
    notify_template: str | None = None
    notify_url: str = "https://api.notifications.service.gov.uk"
    # The organisations whose messages go by Notify although there is a mail server too.
    notify_for: frozenset[str] = frozenset()
    stripe_key: str | None = field(default=None, repr=False)
    stripe_hook_secret: str | None = field(default=None, repr=False)
    stripe_url: str = STRIPE
    files_url: str | None = None
    files_limit: int = 25 * 1024 * 1024
    pool_size: int = 10
    # What looks at strangers' files before they are kept; see kernel.scanning.
    scanner: str | None = None
    secret_key: bytes = field(default=b"", repr=False)

    @property
    def keys(self) -> Path:
        """The folder of secrets: never in the database, a backup or a log."""
        return self.home / "keys"

    @property
    def origin(self) -> str:
        """The one origin that browsers see us under, as `Origin` headers write it."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach us over TLS, so that cookies may insist on it."""
        return self.base_url.startswith("https://")

    @property
    def stripe_is_simulated(self) -> bool:
        """Whether payments go to the simulator, where no money moves."""
        return self.stripe_key is not None and self.stripe_url != STRIPE

    def for_demo(self, port: int | None = None) -> "Config":
        """The same installation as a demonstration, which listens on this machine alone."""
        port = port or self.port
        return replace(
            self, demo=True, host="127.0.0.1", port=port, base_url=f"http://localhost:{port}"
        )


def load(environ: Mapping[str, str] | None = None) -> Config:
    """The settings of this process; makes the home and the secret on first use."""
    if environ is None:
        environ = environment()
    home = Path(environ.get("COOPCOUNCIL_HOME") or ROOT / "var").expanduser().absolute()
    port = _whole(environ, "PORT", 8000, most=65535)
    return Config(
        home=home,
        database_url=environ.get("DATABASE_URL") or None,
        port=port,
        base_url=_address(environ, f"http://localhost:{port}"),
        host=environ.get("COOPCOUNCIL_HOST") or "127.0.0.1",
        smtp_url=environ.get("COOPCOUNCIL_SMTP_URL") or None,
        mail_from=environ.get("COOPCOUNCIL_MAIL_FROM") or Config.mail_from,
        **_notify(environ),
        **_stripe(environ),
        files_url=environ.get("COOPCOUNCIL_FILES_URL") or None,
        files_limit=_whole(environ, "COOPCOUNCIL_FILES_LIMIT", Config.files_limit),
        pool_size=_whole(environ, "COOPCOUNCIL_POOL_SIZE", Config.pool_size),
        scanner=environ.get("COOPCOUNCIL_SCANNER") or None,
        secret_key=_secret(environ, home),
    )


def _notify(environ: Mapping[str, str]) -> dict[str, Any]:
    """GOV.UK Notify's settings: a key, itself or in a file, and the number of a template."""
    key = environ.get("COOPCOUNCIL_NOTIFY_KEY") or None
    if path := environ.get("COOPCOUNCIL_NOTIFY_KEY_FILE"):
        try:
            key = Path(path).read_text().strip()
        except OSError as trouble:
            text = f"COOPCOUNCIL_NOTIFY_KEY_FILE cannot be read: {trouble.strerror}."
            raise BadSetting(text) from trouble
    template = environ.get("COOPCOUNCIL_NOTIFY_TEMPLATE") or None
    if key and (len(key) < 73 or not template):
        raise BadSetting(
            "GOV.UK Notify needs a whole API key and COOPCOUNCIL_NOTIFY_TEMPLATE, the number of "
            "a template with ((subject)) and ((body))."
        )
    return {
        "notify_key": key,
        "notify_template": template,
        "notify_url": environ.get("COOPCOUNCIL_NOTIFY_URL") or Config.notify_url,
        "notify_for": frozenset(environ.get("COOPCOUNCIL_NOTIFY_FOR", "").split()),
    }


def _stripe(environ: Mapping[str, str]) -> dict[str, Any]:
    """Stripe's settings. A key that moves money goes to Stripe alone, the simulator's never."""
    key = environ.get("COOPCOUNCIL_STRIPE_KEY") or None
    secret = environ.get("COOPCOUNCIL_STRIPE_WEBHOOK_SECRET") or None
    address = (environ.get("COOPCOUNCIL_STRIPE_URL") or STRIPE).rstrip("/")
    if not key:
        return {}
    if not re.fullmatch(r"(sk|rk)_(live|test)_\w+", key):
        raise BadSetting("COOPCOUNCIL_STRIPE_KEY must be a secret key such as sk_test_….")
    if not secret or not secret.startswith("whsec_"):
        raise BadSetting("COOPCOUNCIL_STRIPE_WEBHOOK_SECRET must be the endpoint's whsec_… secret.")
    simulators = key.startswith(SIMULATORS_KEY)
    if address == STRIPE and simulators:
        raise BadSetting("The simulator's key is of no use at Stripe: set COOPCOUNCIL_STRIPE_URL.")
    if address != STRIPE and not simulators:
        raise BadSetting(
            "COOPCOUNCIL_STRIPE_KEY is Stripe's, but COOPCOUNCIL_STRIPE_URL is another address: "
            "a key of Stripe's is sent to Stripe alone."
        )
    if simulators and urlsplit(address).hostname not in ("localhost", "127.0.0.1"):
        raise BadSetting("COOPCOUNCIL_STRIPE_URL must be the simulator's, on this machine.")
    return {"stripe_key": key, "stripe_hook_secret": secret, "stripe_url": address}


def environment() -> dict[str, str]:
    """The process's environment over the checkout's `.env`."""
    return {**_dotenv(ROOT / ".env"), **os.environ}


def use(config: Config) -> Config:
    """Make these the settings of the process: once at its start, and by the tests."""
    global _in_use
    _in_use = config
    return config


def current() -> Config:
    """The settings of the process; the environment's where nobody chose others."""
    return _in_use or use(load())


_in_use: Config | None = None


def kept_secret(path: Path) -> str:
    """A random secret that is made on first use and readable by its owner alone."""
    private_folder(path.parent)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return _read_secret(path)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(32))
        file.flush()
        os.fsync(file.fileno())
    return _read_secret(path)


def private_folder(path: Path) -> Path:
    """The folder, made for its owner alone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
    except OSError as trouble:
        raise BadSetting(f"The folder {path} cannot be made: {trouble.strerror}.") from trouble
    return path


def _read_secret(path: Path) -> str:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise BadSetting(f"The secret {path} can be read by others: run chmod 600 on it.")
    for _attempt in range(50):
        text = path.read_text().strip()
        if text:
            return text
    raise BadSetting(f"The secret {path} is empty: remove the file, and a new one is made.")


def _secret(environ: Mapping[str, str], home: Path) -> bytes:
    given = environ.get("COOPCOUNCIL_SECRET")
    if given is not None and len(given) < 32:
        raise BadSetting("COOPCOUNCIL_SECRET must have at least 32 characters.")
    return (given or kept_secret(home / "keys" / "secret")).encode()


def _address(environ: Mapping[str, str], default: str) -> str:
    address = (environ.get("COOPCOUNCIL_BASE_URL") or default).rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path:
        raise BadSetting(f"COOPCOUNCIL_BASE_URL must look like https://example.org, not {address}.")
    return address


def _whole(environ: Mapping[str, str], name: str, default: int, most: int | None = None) -> int:
    text = environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or (most and int(text) > most) or not int(text):
        raise BadSetting(f"{name} must be a whole number, not {text}.")
    return int(text)


def _dotenv(path: Path) -> dict[str, str]:
    """`NAME=value` lines; quotes around a value are taken off, nothing is expanded."""
    if not path.is_file():
        return {}
    found = {}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        text = line.strip().removeprefix("export ")
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        if not equals:
            raise BadSetting(f"{path}:{number}: write NAME=value.")
        found[name.strip()] = value.strip().strip("\"'")
    return found
