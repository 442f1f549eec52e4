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


@pytest.mark.parametrize(
    "below",
    [
        "Od: Sam Tester <sam@l.example>\nWysłane: wtorek, 3 marca 2026 10:12\nDo: Dana\nTemat: Rota\n\nWho?\n",
        "Feladó: Sam Tester <sam@l.example>\nElküldve: 2026. március 3., kedd 10:12\nCímzett: Dana\nTárgy: Rota\n\nWho?\n",
        "Từ: Sam Tester <sam@l.example>\nĐã gửi: Thứ Ba, 3 tháng 3, 2026 10:12\nTới: Dana\nChủ đề: Rota\n\nWho?\n",
        "Dé Máirt 3 Márta 2026 ag 10:12, scríobh Sam Tester <sam@l.example>:\n\n> Who?\n",
        "Sam Tester <sam@l.example> ezt írta (időpont: 2026. márc. 3., K, 10:12):\n\n> Who?\n",
        "ut 3. 3. 2026 o 10:12 Sam Tester <sam@l.example> napísal(a):\n\n> Who?\n",
        "На вт, 3.03.2026 г. в 10:12 Sam Tester <sam@l.example> написа:\n\n> Who?\n",
        "Më mar., 3 mar 2026 në 10:12, Sam Tester <sam@l.example> shkroi:\n\n> Who?\n",
        "Yahoo Mail: Search, organise, conquer\n",
        "Sent from my Apple Watch\n",
        "Sent from the all new AOL app for iOS\n",
        "Sent via Superhuman iOS\n",
        "This email was sent securely using Egress Switch\n",
        "Virus-free.www.avast.com<https://www.avast.com/sig-email?utm_medium=email>\n",
        "Scanned by Trustwave SEG - Trustwave's comprehensive email content security solution.\n",
    ],
)
def test_what_programs_of_other_languages_and_of_late_put_below_is_folded(below):
    assert read(f"{WORDS}\n\n{below}").reply == WORDS


@pytest.mark.parametrize(
    "banner",
    [
        "ZjQcmQRYFpfptBannerStart\n\n This Message Is From an Untrusted Sender\n You have not previously corresponded with "
        "this sender.\n    Report Suspicious\n\nZjQcmQRYFpfptBannerEnd\n",
        "Egress Protect: this email was received unencrypted from an external sender.\n\n",
    ],
)
def test_a_gateways_banner_is_folded(banner):
    assert read(banner + WORDS).reply == WORDS


def test_a_style_in_the_body_hides_nothing_below_it():
    """Proofpoint's banner brings its own, outside the head, and so do newsletters' programs."""
    banner = (
        '<style>#pfptBannerx{all:revert !important}</style><div style="display:none!important">We use</div><div id="pfptBannerx">'
        "This Message Is From an External Sender<br>This message came from outside your organization.<br>Report Suspicious</div>"
    )
    assert read_html(f"{banner}<p>{WORDS}</p>").reply == WORDS
    assert WORDS in read_html(f"<script><p>{WORDS}</p>").reply  # never closed


@pytest.mark.parametrize(
    ("sender", "subject"),
    [
        ("Microsoft Teams <noreply@email.teams.microsoft.com>", "Sam sent a message"),
        ("Dana Okoro in Planner <noreply@planner.office365.com>", "Dana assigned a task to you"),
        ("Dana Okoro (via SharePoint) <no-reply@sharepointonline.com>", "Dana shared a file"),
        ("Panel <do.not.reply-7@panel.example>", "Your booking"),
    ],
)
def test_who_reads_no_answer_wrote_no_post(sender, subject):
    assert read("Open it in the app.", sender=sender, subject=subject).outcome == Outcome.AUTO_REPLY
    assert read(WORDS, sender="Norah Reply <norah.reply@mereford.example>").outcome == Outcome.MESSAGE


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("dana.okoro@mereford.example has sent you a protected message.\n\nRead the message\n", "text/plain"),
        ("You have a new Secure Message from Dana. To view it, register with the portal.", "text/plain"),
        ("MIAGCSqGSIb3DQEHA6CAMIACAQAxggF", "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m"),
    ],
)
def test_of_a_locked_mail_nothing_is_posted_and_nothing_is_lost(text, kind):
    mail = read(text, content_type=kind)

    assert (mail.outcome, mail.reply or "") == (Outcome.MESSAGE, "")
    assert text.startswith("MIAG") or mail.folded == text.strip()


def test_who_writes_of_protected_messages_is_read():
    text = (
        "The court has sent you a protected message, I hear. Could you open it? Ours asked for a code that never came."
    )

    assert read(text).reply == text


@pytest.mark.parametrize(
    ("body", "encoding", "words"),
    [
        (b"We use the county =   \r\none, two pages.", "quoted-printable", WORDS),
        (b"a=b and 5 = 5, 100=% sure. =ZZ stays.", "quoted-printable", "a=b and 5 = 5, 100=% sure. =ZZ stays."),
        ("Café =E2=82=AC5 déjà".encode(), "quoted-printable", "Café €5 déjà"),
        (b"V2UgdXNlIHRoZSBjb3VudHkgb25lLCB0d28gcGFnZXMu\r\n\r\nMereford council - see www.mereford.example\r\n", "base64",
         f"{WORDS}\n\nMereford council - see www.mereford.example"),
    ],
)  # fmt: skip
def test_threat_53_an_encoding_that_a_gateway_broke_still_reads(body, encoding, words):
    assert read(body, extra=f"Content-Transfer-Encoding: {encoding}\r\n").reply == words
