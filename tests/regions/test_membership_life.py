"""A membership from its first day to its last: status in words, leaving, suspending, lapsing; and what ends with it."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from audit.models import Entry
from forum.models import Post
from inbound.models import InboundMail
from notifications.models import Delivery
from outbox.dispatch import drain_events
from regions.actions.change_tier import change_tier
from regions.actions.end_membership_on import Successor, end_membership_on
from regions.actions.lift_suspension import lift_suspension
from regions.actions.record_payment import Money, record_payment
from regions.actions.suspend_member import suspend_member
from regions.desk import without_lead
from regions.housekeeping import close_past_memberships
from regions.membership_words import status_sentence
from regions.models import Invitation, Membership, Service
from regions.permissions import Reason, Refused
from regions.problems import Problem
from regions.standing import State, standing_of
from regions.status import Word, with_word, word_of
from tests.factories import fresh, make_answer, make_member, make_officer, make_representative, new_key
from tests.outbound import drain_outbox, mails_to, plain_text, receive, write_mail

TODAY = date(2026, 6, 22)
JUNE_30 = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def _on_that_day(time_machine):
    time_machine.move_to(datetime(2026, 6, 22, 12, tzinfo=UTC), tick=False)


@pytest.fixture
def secretariat(db):
    return make_officer("secretariat")


def place_of(member) -> Membership:
    return member.memberships.select_related("service__region").get()


def lead(member) -> Service:
    Service.objects.filter(pk=place_of(member).service_id).update(lead=member, name="Anytown YJS")
    return Service.objects.get(pk=place_of(member).service_id)


def pay(service, year=TODAY) -> None:
    money = Money(paid_by="council", amount_pence=1, paid_on=TODAY, places=6)
    record_payment(None, service=service, year=year, money=money, idempotency_key=new_key())


# --- Words


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"paid_to": date(2027, 3, 31)}, "You are a full member through Anytown YJS until 31 March 2027."),
        ({"paid_to": date(2027, 3, 31), "tier": "second"}, "You are a member through Anytown YJS until 31 March 2027."),
        (
            {"paid_to": date(2027, 3, 31), "tier": "second", "through_service": False},
            "You are a member by your own subscription, at Anytown YJS until 31 March 2027.",
        ),
        ({}, "You are a full member through Anytown YJS. No payment is recorded yet."),
        ({"tier": "honorary"}, "You are an honorary member, at Anytown YJS."),
        ({"paid_to": date(2027, 3, 31), "ends": JUNE_30}, "You are a full member through Anytown YJS until 30 June 2026, your last day."),
        (
            {"paid_to": date(2026, 5, 1), "lapses": date(2026, 7, 1)},
            "Your membership was paid to 1 May 2026. You can post until 30 June 2026; renew it by then.",
        ),
        (
            {"paid_to": date(2026, 3, 31), "lapses": date(2026, 5, 31)},
            "Your membership lapsed: it was paid to 31 March 2026. You can read, but not post.",
        ),
        ({"status": "suspended", "suspended_until": JUNE_30}, "Your membership through Anytown YJS is suspended until 30 June 2026."),
        ({"starts": date(2026, 7, 1)}, "Your membership through Anytown YJS begins on 1 July 2026."),
        ({"status": "ended", "ends": date(2026, 6, 1)}, "You were a member through Anytown YJS until 1 June 2026."),
    ],
)  # fmt: skip
def test_status_is_said_in_one_plain_sentence(author, facts, sentence):
    lead(author)
    Membership.objects.filter(member=author).update(**facts)

    assert status_sentence(place_of(author), TODAY) == sentence


def test_the_word_of_a_place_and_the_condition_for_lists_agree(author):
    days = (None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=43))
    place = place_of(author)
    for status, ends, until, paid_to, later in product(
        Membership.Status.values, days[:4], days[:4], days, (False, True)
    ):
        starts = TODAY + timedelta(days=1) if later else TODAY - timedelta(days=30)
        if ends and ends < starts:
            continue
        lapses = paid_to + timedelta(days=1) if paid_to else None
        Membership.objects.filter(pk=place.pk).update(
            status=status, starts=starts, ends=ends, suspended_until=until, paid_to=paid_to, lapses=lapses
        )
        word = word_of(Membership.objects.get(pk=place.pk), TODAY)
        found = [one for one in Word if Membership.objects.filter(with_word(one, TODAY), pk=place.pk).exists()]
        assert found == [word], (status, ends, until, paid_to)
        expected = {
            Word.CURRENT: State.CURRENT,
            Word.DUE: State.CURRENT,
            Word.AHEAD: State.NONE,
            Word.ENDED: State.NONE,
        }
        assert standing_of(author, today=TODAY).state == expected.get(word, State(word) if word in set(State) else None)


# --- Leaving


def test_scenario_20_a_head_leaves_on_30_june_and_a_successor_is_invited(
    secretariat, author, board, topic, seen_by, time_machine
):
    service = lead(author)
    client = seen_by(secretariat, sure=True)
    answer = client.post(
        reverse("secretariat_membership_act", args=[place_of(author).pk, "end"]),
        {
            "version": "0", "last_day": "30/06/2026", "first_name": "Una", "last_name": "Varley",
            "address": "una.varley@lakeside.example",
        },
        follow=True,
    )  # fmt: skip
    drain_outbox()

    assert "The last day is recorded" in answer.content.decode()
    invitation = Invitation.objects.get()
    assert (invitation.address, invitation.starts, invitation.becomes_lead, invitation.tier) == (
        "una.varley@lakeside.example", date(2026, 7, 1), True, "full",
    )  # fmt: skip
    assert mails_to(author.email)[-1]["Subject"] == "Your membership at Anytown YJS ends on 30 June 2026"
    reader = seen_by(author)
    time_machine.move_to(datetime(2026, 6, 30, 22, 59, tzinfo=UTC), tick=False)
    assert reader.get(reverse("topic", args=[topic.pk])).status_code == 200
    time_machine.move_to(datetime(2026, 6, 30, 23, 0, tzinfo=UTC), tick=False)  # midnight in England
    assert reader.get(reverse("topic", args=[topic.pk])).status_code == 404
    assert Post.objects.get(topic=topic).poster.full_name == author.full_name
    assert Service.objects.filter(without_lead(date(2026, 7, 1)), pk=service.pk).exists()


def test_a_leaving_lead_hands_the_service_on_to_a_colleague(author, follower, seen_by):
    service = lead(author)
    Membership.objects.filter(member=follower).update(service=service, tier="second")

    answer = seen_by(author).post(
        reverse("leave_place", args=[place_of(author).pk]),
        {"version": "0", "last_day": "30 June 2026", "new_lead": str(follower.pk), "sure": "on"},
        follow=True,
    )

    assert "until 30 June 2026, your last day" in answer.content.decode()
    assert standing_of(follower).leads == {service.pk}
    assert place_of(author).ends == JUNE_30


def test_leaving_asks_for_the_day_and_for_a_clear_word(author, seen_by):
    answer = seen_by(author).post(reverse("leave_place", args=[place_of(author).pk]), {"last_day": "32/06/2026"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This is no day that we can read" in page
    assert "Say that this is what you want." in page
    assert 'value="32/06/2026"' in page
    assert place_of(author).ends is None


def test_nobody_ends_the_membership_of_another(author, follower, rep, seen_by):
    for who in (follower, rep, make_officer("chair")):
        with pytest.raises(Refused) as refused:
            end_membership_on(who, place_of(author).pk, last_day=JUNE_30)
        assert refused.value.reason == Reason.NOT_YOURS
    assert seen_by(follower).get(reverse("leave_place", args=[place_of(author).pk])).status_code == 404


def test_a_suspended_member_may_leave_too(author, rep):
    suspend_member(rep, place_of(author).pk, reason="x", until=JUNE_30)
    end_membership_on(author, place_of(author).pk, last_day=TODAY)
    assert standing_of(author, today=TODAY + timedelta(days=1)).state == State.NONE


def test_the_last_day_is_not_before_the_first(author, secretariat):
    with pytest.raises(Problem):
        end_membership_on(secretariat, place_of(author).pk, last_day=date(2020, 1, 1))


def test_a_successor_of_a_lead_is_not_lead_before_the_invitation_is_accepted(author):
    service = lead(author)
    end_membership_on(
        author, place_of(author).pk, last_day=JUNE_30, successor=Successor("una@lakeside.example", "Una", "Varley")
    )
    service.refresh_from_db()
    assert service.lead == author


def test_the_night_marks_what_ended_by_its_date_and_nothing_else(author, follower):
    Membership.objects.filter(member=author).update(ends=TODAY - timedelta(days=1))
    Membership.objects.filter(member=follower).update(ends=TODAY)

    assert close_past_memberships() == 1
    assert close_past_memberships() == 0
    assert (place_of(author).status, place_of(follower).status) == ("ended", "current")


# --- Lapsing


def test_scenario_16_after_the_grace_a_colleague_reads_and_cannot_post_and_is_told_why_and_by_whom(
    author, follower, board, topic, seen_by, time_machine
):
    service = lead(author)
    Membership.objects.filter(member=follower).update(service=service, tier="second")
    pay(service, year=date(2025, 6, 1))
    time_machine.move_to(datetime(2026, 5, 30, 12, tzinfo=UTC), tick=False)
    make_answer(fresh(follower), topic, "The last day of grace.")
    time_machine.move_to(datetime(2026, 5, 31, 12, tzinfo=UTC), tick=False)
    client = seen_by(follower)

    page = client.get(reverse("topic", args=[topic.pk]))
    told = " ".join(page.content.decode().split())
    refused = client.post(reverse("topic", args=[topic.pk]), {"text": "One more", "key": "web:k"})

    assert page.status_code == 200
    assert "The subscription of Anytown YJS was paid to 31 March 2026. Sam Tester renews it: ask them." in told
    assert refused.status_code == 403
    assert Post.objects.filter(content="One more").count() == 0
    assert "which you look after" in seen_by(author).get(reverse("home")).content.decode()


# --- Suspending


def test_suspending_ends_reading_at_once_and_says_why_until_when_and_where_to_appeal(author, rep, topic, seen_by):
    client, suspender = seen_by(author), seen_by(rep, sure=True)
    place = place_of(author)

    suspender.post(
        reverse("suspend_member", args=[place.pk]), {"reason": "Posted a case number twice.", "until": "30/06/2026"}
    )
    drain_outbox()

    assert client.get(reverse("topic", args=[topic.pk])).status_code == 404
    told = client.get(reverse("home")).content.decode()
    (letter,) = [mail for mail in mails_to(author.email) if "suspended" in str(mail["Subject"])]
    for words in ("Posted a case number twice.", "30 June 2026", "appeal"):
        assert words in told
        assert words in plain_text(letter)
    entry = Entry.objects.get(verb="suspend_member", outcome="done")
    assert (entry.actor_id, entry.member_id, entry.details) == (rep.pk, author.pk, {"until": "2026-06-30"})

    suspender.post(reverse("lift_suspension", args=[place.pk]))
    drain_outbox()

    assert client.get(reverse("topic", args=[topic.pk])).status_code == 200
    assert mails_to(author.email)[-1]["Subject"] == "Your suspension is lifted"


def test_scenario_14_a_rep_suspends_in_their_own_region_only_and_each_try_is_kept(rep, londoner, author, seen_by):
    place = place_of(londoner)
    client = seen_by(rep, sure=True)

    for address in (reverse("suspend_member", args=[place.pk]), reverse("lift_suspension", args=[place.pk])):
        assert client.post(address, {"reason": "x", "until": "30/06/2026"}).status_code == 403
    assert client.get(reverse("suspend_member", args=[999_999])).status_code == 403
    assert client.get(reverse("suspend_member", args=[place_of(rep).pk])).status_code == 403
    assert seen_by(author).get(reverse("suspend_member", args=[place.pk])).status_code == 403
    for who in (rep, author, make_officer("secretariat"), make_representative(place.service.region)):
        if who.pk == rep.pk or who == author or not standing_of(who).represents:
            with pytest.raises(Refused):
                suspend_member(who, place.pk, reason="x", until=JUNE_30)
    assert place_of(londoner).status == "current"
    assert Entry.objects.filter(outcome="refused", actor_id=rep.pk).count() == 4


def test_suspending_asks_for_a_second_factor_of_who_may_do_it(rep, author, seen_by, monkeypatch):
    monkeypatch.setattr("accounts.assurance.redirect", lambda door: HttpResponseRedirect(f"/{door}/"))
    addresses = [
        reverse("suspend_member", args=[place_of(author).pk]), reverse("lift_suspension", args=[place_of(author).pk]),
        reverse("region_members", args=["north-west"]),
    ]  # fmt: skip

    for address in addresses:
        answer = seen_by(rep).post(address, {"reason": "x", "until": "30/06/2026"})
        assert answer["Location"] == "/second_factor/?" + urlencode({"next": address})
    assert place_of(author).status == "current"


def test_lifting_what_is_not_suspended_is_told(author, rep):
    with pytest.raises(Refused) as refused:
        lift_suspension(rep, place_of(author).pk)
    assert refused.value.reason == Reason.ALREADY_DECIDED


# --- Tier


def test_a_changed_tier_keeps_the_row_and_needs_a_place(secretariat, author, north_west):
    place = place_of(author)
    with pytest.raises(Refused) as refused:
        change_tier(secretariat, place.pk, version=0, tier="second", job_title="Manager", through_service=True)
    assert refused.value.reason == Reason.NO_PLACE_LEFT

    changed = change_tier(secretariat, place.pk, version=0, tier="second", job_title="Manager", through_service=False)

    assert (changed.pk, changed.starts, changed.tier, changed.version) == (place.pk, place.starts, "second", 1)
    with pytest.raises(Refused):
        change_tier(secretariat, place.pk, version=0, tier="full", job_title="", through_service=True)
    with pytest.raises(Refused):
        change_tier(make_member(north_west), place.pk, version=1, tier="full", job_title="", through_service=True)


# --- Everything ends at once


@pytest.mark.parametrize("way", ["end", "suspend"])
def test_threats_16_and_58_mail_on_its_way_is_not_sent_and_old_addresses_refuse(
    author, follower, rep, secretariat, topic, way, seen_by
):
    drain_outbox()
    reply_to = str(mails_to(follower.email)[0]["Reply-To"])
    client = seen_by(follower)
    make_answer(author, topic, "Queued before, not sent after.")
    drain_events()
    assert Delivery.objects.filter(member=follower, state="waiting").count() == 1

    if way == "end":
        end_membership_on(secretariat, place_of(follower).pk, last_day=TODAY - timedelta(days=1))
    else:
        suspend_member(rep, place_of(follower).pk, reason="x", until=JUNE_30)
    drain_outbox()
    row = receive(write_mail(sender=follower.email, to=reply_to, text="By mail."), sender=follower.email, to=reply_to)

    assert "Queued before" not in "".join(plain_text(mail) for mail in mails_to(follower.email))
    assert Delivery.objects.filter(member=follower, post__topic=topic, state="skipped").count() == 1
    assert (row.state, Post.objects.filter(poster=follower).count()) == (InboundMail.State.REFUSED, 0)
    for address in (reverse("topic", args=[topic.pk]), reverse("board", args=[topic.forum.slug])):
        assert client.get(address).status_code == 404
    assert client.get(reverse("home")).status_code == 403
