"""The author's words, and nothing else, from text and from HTML."""

import base64

import pytest

from tests.inbound.reading.builders import from_file, read, read_html

SIGNATURE = "Dana Okoro\nService Manager\nMereford Youth Justice Service\nTel: 01632 960001\n"
QUOTED = "> What do you pay?\n> Sam\n"


@pytest.mark.parametrize(
    "announcement",
    [
        "On Tue, 3 Mar 2026 at 10:00, Sam via London board <london@forum.example> wrote:",
        "On Tue, 3 Mar 2026 at 10:00, Sam via London board\n<london@forum.example> wrote:",
        "Le mar. 3 mars 2026 à 10:00, Sam <london@forum.example> a écrit :",
        "Am 03.03.2026 um 10:00 schrieb Sam <london@forum.example>:",
        "Ar 3 Mawrth 2026 10:00, ysgrifennodd Sam <london@forum.example>:\nSam <london@forum.example> wrote:",
        "-----Original Message-----\nFrom: Sam\nSent: 03 March 2026 10:00\nTo: Dana\nSubject: Rota\n",
    ],
)
def test_an_answer_above_its_quote_is_cut_there(announcement):
    mail = read(f"Sixty pounds.\n\n{announcement}\n\n{QUOTED}")

    assert mail.reply == "Sixty pounds."
    assert "What do you pay?" in mail.folded


def test_an_unmarked_quote_below_a_header_block_is_cut():
    mail = read(
        "Sixty pounds.\n\nFrom: Sam <london@forum.example>\nSent: 03 March 2026 10:00\nTo: Dana\nSubject: Rota\n\nWhat do you pay?\n"
    )

    assert mail.reply == "Sixty pounds."


def test_an_answer_below_its_quote_is_shown_without_it():
    assert (
        read(f"On 3 Mar 2026, at 10:00, Sam <l@f.example> wrote:\n\n{QUOTED}\nSixty pounds.").reply == "Sixty pounds."
    )


def test_answers_between_the_lines_keep_what_they_answer():
    mail = from_file("answers_between_gmail.eml")

    assert mail.reply.split() == [
        ">",
        "How",
        "many",
        "panels",
        "do",
        "you",
        "run?",
        "Two",
        "a",
        "month.",
        ">",
        "Who",
        "chairs",
        "them?",
        "A",
        "volunteer.",
    ]


def test_answers_in_an_announced_colour_are_found_in_outlooks_unmarked_quote():
    mail = read_html(
        "<p>My answers are in red below.</p><div id=divRplyFwdMsg><b>From:</b> Sam &lt;l@f.example&gt;<br><b>Sent:</b> 3 March 2026 10:00<br><b>Subject:</b> x</div>"
        "<p>What do you pay?</p><p><span style='color:#C00000'>Sixty pounds.</span></p><p>Anything else?</p>"
    )

    assert mail.reply.split() == [
        "My",
        "answers",
        "are",
        "in",
        "red",
        "below.",
        ">",
        "What",
        "do",
        "you",
        "pay?",
        "Sixty",
        "pounds.",
    ]


def test_a_quotation_of_the_authors_own_stays():
    text = "The rule says:\n\n> No deputy without consent.\n\nI agree with it."

    assert read(text).reply == text


@pytest.mark.parametrize("name", ["Dana Okoro", '"Okoro, Dana (YJS)"', ""])
def test_a_council_signature_goes_and_the_sign_off_stays(name):
    mail = read(f"Sixty pounds.\n\nKind regards\nDana\n\n{SIGNATURE}", sender=f"{name} <dana.okoro@mereford.example>")

    assert mail.reply == "Sixty pounds.\n\nKind regards\nDana"
    assert "01632 960001" in mail.folded


def test_a_disclaimer_goes_even_below_the_quote():
    mail = read(
        f"Yes.\n\nOn 3 Mar 2026, at 10:00, Sam <l@f.example> wrote:\n\n{QUOTED}\nIf you have received this email in error please delete it from your system."
    )

    assert mail.reply == "Yes."


@pytest.mark.parametrize(
    "banner",
    [
        "CAUTION: This email came from outside the organisation. Do not click links.",
        "[EXTERNAL]",
        "This message was sent from an external sender. Be careful.",
    ],
)
def test_a_banner_goes(banner):
    assert read(f"{banner}\n\nThanks, agreed.").reply == "Thanks, agreed."


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone",
        "Get Outlook for Android<https://aka.ms/x>",
        "Sent from my Galaxy",
        "Sent from my mobile. Please excuse typos.",
    ],
)
def test_what_a_phone_adds_goes(line):
    assert read(f"Agreed.\n\n{line}").reply == "Agreed."


