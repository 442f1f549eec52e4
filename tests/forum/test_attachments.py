"""Files of posts: which are taken, what is left in them, and who may fetch them (threats 3, 4, 42, 43, 51, 80)."""

import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.refs import ref
from forum.actions.attach_files import attach_files
from forum.actions.mend_held_post import mend_held_post
from forum.actions.move_topic import move_topic
from forum.actions.reply_to_topic import reply_to_topic
from forum.actions.vouch_for_held_post import vouch_for_held_post
from forum.files import store
from forum.files.forgetting import forget_old_files
from forum.files.kinds import MOST_BYTES, MOST_FILES
from forum.files.receiving import Incoming
from forum.models import Attachment, Post, RefusedFile, Topic
from forum.origin import Origin
from forum.search import find
from regions.actions.change_membership import change_membership
from regions.permissions import Refused
from tests.factories import fresh, make_board, make_officer, make_topic
from tests.files import docx, odt, packed, pdf, picture, pptx, xlsx
from tests.outbound import drain_outbox, everything_sent, mails_to, plain_text

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.doors")]


def attach(member, *files, key="web:f"):
    return attach_files(member, key=key, files=[Incoming(name, content) for name, content in files])


def answer_with(member, topic, *files, key="web:f", text="Here it is."):
    attach(member, *files, key=key)
    return reply_to_topic(member, topic.pk, content=text, origin=Origin.web(), idempotency_key=key)


def the_file() -> Attachment:
    return Attachment.objects.get()


def page_with(topic, files, *, text="Here it is.", key="web:p", **more):
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return f"/topics/{ref('topic', topic.pk)}/", {"text": text, "key": key, "attached": uploads, **more}


TAKEN = {
    "pdf": ("report.pdf", pdf("The remand report"), "The remand report"),
    "docx": ("protocol.docx", docx("A remand\nprotocol"), "A remand\nprotocol"),
    "pptx": ("slides.pptx", pptx("A remand slide"), "A remand slide"),
    "xlsx": ("table.xlsx", xlsx(("Beds", 4), ("Day", date(2026, 3, 4))), "Beds\t4\nDay\t04/03/2026"),
    "odt": ("paper.odt", odt("A remand paper"), "A remand paper and more"),
    "jpeg": ("shot.jpg", picture("JPEG"), ""),
    "png": ("shot.gif", picture("GIF"), ""),
    "txt": ("notes.txt", "Café notes".encode("cp1252"), "Café notes"),
    "csv": ("beds.csv", b"Region,Beds\nNorth West,4\n", "Region,Beds\nNorth West,4\n"),
}


@pytest.mark.parametrize("kind", TAKEN)
def test_what_is_taken_is_known_by_its_content_and_its_words_are_read(author, kind):
    name, content, words = TAKEN[kind]

    assert attach(author, (name, content)) == []
    file = the_file()
    assert (file.kind, file.words, file.size) == (kind, words, len(store.get(file.stored)))
    assert file.name == name.replace(".gif", ".png")


REFUSED = {
    "program": ("report.pdf", b"MZ\x90\x00 a program under another name"),
    "old_office": ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600),
    "password": ("secret.pdf", pdf(password="letmein")),
    "web_page": ("notes.txt", b"Hello <script>alert(1)</script>"),
    "archive": ("files.zip", packed({"a.txt": "a"})),
    "macros": ("macro.docx", docx(more={"word/vbaProject.bin": b"x"})),
    "unknown_kind": ("noise.txt", bytes(range(256)) * 4),
    "empty": ("empty.txt", b"  \n"),
    "broken": ("entity.docx", docx(more={"word/footnotes.xml": '<!DOCTYPE l [<!ENTITY a "b">]><p>&a;</p>'})),
    "bomb": ("bomb.docx", docx(more={"word/footnotes.xml": b"<p>" + b" " * 60_000_000})),
    "too_many_pixels": ("huge.png", picture("PNG", size=(60_000, 1_000))),
    "too_large": ("large.pdf", b"%PDF-1.7" + b" " * MOST_BYTES),
}  # fmt: skip


