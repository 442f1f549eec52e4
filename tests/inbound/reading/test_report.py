"""What the command prints about a mail."""

import json

from inbound.reading.report import for_people, report_on
from tests.inbound.reading.builders import MAILS

KEYS = "file outcome reason reply folded sender subject attachments_kept attachments_dropped bounced calendar partstat"


def test_a_report_has_every_key_and_is_json():
    report = report_on(str(MAILS / "calendar_reply.eml"))

    assert sorted(json.loads(json.dumps(report))) == sorted(KEYS.split())
    assert (report["outcome"], report["partstat"], report["calendar"]["method"]) == (
        "calendar_reply",
        "TENTATIVE",
        "REPLY",
    )


def test_a_file_that_is_not_there_is_reported_and_does_not_raise():
    report = report_on("/nowhere/mail.eml")

    assert (report["outcome"], report["reason"]) == ("quarantined", "no_file:FileNotFoundError")
    assert report_on(str(MAILS))["outcome"] == "quarantined"


def test_people_read_the_words_and_what_was_folded():
    page = for_people(report_on(str(MAILS / "outlook_reply_with_logo.eml")))

    assert "We pay £60 for standby." in page
    assert "What do you all pay?" in page.split("-- folded")[1]
