"""`/dev/mail/`: what is typed there goes to the listener as it is, and in production there is no such page."""

import smtplib

import pytest

from inbound.models import InboundMail
from inbound.reading import read_mail
from notifications.models import DevMail
from tests.outbound import write_mail


@pytest.fixture
def letter(author):
    raw = write_mail(sender="north-west@ymn.example", to=author.email, text="What do you do?")
    return DevMail.objects.create(to_address=author.email, raw=raw)


def test_answer_is_sent_as_it_was_typed(client, author, letter, monkeypatch):
    sent = []
    monkeypatch.setattr(smtplib.SMTP, "connect", lambda self, *where: (220, b"ready"))
    monkeypatch.setattr(smtplib.SMTP, "quit", lambda self: None)
    monkeypatch.setattr(smtplib.SMTP, "sendmail", lambda self, *what: sent.append(what))

    done = client.post(f"/dev/mail/{letter.pk}/answer/", {"text": "From April, two nights.\n.\nÉlan."})

    ((sender, recipients, raw),) = sent
    assert done.status_code == 302
    assert (sender, recipients) == (author.email, ["north-west@ymn.example"])
    assert read_mail(raw).reply == "From April, two nights.\n.\nÉlan."


def test_production_has_no_such_page(client, settings, letter):
    settings.EMBEDDED = False

    asked = [client.get("/dev/mail/"), client.get(f"/dev/mail/{letter.pk}/html/")]
    answered = client.post(f"/dev/mail/{letter.pk}/answer/", {"text": "Hello."})

    assert [page.status_code for page in (*asked, answered)] == [404, 404, 404]
    assert InboundMail.objects.count() == 0
