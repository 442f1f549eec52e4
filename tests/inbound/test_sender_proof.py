"""Whose verdict on a sender counts."""

import pytest

from inbound.authenticate import sender_is_proven
from inbound.models import InboundMail
from inbound.reading import read_mail
from tests.outbound import drain_outbox, mails_to, receive, write_mail

EDGE = "mx.boards.example"


@pytest.fixture(autouse=True)
def behind_an_edge(settings):
    settings.MAIL_EDGE_AUTHSERV_ID = EDGE


def proven(*results: str, sender: str = "sam@lakeside.gov.example") -> bool:
    head = "".join(f"Authentication-Results: {value}\r\n" for value in results)
    return sender_is_proven(read_mail(f"{head}From: {sender}\r\nSubject: x\r\n\r\nHello\r\n".encode()))


@pytest.mark.parametrize(
    "results",
    [
        f"{EDGE}; dmarc=pass header.from=lakeside.gov.example",
        f"{EDGE.upper()}; dmarc=pass (p=reject dis=none) header.from=lakeside.gov.example",
        f"{EDGE}; spf=fail; dkim=pass header.d=lakeside.gov.example",
        f"{EDGE} 1; dkim=pass (2048-bit key) header.d=gov.example",
        f"{EDGE}; spf=pass smtp.mailfrom=bounce@lakeside.gov.example",
    ],
)
def test_our_own_edges_aligned_pass_counts(results):
    assert proven(results)


@pytest.mark.parametrize(
    "results",
    [
        f"{EDGE}; dmarc=fail header.from=lakeside.gov.example",
        f"{EDGE}; dkim=pass header.d=evil.example",
        f"{EDGE}; dkim=pass header.d=example",
        f"{EDGE}; spf=pass smtp.mailfrom=x@evil.example",
        f"{EDGE}; none",
        "mx.elsewhere.example; dmarc=pass",
        f"evil.example; {EDGE}; dmarc=pass",
        f"({EDGE}); dmarc=pass",
        "dmarc=pass",
        "",
        f"{EDGE}; dmarc=pass",
        f'{EDGE}; spf=pass smtp.mailfrom="a; dmarc=pass header.from=lakeside.gov.example"@evil.example',
        f'{EDGE}; dkim=pass header.i="x; dkim=pass header.d=lakeside.gov.example"@evil.example header.d=evil.example',
        f"{EDGE}; spf=pass (a (b; dmarc=pass header.from=lakeside.gov.example) c) smtp.mailfrom=x@evil.example",
        f'{EDGE}; spf=pass smtp.mailfrom="a\\"; dmarc=pass header.from=lakeside.gov.example "@evil.example',
        f"{EDGE}; x-dkim=pass header.d=lakeside.gov.example",
    ],
)
def test_anything_else_does_not(results):
    assert not proven(results)


def test_a_forged_verdict_below_our_own_is_not_asked():
    assert not proven(f"{EDGE}; dmarc=fail", f"{EDGE}; dmarc=pass header.from=lakeside.gov.example")


def test_production_without_an_edge_proves_nobody(settings):
    settings.MAIL_EDGE_AUTHSERV_ID, settings.EMBEDDED = "", False
    assert not proven(f"{EDGE}; dmarc=pass")


def test_forged_sender_is_held_and_the_member_is_asked(topic, follower):
    drain_outbox()
    address = str(mails_to(follower.email)[0]["Reply-To"])
    forged = write_mail(
        sender=follower.email, to=address, text="I resign.", Authentication_Results=f"{EDGE}; dmarc=fail"
    )

    row = receive(forged, sender=follower.email, to=address)

    assert (row.state, row.reason) == (InboundMail.State.HELD, "sender_not_proven")
    assert topic.posts.count() == 1
    honest = write_mail(
        sender=follower.email,
        to=address,
        text="I stay.",
        Authentication_Results=f"{EDGE}; dmarc=pass header.from=millbrook.example",
    )
    assert receive(honest, sender=follower.email, to=address).state == InboundMail.State.POSTED


def test_unproven_stranger_is_not_written_to(topic, follower):
    drain_outbox()
    address = str(mails_to(follower.email)[0]["Reply-To"])

    receive(write_mail(sender="victim@x.example", to=address, text="Hi"), sender="victim@x.example", to=address)

    assert mails_to("victim@x.example") == []