@pytest.mark.parametrize("why", REFUSED)
def test_threat_42_what_is_not_taken_leaves_no_byte_and_says_why(author, why):
    name, content = REFUSED[why]
    before = set(store.everything(older_than=float("inf")))

    (refused,) = attach(author, (name, content))

    assert (refused.why, refused.name) == (why, name)
    assert refused.sentence.startswith(f"“{name}” ")
    assert Attachment.objects.count() == 0
    assert set(store.everything(older_than=float("inf"))) == before


@pytest.mark.parametrize(
    "deep", [docx(more={"word/header1.xml": "<p>" * 900 + "</p>" * 900}), b"%PDF-1.7\n" + b"[" * 100_000]
)
def test_threat_42_a_document_deeper_than_any_is_not_taken(author, deep):
    (refused,) = attach(author, ("deep", deep))

    assert refused.why in ("bomb", "broken")


def test_a_web_page_is_not_shown_even_when_it_is_drawn_as_svg(author):
    (refused,) = attach(author, ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"))

    assert refused.why == "web_page"


def test_threat_51_a_picture_keeps_no_note_of_who_took_it(author):
    content = picture("JPEG", taken_by="Sam Secret")
    assert b"Sam Secret" in content

    attach(author, ("shot.jpg", content))

    kept = store.get(the_file().stored)
    assert b"Sam Secret" not in kept
    assert b"Exif" not in kept


def test_threat_51_documents_lose_their_author_and_photographs_in_them_where_they_were_taken(author):
    photograph = picture("JPEG", taken_by="Sam Secret")
    for number, content in enumerate([docx(more={"word/media/image1.jpeg": photograph}), odt(), pdf()]):
        attach(author, (f"paper{number}", content), key=f"web:{number}")

    for file in Attachment.objects.order_by("pk"):
        kept = store.get(file.stored)
        parts = [kept]
        if file.kind != "pdf":
            with zipfile.ZipFile(BytesIO(kept)) as archive:
                parts = [archive.read(name) for name in archive.namelist()]
        assert [part for part in parts if b"Sam Secret" in part] == []
    assert Attachment.objects.count() == 3


def test_a_pdf_loses_its_script_and_the_files_inside(author):
    attach(author, ("form.pdf", pdf("A form", script="app.alert('boo')", inside=b"MZ inside")))

    kept = store.get(the_file().stored)
    assert b"JavaScript" not in kept
    assert b"MZ inside" not in kept
    assert the_file().words == "A form"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\Users\\sam\\notes.txt", "notes.txt"),
        ("no\u202etxt.exe", "notxt.exe.txt"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie x.txt"),
        ("page.html", "page.html.txt"),
        ("...", "file.txt"),
        ("n" * 300 + ".txt", "n" * 116 + ".txt"),
    ],
)  # fmt: skip
def test_threat_80_a_name_does_no_harm(author, topic, seen_by, name, kept):
    post = answer_with(author, topic, (name, b"Some notes."))

    assert post.attachments.get().name == kept
    answer = seen_by(author).get(f"/files/{ref('file', the_file().pk)}/")
    assert answer["Content-Disposition"].startswith('attachment; filename="')
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


def test_the_name_on_the_disk_says_nothing(author):
    attach(author, ("remand.pdf", pdf()))

    assert len(the_file().stored) == 40
    assert "remand" not in the_file().stored


# --- Who may fetch them


def test_a_reader_of_the_post_fetches_the_file_and_nobody_keeps_it(author, follower, topic, seen_by):
    answer_with(author, topic, ("report.pdf", pdf()), ("shot.png", picture("PNG")))
    report, shot = Attachment.objects.order_by("pk")
    browser = seen_by(follower)

    answer = browser.get(f"/files/{ref('file', report.pk)}/")
    assert answer.content == store.get(report.stored)
    assert answer["Content-Disposition"] == 'inline; filename="report.pdf"'
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "ETag" not in answer
    assert "Last-Modified" not in answer
    assert (
        browser.get(f"/files/{ref('file', report.pk)}/?download")["Content-Disposition"]
        == 'attachment; filename="report.pdf"'
    )
    assert browser.get(f"/files/{ref('file', shot.pk)}/preview/").content == store.get(shot.preview)
    assert browser.get(f"/files/{ref('file', report.pk)}/preview/").status_code == 404
    assert browser.post(f"/files/{ref('file', report.pk)}/").status_code == 405


