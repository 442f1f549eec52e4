"""The files of a post in its mail: along with it while there is room, else as a link; never what is not to be read."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.refs import ref
from forum.actions.attach_files import attach_files
from forum.actions.purge_post import purge_post
from forum.actions.remove_post import remove_post
from forum.actions.reply_to_topic import reply_to_topic
from forum.files import store
from forum.files.names import plain_name
from forum.files.receiving import Incoming
from forum.models import Attachment, Post
from forum.origin import Origin
from notifications.files_in_mail import MailedFile, enclose, files_of_mail, in_words
from notifications.models import Delivery
from notifications.sender import drain_deliveries
from outbox.dispatch import drain_events
from tests.files import pdf, picture
from tests.outbound import drain_outbox, everything_sent, mails_to, plain_text


def answer_with(member, topic, *files, key="web:f"):
    attach_files(member, key=key, files=[Incoming(name, content) for name, content in files])
    return reply_to_topic(member, topic.pk, content="Here it is.", origin=Origin.web(), idempotency_key=key)


def attached(mail):
    return [(part.get_filename(), part.get_payload(decode=True)) for part in mail.iter_attachments()]


def html(mail):
    return mail.get_body(("html",)).get_content()


@pytest.fixture
def quiet(topic):
    """The topic's own mail has left."""
    drain_outbox()
    return topic


def test_files_go_with_the_mail_and_are_named_in_both_texts(quiet, author, follower):
    post = answer_with(author, quiet, ("Remand protocol.pdf", pdf()), ("costs.csv", b"a,b\r\n1,2\r\n"))
    drain_outbox()

    mail = mails_to(follower.email)[-1]
    kept = {file.name: store.get(file.stored) for file in post.attachments.all()}
    assert dict(attached(mail)) == kept
    assert [part.get_content_type() for part in mail.iter_attachments()] == ["application/pdf", "text/csv"]
    text = plain_text(mail)
    assert f"- Remand protocol.pdf (PDF, {in_words(len(kept['Remand protocol.pdf']))}), attached" in text
    assert "Remand protocol.pdf" in html(mail)
    assert "; attached)" in html(mail)
    assert "/files/" not in text + html(mail)


def test_what_has_no_room_is_a_link_with_its_size_and_a_smaller_one_after_it_still_goes(
    quiet, author, follower, settings, monkeypatch
):
    post = answer_with(author, quiet, ("a.txt", b"a" * 700), ("large.txt", b"b" * 5000), ("c.txt", b"c" * 200))
    settings.MAIL_FILES_BYTES = 1000
    read, get = [], store.get
    monkeypatch.setattr(store, "get", lambda name: read.append(name) or get(name))
    drain_outbox()

    mail = mails_to(follower.email)[-1]
    large = post.attachments.get(name="large.txt")
    assert [name for name, _ in attached(mail)] == ["a.txt", "c.txt"]
    assert f"- large.txt (text, 5 KB): {settings.SITE_URL}/files/{ref('file', large.pk)}/\n" in plain_text(mail)
    assert f'href="{settings.SITE_URL}/files/{ref("file", large.pk)}/"' in html(mail)
    assert large.stored not in read
    assert sum(len(content) for _, content in attached(mail)) <= settings.MAIL_FILES_BYTES


def test_several_posts_of_a_topic_share_the_room_of_their_mail(quiet, author, follower, settings):
    settings.MAIL_FILES_BYTES, settings.TOPIC_MAIL_SECONDS = 1000, 600
    Delivery.objects.update(next_try="2020-01-01T00:00Z")
    answer_with(author, quiet, ("a.txt", b"a" * 700), key="web:1")
    answer_with(author, quiet, ("b.txt", b"b" * 700), key="web:2")
    drain_outbox()

    mail = mails_to(follower.email)[-1]
    assert [name for name, _ in attached(mail)] == ["a.txt"]
    assert "- b.txt (text, 700 bytes): " in plain_text(mail)


def test_no_room_at_all_makes_links_of_all(quiet, author, follower, settings):
    settings.MAIL_FILES_BYTES = 0
    answer_with(author, quiet, ("a.txt", b"words"))
    drain_outbox()

    mail = mails_to(follower.email)[-1]
    assert (attached(mail), mail.get_content_type()) == ([], "multipart/alternative")
    assert "/files/" in plain_text(mail)


