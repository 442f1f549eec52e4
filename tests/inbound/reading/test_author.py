"""Who wrote the mail: one canonical address, or none (threat 35)."""

import pytest

from inbound.reading import Outcome, read_mail
from tests.inbound.reading.builders import a_mail, read


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("Dana Okoro <Dana.Okoro@Mereford.Example>", "dana.okoro@mereford.example"),
        ("dana@mereford.example", "dana@mereford.example"),
        ("dana@mereford.example (Dana Okoro)", "dana@mereford.example"),
        ("Dana <dana@mereford.example.>", "dana@mereford.example"),
        ('"boss@council.example" <dana@mereford.example>', "dana@mereford.example"),
        ("boss@council.example <dana@mereford.example>", "dana@mereford.example"),
        ("=?utf-8?q?boss=40council.example?= <dana@mereford.example>", "dana@mereford.example"),
        ("Staff: Dana <dana@mereford.example>;", "dana@mereford.example"),
        ("Dana (a (nested) comment) <dana@mereford.example>", "dana@mereford.example"),
        ("Dana <dana(x)@mereford.example>", "dana@mereford.example"),
        ("(<boss@council.example>) dana@mereford.example", "dana@mereford.example"),
        ("dana@mereford.example (<boss@council.example>)", "dana@mereford.example"),
        ('"Dana" "<boss@council.example>" <dana@mereford.example>', "dana@mereford.example"),
        ("Dana <dana@mereford\uff0eexample>", "dana@mereford.example"),
        ("Dana <=?utf-8?q?boss=40council.example?=>", ""),
        ("Dana <boss@council.example\0@mereford.example>", ""),
        ("A: B: Dana <dana@mereford.example>;;", "dana@mereford.example"),
    ],
)
def test_threat_35_one_author_has_one_canonical_address(written, address):
    assert read("Hello", sender=written).sender == address


@pytest.mark.parametrize(
    "written",
    [
        "",
        "nobody",
        "a@x.example, b@y.example",
        "Dana <dana@mereford.example>\r\n <boss@council.example>",
        "Group: a@x.example, b@y.example;",
        "=?utf-8?q?a=40x.example?=",
        "<a@@x.example>",
        "Undisclosed:;",
    ],
)
def test_threat_35_an_unclear_author_is_quarantined_and_the_text_kept(written):
    mail = read("Hello", sender=written)

    assert (mail.outcome, mail.sender, mail.reply) == (Outcome.QUARANTINED, "", "Hello")


def test_threat_35_two_from_headers_are_not_guessed_between():
    mail = read_mail(a_mail("Hello", extra="From: other@y.example\r\n"))

    assert (mail.outcome, mail.reason) == (Outcome.QUARANTINED, "several_from_headers")


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("RE: FW: Rota", "Rota"),
        ("AW: Re[2]: Rota", "Rota"),
        ("Fwd: Rota", "Rota"),
        ("Regarding the rota", "Regarding the rota"),
        ("=?utf-8?q?Re=3A_Caf=C3=A9?=", "Café"),
    ],
)
def test_the_subject_is_decoded_and_loses_its_prefixes(subject, title):
    assert read("Hello", subject=subject).subject == title


def test_what_a_loop_detector_needs_is_there():
    mail = read(
        "Hello",
        extra="Received: a\r\nReceived: b\r\nList-Id: <l.example>\r\nX-Loop: us@forum.example\r\nAuthentication-Results: mx; dmarc=pass\r\n",
    )

    assert (mail.received_count, mail.list_id, mail.x_loop, mail.authentication_results) == (
        2,
        "<l.example>",
        ("us@forum.example",),
        ("mx; dmarc=pass",),
    )
