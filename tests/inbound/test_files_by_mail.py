"""Files that come by mail (scenarios 41 and 42)."""

from email.message import EmailMessage

import pytest

from accounts.refs import ref
from forum.files.kinds import MOST_BYTES
from forum.models import Attachment, Post, RefusedFile
from inbound.models import InboundMail
from tests.factories import make_officer
from tests.files import docx, pdf
from tests.outbound import drain_outbox, everything_sent, mails_to, plain_text, receive

pytestmark = pytest.mark.usefixtures("board")
SAM, BOARD = "sam@lakeside.example", "north-west@ymn.example"


def mail_with(
    *files: tuple[str, bytes], text: str = "Here is our protocol.", message_id: str = "<1@lakeside.example>"
) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"], message["Message-ID"] = SAM, BOARD, "Our protocol", message_id
    message.set_content(text)
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def test_a_file_by_mail_is_the_posts_file(author, follower, seen_by):
    row = receive(mail_with(("protocol.docx", docx("A remand protocol"))), sender=SAM, to=BOARD)

    assert row.state == InboundMail.State.POSTED
    file = Attachment.objects.get()
    assert (file.post, file.name, file.words) == (row.post, "protocol.docx", "A remand protocol")
    assert "protocol.docx" in seen_by(follower).get(f"/topics/{ref('topic', row.post.topic_id)}/").content.decode()
    assert "were not kept" not in seen_by(follower).get(f"/topics/{ref('topic', row.post.topic_id)}/").content.decode()


def test_scenario_41_words_are_posted_without_a_file_that_is_too_large_and_its_author_alone_is_told(
    author, follower, seen_by
):
    large = ("film.pdf", b"%PDF-1.7" + b" " * (30 * 1024 * 1024))

    row = receive(mail_with(large, ("report.pdf", pdf())), sender=SAM, to=BOARD)

    assert row.state == InboundMail.State.POSTED
    assert row.post.content.raw == "Here is our protocol."
    assert [file.name for file in row.post.attachments.all()] == ["report.pdf"]
    answer = "".join(plain_text(mail) for mail in mails_to(SAM))
    assert "“film.pdf” is larger than 15 MB, which is the most for one file." in " ".join(answer.split())
    page = f"/topics/{ref('topic', row.post.topic_id)}/"
    assert "film.pdf" in seen_by(author).get(page).content.decode()
    assert "film.pdf" not in seen_by(follower).get(page).content.decode()
    assert "film.pdf" not in "".join(mail.as_string() for mail in mails_to(follower.email))
    assert len(large[1]) > MOST_BYTES


def test_scenario_42_a_program_by_mail_is_kept_nowhere_and_the_secretariat_is_told(author):
    secretariat = make_officer("secretariat")

    row = receive(mail_with(("update.exe", b"MZ\x90 program")), sender=SAM, to=BOARD)
    drain_outbox()

    assert row.state == InboundMail.State.POSTED
    assert Attachment.objects.count() == 0
    assert RefusedFile.objects.get().why == "program"
    assert "by email" in plain_text(mails_to(secretariat.email)[-1])
    assert "update.exe" in "".join(plain_text(mail) for mail in mails_to(SAM))


def test_a_childs_details_inside_a_mailed_document_hold_the_post(author, follower):
    row = receive(mail_with(("list.docx", docx("Kyle Smith, born 03/04/2011"))), sender=SAM, to=BOARD)

    assert (row.state, row.reason) == (InboundMail.State.HELD, "child_details")
    assert row.post.state == Post.State.HELD
    assert b"Kyle" not in everything_sent()


def test_the_same_mail_twice_keeps_its_file_once(author):
    raw = mail_with(("protocol.docx", docx()))
    receive(raw, sender=SAM, to=BOARD)
    receive(raw, sender=SAM, to=BOARD)

    assert Post.objects.count() == 1
    assert Attachment.objects.count() == 1
