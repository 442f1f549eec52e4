"""Who may open each address, written down from the product's rules. An address without a line here fails the crawl.

A policy is the set of personas that are let in; for an address of a thing it depends on whose the thing is.
"""

from collections.abc import Callable

from tests.canary.crawl import ADMIN_BY, routes, targets_of
from tests.canary.words import (
    AWAY_READERS,
    EXECUTIVE,
    GROUP_READERS,
    HOME_READERS,
    MEMBERS,
    NOBODY,
    OWNERS,
    READ_SHARED,
    REPRESENTATIVES,
    UNSURE,
    WRITERS,
)
from tests.canary.world import PUBLIC_BOARDS, World

ANYBODY = frozenset(
    {
        "anonymous", "outsider", "home_author", "home_member", "home_lapsed", "home_suspended", "home_ended",
        "home_rep", "away_member", "away_rep", "officer", "group_member", "secretariat",
    }
)  # fmt: skip
SIGNED_IN = ANYBODY - {"anonymous"}
# Where a fresh code is asked for, those of the personas come in who have just typed one.
WITH_FRESH_CODE = SIGNED_IN - {"home_member", "away_member"}
WITH_SECOND_FACTOR = frozenset({"officer", "home_rep", "away_rep", "secretariat"})
SECRETARIAT = frozenset({"secretariat"})
TERMS = frozenset({"officer", "secretariat"})
DECIDERS = frozenset({"home_rep", "away_rep", "officer", "secretariat"})  # the officers where nobody represents
Policy = Callable[[str], frozenset[str]]


def for_all(who: frozenset[str]) -> Policy:
    return lambda owner: who


def readers(owner: str) -> frozenset[str]:
    return OWNERS.get(owner, frozenset())


def of_minutes(owner: str) -> frozenset[str]:
    """Of a draft, who was there and who writes it."""
    return frozenset({"home_rep", "home_member"}) if owner == "draft" else readers(owner)


def readers_of_a_topic(owner: str) -> frozenset[str]:
    """Of a home region's question that the other region took on, both regions' people."""
    if owner == "taken on":
        return HOME_READERS | AWAY_READERS
    return HOME_READERS if owner in ("asked", "declined") else readers(owner)


def who_asks(owner: str) -> frozenset[str]:
    """The author and who looks after it, of a region's topic; who takes part is shown to all readers."""
    if owner == "taken on":
        return HOME_READERS | AWAY_READERS
    regions = {"asked": "home", "declined": "home", "away": "away", "shared": "shared"}
    return CLOSERS[regions[owner]] if owner in regions else NOBODY


def readers_and_visitors_of_a_region(owner: str) -> frozenset[str]:
    return readers(owner) | (frozenset({"anonymous"}) if owner in PUBLIC_BOARDS else frozenset())


def a_region(owner: str) -> frozenset[str]:
    return frozenset() if owner == "nobody" else ANYBODY


def a_file(owner: str) -> frozenset[str]:
    """As its post is read; of a held or unposted one its owner alone."""
    return the_author(owner) if owner == "a file of one" else readers(owner)


def the_author(owner: str) -> frozenset[str]:
    return frozenset({"home_author"})


def the_writer(owner: str) -> frozenset[str]:
    return frozenset({WRITERS[owner]}) if owner in WRITERS else NOBODY


def the_secretariat_unless_sealed(owner: str) -> frozenset[str]:
    """A mail as it came, for a reason; one that may tell of a child, or that went to one person alone, to nobody."""
    return NOBODY if owner in ("sealed mail", "mail to an author") else frozenset({"secretariat"})


def the_moderator_once_vouched(owner: str) -> frozenset[str]:
    return frozenset({"home_rep"}) if owner in ("waiting", "reported", "removed") else frozenset()


def who_may_tag(owner: str) -> frozenset[str]:
    """The author of the topic there, and who looks after its network."""
    authors = {"home": "home_author", "away": "away_member", "group": "group_member", "shared": "away_member"}
    authors |= {"executive": "officer", "representatives": "home_rep", "national": "home_author"}
    moderators = AWAY_REP if owner == "shared" else LOOKS_AFTER(owner)
    return moderators | {authors[owner]}


def for_owner(**who: frozenset[str]) -> Policy:
    return lambda owner: who[owner.replace(" ", "_")]


