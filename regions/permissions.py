"""The rule book: who may do what. Every rule of the product is here; `docs/permissions.md` is its table.

Predicates over a person's standing, a network and plain facts. Each rule about one thing has its twin about lists
(`reading_scope`), and a test holds the two together. Superusers are no exception: Django's flags are not asked.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NoReturn, Protocol

from regions.models import Network
from regions.standing import Standing, State

Kind = Network.Kind


class Reason(StrEnum):
    """Why something was refused; the sentence is what the person is told."""

    NOT_SIGNED_IN = "not_signed_in"
    NOT_A_MEMBER = "not_a_member"
    LAPSED = "lapsed"
    SUSPENDED = "suspended"
    NOT_YOUR_NETWORK = "not_your_network"
    TOPIC_LOCKED = "topic_locked"
    NOT_THE_REPRESENTATIVE = "not_the_representative"
    OWN_MATTER = "own_matter"
    NOT_THE_AUTHOR = "not_the_author"
    NOT_THE_SECRETARIAT = "not_the_secretariat"
    ALREADY_DECIDED = "already_decided"
    NETWORK_CLOSED = "network_closed"
    BOARD_CLOSED = "board_closed"
    NOT_THE_LEAD = "not_the_lead"
    NOT_THE_EXECUTIVE = "not_the_executive"
    NO_PLACE_LEFT = "no_place_left"
    NOT_VACANT = "not_vacant"
    CHANGED_MEANWHILE = "changed_meanwhile"
    STILL_IN_USE = "still_in_use"
    SERVICE_CLOSED = "service_closed"
    NOT_YOURS = "not_yours"
    OWN_FACTOR = "own_factor"
    ADDRESS_TAKEN = "address_taken"
    ALREADY_INVITED = "already_invited"
    ALREADY_A_MEMBER = "already_a_member"
    OWN_POST = "own_post"
    AUTHOR_AWAY = "author_away"
    TOO_MANY_ASIDES = "too_many_asides"
    TOO_MANY_LETTERS = "too_many_letters"
    INVITED_TODAY = "invited_today"
    NOT_OF_THIS_REGION = "not_of_this_region"
    ALREADY_IN_OFFICE = "already_in_office"
    TWO_REPRESENTATIVES = "two_representatives"
    OFFICE_HELD = "office_held"
    OFFICE_VACANT = "office_vacant"
    NOT_THE_OFFICER = "not_the_officer"
    NOT_WITHIN_THE_TERM = "not_within_the_term"
    NOT_THESE_DAYS = "not_these_days"
    NOT_A_NEIGHBOUR = "not_a_neighbour"
    TOO_LATE_TO_UNDO = "too_late_to_undo"
    NOT_THE_ASKER = "not_the_asker"
    NOT_AN_ANSWER = "not_an_answer"
    IN_OTHER_HANDS = "in_other_hands"
    TOPIC_REMOVED = "topic_removed"
    WITH_THE_AUTHOR = "with_the_author"
    POLL_CLOSED = "poll_closed"
    POLL_THERE = "poll_there"
    TOO_MANY_MISSING = "too_many_missing"
    STILL_REPRESENTS = "still_represents"
    NOT_YOUR_PLACE = "not_your_place"
    NO_DATE_YET = "no_date_yet"
    STILL_LOOKING_FOR_A_DATE = "still_looking_for_a_date"
    DATE_IS_FIXED = "date_is_fixed"
    MEETING_OVER = "meeting_over"
    MEETING_CANCELLED = "meeting_cancelled"
    NOT_INVITED = "not_invited"
    ANSWERS_CLOSED = "answers_closed"
    ARRANGED_ELSEWHERE = "arranged_elsewhere"
    OFFER_OVER = "offer_over"
    NOT_SENT_AGAIN = "not_sent_again"
    SENT_AGAIN_ENOUGH = "sent_again_enough"
    NOT_REACHED = "not_reached"
    DATES_CLOSED = "dates_closed"
    REMINDED_TODAY = "reminded_today"
    MAIL_OPENS_TO_NOBODY = "mail_opens_to_nobody"
    TOO_LATE_TO_MEND = "too_late_to_mend"
    NO_MINUTES_YET = "no_minutes_yet"
    MINUTES_LOCKED = "minutes_locked"
    MINUTES_NOT_OUT = "minutes_not_out"
    ACTION_ENDED = "action_ended"

    @property
    def sentence(self) -> str:
        return SENTENCES[self]


SENTENCES = {
    Reason.NOT_SIGNED_IN: "You need to sign in first.",
    Reason.NOT_A_MEMBER: "This is for members.",
    Reason.LAPSED: (
        "Your membership has lapsed: you can read, but not post, until it is renewed. “My membership” says by whom."
    ),
    Reason.SUSPENDED: "Your membership is suspended, so you cannot read or post for now.",
    Reason.NOT_YOUR_NETWORK: "You can read this board, but only its own members post in it.",
    Reason.TOPIC_LOCKED: "This topic is closed, so it takes no more answers.",
    Reason.NOT_THE_REPRESENTATIVE: "Only the network’s own representative can do this.",
    Reason.OWN_MATTER: "You wrote in this matter yourself, so somebody else has to decide.",
    Reason.NOT_THE_AUTHOR: "Only the person who wrote it can do this.",
    Reason.NOT_THE_SECRETARIAT: "Only the secretariat can do this.",
    Reason.ALREADY_DECIDED: "This has already been decided, so nothing was changed.",
    Reason.NETWORK_CLOSED: "This network is closed: you can read what was written, and nothing new is posted.",
    Reason.BOARD_CLOSED: "This board is closed: you can read what was written, and nothing new is posted.",
    Reason.NOT_THE_LEAD: "Only the lead of the service, or the secretariat, can do this.",
    Reason.NOT_THE_EXECUTIVE: "Only the executive can do this.",
    Reason.NO_PLACE_LEFT: "All places of the service’s group membership are in use.",
    Reason.NOT_VACANT: "This network has a representative.",
    Reason.CHANGED_MEANWHILE: "Somebody else changed this meanwhile. Look at what it says now, then try again.",
    Reason.OWN_FACTOR: "Nobody takes away their own second factor this way: somebody else of the secretariat has to.",
    Reason.ADDRESS_TAKEN: "The new address belongs to another member by now.",
    Reason.STILL_IN_USE: "This cannot be done while members, services or open matters depend on it.",
    Reason.SERVICE_CLOSED: "This service was merged into another or closed, so nothing was changed.",
    Reason.NOT_YOURS: "Only the member themselves, or the secretariat, can do this.",
    Reason.ALREADY_INVITED: "This address has an invitation to this service that is still open.",
    Reason.ALREADY_A_MEMBER: "This person has a place in this service already.",
    Reason.OWN_POST: "You wrote this yourself, so there is nobody to pass it on to.",
    Reason.AUTHOR_AWAY: "Who wrote this is not here any more, so nobody got your mail.",
    Reason.TOO_MANY_ASIDES: "You have written to single members twenty times since yesterday. Try again tomorrow.",
    Reason.TOO_MANY_LETTERS: "Three letters were sent to this address since yesterday. Try again tomorrow.",
    Reason.INVITED_TODAY: "The letter went out within the last day. Give it time, then send it again.",
    Reason.NOT_OF_THIS_REGION: "Only a member of the region can represent it, or be a buddy in it.",
    Reason.ALREADY_IN_OFFICE: "This person holds the office on these days already.",
    Reason.TWO_REPRESENTATIVES: "A region has two representatives at a time at most. End one of the terms first.",
    Reason.OFFICE_HELD: "Somebody holds this office on these days. End that term first.",
    Reason.OFFICE_VACANT: "Nobody holds this office at present.",
    Reason.NOT_THE_OFFICER: "Only the officer who holds it can do this.",
    Reason.NOT_WITHIN_THE_TERM: "Choose a day after today and within your own term.",
    Reason.NOT_THESE_DAYS: "Choose a first and a last day that are not over, and on which you are not away already.",
    Reason.NOT_THE_ASKER: "Only the person who asked can do this, or for closing who looks after the board.",
    Reason.NOT_AN_ANSWER: "This post is not an answer that stands here.",
    Reason.TOO_LATE_TO_UNDO: "It is too late to undo this post. You can still withdraw it: then its text is gone.",
    Reason.IN_OTHER_HANDS: "Somebody else has taken this on and is looking at it now.",
    Reason.WITH_THE_AUTHOR: "Its author is looking at it. You decide only if they ask you to.",
    Reason.TOPIC_REMOVED: "The topic was removed, so nothing more is posted in it.",
    Reason.POLL_CLOSED: "This poll has closed, so answers are no longer taken or changed.",
    Reason.POLL_THERE: "This topic has a poll already, and it can have only one.",
    Reason.STILL_REPRESENTS: "You represent it: hand it on to somebody first, or have the term ended.",
    Reason.NOT_YOUR_PLACE: "You have no place in it that you could leave.",
    Reason.NO_DATE_YET: "This meeting has no date yet, so nothing was changed.",
    Reason.STILL_LOOKING_FOR_A_DATE: "A date is still being looked for, so nothing was changed.",
    Reason.DATE_IS_FIXED: "The date of this meeting is fixed, so nothing was changed.",
    Reason.MEETING_OVER: "This meeting is over, so nothing was changed.",
    Reason.MEETING_CANCELLED: "This meeting was cancelled, so nothing was changed.",
    Reason.NOT_INVITED: "Only members of the networks whose meeting it is can answer.",
    Reason.ANSWERS_CLOSED: "The last day for answers is over. You can still say that you do not come.",
    Reason.ARRANGED_ELSEWHERE: "This meeting was arranged elsewhere, so no answers are taken here.",
    Reason.DATES_CLOSED: "The last day for saying which dates suit is over, so nothing was changed.",
    Reason.REMINDED_TODAY: "Those who have not answered were reminded within the last day. Give it time.",
    Reason.OFFER_OVER: "This place was not answered in time, so it went to somebody else.",
    Reason.TOO_MANY_MISSING: (
        "You asked for many pages that are not there, or not there for you. Wait ten minutes, then go on."
    ),
    Reason.NOT_SENT_AGAIN: "This mail cannot be sent again: what it said is over, or it carried something secret.",
    Reason.SENT_AGAIN_ENOUGH: (
        "A mail is sent again three times at most, with an hour between, and twenty mails a day to one person."
    ),
    Reason.NOT_REACHED: "Mail to this address pauses, because it came back. Mend that first; then send it again.",
    Reason.NO_MINUTES_YET: "The minutes can be written from the day of the meeting on.",
    Reason.MINUTES_LOCKED: "These minutes are agreed, so no word of them changes any more.",
    Reason.MINUTES_NOT_OUT: "This draft is not with those who were there yet. Send it to them first.",
    Reason.ACTION_ENDED: "This action point was ended already, so nothing was changed.",
    Reason.TOO_LATE_TO_MEND: (
        "This way of mending a post ends a day after it was posted. Change it on its own page: open it and choose Edit."
    ),
    Reason.MAIL_OPENS_TO_NOBODY: "This mail opens to nobody.",
    Reason.NOT_A_NEIGHBOUR: "Only another region’s representatives can cover, for a region or a group.",
}


class Refused(Exception):
    """The rules say no. The door that asked records the denial and tells the person why."""

    def __init__(self, reason: Reason, sentence: str = "") -> None:
        self.reason, self.sentence = reason, sentence or reason.sentence
        super().__init__(self.sentence)


class NetworkFacts(Protocol):
    """What the rules need to know of a network; `regions.models.Network` has it. `asked`: the regions that took on a
    question of this network's, where it is asked about one topic (`Topic.around`).
    """

    @property
    def pk(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def closed(self) -> date | None: ...
    @property
    def covered_by_id(self) -> int | None: ...
    @property
    def asked(self) -> frozenset[int]: ...


def require(allowed: bool, reason: Reason) -> None:
    """Raise Refused with the reason unless allowed."""
    if not allowed:
        refuse(reason)


def refuse(reason: Reason) -> NoReturn:
    raise Refused(reason)


# --- Belonging and reading


def belongs_to(who: Standing, network: NetworkFacts) -> bool:
    """Is the network the person's own, whatever the state of their membership? In a topic whose question other regions
    took on, these are at home as well.
    """
    if network.kind == Kind.REGION:
        return network.pk in who.region_ids or not network.asked.isdisjoint(who.region_ids)
    if network.kind == Kind.GROUP:
        return network.pk in who.group_ids
    if network.kind == Kind.EXECUTIVE:
        return who.is_executive
    if network.kind == Kind.REPRESENTATIVES:
        return who.represents_a_region
    return who.state in (State.CURRENT, State.LAPSED) or who.is_secretariat


def can_read_anything(who: Standing) -> bool:
    """A suspended person reads nothing of the boards; a lapsed one reads on."""
    if who.state is State.SUSPENDED:
        return False
    return who.state in (State.CURRENT, State.LAPSED) or who.is_secretariat


def can_read(who: Standing, network: NetworkFacts, *, shared: bool) -> bool:
    """May the person read a board of this network? `shared`: the board is readable by all members."""
    if not can_read_anything(who):
        return False
    if shared or belongs_to(who, network):
        return True
    return network.kind == Kind.REGION and who.is_executive


@dataclass(frozen=True)
class ReadingScope:
    """`can_read` for lists: boards of these networks, of networks of these kinds, and the shared ones if so; and the
    topics of other boards whose question one of these regions took on.
    """

    network_ids: frozenset[int] = frozenset()
    region_ids: frozenset[int] = frozenset()  # those of them that may have taken on another region's question
    kinds: frozenset[str] = frozenset()
    shared: bool = False


def reading_scope(who: Standing) -> ReadingScope:
    """The twin of `can_read`; a test checks that they agree for every person and board."""
    if not can_read_anything(who):
        return ReadingScope()
    kinds = {Kind.NATIONAL}
    if who.is_executive:
        kinds |= {Kind.EXECUTIVE, Kind.REGION}
    if who.represents_a_region:
        kinds.add(Kind.REPRESENTATIVES)
    return ReadingScope(
        network_ids=who.region_ids | who.group_ids, region_ids=who.region_ids, kinds=frozenset(kinds), shared=True
    )


# --- Writing


def may_write(who: Standing) -> bool:
    """Lapsed members read but do not post; the secretariat writes where it belongs."""
    if who.state is State.SUSPENDED:
        return False
    return who.state is State.CURRENT or who.is_secretariat


def can_start_topic(who: Standing, network: NetworkFacts, *, closed: bool = False) -> bool:
    """Posting is by a board's own people, also where others may read; nobody posts in a closed network, or on a board
    that is `closed`.
    """
    return not closed and network.closed is None and may_write(who) and belongs_to(who, network)


def can_reply(who: Standing, network: NetworkFacts, *, locked: bool, closed: bool = False) -> bool:
    return not locked and can_start_topic(who, network, closed=closed)


def why_not_write_at_all(who: Standing) -> Reason:
    """The reason to give somebody who may post nowhere."""
    if who.state is State.SUSPENDED:
        return Reason.SUSPENDED
    return Reason.LAPSED if who.state is State.LAPSED else Reason.NOT_A_MEMBER


def why_not_write(who: Standing, network: NetworkFacts, *, locked: bool = False, closed: bool = False) -> Reason:
    """The reason to give when `can_start_topic` or `can_reply` says no."""
    if not may_write(who):
        return why_not_write_at_all(who)
    if not belongs_to(who, network):
        return Reason.NOT_YOUR_NETWORK
    if network.closed is not None:
        return Reason.NETWORK_CLOSED
    if closed:
        return Reason.BOARD_CLOSED
    return Reason.TOPIC_LOCKED if locked else Reason.NOT_A_MEMBER


def can_follow(who: Standing, network: NetworkFacts, *, shared: bool) -> bool:
    return can_read(who, network, shared=shared)


# --- Held posts


def can_moderate(who: Standing, network: NetworkFacts) -> bool:
    """A region's and a group's own representative, or who covers while there is none; elsewhere the executive."""
    if who.state is not State.CURRENT:
        return False
    if network.kind in (Kind.REGION, Kind.GROUP):
        return network.pk in who.represents | who.covers
    return who.is_executive and belongs_to(who, network)


def can_step_in(who: Standing, network: NetworkFacts) -> bool:
    """Who takes over what has waited too long for a region's or group's own representatives, or is their own matter:
    the covering network's representatives, and the officers.
    """
    if who.state is not State.CURRENT or network.kind not in (Kind.REGION, Kind.GROUP):
        return False
    return who.is_officer or network.covered_by_id in who.represents


def can_decide_matter(who: Standing, network: NetworkFacts, *, took_part: bool, passed: bool) -> bool:
    """Who moderates; once it has passed on, also who steps in. Nobody judges a matter that they wrote in."""
    return not took_part and (can_moderate(who, network) or (passed and can_step_in(who, network)))


def can_hold_first_posts(who: Standing, network: NetworkFacts) -> bool:
    """A network chooses whether a newcomer's first post waits."""
    return can_moderate(who, network)