def urls(file):
    return [
        f"/files/{ref('file', file.pk)}/",
        f"/files/{ref('file', file.pk)}/?download=1",
        f"/files/{ref('file', file.pk)}/preview/",
    ]


def answers_to(browser, file):
    """GET, HEAD and Range, as a page, a download and a preview, with what a cache would send."""
    headers = [
        {},
        {"range": "bytes=0-10"},
        {"if-none-match": "*"},
        {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    ]
    return {
        getattr(browser, method)(url, headers=more).status_code
        for url in urls(file) for method in ("get", "head") for more in headers
    }  # fmt: skip


def test_scenario_9_threat_3_for_another_region_there_is_no_file(author, topic, londoner, seen_by, client):
    answer_with(author, topic, ("shot.png", picture("PNG")))

    assert answers_to(seen_by(londoner), the_file()) == {404}
    assert answers_to(client, the_file()) == {302}
    assert answers_to(seen_by(author), the_file()) == {200}


def test_threat_4_a_file_goes_with_its_topic_at_once_and_is_never_not_modified(
    author, topic, londoner, london, rep, seen_by
):
    north_west = topic.forum.network
    shared = make_board(north_west, readers="members")
    open_topic = make_topic(author, shared)
    answer_with(author, open_topic, ("shot.png", picture("PNG")))
    browser = seen_by(londoner)
    assert answers_to(browser, the_file()) == {200}

    move_topic(rep, open_topic.pk, board_id=topic.forum_id)

    assert answers_to(browser, the_file()) == {404}
    assert answers_to(seen_by(author), the_file()) == {200}


def test_who_left_the_region_fetches_nothing_more(author, follower, topic, seen_by):
    answer_with(author, topic, ("shot.png", picture("PNG")))
    browser = seen_by(follower)
    assert answers_to(browser, the_file()) == {200}

    change_membership(None, follower.memberships.get().pk, status="ended")

    assert answers_to(browser, the_file()) == {404}


def test_what_is_ready_but_not_posted_is_its_owners(author, follower, seen_by):
    attach(author, ("shot.png", picture("PNG")))

    assert answers_to(seen_by(author), the_file()) == {200}
    assert answers_to(seen_by(follower), the_file()) == {404}


@pytest.mark.parametrize(
    "state", [Post.State.TAKEN_BACK, Post.State.WITHDRAWN, Post.State.RETURNED, Post.State.HELD, Post.State.WAITING]
)
def test_a_post_that_is_not_shown_hides_its_files(author, follower, rep, topic, seen_by, state):
    post = answer_with(author, topic, ("shot.png", picture("PNG")))
    assert answers_to(seen_by(follower), the_file()) == {200}

    Post.objects.filter(pk=post.pk).update(state=state, approved=state == Post.State.TAKEN_BACK)

    assert answers_to(seen_by(follower), the_file()) == {404}
    assert answers_to(seen_by(rep), the_file()) == {404}


# --- A child's details in files


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.xlsx", xlsx(("Name", "Born"), ("Kyle Smith", date(2011, 4, 3)))),
        ("list.docx", docx("Kyle Smith, born 03/04/2011")),
        ("list.pdf", pdf("Kyle Smith, born 03/04/2011")),
        ("list.odt", odt("Kyle Smith, born 03/04/2011")),
        ("Kyle Smith born 03-04-2011.txt", b"Notes."),
        ("numbers.xlsx", xlsx(("NHS number", 9991234563))),
    ],
)
def test_threat_51_a_file_with_a_childs_details_holds_the_post(author, follower, topic, seen_by, name, content):
    post = answer_with(author, topic, (name, content))

    assert post.state == Post.State.HELD
    assert post.findings.exists()
    drain_outbox()
    assert b"Kyle" not in everything_sent()
    assert answers_to(seen_by(follower), the_file()) == {404}
    assert "Leave out" in seen_by(author).get(f"/held/{ref('post', post.pk)}/").content.decode()


