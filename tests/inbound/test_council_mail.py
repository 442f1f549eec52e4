"""Scenario 28, plain shapes: what council mail programs really send back."""

from email.message import EmailMessage
from email.utils import make_msgid

import pytest

from accounts.refs import ref
from forum.models import Post, PostOrigin
from inbound.models import InboundMail
from tests.outbound import drain_outbox, mails_to, receive

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
OUTLOOK = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body lang="EN-GB"><div class="WordSection1">
<p class="MsoNormal">We share ours with the next county: one bed, paid for by both.<o:p></o:p></p>
<p class="MsoListParagraph"><span style="mso-list:Ignore">1.<span>&nbsp; </span></span>Ring the duty manager before noon<o:p></o:p></p>
<p class="MsoListParagraph"><span style="mso-list:Ignore">2.<span>&nbsp; </span></span>Ask for the form<o:p></o:p></p>
<p class="MsoNormal">Happy to talk it through.<o:p></o:p></p>
<p class="MsoNormal"><o:p>&nbsp;</o:p></p>
<p class="MsoNormal">Kind regards<o:p></o:p></p>
<p class="MsoNormal"><b>Beth Tester</b><o:p></o:p></p>
<p class="MsoNormal">Head of Service, Millbrook Youth Justice Service<o:p></o:p></p>
<p class="MsoNormal">T: 01632 960 123 | www.millbrook.example<o:p></o:p></p>
<p class="MsoNormal"><img width="120" height="40" src="cid:{logo}"><o:p></o:p></p>
<p class="MsoNormal"><span style="font-size:8.0pt">This email and any attachments are confidential and intended solely for the
addressee. If you have received it in error please delete it and tell the sender.<o:p></o:p></span></p>
<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">
<p class="MsoNormal"><b>From:</b> Sam Tester, North West board &lt;north-west@ymn.example&gt;<br><b>Sent:</b> 20 November 2026 09:12<br>
<b>To:</b> Beth Tester<br><b>Subject:</b> [North West] Who has a remand protocol?<o:p></o:p></p></div>
<p class="MsoNormal">We need one.<o:p></o:p></p></div></body></html>"""


@pytest.fixture
def reply_to(topic, follower):
    drain_outbox()
    return str(mails_to(follower.email)[0]["Reply-To"])


def outlook_answer(follower, reply_to: str) -> bytes:
    mail, logo = EmailMessage(), make_msgid(domain="millbrook.example")
    mail["From"], mail["To"] = f"Beth Tester <{follower.email}>", reply_to
    mail["Subject"], mail["Message-ID"] = (
        "RE: [North West] Who has a remand protocol?",
        make_msgid(domain="millbrook.example"),
    )
    mail["X-Mailer"], mail["Thread-Topic"] = "Microsoft Outlook 16.0", "[North West] Who has a remand protocol?"
    mail.set_content("We share ours with the next county: one bed, paid for by both.")
    mail.add_alternative(OUTLOOK.replace("{logo}", logo.strip("<>")), subtype="html")
    html = mail.get_payload()[1]
    html.add_related(PIXEL, "image", "png", cid=logo, filename="image001.png", disposition="inline")
    return mail.as_bytes()


def test_scenario_28_only_my_words_show_the_rest_is_folded_and_no_image_is_kept(topic, follower, reply_to, seen_by):
    row = receive(outlook_answer(follower, reply_to), sender=follower.email, to=reply_to)

    post = Post.objects.get(topic=topic, number=2)
    assert (row.state, row.post) == (InboundMail.State.POSTED, post)
    shown = post.content.raw
    for words in (
        "one bed, paid for by both",
        "Ring the duty manager before noon",
        "Ask for the form",
        "Happy to talk it through.",
    ):
        assert words in shown
    for words in ("01632 960 123", "confidential", "Sent:", "We need one."):
        assert words not in shown
        assert words in PostOrigin.objects.get(post=post).folded
    assert PostOrigin.objects.get(post=post).files == []
    page = seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/").content.decode()
    assert "by email" in page
    assert "<img" not in page.split("data-posts")[1].split("Your answer")[0]


def test_folded_part_that_tells_of_a_child_is_shown_to_nobody_and_the_answer_is_not_held(
    topic, follower, reply_to, seen_by
):
    raw = outlook_answer(follower, reply_to).replace(
        b'<p class=3D"MsoNormal">We need one.', b"<p>Jayden Marlowe, DOB 03/05/2011"
    )
    raw = raw.replace(b'<p class="MsoNormal">We need one.', b"<p>Jayden Marlowe, DOB 03/05/2011")

    row = receive(raw, sender=follower.email, to=reply_to)

    assert row.state == InboundMail.State.POSTED
    assert "Marlowe" in PostOrigin.objects.get(post=row.post).folded
    assert "Marlowe" not in seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/").content.decode()