HOME_REP, AWAY_REP, AUTHOR = frozenset({"home_rep"}), frozenset({"away_rep"}), frozenset({"home_author"})
DECIDING = for_owner(
    home=HOME_REP | SECRETARIAT, away=AWAY_REP | SECRETARIAT, fourth=TERMS, unlisted=SECRETARIAT, nobody=NOBODY
)
SUSPENDING = for_owner(home_author=HOME_REP | {"officer"}, away_member=AWAY_REP | {"officer"})
OF_A_LEAD = for_owner(lead=AUTHOR | SECRETARIAT, no_lead=SECRETARIAT, nobody=NOBODY)
MEMBERSHIP_DATA = for_owner(home=HOME_REP | TERMS, away=AWAY_REP | TERMS)
LOOKS_AFTER = for_owner(
    shared=AWAY_REP,
    home=HOME_REP,
    away=AWAY_REP,
    group=NOBODY,
    executive=EXECUTIVE,
    representatives=REPRESENTATIVES,
    national=EXECUTIVE,
)
CLOSERS = {key: frozenset({writer}) for key, writer in WRITERS.items()}
for key, who in {
    "home": HOME_REP, "away": AWAY_REP, "shared": AWAY_REP, "executive": EXECUTIVE, "representatives": REPRESENTATIVES,
    "national": EXECUTIVE,
}.items():  # fmt: skip
    CLOSERS[key] |= who