def test_the_author_leaves_the_file_out_and_the_post_appears(author, topic):
    post = answer_with(author, topic, ("list.txt", b"Kyle Smith, born 03/04/2011"), ("fine.txt", b"Beds."))
    listed, fine = post.attachments.order_by("pk")

    assert mend_held_post(author, post.pk, content="Here it is.").state == Post.State.HELD
    mended = mend_held_post(author, post.pk, content="Here it is.", leave_out=[listed.pk])

    assert mended.state == Post.State.PUBLISHED
    assert list(mended.attachments.all()) == [fine]


def test_leaving_out_reaches_no_file_of_another_post(author, topic):
    other = answer_with(author, topic, ("other.txt", b"Others."), key="web:other")
    post = answer_with(author, topic, ("list.txt", b"Kyle Smith, born 03/04/2011"))

    mend_held_post(author, post.pk, content="Here it is.", leave_out=[other.attachments.get().pk])

    assert other.attachments.count() == 1


def test_the_representative_reads_what_the_file_says_with_the_details_masked(author, topic, rep, seen_by):
    post = answer_with(author, topic, ("list.txt", b"The referral of Kyle Smith, born 03/04/2011, went well."))
    vouch_for_held_post(author, post.pk)

    page = seen_by(rep).get(f"/moderation/{ref('post', post.pk)}/").content.decode()

    assert "The referral of" in page
    assert "03/04/2011" not in page
    assert answers_to(seen_by(rep), the_file()) == {404}


# --- On the page


def test_files_are_posted_with_the_answer_and_listed_under_it(author, follower, topic, seen_by):
    path, data = page_with(topic, [("report.pdf", pdf()), ("shot.png", picture("PNG"))])

    assert seen_by(author).post(path, data).status_code == 302

    page = seen_by(follower).get(path).content.decode()
    report, shot = Attachment.objects.order_by("pk")
    assert f'href="/files/{ref("file", report.pk)}/"' in page
    assert (
        f'<img src="/files/{ref("file", shot.pk)}/preview/" width="60" height="40" alt="shot.png" loading="lazy">'
        in page
    )


def test_files_open_a_topic_as_well(author, board, seen_by):
    data = {
        "board": board.slug, "kind": "question", "title": "A protocol", "text": "Here.", "key": "web:n",
        "attached": [SimpleUploadedFile("report.pdf", pdf())],
    }  # fmt: skip

    assert seen_by(author).post("/topics/new/", data).status_code == 302
    assert Topic.objects.get(subject="A protocol").posts.get().attachments.get().name == "report.pdf"


def test_a_refused_file_is_named_beside_the_field_and_text_and_good_files_are_kept(author, topic, seen_by):
    path, data = page_with(
        topic,
        [("report.pdf", pdf()), ("tool.exe", b"MZ\x90"), ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600)],
    )
    browser = seen_by(author)

    answer = browser.post(path, data)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("“tool.exe” is a program, and programs are not taken.") == 2  # summary and field
    assert page.count("“old.doc” is in the old Office format.") == 2
    assert '<a href="#id_attached">' in page
    assert "Here it is.</textarea>" in page
    assert "report.pdf" in page
    assert Post.objects.count() == 1

    assert browser.post(path, {"text": "Here it is.", "key": "web:p"}).status_code == 302
    post = Post.objects.latest("pk")
    assert [file.name for file in post.attachments.all()] == ["report.pdf"]
    # It was told at the form: the post itself says it to its author alone.
    assert "tool.exe" in browser.get(path).content.decode()


def test_a_ready_file_can_be_left_out_again(author, topic, seen_by):
    path, data = page_with(topic, [("report.pdf", pdf())], text="")
    browser = seen_by(author)
    assert browser.post(path, data).status_code == 422

    answer = browser.post(path, {"text": "Without it.", "key": "web:p", "leave_out": [the_file().pk]})

    assert answer.status_code == 302
    assert Attachment.objects.count() == 0
    assert Post.objects.latest("pk").attachments.count() == 0


