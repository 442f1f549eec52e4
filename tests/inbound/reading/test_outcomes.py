"""What a mail is, when no person wrote it to a board."""

from datetime import UTC, datetime

import pytest

from inbound.reading import Bounced, Outcome, read_mail
from tests.inbound.reading.builders import from_file, read, with_file


@pytest.mark.parametrize(
    ("subject", "extra"),
    [
        ("Automatic reply: Rota", ""),
        ("Out of Office: Rota", ""),
        ("Abwesenheitsnotiz: Rota", ""),
        ("Réponse automatique : Rota", ""),
        ("Rota", "Auto-Submitted: auto-replied\r\n"),
        ("Rota", "X-Autoreply: yes\r\n"),
    ],
)
def test_an_automatic_reply_has_no_words_for_the_board(subject, extra):
    mail = read("I am away until Monday.", subject=subject, extra=extra)

    assert (mail.outcome, mail.reply, mail.folded) == (Outcome.AUTO_REPLY, None, "I am away until Monday.")


@pytest.mark.parametrize(
    ("subject", "extra"),
    [
        ("Re: Out of office cover for panels", ""),
        ("Automatic replies are a nuisance", ""),
        ("Rota", "Auto-Submitted: no\r\n"),
        ("Rota", "X-Auto-Response-Suppress: All\r\n"),
    ],
)
def test_a_persons_mail_about_absence_is_a_message(subject, extra):
    assert read("I will be on leave, who can chair?", subject=subject, extra=extra).outcome == Outcome.MESSAGE


def test_a_delivery_report_names_those_who_failed():
    mail = from_file("delivery_report.eml")

    assert mail.outcome == Outcome.BOUNCE
    assert mail.bounced == (
        Bounced("gone@mereford.example", True, "5.1.1"),
        Bounced("full@mereford.example", False, "5.2.2"),
    )


@pytest.mark.parametrize(
    "prose",
    [
        "<gone@mereford.example>: no such user\n",
        "Delivery failed to:\n\n   gone@mereford.example\n\n----- Original message -----\nTo: other@x.example\n",
        "Your message to gone@mereford.example could not be delivered.",
    ],
)
def test_a_bounce_in_prose_names_the_address(prose):
    mail = read(prose, sender="Mail Delivery System <mailer-daemon@mx.example>", subject="Delivery failure")

    assert [one.address for one in mail.bounced] == ["gone@mereford.example"]


def test_a_member_who_writes_about_a_bounce_is_heard():
    assert (
        read("My mail could not be delivered to Sam, is he still there?", subject="Undeliverable mail").outcome
        == Outcome.MESSAGE
    )


def test_a_calendar_answer_is_read():
    mail = from_file("calendar_reply.eml")

    assert (mail.outcome, mail.partstat, mail.reply) == (Outcome.CALENDAR_REPLY, "TENTATIVE", "Train permitting, yes.")
    assert (mail.calendar.attendee, mail.calendar.sequence) == ("priti.shah@eastwold.example", 3)
    assert mail.calendar.starts.astimezone(UTC) == datetime(2026, 6, 4, 9, 0, tzinfo=UTC)


def test_a_calendar_answer_brings_its_calendar_part_whole():
    mail = from_file("calendar_reply.eml")

    assert mail.answers_invitation
    assert mail.calendar.method == "REPLY"
    assert mail.calendar.content.startswith(b"BEGIN:VCALENDAR")
    assert b"PARTSTAT=TENTATIVE" in mail.calendar.content
    assert mail.calendar.content.rstrip().endswith(b"END:VCALENDAR")


def test_only_the_organizer_can_cancel():
    text = "BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nUID:1\nORGANIZER:mailto:reply+x@forum.example\nEND:VEVENT\nEND:VCALENDAR\n"

    assert read(text, content_type="text/calendar; method=CANCEL").outcome == Outcome.IGNORED


def test_receipts_recalls_and_reactions_are_told_apart():
    receipt = read("x", content_type="multipart/report; report-type=disposition-notification; boundary=B")
    recall = read('Okoro, Dana would like to recall the message, "Rota".', subject="Recall: Rota")
    reaction = read("👍 Dana reacted to your message:\n\nRota", subject="Dana reacted to your message")

    assert (receipt.outcome, recall.outcome, reaction.outcome) == (
        Outcome.READ_RECEIPT,
        Outcome.RECALL,
        Outcome.REACTION,
    )


def test_an_abuse_report_is_a_feedback_loop():
    assert (
        read("x", content_type="multipart/report; report-type=feedback-report; boundary=B").outcome
        == Outcome.FEEDBACK_LOOP
    )


@pytest.mark.parametrize(
    ("name", "content_type", "content"),
    [
        ("invoice.pdf.exe", "application/pdf", b"%PDF"),
        ("photo.jpg", "image/jpeg", b"MZ\x90"),
        ("run.js", "text/javascript", b"1"),
        ("a.lnk ", "application/octet-stream", b"x"),
    ],
)
def test_a_program_in_disguise_is_dropped_with_the_reason(name, content_type, content):
    mail = read_mail(with_file(name, content_type, content))

    assert ([file.why for file in mail.attachments_dropped], mail.attachments_kept) == (["program"], ())


def test_a_paper_is_kept_whole():
    mail = read_mail(with_file("Terms of reference.pdf", "application/pdf", b"%PDF-1.7\r\nx"))

    assert [(file.name, file.content_type, file.content) for file in mail.attachments_kept] == [
        ("Terms of reference.pdf", "application/pdf", b"%PDF-1.7\r\nx")
    ]
    assert mail.reply == "See the file."


def test_a_file_name_cannot_point_elsewhere():
    mail = read_mail(with_file("../../etc/pass\u202ewd", "text/csv", b"a,b"))

    assert [file.name for file in mail.attachments_kept] == ["passwd"]
