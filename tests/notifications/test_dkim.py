"""Signing our mail: what leaves is verified by a library that is not ours."""

import base64
import stat
from datetime import UTC, datetime
from email import message_from_bytes
from io import StringIO

import dkim
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from config.checks import mail_is_signed_with_good_keys
from notifications.digests import send_digests
from notifications.dkim.keys import BadKey, keys
from notifications.dkim.sign import signed
from notifications.letters import write_letter
from notifications.models import DevMail
from regions.models import Network
from tests.factories import make_answer, make_board, make_network, make_topic
from tests.notifications.test_files_in_mail import answer_with, pdf
from tests.outbound import drain_outbox

RSA, ED = generate_private_key(65537, 2048), Ed25519PrivateKey.generate()


def in_base64(private) -> str:
    return base64.b64encode(private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())).decode()


LINES = [f"2026a:{in_base64(RSA)}", f"2026e:{in_base64(ED)}"]


@pytest.fixture
def both_keys(settings):
    settings.DKIM_KEYS = LINES


def in_the_dns(name, timeout=5):
    """The records that the command would have us publish."""
    zone = {f"{key.name_at('ymn.example')}.": key.record for key in keys()}
    return zone.get(name.decode() if isinstance(name, bytes) else name, "").encode()


def verified(raw: bytes) -> list[bool]:
    """Of each signature: does it hold?"""
    return [_holds(raw, index) for index in range(len(message_from_bytes(raw).get_all("DKIM-Signature") or []))]


def _holds(raw: bytes, index: int) -> bool:
    try:
        return bool(dkim.DKIM(raw).verify(index, dnsfunc=in_the_dns))
    except dkim.ValidationError:  # the body is another
        return False


def sent() -> list[bytes]:
    return [bytes(raw) for raw in DevMail.objects.order_by("pk").values_list("raw", flat=True)]


@time_machine.travel(datetime(2026, 11, 26, 7, 30, tzinfo=UTC), tick=False)
def test_threat_60_every_kind_of_mail_that_leaves_is_signed_and_list_headers_with_it(
    both_keys, board, author, follower, rep
):
    make_board(make_network("National", kind=Network.Kind.NATIONAL), slug="national")
    topic = make_topic(author, board, title="Ein «Protokoll» für Haft — naïve, and a long title that is folded twice")
    make_answer(rep, topic, "Two  blanks, trailing \n\n\n.\n\nAnd a line with one dot.")
    drain_outbox()
    answer_with(rep, topic, ("Remand protocol.pdf", pdf()))
    write_letter(
        "mail_stopped", key="k", member=follower, context={"board": "B", "slug": "b"}, in_reply_to="<a@b.example>"
    )
    assert send_digests() == 3
    drain_outbox()

    mails = sent()
    subjects = {str(message_from_bytes(raw)["Subject"])[:8] for raw in mails}
    assert len(subjects) >= 3
    for raw in mails:
        assert verified(raw) == [True, True]
        mail = message_from_bytes(raw)
        for signature in mail.get_all("DKIM-Signature"):
            listed = signature.partition("h=")[2].partition(";")[0].lower().split(":")
            under = {"from", "to", "subject", "date", "message-id", "mime-version", "content-type", "reply-to",
                     "list-unsubscribe", "list-unsubscribe-post", "in-reply-to", "references"}  # fmt: skip
            assert {name.lower() for name in mail} & under <= set(listed)
    assert any("List-Unsubscribe" in message_from_bytes(raw) for raw in mails)
    assert any("In-Reply-To" in message_from_bytes(raw) for raw in mails)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"\r\nTo: beth@millbrook.example", b"\r\nTo: eve@elsewhere.example"),
        (b"\r\nList-Unsubscribe: <http", b"\r\nList-Unsubscribe: <https"),
        (b"\r\nFrom: ", b"\r\nFrom: eve@elsewhere.example\r\nFrom: "),
        (b"\r\nSubject: ", b"\r\nCc: eve@elsewhere.example\r\nSubject: "),
        (b"We need one", b"We need two"),
    ],
)
def test_whoever_changes_it_on_the_way_breaks_it(both_keys, topic, follower, was, becomes):
    drain_outbox()
    (raw,) = [bytes(mail.raw) for mail in DevMail.objects.filter(to_address=follower.email)]

    assert raw.count(was) >= 1
    assert verified(raw) == [True, True]
    assert verified(raw.replace(was, becomes)) == [False, False]


def test_without_a_key_nothing_is_signed(settings, topic, follower):
    assert settings.DKIM_KEYS == []
    drain_outbox()

    assert not any("DKIM-Signature" in message_from_bytes(raw) for raw in sent())


WORDS = st.text(st.characters(codec="ascii", exclude_characters="\r\n"), max_size=60)


@given(
    subject=st.text(st.sampled_from("ab \t:;="), max_size=40), blank=st.text(" \t", max_size=3),
    lines=st.lists(WORDS | st.text(" \t", max_size=4), max_size=12),
)  # fmt: skip
def test_any_blanks_and_empty_lines_verify(subject, blank, lines):
    content = (
        f"To: x@y.example\r\nFrom: a@ymn.example\r\nSubject:{blank}{subject}\r\n \tfolded{blank}\r\n\r\n"
        + "\r\n".join(lines)
    ).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.DKIM_KEYS", LINES[1:])
        assert verified(signed(content)) == [True]


def test_command_makes_a_key_that_is_readable_by_its_owner_alone_and_says_what_to_do(tmp_path, settings):
    said, file = StringIO(), tmp_path / "dkim.pem"
    call_command("make_dkim_key", "2027a", str(file), stdout=said)

    settings.DKIM_KEYS = [f"2027a:{file}"]
    (key,) = keys()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "2027a._domainkey.ymn.example. TXT" in said.getvalue()
    published = "".join(said.getvalue().partition("TXT ")[2].splitlines()[0].strip('"').split('" "'))
    assert published == key.record
    assert f"DKIM_KEYS=2027a:{file}" in said.getvalue()
    with pytest.raises(CommandError, match="there already"):
        call_command("make_dkim_key", "2027a", str(file), stdout=said)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("no colon", "selector:file"),
        ("UPPER:/x.pem", "selector:file"),
        ("a:/nowhere/x.pem", "cannot be read"),
        ("a:bm8ga2V5", "no private key"),
        (f"a:{in_base64(generate_private_key(65537, 1024))}", "1024 bits"),
    ],
)
def test_a_key_that_is_none_stops_the_start_with_a_sentence(settings, line, wrong):
    settings.DKIM_KEYS = [line]

    (error,) = mail_is_signed_with_good_keys()
    assert wrong in error.msg
    assert line.partition(":")[2] not in error.msg or len(line) < 20
    with pytest.raises(BadKey):
        keys()


def test_a_domain_that_is_not_ours_is_not_signed_for(settings):
    settings.DKIM_KEYS, settings.DKIM_DOMAIN = LINES, "elsewhere.example"
    assert [error.id for error in mail_is_signed_with_good_keys()] == ["network.E014"]

    settings.MAIL_DOMAIN, settings.DKIM_DOMAIN = "boards.ymn.example", "ymn.example"
    assert mail_is_signed_with_good_keys() == []