@pytest.mark.parametrize(
    "words",
    [
        "CAUTION with the new form, it loses the date.",
        "External emails never reach the court list.\n\nBe careful with them.",
        "On 4 May 2026 the Board wrote:\n\nServices must improve.\n\nI do not agree.",
        "I am away:\n\nFrom: Monday 4 May 2026\nTo: Friday 8 May 2026\nSubject: leave cover\n\nJo covers.",
        "The venue:\n\nCivic Centre\nHigh Street, Mereford MF1 2AB\nTel: 01632 960100",
        "Our message is that confidential advice should stay confidential.",
        "Ask under the Freedom of Information Act and they must disclose it.",
        "I sent from my phone a picture of it yesterday.",
        "Begin forwarded message is how their letter starts.",
        "Intro\n\n--\n\nA second section of prose that somebody set off with dashes and that nobody may lose.",
    ],
)
def test_words_that_look_like_furniture_are_kept(words):
    assert read(words).reply == words


def test_an_outlook_mail_with_everything_leaves_the_words_and_the_table():
    mail = from_file("outlook_reply_with_logo.eml")

    assert mail.reply == "We pay £60 for standby.\n\n| Day | Pay |\n| --- | --- |\n| Saturday | £60 |\n\nDana"
    assert [file.name for file in mail.attachments_kept] == []
    assert [(file.name, file.why) for file in mail.attachments_dropped] == [("image001.png", "signature_image")]


def test_words_typed_inside_the_signature_element_are_not_lost():
    mail = read_html(
        "<div id=Signature><p>Yes, we can host all of you in Mereford on the fourth of June, with lunch.</p></div>"
    )

    assert "host all of you" in mail.reply


def test_a_forwarded_mail_keeps_what_it_forwards():
    mail = read(
        "For information.\n\nFrom: Bulletin <b@news.example>\nSent: 2 March 2026 09:00\nTo: Dana\nSubject: Notice\n\nThe notice.",
        subject="FW: Notice",
    )

    assert mail.is_forward and mail.reply.startswith("For information.") and mail.reply.endswith("The notice.")


@pytest.mark.parametrize(
    ("wrapped", "shown"),
    [
        (
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fstats.example%2Fa&data=x",
            "https://stats.example/a",
        ),
        ("https://urldefense.com/v3/__https://stats.example/a__;!!abc$", "https://stats.example/a"),
        ("https://urldefense.proofpoint.com/v2/url?u=https-3A__stats.example_a&d=x", "https://stats.example/a"),
    ],
)
def test_a_gateways_link_is_unwrapped(wrapped, shown):
    assert read_html(f'<p>See <a href="{wrapped}">https://stats.example/a</a></p>').reply == f"See {shown}"


def test_a_link_that_shows_another_address_shows_both():
    assert (
        read_html('<a href="https://evil.example/">https://bank.example</a>').reply
        == "https://bank.example (https://evil.example/)"
    )


def test_a_poor_html_part_gives_way_to_the_text():
    body = "--B\r\nContent-Type: text/plain\r\n\r\nThe real words.\r\n--B\r\nContent-Type: text/html\r\n\r\n<html><body></body></html>\r\n--B--\r\n"

    assert read(body, content_type="multipart/alternative; boundary=B").reply == "The real words."


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        (b"caf\xe9 \x96 \xa360", "iso-8859-1", "café – £60"),
        (b"caf\xc3\xa9", "x-unknown", "café"),
        (b"caf\xe9", "utf-8", "café"),
        ("こんにちは".encode("iso-2022-jp"), "iso-2022-jp", "こんにちは"),
        (b"a\x00b", "us-ascii", "ab"),
        (b"\xef\xbb\xbfhello", "utf-8", "hello"),
        (b"hello", "zlib", "hello"),
    ],
)
def test_any_charset_gives_text(content, charset, text):
    assert read(content, content_type=f"text/plain; charset={charset}").reply == text


def test_a_postscript_below_the_signature_is_not_lost():
    postscript = "PS we also need two more volunteers for the June panel, can anybody offer?"

    assert read(f"Yes please.\n\n{SIGNATURE}\n{postscript}").reply == f"Yes please.\n\n{postscript}"


def test_a_mail_of_a_signature_only_has_no_words():
    header = "From: Sam <s@f.example>\nSent: 3 March 2026 10:00\nTo: Dana\nSubject: Rota"

    assert read(f"{SIGNATURE}\n{header}\n\nWhat do you pay?").reply == ""


def test_plain_words_that_are_called_base64_are_read_as_they_are():
    mail = read("Yes, we do: on Tuesdays, at ten.", extra="Content-Transfer-Encoding: base64\r\n")

    assert mail.reply == "Yes, we do: on Tuesdays, at ten."


def test_base64_with_a_footer_that_a_list_has_added_is_decoded():
    words = "Yes, we do. " * 20
    body = base64.encodebytes(words.encode()) + b"--\nSent through a list\n"

    assert read(body, extra="Content-Transfer-Encoding: base64\r\n").reply.startswith("Yes, we do. Yes, we do.")