def can_see_account(who: Standing, network: NetworkFacts) -> bool:
    """The quarterly account of a region's moderation is for all members; another network's for its own readers."""
    return can_read_anything(who) and (network.kind == Kind.REGION or can_read(who, network, shared=False))


def can_report(who: Standing, network: NetworkFacts, *, shared: bool, is_author: bool) -> bool:
    """Whoever reads a post may say that something is wrong with it; its author changes or withdraws it instead."""
    return not is_author and can_read(who, network, shared=shared)


def can_write_aside(who: Standing, network: NetworkFacts, *, shared: bool, is_own: bool) -> bool:
    """Whoever reads a post may write to its author alone, who answers as one who reads it too."""
    return not is_own and can_read(who, network, shared=shared)


def can_settle_held_post(who: Standing, *, is_author: bool) -> bool:
    """The author mends a held post, withdraws it, or says that no child is described in it."""
    return is_author and may_write(who)


# --- One's own posts


def can_edit_post(
    who: Standing, network: NetworkFacts, *, is_author: bool, locked: bool = False, closed: bool = False
) -> bool:
    """The author, wherever they could still answer."""
    return is_author and can_reply(who, network, locked=locked, closed=closed)


def can_take_back_post(who: Standing, network: NetworkFacts, *, is_author: bool, shared: bool) -> bool:
    """One's own words can be taken back wherever one still reads them: also lapsed, and on a closed board."""
    return is_author and can_read(who, network, shared=shared)