# Nobody reports their own post, or moderates it: it is there for them, and refused.
REPORTING = for_owner(home=HOME_READERS - {"home_author"}, removed=NOBODY)
ACCOUNT = for_owner(home=READ_SHARED, group=GROUP_READERS, executive=EXECUTIVE)
LOOKS_AFTER_OTHERS = for_owner(home=HOME_REP, removed=HOME_REP)
# The author and who looks after it, where the topic has none yet; it is asked for the right before that.
ADDS_POLL = {
    "home": AUTHOR | HOME_REP,
    "away": AWAY_REP | frozenset({"away_member"}),
    "shared": AWAY_REP | frozenset({"away_member"}),
    "group": frozenset({"group_member"}),
    "executive": EXECUTIVE,
    "representatives": REPRESENTATIVES,
    "national": AUTHOR | EXECUTIVE,
}
COVERS = {"group": frozenset({"officer"})}  # nobody represents it: its page, and not its boards
POLICIES: dict[str, Policy] = {
    # --- accounts
    "account_login": for_all(ANYBODY),
    "account_request_login_code": for_all(ANYBODY),
    "account_confirm_login_code": for_all(SIGNED_IN),  # others only in the browser that asked for a code
    "account_logout": for_all(ANYBODY),
    "account_signup": for_all(ANYBODY),
    "account_inactive": for_all(ANYBODY),
    # --- boards
    "home": for_all(ANYBODY - {"outsider", "home_suspended", "home_ended"}),  # these are told why not
    "about": for_all(ANYBODY),
    "region": a_region,
    "boards": for_all(SIGNED_IN),
    "board": readers_and_visitors_of_a_region,
    "follow_board": readers,
    "follow_network": lambda owner: READ_SHARED if owner == "away" else readers(owner),
    "new_topic": for_all(SIGNED_IN),
    "topic": readers_of_a_topic,
    "newer_posts": readers_of_a_topic,
    "writing_now": readers_of_a_topic,
    "follow_topic": readers,
    "topic_tags": who_may_tag,
    "remind": readers,
    "followers": readers_of_a_topic,
    "network_tags": lambda owner: READ_SHARED if owner == "away" else readers(owner),
    "tagged": readers,
    "post": readers_of_a_topic,
    "post_page": readers_of_a_topic,
    "board_people": readers,
    "close_topic": CLOSERS.__getitem__,
    "reopen_topic": CLOSERS.__getitem__,
    "accept_answer": the_writer,
    "drafts": for_all(SIGNED_IN),
    "keep_draft": for_all(SIGNED_IN),
    "preview": for_all(SIGNED_IN),
    "post_history": lambda owner: the_writer(owner[10:]) if owner.startswith("withdrawn ") else readers(owner),
    "edit_post": the_writer,
    "undo_post": for_all(NOBODY),  # here mail leaves at once, so it is too late for everybody
    "take_back_post": the_writer,
    "poll": readers,
    "poll_results": readers,
    "add_poll": lambda owner: ADDS_POLL.get(owner, NOBODY),
    "ask_regions": who_asks,
    "asked_region": for_all(AWAY_REP),
    "end_asking": for_all(AUTHOR | HOME_REP | AWAY_REP),
    "held_post": the_author,
    "settle_held_post": the_author,
    "moderation": for_all(SIGNED_IN),
    "moderation_queue": for_all(SIGNED_IN),
    "decide_held_post": the_moderator_once_vouched,
    "report_post": REPORTING,
    "my_reports": for_all(SIGNED_IN),
    "moderate_post": LOOKS_AFTER_OTHERS,
    "restore_post": LOOKS_AFTER_OTHERS,
    "purge_post": LOOKS_AFTER_OTHERS,
    "moderate_topic": LOOKS_AFTER,
    "split_topic": LOOKS_AFTER,
    "merge_topics": LOOKS_AFTER,
    "first_posts": LOOKS_AFTER,
    "moderation_account": ACCOUNT,
    "appeal": lambda owner: frozenset({owner}),
    "appeals": for_all(EXECUTIVE),
    "decide_appeal": for_all(frozenset({"officer", "away_rep"})),  # who suspended is refused
    "search": for_all(SIGNED_IN),
    "saved_searches": for_all(SIGNED_IN),
    "saved_search": lambda owner: frozenset({owner}),
    "file": a_file,
    "file_preview": a_file,
    # --- meetings
    "meetings": for_all(READ_SHARED),
    "network_meetings": readers,
    "propose_meeting": LOOKS_AFTER,
    "record_meeting": LOOKS_AFTER,
    "school_holidays": for_all(EXECUTIVE),
    "meeting": readers,
    "answer_invitation": readers,  # to look at it; the buttons are for the networks' own people
    "meeting_people": readers,
    "attendance": LOOKS_AFTER,
    "send_deputy": readers,
    "calendar": for_all(READ_SHARED),
    "calendar_feed": for_all(NOBODY),  # whoever holds the secret, and nobody here does
    "network_feed": for_all(NOBODY),
    "which_dates": readers,
    "ask_dates": LOOKS_AFTER,
    "remind_of_dates": readers,
    "choose_date": readers,
    "minutes": of_minutes,
    "minutes_versions": of_minutes,
    "minutes_pdf": of_minutes,
    "minutes_docx": of_minutes,
    "correct_minutes": of_minutes,
    "check_minutes": of_minutes,
    "action": of_minutes,
    "network_actions": readers,
    "open_minutes": LOOKS_AFTER,
    "add_minute_item": LOOKS_AFTER,
    "minute_item": LOOKS_AFTER,
    "add_action": LOOKS_AFTER,
    "circulate_minutes": LOOKS_AFTER,
    "publish_minutes": LOOKS_AFTER,
    "agree_minutes": LOOKS_AFTER,
    "decide_correction": LOOKS_AFTER,
    "change_meeting": LOOKS_AFTER,
    "fix_date": LOOKS_AFTER,
    "cancel_meeting": LOOKS_AFTER,
    "join_meeting": readers,  # to look at it; the buttons are for who looks after the network that was asked
    # --- notices and mail
    "notifications": for_all(SIGNED_IN),
    "notification": lambda owner: frozenset({owner}),
    "newest_notification": for_all(SIGNED_IN),
    "set_kinds": for_all(SIGNED_IN),
    "take_preset": for_all(SIGNED_IN),
    "set_writing_shown": for_all(SIGNED_IN),
    "mark_all_read": for_all(SIGNED_IN),
    "mail_settings": for_all(SIGNED_IN),
    "mail_problem": for_all(SIGNED_IN),
    "mail_diary": for_all(SIGNED_IN),
    "mail_again": lambda owner: frozenset({owner}),
    "member_mail_diary": for_all(SECRETARIAT),
    "member_mail_again": for_all(SECRETARIAT),
    "staff_copy": for_all(SIGNED_IN),
    "digest_note": for_all(SECRETARIAT),
    "stop_mail": for_all(ANYBODY),
    "live_since": for_all(SIGNED_IN),
    "held_for_me": for_all(SIGNED_IN),
    "held_mail": the_author,
    "mail_health": for_all(SECRETARIAT),
    "mend_post": the_writer,
    "mail_ledger": for_all(SECRETARIAT),
    "ledger_day": for_all(SECRETARIAT),
    "ledger_mail": for_all(SECRETARIAT),
    "open_ledger_mail": the_secretariat_unless_sealed,
    "replay_ledger_mail": for_owner(unread=SECRETARIAT),
    "leave_ledger_mail": for_owner(unread=SECRETARIAT),
    "health": for_all(ANYBODY),
    # --- signing in, addresses, factors, sessions
    "mfa_authenticate": for_all(SIGNED_IN),  # who is in is sent home; others only in the midst of signing in
    "second_step_options": for_all(SIGNED_IN),
    "passkey_door": for_all(ANYBODY),
    "confirm": for_all(SIGNED_IN),
    "second_factor": for_all(SIGNED_IN),
    "passkey_options": for_all(SIGNED_IN),
    "account_home": for_all(SIGNED_IN),
    "sessions": for_all(SIGNED_IN),
    "end_session": the_author,
    "end_other_sessions": for_all(SIGNED_IN),
    "set_up_app": for_all(WITH_FRESH_CODE),
    "remove_app": for_all(WITH_FRESH_CODE),
    "passkeys": for_all(WITH_FRESH_CODE),
    "new_passkey_options": for_all(WITH_FRESH_CODE),
    "change_passkey": for_all(NOBODY),  # its holder alone, and nobody here has one
    "recovery_codes": for_all(WITH_FRESH_CODE),
    "recovery_codes_file": for_all(NOBODY),  # while they are shown, in the session that made them
    "addresses": for_all(WITH_FRESH_CODE),
    "prove_address": the_author,
    "change_address": the_author,
    "address_requests": for_all(WITH_SECOND_FACTOR),
    "decide_address": DECIDING,
    "sign_in_help": for_all(ANYBODY),
    "prove_sign_in_help": for_all(NOBODY),  # others only in the browser that called for help
    "secretariat_address_help": for_all(SECRETARIAT),
    "decide_address_help": for_all(SECRETARIAT),
    "reset_second_factor": for_all(SECRETARIAT),
    # --- joining
    "join": for_all(ANYBODY),
    "join_code": for_all(ANYBODY),
    "join_waiting": for_all(ANYBODY),
    "applications": for_all(DECIDERS),
    "application": DECIDING,
    "invitation": for_all(ANYBODY),  # whoever holds the link; the code goes to the invited address
    "invitations": for_all(DECIDERS),
    "change_invitation": DECIDING,
    "welcome": for_all(SIGNED_IN),
    "induction": for_all(SIGNED_IN),
    "weekly_list": for_all(SIGNED_IN),
    # --- terms
    "own_term": for_all(frozenset({"home_rep", "away_rep", "officer"})),
    "volunteer": for_owner(group_member=frozenset({"group_member"}), held=NOBODY),
    "secretariat_terms": for_all(TERMS),
    "network_terms": for_all(TERMS),
    "end_term": for_all(TERMS),
    "thank_volunteer": for_all(TERMS),
    "officer_terms": for_all(SECRETARIAT),
    "end_officer_term": for_all(SECRETARIAT),
    "region_desk": for_owner(home=HOME_REP, away=AWAY_REP, vacant=frozenset({"officer"})),
    "write_to_officer": lambda owner: NOBODY if owner == "nobody" else MEMBERS | {"home_suspended", "secretariat"},
    # --- memberships and services
    "my_membership": for_all(SIGNED_IN),
    "leave": for_all(SIGNED_IN),
    "leave_place": lambda owner: frozenset({owner}),
    "suspend_member": SUSPENDING,
    "lift_suspension": SUSPENDING,
    "service_places": OF_A_LEAD,
    "remove_colleague": OF_A_LEAD,
    "edit_service": OF_A_LEAD,
    "region_members": MEMBERSHIP_DATA,
    "export_region": MEMBERSHIP_DATA,
    "secretariat": for_all(SECRETARIAT),
    "secretariat_members": for_all(SECRETARIAT),
    "secretariat_new_member": for_all(SECRETARIAT),
    "secretariat_member": for_all(SECRETARIAT),
    "secretariat_member_payment": for_all(SECRETARIAT),
    "secretariat_membership_act": for_all(SECRETARIAT),
    "secretariat_services": for_all(SECRETARIAT),
    "secretariat_service": for_all(SECRETARIAT),
    "secretariat_service_act": for_all(SECRETARIAT),
    "correct_payment": for_all(SECRETARIAT),
    # --- networks and the directory
    "regions": for_all(ANYBODY),
    "network": lambda owner: READ_SHARED if owner == "national" else readers(owner) | COVERS.get(owner, NOBODY),
    "board_readers": LOOKS_AFTER,
    "change_board": LOOKS_AFTER,
    "move_topic": LOOKS_AFTER,
    "group_members": lambda owner: NOBODY if owner == "nobody" else TERMS,  # it has no representative
    "leave_group": lambda owner: NOBODY if owner == "nobody" else frozenset({"group_member"}),
    "secretariat_networks": for_all(SECRETARIAT),
    "open_network": for_all(SECRETARIAT),
    "secretariat_network": for_all(SECRETARIAT),
    "merge_network": for_all(SECRETARIAT),
    "close_network": for_all(SECRETARIAT),
    "directory": for_all(READ_SHARED),
    "member": for_owner(members=READ_SHARED, unlisted=frozenset({"home_member"}), nobody=NOBODY),
    "my_profile": for_all(READ_SHARED),
    "my_posts": for_all(SIGNED_IN),
    "services": for_all(READ_SHARED),
    "service": for_all(READ_SHARED),
    # --- oversight, and data in and out
    "audit_log": for_all(EXECUTIVE),
    "audit_export": for_all(EXECUTIVE),
    "secretariat_imports": for_all(SECRETARIAT),
    "secretariat_import": for_all(SECRETARIAT),
    "import_sample": for_all(SECRETARIAT),
    "export_members": for_all(SECRETARIAT),
    "erase_member": for_all(SECRETARIAT),
    "my_data": for_all(SIGNED_IN),
    "erase_me": for_all(WITH_FRESH_CODE),
    # --- the embedded shape's own mailbox
    "dev_mail": for_all(ANYBODY),
    "dev_mail_html": for_all(ANYBODY),
    "dev_mail_answer": for_all(ANYBODY),
}
# Where MAIL_HOOKS names a provider. Nobody's standing opens them: a signature or a password does (tests/inbound/test_hooks.py).
HOOKS = {"mail_hook_mailgun": for_all(ANYBODY), "mail_hook_postmark": for_all(ANYBODY)}


