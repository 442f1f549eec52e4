"""The listener, spoken to over real SMTP and LMTP."""

import asyncio
import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from django.db import OperationalError

from inbound.models import InboundMail
from inbound.transport import start_listening
from tests.outbound import write_mail

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def listening(*, lmtp: bool = False) -> Iterator[int]:
    """A real listener on a free port, in a loop of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    ready, loop = Event(), asyncio.new_event_loop()

    def serve() -> None:
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(start_listening("127.0.0.1", port, lmtp=lmtp))
        ready.set()
        loop.run_forever()
        server.close()

    thread = Thread(target=serve, daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield port
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


def mail(to: str = "north-west@ymn.example", text: str = "Hello") -> bytes:
    return write_mail(sender="sam@lakeside.example", to=to, text=text)


def test_mail_is_on_disk_as_it_came_when_the_sender_hears_250():
    raw = mail().replace(b"\n", b"\r\n")
    with listening() as port, smtplib.SMTP("127.0.0.1", port) as sender:
        sender.sendmail("sam@lakeside.example", ["north-west@ymn.example"], raw)
        (row,) = InboundMail.objects.all()

    assert bytes(row.raw) == raw
    assert (row.envelope_from, row.envelope_to, row.transport) == (
        "sam@lakeside.example",
        "north-west@ymn.example",
        "smtp",
    )


@pytest.mark.parametrize("address", ["north-west@ymn.example", "nobody@ymn.example", "reply+zzzz@YMN.example"])
def test_every_address_of_our_domain_is_taken(address):
    with listening() as port, smtplib.SMTP("127.0.0.1", port) as sender:
        sender.sendmail("x@y.example", [address], mail(address))

    assert InboundMail.objects.get().envelope_to == address.lower()


@pytest.mark.parametrize("address", ["somebody@elsewhere.example", "x@ymn.example.evil.example", "x@sub.ymn.example"])
def test_other_domains_are_refused(address):
    with (
        listening() as port,
        smtplib.SMTP("127.0.0.1", port) as sender,
        pytest.raises(smtplib.SMTPRecipientsRefused) as refused,
    ):
        sender.sendmail("x@y.example", [address], mail(address))

    assert refused.value.recipients[address][0] == 550
    assert InboundMail.objects.count() == 0


def test_too_large_a_mail_is_refused(settings):
    settings.MAIL_MAX_BYTES = 10_000
    with (
        listening() as port,
        smtplib.SMTP("127.0.0.1", port) as sender,
        pytest.raises(smtplib.SMTPException) as refused,
    ):
        sender.sendmail("x@y.example", ["north-west@ymn.example"], mail(text="x" * 20_000))

    assert refused.value.smtp_code == 552
    assert InboundMail.objects.count() == 0


def test_mail_that_cannot_be_kept_is_not_accepted_and_later_is(monkeypatch):
    def full(*args, **kwargs):
        raise OperationalError("database or disk is full")

    with listening() as port:
        with monkeypatch.context() as broken, smtplib.SMTP("127.0.0.1", port) as sender:
            broken.setattr("inbound.transport.keep", full)
            with pytest.raises(smtplib.SMTPDataError) as refused:
                sender.sendmail("x@y.example", ["north-west@ymn.example"], mail())
            assert refused.value.smtp_code == 452
        assert InboundMail.objects.count() == 0
        with smtplib.SMTP("127.0.0.1", port) as sender:
            sender.sendmail("x@y.example", ["north-west@ymn.example"], mail())

    assert InboundMail.objects.count() == 1


def test_lmtp_answers_once_for_each_recipient():
    people = ["north-west@ymn.example", "london@ymn.example"]
    with listening(lmtp=True) as port, smtplib.LMTP("127.0.0.1", port) as sender:
        sender.ehlo()
        sender.mail("x@y.example")
        assert [sender.rcpt(person)[0] for person in people] == [250, 250]
        assert [sender.data(mail())[0], sender.getreply()[0]] == [250, 250]

    assert sorted(InboundMail.objects.values_list("envelope_to", "transport")) == [
        ("london@ymn.example", "lmtp"), ("north-west@ymn.example", "lmtp"),
    ]  # fmt: skip


def test_null_sender_is_taken_and_known_as_such():
    with listening() as port, smtplib.SMTP("127.0.0.1", port) as sender:
        sender.sendmail("", ["north-west@ymn.example"], mail())

    assert InboundMail.objects.get().envelope_from == ""


def test_a_bare_line_feed_smuggles_no_second_mail():
    smuggled = (
        mail()
        + b"\n.\nMAIL FROM:<evil@x.example>\r\nRCPT TO:<london@ymn.example>\r\nDATA\r\nFrom: evil@x.example\r\n\r\nHi\r\n"
    )
    with listening() as port, socket.create_connection(("127.0.0.1", port), 5) as line:
        file = line.makefile("rwb")
        for command in (b"EHLO x", b"MAIL FROM:<x@y.example>", b"RCPT TO:<north-west@ymn.example>", b"DATA"):
            read_answer(file)
            file.write(command + b"\r\n")
            file.flush()
        read_answer(file)
        file.write(smuggled + b"\r\n.\r\n")
        file.flush()
        read_answer(file)
        file.write(b"QUIT\r\n")
        file.flush()
        line.shutdown(socket.SHUT_WR)
        file.read()

    assert InboundMail.objects.filter(envelope_to="london@ymn.example").count() == 0
    assert InboundMail.objects.count() <= 1


def read_answer(file) -> bytes:
    while True:
        line = file.readline()
        if len(line) < 4 or line[3:4] == b" ":
            return bytes(line)
