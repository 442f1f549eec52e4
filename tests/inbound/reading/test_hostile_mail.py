"""Whatever the bytes are: an answer, soon, with every word in it (threats 35 and 41)."""

import re
import time
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inbound.reading import Outcome, ReadMail, read_mail
from inbound.reading.html import from_html
from inbound.reading.lines import from_text
from inbound.reading.quotes import Context
from inbound.reading.reply import divide
from tests.inbound.reading.builders import a_mail, read

SIZE = 1_000_000
HTML = "text/html; charset=utf-8"
PIECES = [
    "On Tue, 3 Mar 2026 at 10:00, Sam <s@f.example> wrote:", "> quoted", ">> deeper", "", "", "Agreed.", "-- ", "--", "Dana Okoro", "Service Manager",
    "Tel: 01632 960001", "From: Sam <s@f.example>", "Sent: 3 March 2026 10:00", "To: Dana", "Subject: Rota", "-----Original Message-----", "Sent from my iPhone",
    "CAUTION: This email came from outside the council. Do not click.", "OFFICIAL", "Kind regards", "If you have received this email in error delete it.", "_____",
    "---------- Forwarded message ---------", "[Dana Okoro] an answer", "A sentence of plain prose that goes on for a while, as people do.", "- a point", "JS> said", "JS> more",
]  # fmt: skip


def nested(levels: int) -> bytes:
    parts = [f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n'.encode() for n in range(levels)]
    return b"From: a@x.example\r\n" + b"".join(parts) + b"\r\nhello\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(a_mail(b"a" * SIZE), id="one line of a megabyte"),
        pytest.param(a_mail(b">" * SIZE), id="a megabyte of quote marks"),
        pytest.param(a_mail(b">\n" * (SIZE // 2)), id="a megabyte of quoted lines"),
        pytest.param(a_mail(b"> a\nb\n" * (SIZE // 6)), id="quotes and answers in turn"),
        pytest.param(a_mail(b"--\n" * (SIZE // 3)), id="signature delimiters"),
        pytest.param(a_mail(b"On 1 Jan 2020 at 10:00, a@b.cc wrote:\n> x\ny\n" * (SIZE // 44)), id="attributions"),
        pytest.param(a_mail(b"From: a@b.cc\nSent: 1 Jan 2020\nTo: x\n\n" * (SIZE // 36)), id="header blocks"),
        pytest.param(a_mail(b"<div>" * (SIZE // 5), content_type=HTML), id="open elements"),
        pytest.param(a_mail(b"<!" * (SIZE // 2), content_type=HTML), id="open declarations"),
        pytest.param(a_mail(b'<a href="' * (SIZE // 9), content_type=HTML), id="open attributes"),
        pytest.param(a_mail(b"<table><tr><td>a" * (SIZE // 16), content_type=HTML), id="nested tables"),
        pytest.param(a_mail(b"&#" + b"9" * SIZE, content_type=HTML), id="an endless number"),
        pytest.param(
            a_mail(b"--b\r\n\r\nx\r\n" * 10_000, content_type="multipart/mixed; boundary=b"), id="ten thousand parts"
        ),
        pytest.param(nested(2_000), id="two thousand levels"),
        pytest.param(b"Subject: " + b"a" * SIZE + b"\r\n\r\nx", id="a header of a megabyte"),
        pytest.param(b"From: " + b"(" * SIZE + b"\r\n\r\nx", id="open comments"),
        pytest.param(b"X: y\r\n" * (SIZE // 6), id="header fields only"),
        pytest.param(a_mail(b"a \r\n" * (SIZE // 4), content_type="text/plain; format=flowed"), id="flowed lines"),
    ],
)
def test_a_megabyte_of_malice_is_read_within_seconds(raw):
    start = time.process_time()

    assert isinstance(read_mail(raw), ReadMail)
    assert time.process_time() - start < 5  # about one second; the rest is room for a busy machine


def test_threat_41_ten_thousand_parts_a_long_header_and_a_deep_tree_take_little_room():
    tracemalloc.start()
    for raw in (
        a_mail(b"--b\r\n\r\nx\r\n" * 10_000, content_type="multipart/mixed; boundary=b"),
        nested(2_000),
        b"Subject: " + b"=?utf-8?q?a?= " * (SIZE // 14) + b"\r\n\r\nx",
        a_mail(b"eA" * (SIZE // 2), extra="Content-Transfer-Encoding: base64\r\n"),
    ):
        read_mail(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000_000


def test_too_many_parts_and_levels_are_quarantined_with_a_reason():
    many = read(b"--b\r\n\r\nx\r\n" * 10_000, content_type="multipart/mixed; boundary=b")
    deep = read_mail(nested(2_000))

    assert [(mail.outcome, mail.reason) for mail in (many, deep)] == [
        (Outcome.QUARANTINED, "too_many_parts"),
        (Outcome.QUARANTINED, "too_deep"),
    ]


def test_an_empty_file_is_quarantined():
    assert (read_mail(b"").outcome, read_mail(b"").reason) == (Outcome.QUARANTINED, "empty_file")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=3_000))
def test_any_bytes_give_an_answer(raw):
    assert not read_mail(raw).reason.startswith("unreadable")


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=1_500),
    st.sampled_from(
        [
            "text/html",
            "text/plain; format=flowed",
            "multipart/mixed; boundary=b",
            "text/calendar; method=REPLY",
            "multipart/report; boundary=b",
        ]
    ),
)
def test_any_body_gives_an_answer(body, content_type):
    assert not read(body, content_type=content_type).reason.startswith("unreadable")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_from_gives_one_address_or_none(written):
    sender = read_mail(b"From: " + written.encode("utf-8", "replace") + b"\r\n\r\nx").sender

    assert sender == "" or (
        sender.count("@") == 1 and sender == sender.lower() and not re.search(r"[\s<>,;\"]", sender)
    )


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=25), st.booleans(), st.booleans(), st.booleans())
def test_every_word_is_in_the_reply_or_folded(pieces, is_reply, answers, is_forward):
    context = Context(("dana okoro", "dana"), is_reply, answers, is_forward)

    divided = divide(from_text("\n".join(pieces)), context)

    assert words(divided.reply + "\n" + divided.folded) == words(
        "\n".join(pieces).replace("[Dana Okoro] ", ""), but=divided.reply + divided.folded
    )


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<div>",
                "</div>",
                "<p>",
                "</b>",
                "<b>",
                "<table>",
                "<tr>",
                "<td>",
                "</table>",
                "<blockquote>",
                "</blockquote>",
                "<br>",
                "<li>",
                "<style></style>",
                "word",
                "another",
                " ",
                "<",
                "& more",
            ]
        )
    )
)
def test_html_keeps_every_word(pieces):
    source = "".join(pieces)

    shown = "".join(line.text for line in from_html(source).lines)

    assert re.sub(r"\W|---", "", shown) == re.sub(r"\W", "", re.sub(r"</?\w+>", "", source))


def words(text: str, but: str = "") -> list[str]:
    """The words, in any order; a name tag that an answer may lose counts only where it was kept."""
    tags = ["[Dana", "Okoro]"] * but.count("[Dana Okoro]")
    return sorted(word for word in text.split() + tags if word.strip(">-_"))