def test_the_same_file_twice_in_one_submission_is_one(author, topic, seen_by):
    path, data = page_with(topic, [("report.txt", b"One."), ("again.txt", b"One.")])
    browser = seen_by(author)
    browser.post(path, data)
    browser.post(*page_with(topic, [("report.txt", b"One.")]))

    assert Post.objects.filter(topic=topic).count() == 2
    assert Attachment.objects.filter(post__isnull=False).count() == 1


def test_a_ninth_file_is_one_too_many(author):
    refused = attach(author, *[(f"{number}.txt", f"Number {number}".encode()) for number in range(MOST_FILES + 1)])

    assert [(row.name, row.why) for row in refused] == [("8.txt", "too_many")]
    assert Attachment.objects.count() == MOST_FILES


def test_another_members_ready_files_are_not_taken_along(author, follower, topic):
    attach(author, ("mine.txt", b"Mine."), key="web:same")

    post = answer_with(follower, topic, ("theirs.txt", b"Theirs."), key="web:same")

    assert [file.name for file in post.attachments.all()] == ["theirs.txt"]


def test_who_may_not_write_leaves_no_files(follower):
    change_membership(None, follower.memberships.get().pk, status="lapsed")

    with pytest.raises(Refused):
        attach(fresh(follower), ("notes.txt", b"Notes."))
    assert Attachment.objects.count() == 0


def test_a_page_asks_as_often_for_one_post_with_files_as_for_three(author, topic, seen_by):
    browser, path = seen_by(author), f"/topics/{ref('topic', topic.pk)}/"
    answer_with(author, topic, ("1.txt", b"1"), key="web:1")
    browser.get(path)
    with_one = queries_of(browser, path)
    for number in (2, 3):
        answer_with(
            author, topic, (f"{number}.txt", str(number).encode()), ("b.png", picture("PNG")), key=f"web:{number}"
        )
    browser.get(path)

    assert queries_of(browser, path) == with_one


def queries_of(browser, path):
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(path).status_code == 200
    return len(queries)


# --- Dangerous ones, and forgetting


def test_scenario_42_a_program_is_kept_nowhere_and_the_secretariat_is_told_once(author, topic):
    secretariat = make_officer("secretariat")

    attach(author, ("tool.exe", b"MZ\x90"))
    attach(author, ("tool.exe", b"MZ\x90"))
    drain_outbox()

    (mail,) = mails_to(secretariat.email)
    assert "Sam Tester" in plain_text(mail)
    assert "tool.exe" not in mail.as_string()
    assert Attachment.objects.count() == 0


def test_at_night_what_was_never_posted_is_forgotten_and_what_was_posted_stays(author, topic):
    answer_with(author, topic, ("posted.txt", b"Posted."), key="web:posted")
    attach(author, ("ready.txt", b"Ready."), key="web:ready")
    ready = Attachment.objects.get(post=None)

    assert forget_old_files() == 0
    assert forget_old_files(now=timezone.now() + timedelta(days=3)) >= 1

    assert [file.name for file in Attachment.objects.all()] == ["posted.txt"]
    assert store.get(the_file().stored) == b"Posted."
    assert ready.pk != the_file().pk


def test_scenario_97_a_word_inside_a_file_is_found_by_who_may_read_it_and_by_nobody_else(
    author, follower, londoner, topic
):
    post = answer_with(author, topic, ("report.pdf", pdf("The quaggamire report")))

    assert list(find(follower, "quaggamire", limit=5)) == [post]
    assert list(find(follower, "report.pdf", limit=5)) == [post]
    assert list(find(londoner, "quaggamire", limit=5)) == []


def test_a_held_files_words_are_found_by_nobody(author, topic):
    answer_with(author, topic, ("list.txt", b"Quaggamire: Kyle Smith, born 03/04/2011"))

    assert list(find(author, "quaggamire", limit=5)) == []


def test_refused_files_are_told_to_their_author_alone(author, follower, topic, seen_by):
    answer_with(author, topic, ("tool.exe", b"MZ\x90"))

    assert RefusedFile.objects.get().post is not None
    assert "tool.exe" in seen_by(author).get(f"/topics/{ref('topic', topic.pk)}/").content.decode()
    assert "tool.exe" not in seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/").content.decode()
