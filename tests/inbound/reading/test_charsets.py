"""Unknown charsets, scripts from right to left, broken encodings, winmail.dat, S/MIME (threat 53): it reads, or is set
aside, and nothing is lost.
"""

from base64 import b64encode
from quopri import encodestring

import pytest

from inbound.reading import Outcome, read_mail
from tests.inbound.reading.builders import a_mail, read

ENGLISH = "We have one, for £40 a head."
WORDS = {
    "utf-8": "Café — ‘two’ pages 👍🏽 שלום مرحبا",
    "utf-16": "Café — two pages 👍",
    "utf-7": "Café - two pages",
    "iso-8859-1": ENGLISH,
    "latin1": ENGLISH,
    "windows-1252": "It’s “fine” – €5",
    "iso-8859-15": "Prix: 5 € à Brême",
    "iso-8859-2": "Příští týden, zażółć",
    "iso-8859-8": "שלום לכם",
    "windows-1251": "Встреча во вторник",
    "koi8-r": "Встреча во вторник",
    "windows-1255": "שלום לכם",
    "windows-1256": "مرحبا بكم",
    "iso-2022-jp": "会議は火曜日です",
    "shift_jis": "会議は火曜日です",
    "euc-jp": "会議は火曜日です",
    "euc-kr": "회의는 화요일",
    "gb2312": "会议在星期二",
    "gb18030": "会议在星期二",
    "big5": "會議在星期二",
    "tis-620": "ประชุมวันอังคาร",
}
UNKNOWN = ("x-unknown", "unknown-8bit", "klingon", "utf-99", "zlib", "idna", "", '"', "utf-8; x", "a" * 300)
ENCODED = {"8bit": lambda data: data, "base64": b64encode, "quoted-printable": encodestring}


@pytest.mark.parametrize("encoding", ENCODED)
def test_threat_53_each_charset_reads_by_each_encoding(encoding):
    extra = f"Content-Transfer-Encoding: {encoding}\r\n"
    for charset, words in WORDS.items():
        if charset == "utf-16" and encoding == "8bit":
            continue  # its line ends are none: nobody sends it so
        body = ENCODED[encoding](words.encode(charset))
        assert read(body, content_type=f"text/plain; charset={charset}", extra=extra).reply == words, charset
    for charset in UNKNOWN:
        body = ENCODED[encoding](f"Two pages. {ENGLISH}".encode())
        mail = read(body, content_type=f"text/plain; charset={charset}", extra=extra)
        assert mail.reply == f"Two pages. {ENGLISH}", charset


@pytest.mark.parametrize(
    ("body", "encoding", "found"),
    [
        (b"VGhpcyBpcyBiYXNlNjQ=====\r\n", "base64", "This is base64"),
        (b"VGhpcyBpcyBiYXNlNjQ", "base64", "This is base64"),
        (b"VGhpcyBpcyBiYXNlNjQsIHRoYXQgYSBn!YXRld2F5IGhhcyBicm9rZW4u", "base64", "that a gateway has broken."),
        (b"This is plain, whatever it says.", "base64", "This is plain, whatever it says."),
        (b"begin 644 x\r\n+5&AI<R!I<R!U=0  \r\n`\r\nend\r\n", "x-uuencode", "This is uu"),
        (b"Two pages.", "x-own-invention", "Two pages."),
        (b"Two =\r\npages=2E=", "quoted-printable", "Two pages."),
        ("\u202eTwo pages.\u202c".encode(), "8bit", "Two pages."),
    ],
)
def test_threat_53_a_broken_encoding_loses_no_word(body, encoding, found):
    assert found in (read(body, extra=f"Content-Transfer-Encoding: {encoding}\r\n").reply or "")


def test_threat_53_the_words_of_a_signed_mail_are_read_and_its_signature_is_no_file():
    signed = (
        b"--B\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nTwo pages.\r\n--B\r\nContent-Type: application/pkcs7-signature; "
        b"name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\nMIAGCSqGSIb3DQEHAqCAMIACAQEx\r\n--B--\r\n"
    )
    mail = read(
        signed, content_type='multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary=B'
    )

    assert (mail.outcome, mail.reply, mail.attachments_kept) == (Outcome.MESSAGE, "Two pages.", ())


def test_threat_53_an_address_beyond_ascii_is_one_author():
    mail = read_mail(a_mail("Two pages.", sender="Zoë <zoë@mereford.example>"))

    assert (mail.outcome, mail.sender, mail.reply) == (Outcome.MESSAGE, "zoë@mereford.example", "Two pages.")