def can_keep_draft(who: Standing) -> bool:
    """Whoever reads the boards may begin to write; whether they may post it is asked when they do."""
    return can_read_anything(who)


def can_save_search(who: Standing) -> bool:
    """Whoever searches may keep a search, also lapsed."""
    return can_read_anything(who)


def can_be_told_of_finds(who: Standing) -> bool:
    """What a kept search finds is told to who is a member today; a lapsed one still runs it."""
    return may_write(who)


def can_accept_answer(who: Standing, network: NetworkFacts, *, is_asker: bool, closed: bool = False) -> bool:
    """«This helped» is the asker's to say."""
    return is_asker and can_start_topic(who, network, closed=closed)


def can_close_topic(who: Standing, network: NetworkFacts, *, is_asker: bool, closed: bool = False) -> bool:
    """With a summary, and open it again: the asker, or who moderates the network."""
    return can_accept_answer(who, network, is_asker=is_asker, closed=closed) or can_moderate(who, network)


# --- Topics


def can_move_topic(who: Standing, here: NetworkFacts, there: NetworkFacts) -> bool:
    """Who looks after both networks moves a topic from one to the other; nothing is put into a closed one."""
    return there.closed is None and can_moderate(who, here) and can_moderate(who, there)


def can_tag(who: Standing, network: NetworkFacts, *, is_author: bool) -> bool:
    """Who started a topic says under which words it is found, and so does who looks after the network."""
    return can_moderate(who, network) or (is_author and can_start_topic(who, network))


