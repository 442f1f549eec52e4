"""What is forgotten at night, and what is not."""

from datetime import timedelta

from django.utils import timezone

from accounts.housekeeping import forget_old_doors
from accounts.models import SignInCode
from inbound.housekeeping import forget_old_raw_mail
from inbound.models import InboundMail
from outbox.housekeeping import forget_old_events
from outbox.models import Event
from outbox.queue import keep_house
from tests.factories import make_person
from tests.outbound import drain_outbox

NOW = timezone.now()
OLD = NOW - timedelta(days=31)


def test_handled_events_go_after_thirty_days_and_unhandled_ones_never(topic):
    drain_outbox()
    handled = Event.objects.filter(name="PostPublished").get()
    Event.objects.filter(pk=handled.pk).update(handled=OLD)
    waiting = Event.objects.create(name="PostPublished", created=OLD)

    assert forget_old_events(now=NOW) == 1
    assert Event.objects.filter(pk=waiting.pk).exists()


def test_requests_for_codes_go_after_two_days(db):
    SignInCode.objects.create(address="a@x.example", asked=NOW - timedelta(days=2, minutes=1))
    SignInCode.objects.create(address="b@x.example", asked=NOW)

    forget_old_doors(now=NOW)
    assert [row.address for row in SignInCode.objects.all()] == ["b@x.example"]


def test_raw_mail_goes_after_thirty_days_unless_it_is_held(db):
    common = {"raw": b"words", "sha256": "x", "envelope_to": "a@ymn.example", "settled": OLD}
    posted = InboundMail.objects.create(state=InboundMail.State.POSTED, **common)
    held = InboundMail.objects.create(state=InboundMail.State.HELD, member=make_person(), **common)

    assert forget_old_raw_mail(now=NOW) == 1
    posted.refresh_from_db()
    held.refresh_from_db()
    assert (bytes(posted.raw), bytes(held.raw)) == (b"", b"words")


def test_the_nightly_round_does_all_of_it(db):
    SignInCode.objects.create(address="a@x.example", asked=OLD)

    keep_house.call_local()
    assert not SignInCode.objects.exists()
