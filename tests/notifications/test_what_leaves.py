"""What leaves, looked at whole: headers that nobody can break, one reader a mail, plain text that is complete, and
everything off."""

import re
from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes
from email.policy import default
from html.parser import HTMLParser

import pytest
import time_machine
from django.test import Client
from django.utils.module_loading import import_string
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from forum.actions.add_poll import add_poll
from forum.actions.close_topic import close_topic
from forum.actions.follow_network import follow_network
from forum.actions.set_board_readers import set_board_readers
from forum.actions.set_mail_habits import set_mail_habits
from forum.actions.stop_digests import stop_digests
from forum.mail_wishes import Because
from forum.models import BoardFollow, Post
from forum.polls.wish import PollWish
from notifications import sender
from notifications.compose import PostLetter
from notifications.digests import send_digests
from notifications.models import Delivery, Letter, Notification
from notifications.tokens import Purpose, unseal
from notifications.when import UK
from outbox.dispatch import drain_events
from regions.actions.stop_induction import stop_induction
from regions.models import Network
from tests.factories import fresh, make_answer, make_board, make_member, make_network, make_topic
from tests.outbound import drain_outbox, mails_to, plain_text

HOSTILE = st.text(
    st.characters(codec="utf-8") | st.sampled_from("\r\n\t\0\u202e\u2066\u2028\u0085=?\"<>@,;:()"), min_size=1, max_size=60
)  # fmt: skip
ONCE_EACH = {
    "from", "to", "reply-to", "subject", "date", "message-id", "list-id", "list-post", "list-archive", "list-help",
    "list-unsubscribe", "list-unsubscribe-post", "precedence", "auto-submitted", "x-auto-response-suppress",
    "thread-topic", "thread-index", "mime-version", "content-type",
}  # fmt: skip
SAID = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def one_line(text: str) -> str:
    return " ".join(SAID.sub(" ", text).split())


@hypothesis_settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(subject=HOSTILE, board_name=HOSTILE, author_name=HOSTILE)
def test_threat_49_each_header_stands_once_and_reads_back_as_it_was_meant(
    topic, follower, subject, board_name, author_name
):
    """As if such words had come in: every door refuses them before."""
    post = Post.objects.select_related("topic__forum__network", "poster").get(topic=topic)
    post.topic.subject, post.topic.forum.name, post.poster.first_name = subject, board_name, author_name
    delivery = Delivery(pk=1, member=follower, address=follower.email, message_id="<post-1.x@ymn.example>")
    raw = PostLetter([post], Because.OWN).to(delivery, follower).content

    mail = message_from_bytes(raw, policy=default)
    assert {name.lower() for name in mail} == ONCE_EACH
    assert len(mail.keys()) == len(ONCE_EACH)
    assert mail["To"] == follower.email
    assert mail["From"].addresses[0].addr_spec == "north-west@ymn.example"
    assert len(mail["From"].addresses) == 1
    assert mail["Subject"].split() == one_line(f"[North West] {subject}").split()
    assert b"\r\n\r\n" in raw
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_threat_54_one_reader_a_mail_and_an_envelope_that_tells_nobody(topic, author, follower, rep, monkeypatch):
    taken = []

    class Relay:
        def send(self, mail):
            taken.append(mail)

        def __enter__(self):
            return self

        def __exit__(self, *error):
            return None

    monkeypatch.setattr(sender, "open_relay", Relay)
    drain_outbox()

    assert sorted(mail.to for mail in taken) == sorted([follower.email, rep.email])
    for mail in taken:
        others = {member.email for member in (author, follower, rep)} - {mail.to}
        assert not any(other.encode() in mail.content for other in others)
        kind, _, token = mail.envelope_from.partition("@")[0].partition("+")
        assert (kind, unseal(Purpose.BOUNCE, token).member_id) == (
            "bounce", next(member.pk for member in (follower, rep) if member.email == mail.to),
        )  # fmt: skip
        assert mail.to.partition("@")[0] not in mail.envelope_from


def test_threat_55_a_hundred_looks_at_each_link_change_nothing_and_one_press_stops_that_list_alone(
    topic, follower, board, north_west
):
    other = make_board(north_west, slug="north-west-papers")
    drain_outbox()
    (mail,) = mails_to(follower.email)
    text = mail.as_string() + plain_text(mail)
    links = {one.rstrip(".>") for one in re.findall(r"http://127\.0\.0\.1:8000(/[^\s>\"]*)", text)}
    stop = next(link for link in links if link.startswith("/stop/"))
    for link in links:
        for method in ("get", "head"):
            for _ in range(100 if link == stop else 3):
                getattr(Client(), method)(link.partition("#")[0])
    assert not BoardFollow.objects.exists()

    for _ in range(2):
        assert Client(enforce_csrf_checks=True).post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert [(row.board, row.wants) for row in BoardFollow.objects.all()] == [(board, "nothing")]
    make_topic(make_member(north_west), other, title="The other board goes on")
    drain_outbox()
    assert mails_to(follower.email)[-1]["Subject"] == "[North West] The other board goes on"


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if tag == "a" and name == "href"]