# --- A question to other regions


def can_ask_regions(who: Standing, network: NetworkFacts, *, is_asker: bool, shut: bool = False) -> bool:
    """A region's question goes to others by whoever asked it, or looks after it; by nobody once the topic is closed."""
    return network.kind == Kind.REGION and not shut and can_close_topic(who, network, is_asker=is_asker)


def can_answer_for_region(who: Standing, region: NetworkFacts) -> bool:
    """Whether a region takes a question on is its own representative's to say, or of who covers it."""
    return region.kind == Kind.REGION and can_moderate(who, region)


def can_end_asking(who: Standing, network: NetworkFacts, region: NetworkFacts, *, is_asker: bool) -> bool:
    """Either side ends it: who asked or looks after the topic, and who looks after the region that was asked."""
    return can_close_topic(who, network, is_asker=is_asker) or can_answer_for_region(who, region)


# --- Polls


def can_vote(who: Standing, network: NetworkFacts, *, locked: bool, closed: bool = False) -> bool:
    """Whoever may answer in the topic answers its poll."""
    return can_reply(who, network, locked=locked, closed=closed)


def voting_scope(who: Standing) -> ReadingScope:
    """The twin of `can_vote`, without what a board or a topic adds: whether it is closed."""
    if not may_write(who):
        return ReadingScope()
    kinds = {Kind.NATIONAL} | ({Kind.EXECUTIVE} if who.is_executive else set())
    kinds |= {Kind.REPRESENTATIVES} if who.represents_a_region else set()
    return ReadingScope(network_ids=who.region_ids | who.group_ids, kinds=frozenset(kinds))


