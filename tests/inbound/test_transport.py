"""The listener, spoken to over real SMTP and LMTP."""

import asyncio
import re
import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from django.db import OperationalError

from inbound import transport
from inbound.models import InboundMail
from inbound.store import keep
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


def test_a_connection_that_died_meanwhile_costs_no_mail_and_the_worker_is_rung_for(monkeypatch):
    """The first write fails as it does after a restart of the database; the second goes over a new line."""
    kept, rung = [OperationalError("server closed the connection")], Event()

    def flaky(*args, **kwargs):
        if kept:
            raise kept.pop()
        return keep(*args, **kwargs)

    monkeypatch.setattr(transport, "keep", flaky)
    monkeypatch.setattr(transport, "wake", lambda name: rung.set() if name == "inbound" else None)
    with listening() as port, smtplib.SMTP("127.0.0.1", port) as sender:
        sender.sendmail("x@y.example", ["north-west@ymn.example"], mail())
        assert InboundMail.objects.count() == 1
        assert rung.wait(10)


def say(port: int, *words: bytes) -> bytes:
    """These bytes as they are, and what the listener says to all of it. They end what they begin, and quit."""
    with socket.create_connection(("127.0.0.1", port), 10) as line:
        line.sendall(b"".join(words) + b"\r\n.\r\nQUIT\r\n")
        answer = b""
        while part := line.recv(65536):
            answer += part
    return answer


HELLO = b"EHLO x\r\nMAIL FROM:<x@y.example>\r\nRCPT TO:<north-west@ymn.example>\r\nDATA\r\n"
SECOND = (
    b"MAIL FROM:<evil@x.example>\r\nRCPT TO:<london@ymn.example>\r\nDATA\r\nFrom: evil@x.example\r\n\r\nHi\r\n.\r\n"
)
ENDS = [b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r.\r\n", b"\r\n.\r", b"\r\r\n.\r\r\n", b"\n\n.\n\n", b"\r\n\x00.\r\n",
        b"\r\n. \r\n", b"\r\n..\r\n", b"\n.\r", b"\r\n.\x00\r\n", b"\x0b.\x0b", b"\x0c\r\n.\x0c\r\n"]  # fmt: skip


def test_threat_48_no_other_end_than_the_true_one_lets_a_second_mail_in():
    with listening() as port:
        for end in ENDS:
            answer = say(port, HELLO, b"From: x@y.example\r\n\r\nHello", end, SECOND.removesuffix(b"\r\n.\r\n"))
            assert not InboundMail.objects.filter(envelope_to="london@ymn.example").exists(), end
            assert (answer.count(b"Kept"), InboundMail.objects.count()) == (1, 1), end
            InboundMail.objects.all().delete()
        two = say(port, HELLO, b"From: x@y.example\r\n\r\nHello\r\n.\r\n", SECOND)
        assert (two.count(b"Kept"), InboundMail.objects.count()) == (2, 2)


@pytest.mark.parametrize("words", [
    b"EHLO x\r\nMAIL FROM:<x@y.example>\r\nRCPT TO:<north-west@ymn.example>\r\nBDAT 5 LAST\r\nHello",
    b"EHLO x\r\nSTARTTLS\r\nMAIL FROM:<x@y.example>\r\n",
    b"EHLO x\r\nMAIL FROM:<a\nb@y.example>\r\nRCPT TO:<a\r@b.example>\r\nDATA\r\n",
])  # fmt: skip
def test_threat_48_what_we_do_not_speak_keeps_nothing(words):
    with listening() as port:
        answer = say(port, words)

    assert b"Kept" not in answer
    assert re.search(rb"^[45]\d\d[ -]", answer, re.MULTILINE)
    assert InboundMail.objects.count() == 0


def test_threat_41_a_size_that_is_too_large_is_refused_before_the_first_byte_and_so_is_a_line_without_end(settings):
    settings.MAIL_MAX_BYTES = 100_000
    with listening() as port:
        told = say(port, b"EHLO x\r\nMAIL FROM:<x@y.example> SIZE=100001")
        line = say(port, HELLO, b"Subject: ", b"x" * 1_000_000, b"\r\n\r\nHello")
        fine = say(port, HELLO, b"Subject: x\r\n\r\nHello")

    assert b"\r\n552 " in told
    assert re.search(rb"\r\n(500|552) ", line)
    assert b"Kept" in fine
    assert InboundMail.objects.count() == 1


def test_a_sender_who_leaves_unanswered_stops_no_other(monkeypatch):
    """The connection is reset while its mail waits for the disk: the next sender's mails are kept all the same."""
    busy, free = Event(), Event()

    def slow(*args, **kwargs):
        busy.set()
        assert free.wait(10)
        return keep(*args, **kwargs)

    monkeypatch.setattr(transport, "keep", slow)
    with listening() as port:
        for _ in range(4):
            with socket.create_connection(("127.0.0.1", port), 10) as line:
                line.sendall(HELLO + b"From: x@y.example\r\n\r\nHello\r\n.\r\n")
                assert busy.wait(10)
        free.set()
        monkeypatch.setattr(transport, "keep", keep)
        for _ in range(4):
            with smtplib.SMTP("127.0.0.1", port) as sender:
                sender.sendmail("x@y.example", ["north-west@ymn.example"], mail())

    assert InboundMail.objects.count() >= 4
