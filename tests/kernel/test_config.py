"""Settings: read once, kept secret, refused in a sentence where they cannot be used."""

from pathlib import Path

import pytest

from coopcouncil.kernel.config import BadSetting, load


def test_the_secret_is_made_once_and_for_the_owner_alone(tmp_path: Path) -> None:
    home = {"COOPCOUNCIL_HOME": str(tmp_path / "home")}
    first, second = load(home), load(home)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert (first.keys / "secret").stat().st_mode & 0o077 == 0
    assert first.keys.stat().st_mode & 0o077 == 0


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    home = {"COOPCOUNCIL_HOME": str(tmp_path)}
    (load(home).keys / "secret").chmod(0o644)
    with pytest.raises(BadSetting, match="chmod 600"):
        load(home)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eight"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("PORT", "-1"),
        ("COOPCOUNCIL_SECRET", "short"),
        ("COOPCOUNCIL_BASE_URL", "example.org"),
        ("COOPCOUNCIL_BASE_URL", "https://example.org/site"),
        ("COOPCOUNCIL_FILES_LIMIT", "1MB"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        load({"COOPCOUNCIL_HOME": str(tmp_path), name: value})


def test_a_home_that_cannot_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadSetting, match="cannot be made"):
        load({"COOPCOUNCIL_HOME": str(tmp_path / "file" / "home")})


def test_neither_secret_nor_password_is_shown_by_accident(tmp_path: Path) -> None:
    settings = load(
        {"COOPCOUNCIL_HOME": str(tmp_path), "COOPCOUNCIL_SMTP_URL": "smtp://u:hunter2@mx"}
    )
    assert "hunter2" not in repr(settings)
    assert settings.secret_key.decode() not in repr(settings)


def test_the_demonstration_listens_on_this_machine_alone(tmp_path: Path) -> None:
    settings = load(
        {
            "COOPCOUNCIL_HOME": str(tmp_path),
            "COOPCOUNCIL_HOST": "0.0.0.0",
            "COOPCOUNCIL_BASE_URL": "https://example.org",
        }
    )
    demo = settings.for_demo(8100)
    assert (demo.host, demo.base_url) == ("127.0.0.1", "http://localhost:8100")
    assert demo.is_secure is False
    assert settings.is_secure is True


STRIPE = {"COOPCOUNCIL_STRIPE_WEBHOOK_SECRET": "whsec_x"}


@pytest.mark.parametrize(
    ("key", "url"),
    [
        ("sk_live_abc", "http://localhost:8420"),
        ("sk_test_abc", "http://localhost:8420"),
        ("sk_live_abc", "https://api.stripe.com.example.org"),
        ("sk_test_simulator", ""),
        ("sk_test_simulator", "http://example.org"),
        ("pk_live_abc", ""),
    ],
)
def test_a_key_goes_only_where_it_belongs(tmp_path: Path, key: str, url: str) -> None:
    given = {"COOPCOUNCIL_HOME": str(tmp_path), "COOPCOUNCIL_STRIPE_KEY": key, **STRIPE}
    with pytest.raises(BadSetting, match="STRIPE"):
        load({**given, "COOPCOUNCIL_STRIPE_URL": url})


def test_a_key_without_the_secret_of_its_webhooks_is_refused(tmp_path: Path) -> None:
    given = {"COOPCOUNCIL_HOME": str(tmp_path), "COOPCOUNCIL_STRIPE_KEY": "sk_test_abc"}
    with pytest.raises(BadSetting, match="WEBHOOK_SECRET"):
        load(given)
    assert not load({**given, **STRIPE}).stripe_is_simulated
