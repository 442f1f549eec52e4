"""The mail diary: what became of each mail, for its reader and the secretariat, and having it sent again."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Trouble
from accounts.refs import ref
from audit.models import Entry
from forum.actions.follow_topic import follow_topic
from forum.actions.take_back_post import take_back_post
from notifications import relay
from notifications.actions.send_mail_again import send_mail_again
from notifications.bounces import came_back
from notifications.diary.letters import OWN, letter_goes_again
from notifications.diary.pages import PAGE, diary_of
from notifications.letters import write_letter
from notifications.models import Delivery
from notifications.sender import drain_deliveries
from outbox.dispatch import drain_events
from regions.actions.change_membership import change_membership
from regions.permissions import Reason, Refused
from tests.factories import fresh, make_answer, make_officer
from tests.outbound import drain_outbox, mails_to, plain_text

State = Delivery.State
NOW = timezone.now


@pytest.fixture
def secretary(db):
    return make_officer("secretariat")


@pytest.fixture
def delivery(topic, follower):
    """A mail of a post that has left."""
    drain_outbox()
    return Delivery.objects.get(member=follower)


def refused_by_relay(monkeypatch, error):
    def send(self, mail):
        raise error

    monkeypatch.setattr(relay.DevRelay, "send", send)


def words_of(member, **how):
    return [row.became.word for row in diary_of(member, reader=member, **how).rows]


def sentence_of(member):
    return diary_of(member, reader=member).rows[0].became.sentence


def test_what_left_is_told_with_its_title_to_who_reads_the_board(delivery, topic, follower, seen_by):
    page = seen_by(follower).get("/mail-settings/diary/").content.decode()

    assert topic.subject in page
    assert "The relay took it on " in page
    assert f"/mail-settings/diary/{ref('delivery', delivery.pk)}/again/" in page
    assert "/mail-settings/diary/" in seen_by(follower).get("/mail-settings/").content.decode()


def test_the_secretariat_reads_that_it_arrived_and_not_what_it_was(delivery, topic, follower, secretary, seen_by):
    page = (
        seen_by(secretary, sure=True).get(f"/secretariat/members/{ref('member', follower.pk)}/mail/").content.decode()
    )

    assert "The relay took it on " in page
    assert "A post on a board that you do not read" in page
    assert topic.subject not in page
    assert "North West" not in page


def test_another_members_diary_is_not_there(delivery, follower, author, rep, secretary, seen_by):
    for member in (author, rep):
        assert (
            seen_by(member, sure=True).get(f"/secretariat/members/{ref('member', follower.pk)}/mail/").status_code
            == 403
        )
        assert seen_by(member).post(f"/mail-settings/diary/{ref('delivery', delivery.pk)}/again/").status_code == 404
    assert seen_by(secretary).get(f"/secretariat/members/{ref('member', follower.pk)}/mail/").status_code in (302, 403)
    assert Delivery.objects.get(pk=delivery.pk).again == 0


def test_a_letter_about_ones_own_matters_has_no_name_for_the_secretariat(follower, secretary):
    write_letter(
        "held_post", key="h", member=follower, context={"post_id": 1, "board": "North West board", "rules": []}
    )
    write_letter("receipt", key="r", member=follower, context={})

    own = [row.title for row in diary_of(follower, reader=follower).rows]
    office = [row.title for row in diary_of(follower, reader=secretary).rows]
    assert own == ["A receipt", "That a post of yours is held"]
    assert office == ["A receipt", "A letter about their own posts, mails or matters"]


def test_put_off_with_the_next_try_and_the_servers_answer(topic, follower, author, monkeypatch):
    refused_by_relay(monkeypatch, relay.TryAgain("451 4.3.2 Not now"))
    drain_events()
    assert words_of(follower) == ["to leave"]
    drain_deliveries()

    assert words_of(follower) == ["put off"]
    assert sentence_of(follower).startswith("Tried once: “451 4.3.2 Not now”. Next try on ")
    assert words_of(follower, status="deferred") == ["put off"]
    assert words_of(follower, status="sent") == words_of(follower, status="waiting") == []


def test_a_fault_of_ours_is_put_off_without_its_words(topic, follower, monkeypatch):
    refused_by_relay(monkeypatch, KeyError("a secret name"))
    drain_outbox()

    assert sentence_of(follower).startswith("Tried once. Next try")


def test_what_came_back_says_why(delivery, follower):
    came_back(delivery, kind=Trouble.FULL, status="5.2.2")

    assert words_of(follower, status="bounced") == ["came back"]
    assert "the mailbox is full" in sentence_of(follower)


def test_refused_by_the_relay_for_good(topic, follower, monkeypatch):
    refused_by_relay(monkeypatch, relay.RefusedForGood("550 5.7.1 No"))
    drain_outbox()

    assert words_of(follower, status="bounced") == ["came back"]
    assert sentence_of(follower) == "The relay refused it for good: “550 5.7.1 No”."


def test_what_is_put_off_for_five_days_is_given_up_and_says_so(topic, follower, monkeypatch):
    """Tried as often as five days have room for; nobody else is concerned, and it can be sent again."""
    refused_by_relay(monkeypatch, relay.TryAgain("451 4.7.1 Greylisted"))
    drain_events()
    first, tries = NOW(), 0
    clock = first
    while (row := Delivery.objects.get(member=follower)).state == State.WAITING:
        clock = max(clock, row.next_try)
        with time_machine.travel(clock, tick=False):
            drain_deliveries()
        tries += 1
        assert tries < 200

    assert timedelta(days=4.9) < clock - first < timedelta(days=5.1)
    assert sentence_of(follower) == "We gave up after five days: “451 4.7.1 Greylisted”."
    assert words_of(follower, status="bounced") == ["came back"]
    assert diary_of(follower, reader=follower).rows[0].again


def left_region(follower, topic, author):
    change_membership(None, follower.memberships.get().pk, status="ended")


def muted(follower, topic, author):
    follow_topic(follower, topic.pk, wants="mute")


def taken_back(follower, topic, author):
    take_back_post(author, topic.posts.get().pk)


@pytest.mark.parametrize(
    ("happens", "sentence"),
    [
        (left_region, "When it was to leave, you might not read it any more."),
        (muted, "When it was to leave, you did not want it by mail any more."),
        (taken_back, "When it was to leave, what it was about had been taken back, removed or not posted."),
    ],
)
def test_threat_58_what_is_withheld_says_why_and_nothing_leaves(topic, author, follower, happens, sentence):
    drain_events()
    happens(follower, topic, author)
    drain_outbox()

    assert mails_to(follower.email) == []
    assert words_of(fresh(follower), status="withheld") == ["not sent"]
    assert sentence_of(fresh(follower)) == sentence


def test_sent_again_under_an_id_of_its_own_in_the_same_conversation(delivery, topic, follower, seen_by):
    first = mails_to(follower.email)[0]
    answer = seen_by(follower).post(f"/mail-settings/diary/{ref('delivery', delivery.pk)}/again/")
    drain_outbox()

    assert answer.status_code == 302
    again = mails_to(follower.email)[1]
    assert again["Message-ID"] != first["Message-ID"]
    assert again["In-Reply-To"] == again["References"] == first["Message-ID"]
    assert again["Thread-Index"] == first["Thread-Index"]
    assert "We need one." in plain_text(again)
    row = Delivery.objects.get(pk=delivery.pk)
    assert (row.state, row.again, row.first_sent) == (State.SENT, 1, delivery.sent)
    assert Entry.objects.filter(verb="send_mail_again").count() == 0


def test_pressed_twice_it_goes_once(delivery, follower):
    send_mail_again(follower, delivery.pk)
    send_mail_again(follower, delivery.pk)
    drain_outbox()

    assert len(mails_to(follower.email)) == 2


def test_the_right_is_asked_when_it_leaves_again(delivery, follower):
    send_mail_again(follower, delivery.pk)
    change_membership(None, follower.memberships.get().pk, status="ended")
    drain_outbox()

    assert len(mails_to(follower.email)) == 1
    row = Delivery.objects.get(pk=delivery.pk)
    assert (row.state, row.withheld) == (State.SKIPPED, Delivery.Withheld.NO_RIGHT)


def test_who_turned_it_off_gets_it_by_their_own_press_and_not_by_the_secretariats(delivery, topic, follower, secretary):
    follow_topic(follower, topic.pk, wants="mute")
    send_mail_again(secretary, delivery.pk)
    drain_outbox()
    assert len(mails_to(follower.email)) == 1

    send_mail_again(follower, delivery.pk, now=NOW() + timedelta(hours=2))
    Delivery.objects.update(next_try=NOW())
    drain_outbox()
    assert "You get this because you asked for it again." in plain_text(mails_to(follower.email)[1])


def test_the_secretariats_press_is_written_into_the_audit_log(delivery, follower, secretary, seen_by):
    answer = seen_by(secretary, sure=True).post(f"/secretariat/mail/{ref('delivery', delivery.pk)}/again/")

    assert answer.headers["Location"] == f"/secretariat/members/{ref('member', follower.pk)}/mail/"
    (entry,) = Entry.objects.filter(verb="send_mail_again")
    assert (entry.actor_id, entry.member_id, entry.subject) == (secretary.pk, follower.pk, f"delivery {delivery.pk}")
    assert entry.details == {}


def test_not_more_than_once_an_hour_and_three_times(delivery, follower):
    now = NOW()
    for hours in (0, 2, 4):
        send_mail_again(follower, delivery.pk, now=now + timedelta(hours=hours))
        Delivery.objects.filter(pk=delivery.pk).update(state=State.SENT)
        with pytest.raises(Refused):
            send_mail_again(follower, delivery.pk, now=now + timedelta(hours=hours, minutes=59))
    with pytest.raises(Refused) as refused:
        send_mail_again(follower, delivery.pk, now=now + timedelta(days=9))
    assert refused.value.reason == Reason.SENT_AGAIN_ENOUGH


def test_not_while_the_address_is_not_reached(delivery, topic, follower, author):
    make_answer(author, topic)
    drain_outbox()
    for row in Delivery.objects.filter(member=follower):
        came_back(row, kind=Trouble.HARD, status="5.1.1")

    with pytest.raises(Refused) as refused:
        send_mail_again(follower, delivery.pk)
    assert refused.value.reason == Reason.NOT_REACHED


def test_a_code_is_never_sent_again(follower):
    write_letter("confirm_code", key="c", member=follower, context={"sign_in_code_id": 0})
    row = Delivery.objects.get(letter__key="c")
    Delivery.objects.update(state=State.SENT)

    assert not diary_of(follower, reader=follower).rows[0].again
    with pytest.raises(Refused) as refused:
        send_mail_again(follower, row.pk)
    assert refused.value.reason == Reason.NOT_SENT_AGAIN
    assert not any(
        letter_goes_again(name) for name in ("sign_in_code", "invitation", "aside", "in_confidence", "nothing")
    )
    assert all(letter_goes_again(name) for name in ("digest", "receipt", "reminder"))


def test_a_new_address_gets_it_and_the_old_one_does_not(delivery, follower):
    follower.email = "beth@new.example"
    follower.save(update_fields=["email"])
    send_mail_again(follower, delivery.pk)
    drain_outbox()

    assert [len(mails_to(one)) for one in ("beth@millbrook.example", "beth@new.example")] == [1, 1]


def test_every_letter_that_has_a_name_is_there(settings):
    folder = settings.BASE_DIR / "templates/letters"
    assert sorted(name for name in OWN if not (folder / f"{name}.txt").exists()) == []


def test_a_long_diary_pages_by_key(delivery, follower, seen_by):
    for number in range(PAGE + 5):
        write_letter("receipt", key=f"r{number}", member=follower, context={})
    browser = seen_by(follower)
    first = browser.get("/mail-settings/diary/?show=waiting")
    older = first.context["page"].older
    rest = browser.get(f"/mail-settings/diary/?show=waiting&before={older}")

    assert len(first.context["page"].rows) == PAGE
    assert len(rest.context["page"].rows) == 5
    assert rest.context["page"].older is None
    assert browser.get("/mail-settings/diary/?before=junk&show=junk").status_code == 200


def test_a_diary_costs_the_same_for_one_and_for_three(
    delivery, topic, author, follower, seen_by, django_assert_num_queries
):
    browser = seen_by(follower)
    browser.get("/mail-settings/diary/")
    with django_assert_num_queries(5):
        browser.get("/mail-settings/diary/")
    for number in range(2):
        make_answer(author, topic, f"More {number}")
        write_letter("receipt", key=f"r{number}", member=follower, context={})
    drain_outbox()
    with django_assert_num_queries(5):
        assert len(browser.get("/mail-settings/diary/").context["page"].rows) == 5
