"""What the demo does not hold of polls, reports, removals, splits and appeals. Runs inside the settings of the product
under test, as `seeding` does."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.utils import timezone

from accounts.models import Member, NotReached
from forum.actions.add_poll import add_poll
from forum.actions.ask_regions import ask_regions
from forum.actions.close_topic import close_topic
from forum.actions.decide_asking import decide_asking
from forum.actions.edit_post import edit_post
from forum.actions.lock_topic import lock_topic
from forum.actions.pin_topic import pin_topic
from forum.actions.remove_post import remove_post
from forum.actions.reply_to_topic import reply_to_topic
from forum.actions.report_post import report_post
from forum.actions.save_draft import save_draft
from forum.actions.save_search import save_search
from forum.actions.split_topic import split_topic
from forum.actions.start_topic import start_topic
from forum.actions.take_back_post import take_back_post
from forum.drafts import Words, topic_place
from forum.models import Post
from forum.origin import Origin
from forum.polls.models import Poll
from forum.polls.wish import PollWish
from forum.search import Wanted
from forum.search_round import tell_of_finds
from regions.actions.admit_member import admit_member
from regions.actions.appeal_suspension import appeal_suspension
from regions.actions.suspend_member import suspend_member
from regions.models import Membership, Network, Service
from tests.browser.arriving import ASKED, LAPSED, MEMBER, MODERATED, ORDERED, OTHER, REP, SECRETARIAT, SEVERAL
from tests.browser.pages_of_people import PASSKEY, TWO_PLACES

FIRST = (
    "We send the leaver’s form on the last day. The host service has it by noon, and rings the family the same week."
)
AT_LAST = (
    "We send the leaver’s form two days before. The host service has it by nine, and rings the family the same day."
)
NO_MAIL = "tunde-afolayan"
APPEALS, SUSPENDS = "abigail-stickland", "denise-culshaw"


def main() -> None:
    rob, helen, ishaq = (_member(key) for key in (MEMBER, OTHER, REP))
    save_search(helen, wanted=Wanted(words="order", filters={"network": "north-west"}), name="Beds and courts")
    _moderated(rob, helen, ishaq)
    tell_of_finds()
    _polls(rob)
    _asked(rob)
    place = Membership.objects.get(member=_member(APPEALS))
    suspend_member(_member(SUSPENDS), place.pk, reason="Passed a colleague’s post on to a newspaper.", until=None)
    _two_places_and_a_passkey()
    _not_reached()
    appeal_suspension(
        _member(APPEALS), place.pk, words="It was my own post.\n\nThe paper had it from me, a week before."
    )


def _two_places_and_a_passkey() -> None:
    elsewhere = Service.objects.get(slug="dudley")
    admit_member(None, _member(TWO_PLACES), elsewhere, tier="second", job_title="Adviser", starts=timezone.localdate())
    passkey = {"name": "The laptop that I work on, when I do not work at home", "credential": {}}
    for key in (PASSKEY, SECRETARIAT):
        Authenticator.objects.create(user=_member(key), type=Authenticator.Type.WEBAUTHN, data=passkey)


def _not_reached() -> None:
    """One whose page says what to do, and one of whom the desk of the North West says that they are to be telephoned."""
    for key, kind in ((NO_MAIL, "full"), (LAPSED, "hard")):
        member = _member(key)
        NotReached.objects.create(member=member, address=member.email, kind=kind)


def _member(key: str) -> Member:
    first, _, rest = key.partition("-")
    return Member.objects.get(email__startswith=f"{first}.{rest}@")


def _moderated(rob: Member, helen: Member, ishaq: Member) -> None:
    """A topic with everything that can happen to posts: changed, withdrawn, reported, removed, split off, pinned."""
    opening = _topic(rob, MODERATED, FIRST)
    edit_post(rob, opening.pk, content=AT_LAST, version=0, title=MODERATED)
    taken_back = _answer(rob, opening, "What I said yesterday was wrong.")
    _answer(helen, opening, "Ours goes with the court report, and nobody reads it there.")
    removed = _answer(helen, opening, "Whoever still does this by fax should be ashamed of themselves.")
    reported = _answer(rob, opening, "Ask the Merrow family, they know all about it.")
    split_off = _answer(helen, opening, "Another question: who tells the school?")
    take_back_post(rob, taken_back.pk)
    report_post(helen, reported.pk, why="child", words="In a place as small as ours the name is enough.")
    remove_post(ishaq, removed.pk, reason="It is unkind to those who have nothing else.")
    split_topic(ishaq, opening.topic_id, post_ids=[split_off.pk], title="Who tells the school?")
    pin_topic(ishaq, opening.topic_id)
    save_draft(rob, topic_place(opening.topic_id), words=Words("Half of an answer, begun on the train"), version=0)
    shut = _topic(rob, "Which day suits the regional meeting?", "Tuesdays, or Thursdays?")
    _answer(helen, shut, "Thursdays, because of court.")
    close_topic(
        rob, shut.topic_id, asked="Which day suits?", heard="Thursdays, because of **court**.", did="Thursdays it is."
    )
    lock_topic(ishaq, _topic(rob, "A quarrel about parking", "It is over.").topic_id)


def _polls(rob: Member) -> None:
    closes = timezone.now() + timedelta(days=5)
    for title, kind, hidden in ((SEVERAL, Poll.Kind.MULTIPLE, False), (ORDERED, Poll.Kind.RANKED, True)):
        long_word = "Supercalifragilistic-without-a-space-in-it-that-a-narrow-screen-could-break-at-all"
        last = long_word if kind == Poll.Kind.RANKED else "Staff wellbeing"
        options = ("Resettlement, from the first day in custody", "Girls", last)
        wish = PollWish(title, options, closes, kind, hidden=hidden)
        add_poll(rob, _topic(rob, title, "Please answer by Friday.").topic_id, wish=wish)


def _asked(rob: Member) -> None:
    """A question that one region took on, with its answer, that another declined, and that waits with a third."""
    opening = _topic(rob, ASKED, "Ours fell over in March. What do you do at weekends?")
    takes, declines = _member("balvinder-sahota"), _member("morwenna-tregaskis")
    regions = list(Network.objects.filter(slug__in=("west-midlands", "south-west", "yorkshire-and-humber")))
    rows = {row.region.slug: row for row in ask_regions(rob, opening.topic_id, region_ids=[one.pk for one in regions])}
    decide_asking(takes, rows["west-midlands"].pk, accept=True)
    decide_asking(
        declines,
        rows["south-west"].pk,
        accept=False,
        reason="We answered this in spring; the topic is shared practice.",
    )
    _answer(_member("simone-garbett"), opening, "We run one with two neighbours.")


def _topic(who: Member, title: str, text: str) -> Post:
    return start_topic(
        who, "north-west", title=title, content=text, origin=Origin.web(), idempotency_key=f"furnish:{title}"
    )


def _answer(who: Member, opening: Post, text: str) -> Post:
    return reply_to_topic(
        who, opening.topic_id, content=text, origin=Origin.web(), idempotency_key=f"furnish:{opening.topic_id}:{text}"
    )
