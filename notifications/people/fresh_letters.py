"""Which letters read something at the moment they leave, and what they forget then."""

from notifications import moderating
from notifications.bounces import domain_facts
from notifications.digest_contents import digest_facts
from notifications.fresh import Fresh, forget_sign_in_code, nothing, sign_in_code
from notifications.people import (
    asides,
    asking,
    buddies,
    commands,
    confidence,
    induction,
    joining,
    polls,
    readers,
    reminders,
    terms,
    weekly_list,
)

CODE = Fresh(sign_in_code, forget_sign_in_code)
FRESH = {
    "sign_in_code": CODE,
    "sign_in_long_code": CODE,
    "confirm_code": CODE,
    "new_address_code": CODE,
    "address_help_code": CODE,
    "invitation": Fresh(joining.invitation_facts),
    "proof_code": Fresh(joining.proof_code_facts, joining.forget_proof_code),
    "already_member": Fresh(nothing, joining.forget_proof_code),
    "application_refused": Fresh(joining.refusal_facts),
    "welcome": Fresh(joining.welcome_facts),
    "term_begins": Fresh(terms.term_facts),
    "term_ends": Fresh(terms.term_facts),
    "handed_over": Fresh(terms.hand_over_facts),
    "hand_over_undone": Fresh(terms.undone_facts),
    "away": Fresh(terms.away_facts),
    "cover_named": Fresh(terms.cover_facts),
    "volunteer_offered": Fresh(terms.offer_facts),
    "volunteer_thanked": Fresh(terms.thanks_facts),
    "buddy_named": Fresh(buddies.buddy_facts),
    "buddy_asked": Fresh(buddies.buddy_facts),
    "in_confidence": Fresh(confidence.officer_facts, confidence.settle_officers_letter),
    "in_confidence_back": Fresh(confidence.returned_facts, confidence.settle_returned_letter),
    "in_confidence_sent": Fresh(confidence.sent_facts),
    "aside": Fresh(asides.aside_facts, asides.settle_aside),
    "aside_back": Fresh(asides.returned_facts, asides.settle_returned_aside),
    "aside_sent": Fresh(asides.sent_facts),
    "command_done": Fresh(commands.command_facts),
    "command_help": Fresh(commands.help_facts),
    "poll_added": Fresh(polls.poll_facts),
    "poll_closed": Fresh(polls.poll_facts),
    "poll_hint": Fresh(polls.poll_facts),
    "poll_voted": Fresh(polls.own_answer_facts),
    "reminder": Fresh(reminders.reminder_facts),
    "decide_matter": Fresh(moderating.matter_facts),
    "more_readers": Fresh(readers.more_readers_facts),
    "region_asked": Fresh(asking.region_asked_facts),
    "asking_decided": Fresh(asking.asking_decided_facts),
    "weekly_list": Fresh(weekly_list.list_facts),
    "domain_refuses": Fresh(domain_facts),
    "digest": Fresh(digest_facts),
} | {f"induction_{number}": Fresh(induction.induction_facts) for number in range(1, len(induction.DAYS) + 1)}