def links_of_html(mail) -> list[str]:
    reader = Links()
    reader.feed(mail.get_body(("html",)).get_content())
    return reader.found


def test_scenario_60_plain_text_alone_has_every_link_and_date_in_the_same_order(
    topic, board, author, follower, settings
):
    thursday = datetime(2026, 11, 26, 7, 30, tzinfo=UTC)
    with time_machine.travel(thursday - timedelta(days=1), tick=False) as clock:
        national = make_board(make_network("National", kind=Network.Kind.NATIONAL), slug="national")
        for title in ("First of all", "Second of all"):
            make_topic(author, national, title=title)
        drain_outbox()
        clock.move_to(thursday)
        send_digests()
        drain_outbox()

    *posts, digest = mails_to(follower.email)
    text = plain_text(digest)
    assert [link for link in links_of_html(digest) if link != f"{settings.SITE_URL}/"] == re.findall(
        r"http://\S+", text
    )
    assert "26 November 2026" in digest["Subject"]
    html = digest.get_body(("html",)).get_content()
    assert re.findall(r"<h[12][^>]*>([^<]+)", html) == [digest["Subject"], "National board"]
    assert re.search(r"<a [^>]*>Second of all</a>", html)
    assert text.index("Second of all") < text.index("First of all")  # the newest first, as on the site
    for mail in posts:
        inside = [link for link in links_of_html(mail) if not link.startswith("mailto:")]
        written = [
            one.partition("?")[0].removeprefix("mailto:") for one in links_of_html(mail) if one.startswith("mailto:")
        ]
        assert inside == re.findall(r"http://\S+", plain_text(mail))
        assert all(address in plain_text(mail) for address in written)


@pytest.mark.parametrize("month", [3, 10], ids=["the clock goes forward", "the clock goes back"])
def test_daily_letters_keep_their_uk_hour_over_both_clock_changes(topic, board, author, follower, month):
    set_mail_habits(
        follower, rhythm="daily", weekday=3, at=time(7, 30), quiet_from=None, quiet_until=None, mentions=True
    )
    sunday = datetime(2026, 3, 29, tzinfo=UTC) if month == 3 else datetime(2026, 10, 25, tzinfo=UTC)
    hours = []
    for quarter in range(4 * 24 * 4):
        now = sunday - timedelta(days=1) + timedelta(minutes=15 * quarter)
        if send_digests(now=now):
            hours += [now]
    own = Letter.objects.filter(member=follower, template="digest").count()

    assert own == len(hours) == 5  # of four days, and of the day before them, which is made good at once
    assert [hour.hour for hour in hours[1:]] == ([7, 6, 6, 6] if month == 3 else [6, 7, 7, 7])
    assert {hour.astimezone(UK).time() for hour in hours[1:]} == {time(7, 30)}


def everything_off(member):
    set_mail_habits(
        member, rhythm="nothing", weekday=3, at=time(7, 30), quiet_from=None, quiet_until=None, mentions=False
    )
    stop_digests(member)
    stop_induction(member)
    for network in Network.objects.values_list("slug", flat=True):
        follow_network(member, network, wants="nothing")


def test_scenario_53_a_week_in_which_everything_happens_sends_nothing_to_who_turned_all_off(
    settings, topic, author, follower, rep, board, north_west
):
    national = make_board(make_network("National", kind=Network.Kind.NATIONAL), slug="national")
    drain_outbox()
    everything_off(follower)
    before, awake = len(mails_to(follower.email)), mails_to(rep.email)
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False) as clock:
        wish = PollWish("Which day?", ("Monday", "Tuesday"), closes=datetime(2026, 11, 25, 12, tzinfo=UTC))
        add_poll(author, topic.pk, wish=wish)
        make_answer(rep, topic, f"@{follower.full_name} what do you say?")
        make_topic(author, national, title="One for all")
        close_topic(author, make_topic(author, board, title="A second").pk, asked="Who?", heard="Nobody.")
        set_board_readers(fresh(rep), board.pk, readers="members")
        for _ in range(8):
            drain_events()
            for job in settings.TIMETABLE:
                import_string(job)()
            drain_outbox()
            clock.shift(timedelta(days=1))

    assert [str(mail["Subject"]) for mail in mails_to(follower.email)[before:]] == []
    assert len(mails_to(rep.email)) > len(awake) + 3  # and it was no quiet week
    assert Notification.objects.filter(member=follower, kind=Notification.Kind.READERS).exists()  # told on the site