def can_add_poll(
    who: Standing, network: NetworkFacts, *, is_author: bool, locked: bool = False, closed: bool = False
) -> bool:
    """The topic's author, and who looks after it."""
    return can_reply(who, network, locked=locked, closed=closed) and (is_author or can_moderate(who, network))


# --- Meetings


def can_see_meeting(who: Standing, network: NetworkFacts) -> bool:
    """A network's meetings are its own, like its boards; who reads all regions' boards sees their meetings."""
    return can_read(who, network, shared=False)


def meeting_scope(who: Standing) -> ReadingScope:
    """The twin of `can_see_meeting`."""
    return replace(reading_scope(who), shared=False)


def can_propose_meeting(who: Standing, network: NetworkFacts) -> bool:
    """Who looks after the network and reads what is its own."""
    return network.closed is None and can_moderate(who, network) and can_see_meeting(who, network)


def can_join_meeting(who: Standing, network: NetworkFacts) -> bool:
    """Say for one's network that it takes part in another's meeting."""
    return can_propose_meeting(who, network)


def can_ask_dates(who: Standing, network: NetworkFacts) -> bool:
    """Which dates suit, and remind those who do not say."""
    return can_propose_meeting(who, network)


def can_say_which_dates(who: Standing, network: NetworkFacts) -> bool:
    return can_rsvp(who, network)


