"""What each kind of letter is called in the diary, who may be told, and whether it can be sent again."""

from notifications.bounces import ALWAYS
from notifications.fresh import keep
from notifications.people.fresh_letters import FRESH

CODE = "A code to sign in, or to prove an address"
# What the secretariat looks after anyway: it reads these names in a member's diary, and of no other letter.
OFFICE = {
    **dict.fromkeys(sorted(ALWAYS - {"invitation"}), CODE),
    "invitation": "An invitation to join",
    "welcome": "The welcome",
    "welcome_colleague": "The welcome to a colleague",
    "already_member": "That they are a member already",
    "digest": "A daily or weekly letter",
    "weekly_list": "The weekly list of topics without an answer",
    "renewal_due": "A reminder to renew",
    "renewal_due_nobody": "Services that nobody renews",
    "unpaid": "A reminder to pay",
    "unpaid_nobody": "Services that nobody pays for",
    "lapsed": "That a membership has lapsed",
    "lapsed_nobody": "Services that have lapsed",
    "receipt": "A receipt",
    "receipt_withdrawn": "A receipt taken back",
    "membership_ends": "That a membership ends",
    "place_removed": "That a place ends",
    "term_begins": "A term begins",
    "term_ends": "A term ends",
    "factor_changed": "That the way of signing in was changed",
    "address_changed": "That an address was changed",
    "mail_stopped": "That the mail of a board is stopped",
    "mail_suspended": "That a mail was not posted, as your membership is suspended",
    "letters_stopped": "That letters are stopped",
    **{f"induction_{number}": "A letter of the first weeks" for number in range(1, 5)},
}
OWN = OFFICE | {
    "already_member": "That you are a member already",
    "command_done": "That a word of yours by mail was done",
    "command_help": "What can be done by mail",
    "command_undone": "That a change was undone",
    "was_this_you": "“Was this you?” about a mail in your name",
    "held_post": "That a post of yours is held",
    "returned_post": "That a post of yours was returned",
    "removed_post": "That a post of yours was removed",
    "decide_matter": "A matter of moderation to decide",
    "matter_decided": "That a matter of moderation was decided",
    "report_decided": "What became of your report",
    "reminder": "A topic that you wanted to come back to",
    "topic_closed": "That a topic was closed with a summary",
    "poll_added": "A poll in a topic",
    "poll_closed": "The result of a poll",
    "poll_voted": "That your answer to a poll is counted",
    "aside": "A word of one member to you alone",
    "aside_sent": "That your word to one member is on its way",
    "in_confidence_sent": "That your letter in confidence is on its way",
    "more_readers": "That more people read a board or a topic",
    "suspended": "That a membership is suspended",
    "suspension_lifted": "That a suspension is lifted",
    "region_asked": "A question of another region",
    "asking_decided": "Whether a region takes a question on",
    "address_help_waits": "That somebody has lost their old address",
    "address_waits": "That a new address waits for you",
    "appeal_made": "That your appeal is with the executive",
    "appeal_decided": "That an appeal was decided",
    "appeal_waits": "An appeal that waits for the executive",
    "application_refused": "The answer to your application",
    "application_waiting": "That somebody asks to join",
    "aside_back": "That your word to one member was not delivered",
    "aside_refused": "That your word to one member was not passed on",
    "away": "That somebody is away, and you look after a network",
    "buddy_asked": "That you are somebody’s buddy",
    "cover_named": "That you cover a network",
    "dangerous_file": "That a dangerous file was sent to a board",
    "decision_not_proven": "That a decision in your name was not taken",
    "domain_refuses": "That a mail system refuses our mail",
    "first_post_waits": "That your first post waits for a representative",
    "gave_up": "That mail to members was given up",
    "hand_over_undone": "That a hand-over is undone",
    "handed_over": "That a network was handed over",
    "in_confidence": "A letter in confidence to you as an officer",
    "in_confidence_back": "That your letter in confidence was not delivered",
    "in_confidence_refused": "That your letter in confidence was not passed on",
    "passed_on": "That what you wait for has passed on",
    "please_delete": "“Please delete a mail”",
    "minutes_draft": "A draft of minutes",
    "minutes_published": "Minutes of a meeting",
    "minutes_correction": "A correction to minutes",
    "minutes_corrected": "What became of your correction to minutes",
    "action_due": "An action point of yours",
    "poll_hint": "“Was that an answer to the poll?”",
    "volunteer_offered": "That somebody would represent a network",
    "volunteer_thanked": "An answer to your offer to represent",
}
# They hold no word of a board, and no secret: what they say is as true as it was.
STILL_TRUE = frozenset({
    "welcome_colleague", "renewal_due", "unpaid", "lapsed", "receipt", "receipt_withdrawn", "membership_ends",
    "place_removed", "mail_stopped", "letters_stopped", "suspended", "suspension_lifted",
})  # fmt: skip


def name_of_letter(template: str, *, own: bool) -> str:
    if own:
        return OWN.get(template) or (
            "That a mail of yours was not posted" if template.startswith("mail_") else "A letter"
        )
    return OFFICE.get(template, "A letter about their own posts, mails or matters")


def letter_goes_again(template: str) -> bool:
    """Never a code or a secret. What concerns a board reads its words and the right to them anew (`FRESH`)."""
    if template in FRESH:
        return template not in ALWAYS and FRESH[template].settle is keep
    return template in STILL_TRUE