# Django's admin, whole: for the secretariat, to look things up. It adds and deletes nothing.
def policy_of(route: str) -> Policy | None:
    if not route.startswith("admin:"):
        return (POLICIES | HOOKS).get(route)
    return for_all(NOBODY if route.endswith(CLOSED_IN_THE_ADMIN) else SECRETARIAT)


CLOSED_IN_THE_ADMIN = ("_add", "_delete", ":autocomplete", ":view_on_site", "(?P<url>.*)$", ":<path:object_id>/")

# Without their second factor the secretariat get no further than the way to one, and the way out.
OPEN_WITHOUT = frozenset({
    "second_factor", "passkey_options", "set_up_app", "passkeys", "new_passkey_options",
    "recovery_codes", "confirm", "account_logout", "account_login", "account_request_login_code", "about", "health",
})  # fmt: skip
# What representatives and officers need one for.
ASKS_FOR_ONE = frozenset({
    "suspend_member", "lift_suspension", "purge_post", "decide_appeal", "export_region", "region_members", "audit_log", "audit_export",
    "address_requests", "decide_address",
})  # fmt: skip


def may_open(persona: str, route: str, owner: str) -> bool:
    policy, base = policy_of(route), UNSURE.get(persona, persona)
    assert policy is not None, route
    if persona == "unsure_secretariat" and route not in OPEN_WITHOUT:
        return False
    if persona in UNSURE and route in ASKS_FOR_ONE:
        return False
    return base in policy(owner)


# The development mailbox shows everybody's mail: it exists in the embedded shape alone, for one person at a machine.
NOT_CRAWLED = {"dev_mail", "dev_mail_html", "dev_mail_answer", *HOOKS}


def crawled() -> set[str]:
    return {name for name, _ in routes()} - NOT_CRAWLED


def wrongly_opened_or_closed(
    world: World, persona: str, opened: set[tuple[str, str, str]], *, only: set[str] | None = None
) -> list[str]:
    """Where the policy and the product differ: too open, or too closed."""
    wrong = []
    for route in sorted(crawled() if only is None else only):
        if route.startswith("admin:") and (persona not in ADMIN_BY or not targets_of(world, route)):
            continue
        owners = {target.owner for target in world.targets.get(route, [])} or {""}
        for owner in sorted(owners):
            may = may_open(persona, route, owner)
            if ((persona, route, owner) in opened) != may:
                wrong.append(f"{route} of {owner or 'nobody'}: {'closed' if may else 'open'} for {persona}")
    return wrong