def can_fix_date(who: Standing, network: NetworkFacts) -> bool:
    """Of a meeting of several networks, whoever looks after one of them; so the four that follow."""
    return can_propose_meeting(who, network)


def can_change_meeting(who: Standing, network: NetworkFacts) -> bool:
    return can_propose_meeting(who, network)


def can_cancel_meeting(who: Standing, network: NetworkFacts) -> bool:
    return can_propose_meeting(who, network)


def can_note_attendance(who: Standing, network: NetworkFacts) -> bool:
    """Who was there."""
    return can_propose_meeting(who, network)


def can_write_minutes(who: Standing, network: NetworkFacts) -> bool:
    """Write, circulate, publish and agree them, and decide on corrections."""
    return can_propose_meeting(who, network)


def can_read_minutes(who: Standing, network: NetworkFacts, *, published: bool, was_there: bool) -> bool:
    """Before they are published, those who were there read the draft, and who writes it."""
    return (can_see_meeting(who, network) and (published or was_there)) or can_write_minutes(who, network)


def can_correct_minutes(who: Standing, network: NetworkFacts) -> bool:
    """Say what is wrong in a draft that one reads, or that it is right: the network's own people, as in writing."""
    return can_rsvp(who, network)


def can_end_action(who: Standing, network: NetworkFacts, *, is_owner: bool) -> bool:
    """Say that an action point is done: its owner, and who writes the minutes."""
    return (is_owner and may_write(who) and can_see_meeting(who, network)) or can_write_minutes(who, network)


def can_record_meeting(who: Standing, network: NetworkFacts) -> bool:
    """Note a meeting that was arranged elsewhere."""
    return can_propose_meeting(who, network)


def can_keep_school_holidays(who: Standing, network: NetworkFacts) -> bool:
    """A region's: who looks after it, and the executive."""
    keeps = can_moderate(who, network) or (who.is_executive and may_write(who))
    return network.kind == Kind.REGION and network.closed is None and keeps and can_see_meeting(who, network)


def can_rsvp(who: Standing, network: NetworkFacts) -> bool:
    """Answer an invitation: the network's own people, as in writing."""
    return network.closed is None and may_write(who) and belongs_to(who, network)


def can_keep_calendar(who: Standing) -> bool:
    """A secret address from which one's calendar fetches the meetings; it gives nothing to who is lapsed."""
    return may_write(who)


def can_see_joining_link(who: Standing, network: NetworkFacts, *, is_going: bool) -> bool:
    """Those going, and who arranges it."""
    return (is_going and can_see_meeting(who, network)) or can_change_meeting(who, network)


