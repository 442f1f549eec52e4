"""Mails of shapes that people's programs write and nobody had shown us: nothing of the author's is lost, and what a
machine wrote is not posted.
"""

import pytest

from inbound.reading import Outcome
from tests.inbound.reading.builders import read, read_html

WORDS = "We use the county one, two pages."
QUOTE = "\n> Who has a remand protocol?\n> Sam\n"
HEADERS = "From: Sam Tester\nSent: 03 March 2026 10:12\nTo: Dana\nSubject: Rota\n\nWho has one?\n"
FROM_EXCHANGE = "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@mereford.example>"


@pytest.mark.parametrize(
    "below",
    [
        f"Ar Maw, 3 Maw 2026 am 10:12, ysgrifennodd Sam Tester <sam@lakeside.example>:\n{QUOTE}",
        f"Ar 3 Mawrth 2026, ysgrifennodd Sam Tester:\n{QUOTE}",
        "Oddi wrth: Sam Tester <sam@l.example>\nAnfonwyd: 03 Mawrth 2026 10:12\nAt: Dana\nPwnc: Rota\n\nWho has one?\n",
        f"mar., 3 mar. 2026 la 10:12, Sam Tester <sam@l.example> a scris:\n{QUOTE}",
        f"wt., 3 mar 2026 o 10:12 Sam Tester <sam@l.example> napisał(a):\n{QUOTE}",
        f"Get Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\n{HEADERS}",
        f"Sent from Outlook for Android<https://aka.ms/AAb9ysg>\n________________________________\n{HEADERS}",
        "Sent from my Galaxy\n\n-------- Original message --------\nFrom: Sam <sam@l.example>\nDate: 03/03/2026 10:12 (GMT+00:00)\nTo: Dana\nSubject: x\n\nWho?\n",
        "Sent via Spark\nOn 3 Mar 2026, 10:12 +0000, Sam Tester <sam@l.example>, wrote:\n> Who?\n",
        "Sent from Proton Mail for iOS.\n\n-------- Original Message --------\nOn Tuesday, 03/03/26 at 10:12 Sam <sam@l.example> wrote:\n> Who?\n",
        "Mae'r e-bost hwn ac unrhyw atodiadau yn gyfrinachol ac wedi'u bwriadu ar gyfer y sawl y cyfeiriwyd atynt.\n",
        "This email is classified as OFFICIAL\n",
        "Dana Okoro\nPennaeth Gwasanaeth\nCyngor Sir Mereford\n",
        "Priya Nair\non behalf of Dana Okoro, Head of Service\n01234 567890\n",
    ],
)
def test_what_a_program_puts_below_is_folded(below):
    sender = (
        "Priya Nair <priya.nair@mereford.example>" if below.startswith("Priya") else "Dana Okoro <dana.okoro@x.example>"
    )

    assert read(f"{WORDS}\n\n{below}", sender=sender).reply == WORDS


@pytest.mark.parametrize(
    "banner",
    [
        "[EXTERNAL EMAIL] This email originated from outside of Mereford Council. Do not click links.\n\n",
        "ATTENTION: This message comes from outside the organisation. Think before you click.\n",
        "RHYBUDD: Daw'r e-bost hwn o'r tu allan i'r Cyngor. Peidiwch â chlicio ar ddolenni.\n\n",
        "**** This email is from an external source - please be careful! ****\n\n",
        "You don't often get email from sam@l.example. Learn why this is important<https://aka.ms/x>\n",
        "Classification: OFFICIAL\n",
    ],
)
def test_a_banner_of_other_wording_is_folded(banner):
    assert read(banner + WORDS).reply == WORDS


@pytest.mark.parametrize(
    "text",
    [
        "Agenda\n________________\n1. Remand\n2. Custody\n\nDana",
        "Options:\n-- first\n-- second\n---\nI prefer the second.",
        "OFFICIAL advice says that we may. Protect the date: 4 May.",
        "As the YJB wrote:\nyou must do it.\nWe disagree, on 3 May Sam wrote:\n\"no\" and that is that.",
        "From: 1 April the cost is 40 pounds.\nTo: be agreed at the meeting.\nSent: by post last week.\n\nDana",
        "Ar 3 Mai rydym yn cwrdd. Who comes?",
        "These heads will come:\nSam Tester\nImran Khan\nMoira Wells\n\nKind regards\nDana",
        "Attention: think before you sign the form.",
        "Click the link to confirm you are coming on Monday.",
    ],
)  # fmt: skip
def test_words_that_look_like_furniture_stay(text):
    mail = read(text)

    assert (mail.outcome, mail.reply) == (Outcome.MESSAGE, text)


def test_a_postscript_below_a_signature_stays():
    text = f"{WORDS}\n\nKind regards\n\nDana Okoro\nHead of Youth Justice\n\nPS: The annex is new."

    assert read(text).reply == f"{WORDS}\n\nKind regards\n\nPS: The annex is new."


def test_answers_in_a_colour_that_was_announced_stay_also_beside_their_question():
    mail = read_html(
        '<div>See my answers in red.</div><div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>From:</b> Sam<br>'
        "<b>Sent:</b> 03 March 2026 10:12<br><b>To:</b> Dana<br><b>Subject:</b> x</p></div>"
        '<p>Who has one? <span style="color:red">We do, all over the county.</span></p><p>How long is it?</p>'
        '<p style="color:red">Two pages.</p></div>'
    )

    assert "We do, all over the county." in mail.reply
    assert "Two pages." in mail.reply


@pytest.mark.parametrize(
    ("outcome", "subject", "text", "sender"),
    [
        (Outcome.AUTO_REPLY, "Dana Okoro is out of the office", "I am on annual leave until 10 March.", ""),
        (Outcome.AUTO_REPLY, "Allan o'r Swyddfa: Remand", "Rwyf ar wyliau.", ""),
        (Outcome.AUTO_REPLY, "Please confirm", "Click here to confirm you sent this message.", ""),
        (Outcome.AUTO_REPLY, "Re: Rota", "To control spam, I now allow incoming messages only from senders I have approved.", ""),
        (Outcome.RECALL, "Recall Report: Remand", "Your message recall succeeded", ""),
        (Outcome.REACTION, "👍 Dana Okoro reacted to: Rota", "👍 Dana Okoro liked your message:\n\nWho has one?", ""),
        (Outcome.BOUNCE, "Undeliverable: Rota", "Delivery has failed to these recipients or groups:\n\ngone@x.example\n", FROM_EXCHANGE),
        (Outcome.MESSAGE, "Sam is out of the office", "Who covers for him on Monday?", ""),
        (Outcome.MESSAGE, "Recall report of the panel", "Here it is.", ""),
    ],
)  # fmt: skip
def test_what_a_machine_wrote_is_told_from_what_a_person_wrote(outcome, subject, text, sender):
    assert read(text, subject=subject, **({"sender": sender} if sender else {})).outcome == outcome