def test_the_link_asks_for_the_right_and_nothing_in_the_mail_is_personal(
    quiet, author, follower, rep, londoner, settings, seen_by
):
    post = answer_with(author, quiet, ("a.txt", b"a" * 10), ("b.txt", b"b" * 90))
    settings.MAIL_FILES_BYTES = 50
    drain_outbox()

    first, second = mails_to(follower.email)[-1], mails_to(rep.email)[-1]
    assert (plain_text(first), html(first), attached(first)) == (plain_text(second), html(second), attached(second))
    link = f"/files/{ref('file', post.attachments.get(name='b.txt').pk)}/"
    assert seen_by(follower).get(link).status_code == 200
    assert seen_by(londoner).get(link).status_code == 404


@pytest.mark.parametrize("gone", ["removed", "purged", "held", "taken back"])
def test_a_file_that_nobody_may_read_any_more_never_leaves(quiet, author, follower, rep, gone, seen_by):
    drain_events()
    post = answer_with(author, quiet, ("secret-name.txt", b"Words in the file."))
    drain_events()
    assert Delivery.objects.filter(post=post, state="waiting").exists()
    if gone == "removed":
        remove_post(rep, post.pk, reason="It must go.")
    elif gone == "purged":
        remove_post(rep, post.pk, reason="It must go.")
        purge_post(rep, post.pk)
    else:
        state = Post.State.HELD if gone == "held" else Post.State.WITHDRAWN
        Post.objects.filter(pk=post.pk).update(approved=False, state=state)
    drain_deliveries()

    assert Delivery.objects.filter(post=post, state="sent").count() == 0
    assert b"secret-name" not in everything_sent()


def test_a_file_with_a_childs_details_holds_its_post_and_stays(quiet, author, follower):
    post = answer_with(author, quiet, ("list.txt", b"Jayden Marlowe, DOB 03/05/2011, NHS 999 123 4563"))
    drain_outbox()

    assert post.state == Post.State.HELD
    assert mails_to(follower.email) == []
    assert b"list.txt" not in everything_sent()


def test_bytes_that_are_missing_make_a_link_and_the_mail_leaves(quiet, author, follower):
    post = answer_with(author, quiet, ("a.txt", b"words"))
    store.forget(post.attachments.get().stored)
    drain_outbox()

    mail = mails_to(follower.email)[-1]
    assert attached(mail) == []
    assert "- a.txt (text, 5 bytes): " in plain_text(mail)


def test_the_files_of_one_post_and_of_three_cost_one_query(quiet, author):
    posts = [answer_with(author, quiet, ("a.txt", b"words %d" % n), key=f"web:{n}") for n in range(3)]
    for some in (posts[:1], posts):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            found = files_of_mail(some)
        assert (len(queries), sum(len(files) for files in found.values())) == (1, len(some))


def test_a_picture_goes_as_the_picture_that_was_made_anew(quiet, author, follower):
    answer_with(author, quiet, ("shot.jpg", picture(taken_by="Sam Secret")))
    drain_outbox()

    ((name, content),) = attached(mails_to(follower.email)[-1])
    assert (name, content) == ("shot.jpg", store.get(Attachment.objects.get().stored))
    assert b"Sam Secret" not in content


@given(name=st.text(max_size=200), content=st.binary(max_size=400))
def test_any_name_and_content_come_out_as_they_went_in(name, content):
    name = plain_name(name)
    message = EmailMessage(policy=SMTP.clone(max_line_length=300))
    message["Subject"] = "Files"
    message.set_content("Here.\n")
    enclose(message, [MailedFile(name, "text", "1 KB", "", "text/plain; charset=utf-8", content)])
    raw = message.as_bytes()

    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    (part,) = message_from_bytes(raw, policy=default).iter_attachments()
    assert part.get_payload(decode=True) == content
    assert part.get_content_disposition() == "attachment"
    assert (part.get_filename() or "").split() == name.split()


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1 KB"), (840_400, "840 KB"), (15_728_640, "15.7 MB")],
)
def test_sizes_in_words(size, words):
    assert in_words(size) == words