# --- Networks


def can_manage_networks(who: Standing) -> bool:
    """Open, rename, merge and close."""
    return is_working_secretariat(who)


def can_set_readers(who: Standing, network: NetworkFacts) -> bool:
    """A network chooses which of its boards the other members may read."""
    return can_moderate(who, network)


def can_manage_group(who: Standing, network: NetworkFacts) -> bool:
    """Give and end places in a group that crosses regions."""
    return network.kind == Kind.GROUP and (is_working_secretariat(who) or can_moderate(who, network))


def can_leave_group(who: Standing, network: NetworkFacts) -> bool:
    """Everybody may leave a group of theirs, whatever the state of their membership; who represents it hands it on."""
    return network.kind == Kind.GROUP and network.pk in who.group_ids and network.pk not in who.represents


def can_see_network(who: Standing, network: NetworkFacts) -> bool:
    """Its page, with what it is for and who belongs to it: for who reads it, and for who covers it meanwhile, to whom
    its boards stay shut.
    """
    return can_read(who, network, shared=False) or (network.kind == Kind.GROUP and can_moderate(who, network))


def can_name_cover(who: Standing) -> bool:
    """Say which network's representatives look after another while it has none."""
    return is_working_secretariat(who) or is_acting_officer(who)


# --- Services


def can_manage_services(who: Standing) -> bool:
    """Merge, split, move, name the lead; see a head who is no member."""
    return is_working_secretariat(who)


def can_edit_service(who: Standing, service_id: int) -> bool:
    """The lead keeps the service's own record."""
    return is_working_secretariat(who) or (who.state is State.CURRENT and service_id in who.leads)


# --- Memberships


def can_manage_memberships(who: Standing) -> bool:
    """Admit, change, end; record payments; import."""
    return is_working_secretariat(who)


def can_end_membership(who: Standing, *, is_own: bool) -> bool:
    """Everybody may leave, the suspended too; for others the secretariat records it."""
    return is_working_secretariat(who) or (is_own and who.state is not State.NONE)


def can_manage_places(who: Standing, service_id: int) -> bool:
    """The lead adds and removes colleagues within the places of the service's group membership."""
    return is_working_secretariat(who) or (who.state is State.CURRENT and service_id in who.leads)


def can_see_membership_data(who: Standing, network: NetworkFacts) -> bool:
    """Who is paid to when, and addresses: secretariat and officers; the representative for their own region."""
    if is_working_secretariat(who) or is_acting_officer(who):
        return True
    return who.state is State.CURRENT and network.kind == Kind.REGION and network.pk in who.represents


def can_suspend(who: Standing, region: NetworkFacts, *, is_self: bool) -> bool:
    """The region's representative, whoever covers, and the officers; nobody for themselves."""
    return not is_self and (is_acting_officer(who) or (region.kind == Kind.REGION and can_moderate(who, region)))


def can_appeal(who: Standing, *, is_own: bool) -> bool:
    """Against a suspension of one's own, while it lasts."""
    return is_own and who.state is State.SUSPENDED


def can_decide_appeal(who: Standing, *, is_party: bool) -> bool:
    """The executive, without who suspended and who appeals."""
    return who.is_executive and not is_party


# --- Joining


def can_decide_application(who: Standing, region: NetworkFacts) -> bool:
    return is_working_secretariat(who) or (region.kind == Kind.REGION and can_moderate(who, region))


def can_invite(who: Standing, region: NetworkFacts, *, service_id: int) -> bool:
    return can_decide_application(who, region) or can_manage_places(who, service_id)


@dataclass(frozen=True)
class JoiningScope:
    """For lists of applications and invitations: all of them, those to these regions, those to these services."""

    everything: bool = False
    region_ids: frozenset[int] = frozenset()
    service_ids: frozenset[int] = frozenset()


def deciding_scope(who: Standing) -> JoiningScope:
    """The twin of `can_decide_application`; the networks among them that are no regions have no services."""
    if is_working_secretariat(who):
        return JoiningScope(everything=True)
    return (
        JoiningScope(region_ids=(who.represents - who.group_terms) | who.covers)
        if who.state is State.CURRENT
        else JoiningScope()
    )


