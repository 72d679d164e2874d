"""Messages: written with the deed, sent after it, once; and nobody reads another's code."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from tortoise.transactions import in_transaction

from coopcouncil.kernel import config as settings
from coopcouncil.kernel import files, jobs, mail
from coopcouncil.kernel.config import Config
from coopcouncil.kernel.models import MessageStatus, OutboxMessage

CONTEXT = {"code": "123 456", "link": "http://localhost/x", "minutes": 10}


@dataclass
class Postbox:
    """A mail server of the test's own, which answers to RCPT as it is told."""

    answer: str = "250 OK"
    letters: list[EmailMessage] = field(default_factory=list)
    port: int = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 test\r\n")
        while line := await reader.readline():
            word = line.split()[0].upper()
            if word == b"DATA":
                writer.write(b"354 go on\r\n")
                text = await reader.readuntil(b"\r\n.\r\n")
                self.letters.append(message_from_bytes(text[:-5], policy=default))
                writer.write(b"250 OK\r\n")
            elif word == b"RCPT":
                writer.write(f"{self.answer}\r\n".encode())
            elif word == b"QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                writer.write(b"250 OK\r\n")
        writer.close()


@asynccontextmanager
async def postbox(config: Config) -> AsyncIterator[Postbox]:
    box = Postbox()
    server = await asyncio.start_server(box.talk, "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    settings.use(replace(config, smtp_url=f"smtp://127.0.0.1:{box.port}", files_url=None))
    try:
        yield box
    finally:
        settings.use(config)
        server.close()


@pytest.fixture
def demonstration(config: Config) -> Iterator[Config]:
    yield settings.use(config.for_demo())
    settings.use(config)


async def write(sensitive: bool = True, **more: object) -> OutboxMessage:
    return await mail.send(
        7,
        "ada@example.org",
        template="email/accounts/sign_in",
        language="cy",
        context=CONTEXT,
        sensitive=sensitive,
        **more,  # type: ignore[arg-type]
    )


async def test_a_message_falls_with_its_transaction(db: None, config: Config) -> None:
    async with postbox(config) as box:
        with pytest.raises(RuntimeError):
            async with in_transaction():
                await write()
                raise RuntimeError
        assert await jobs.run_jobs() == 0
        assert await OutboxMessage.all().count() == 0
        assert box.letters == []


async def test_a_message_is_sent_as_it_was_written_and_once(db: None, config: Config) -> None:
    async with postbox(config) as box:
        paper = await files.put(7, "Hysbysiad.pdf", "application/pdf", b"%PDF-1.7")
        message = await write(sensitive=False, attachments=[paper])
        await jobs.run_jobs()
        await jobs.enqueue("send-mail", {"message": message.id})
        await jobs.run_jobs()

    (letter,) = box.letters
    assert letter["To"] == "ada@example.org"
    assert letter["Subject"] == message.subject
    assert letter["Message-ID"] == message.message_id
    assert letter["Content-Language"] == "cy"
    body = letter.get_body(("plain",))
    assert body is not None
    assert "123 456" in body.get_content()
    (attached,) = letter.iter_attachments()
    assert attached.get_filename() == "Hysbysiad.pdf"
    assert attached.get_payload(decode=True) == b"%PDF-1.7"
    await message.refresh_from_db()
    assert message.status == MessageStatus.SENT
    assert message.text is not None


async def test_a_code_is_erased_once_it_is_sent_and_never_shown(db: None, config: Config) -> None:
    async with postbox(config):
        message = await write()
        assert not mail.may_be_read(message)
        await jobs.run_jobs()
    await message.refresh_from_db()
    assert not message.text
    assert not message.html


async def test_a_refused_address_bounces_and_is_not_tried_again(db: None, config: Config) -> None:
    async with postbox(config) as box:
        box.answer = "550 no such user"
        message = await write()
        await jobs.run_jobs()
    await message.refresh_from_db()
    assert message.status == MessageStatus.BOUNCED
    assert "no such user" in message.reason


async def test_a_busy_server_is_tried_again(db: None, config: Config) -> None:
    async with postbox(config) as box:
        box.answer = "451 come back later"
        message = await write()
        with pytest.raises(Exception, match="come back later"):
            await jobs.run_jobs()
    await message.refresh_from_db()
    assert message.status == MessageStatus.QUEUED


async def test_without_a_server_a_message_is_shown_but_no_code(db: None, config: Config) -> None:
    plain, secret = await write(sensitive=False), await write()
    assert plain.status == secret.status == MessageStatus.SHOWN
    assert mail.may_be_read(plain)
    assert not mail.may_be_read(secret)
    assert secret.text is None


async def test_the_demonstration_shows_all(db: None, demonstration: Config) -> None:
    message = await write()
    assert mail.may_be_read(message)
    assert "123 456" in (message.text or "")


async def test_a_later_bounce_is_recorded(db: None, config: Config) -> None:
    message = await write()
    assert await mail.mark_bounced(message.message_id, "mailbox full")
    assert not await mail.mark_bounced("<other@example.org>", "mailbox full")
    await message.refresh_from_db()
    assert (message.status, message.reason) == (MessageStatus.BOUNCED, "mailbox full")


async def test_messages_are_found_by_what_they_tell_of(db: None, config: Config) -> None:
    first = await write(about="notice:1")
    await write(about="notice:2")
    assert await mail.about(7, "notice:1") == [first]


async def test_every_message_has_a_subject_in_every_language(db: None) -> None:
    # Rendering needs each its own context; here only the shape of the file is held.
    for path in sorted((Path(settings.ROOT) / "templates" / "email").rglob("*.txt")):
        if not path.name.startswith("_"):
            assert "Subject: " in path.read_text(), path