def inviting_scope(who: Standing) -> JoiningScope:
    """The twin of `can_invite`."""
    scope = deciding_scope(who)
    return replace(scope, service_ids=who.leads) if who.state is State.CURRENT else scope


def can_see_applications(who: Standing) -> bool:
    """Whoever decides in some region, today."""
    scope = deciding_scope(who)
    return scope.everything or bool(scope.region_ids)


def can_name_buddy(who: Standing, region: NetworkFacts) -> bool:
    return can_decide_application(who, region)


def can_approve_address(who: Standing, region: NetworkFacts) -> bool:
    """An address of another organisation opens a region only when somebody who knows the person says so."""
    return can_decide_application(who, region)


def can_move_address(who: Standing) -> bool:
    """Give a member who has lost their old address a new one."""
    return is_working_secretariat(who)


def can_reset_second_factor(who: Standing) -> bool:
    """Take away a second factor that a member has lost; never one's own."""
    return is_working_secretariat(who)


# --- Terms


def can_appoint_representative(who: Standing) -> bool:
    return is_working_secretariat(who) or is_acting_officer(who)


def can_hand_over(who: Standing, network: NetworkFacts) -> bool:
    """A representative names the member of the network who follows them."""
    return who.state is State.CURRENT and network.pk in who.represents


def can_hand_over_office(who: Standing) -> bool:
    """An officer of the executive names the member who follows them, in an office of their own."""
    return is_acting_officer(who)


def can_declare_absence(who: Standing) -> bool:
    """Whoever represents a network, and each officer, says when they are away."""
    return who.state is State.CURRENT and (bool(who.represents) or who.is_officer)


def can_see_terms(who: Standing) -> bool:
    """All terms, vacancies and offers on one page."""
    return can_appoint_representative(who)


def can_see_desk(who: Standing, region: NetworkFacts) -> bool:
    """What waits in a region, for who looks after it today."""
    return region.kind == Kind.REGION and can_moderate(who, region)


def can_volunteer(who: Standing, network: NetworkFacts, *, vacant: bool) -> bool:
    return vacant and who.state is State.CURRENT and network.kind == Kind.REGION and belongs_to(who, network)


def can_appoint_officer(who: Standing) -> bool:
    """The secretariat records whom the members elected."""
    return is_working_secretariat(who)


# --- Members among themselves


def can_see_directory(who: Standing) -> bool:
    return can_read_anything(who)


def can_write_to_officer(who: Standing) -> bool:
    """In confidence; also who is suspended, who has most reason to."""
    return who.state is not State.NONE or who.is_secretariat


# --- Oversight


def can_see_audit_log(who: Standing) -> bool:
    return who.is_executive


def can_export_members(who: Standing) -> bool:
    """Take all memberships out as a file, and give them in again."""
    return is_working_secretariat(who)


def can_export_region(who: Standing, region: NetworkFacts) -> bool:
    """Who may look at a region's membership data may take it along."""
    return region.kind == Kind.REGION and can_see_membership_data(who, region)


def can_erase(who: Standing, member_id: int) -> bool:
    """Everybody themselves, suspended or not; the secretariat whoever asks it to."""
    return who.member_id == member_id or is_working_secretariat(who)


def can_see_mail_ledger(who: Standing) -> bool:
    return is_working_secretariat(who)


def can_see_mail_health(who: Standing) -> bool:
    """Records, queues and what came back: numbers and domains, for whoever keeps the site."""
    return is_working_secretariat(who)


def can_see_mail_diary(who: Standing, member_id: int) -> bool:
    """What was mailed to a member, and have it sent again: themselves, and the secretariat, which helps them."""
    return (who.member_id == member_id and member_id > 0) or is_working_secretariat(who)


def can_open_mail(who: Standing) -> bool:
    """A mail as it came, each time with a reason that is kept."""
    return is_working_secretariat(who)


def can_replay_mail(who: Standing) -> bool:
    """Have a mail that failed read again, or leave it at that."""
    return is_working_secretariat(who)


def can_write_digest_note(who: Standing) -> bool:
    """The note on top of the weekly letters."""
    return is_working_secretariat(who)


def is_working_secretariat(who: Standing) -> bool:
    return who.is_secretariat and who.state is not State.SUSPENDED


def is_acting_officer(who: Standing) -> bool:
    return who.is_officer and who.state is State.CURRENT
