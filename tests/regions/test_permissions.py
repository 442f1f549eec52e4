"""The rule book: each role, each verb; and the twins that must agree."""

import itertools
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from regions import permissions as rules
from regions.models import Network
from regions.standing import OUTSIDER, Standing, State

Kind = Network.Kind


@dataclass(frozen=True)
class Facts:
    pk: int
    kind: str
    closed: date | None = None
    covered_by_id: int | None = None
    asked: frozenset[int] = frozenset()


HOME, AWAY = Facts(1, Kind.REGION), Facts(2, Kind.REGION, covered_by_id=1)
GROUP, OTHER_GROUP = Facts(3, Kind.GROUP), Facts(4, Kind.GROUP)
NATIONAL, EXECUTIVE, REPS = Facts(5, Kind.NATIONAL), Facts(6, Kind.EXECUTIVE), Facts(7, Kind.REPRESENTATIVES)
OTHER_REGION = Facts(8, Kind.REGION)
NETWORKS = {
    "own region": HOME, "another region": AWAY, "own group": GROUP, "another group": OTHER_GROUP,
    "national": NATIONAL, "executive": EXECUTIVE, "representatives": REPS,
}  # fmt: skip


def person(state: State = State.CURRENT, **more) -> Standing:
    return Standing(member_id=9, state=state, region_ids=frozenset({1}), group_ids=frozenset({3}), **more)


ROLES = {
    "member": person(),
    "lead": person(service_ids=frozenset({10}), leads=frozenset({10})),
    "representative": person(represents=frozenset({1})),
    "group representative": person(represents=frozenset({3}), group_terms=frozenset({3})),
    "officer": person(is_officer=True),
    "secretariat": Standing(member_id=9, is_secretariat=True),
    "lapsed": person(State.LAPSED),
    "suspended": person(State.SUSPENDED),
    "suspended rep": person(State.SUSPENDED, represents=frozenset({1})),
    "outsider": OUTSIDER,
}
VERBS = {
    "read": lambda who, network: rules.can_read(who, network, shared=False),
    "read shared": lambda who, network: rules.can_read(who, network, shared=True),
    "start topic": rules.can_start_topic,
    "answer": lambda who, network: rules.can_reply(who, network, locked=False),
    "answer closed": lambda who, network: rules.can_reply(who, network, locked=True),
    "move topic there": lambda who, network: rules.can_move_topic(who, HOME, network),
    "follow": lambda who, network: rules.can_follow(who, network, shared=False),
    "moderate": rules.can_moderate,
    "edit own post": lambda who, network: rules.can_edit_post(who, network, is_author=True),
    "edit another's post": lambda who, network: rules.can_edit_post(who, network, is_author=False),
    "take back own post": lambda who, network: rules.can_take_back_post(who, network, is_author=True, shared=False),
    "take back another's post": lambda who, network: rules.can_take_back_post(
        who, network, is_author=False, shared=False
    ),
    "accept answer to own question": lambda who, network: rules.can_accept_answer(who, network, is_asker=True),
    "accept answer to another's": lambda who, network: rules.can_accept_answer(who, network, is_asker=False),
    "close own topic": lambda who, network: rules.can_close_topic(who, network, is_asker=True),
    "close another's topic": lambda who, network: rules.can_close_topic(who, network, is_asker=False),
}
MODERATION_VERBS = {
    "decide matter": lambda who, network: rules.can_decide_matter(who, network, took_part=False, passed=False),
    "decide passed on": lambda who, network: rules.can_decide_matter(who, network, took_part=False, passed=True),
    "decide own matter": lambda who, network: rules.can_decide_matter(who, network, took_part=True, passed=True),
    "step in": rules.can_step_in,
    "hold first posts": rules.can_hold_first_posts,
    "see account": rules.can_see_account,
    "write aside": lambda who, network: rules.can_write_aside(who, network, shared=False, is_own=False),
    "report": lambda who, network: rules.can_report(who, network, shared=False, is_author=False),
    "report own": lambda who, network: rules.can_report(who, network, shared=True, is_author=True),
}
POLL_VERBS = {
    "vote": lambda who, network: rules.can_vote(who, network, locked=False),
    "add poll to own": lambda who, network: rules.can_add_poll(who, network, is_author=True),
    "add poll to another's": lambda who, network: rules.can_add_poll(who, network, is_author=False),
}
PEOPLE_VERBS = {
    "set readers": rules.can_set_readers,
    "manage group": rules.can_manage_group,
    "leave group": rules.can_leave_group,
    "see network": rules.can_see_network,
    "see membership data": rules.can_see_membership_data,
    "suspend": lambda who, network: rules.can_suspend(who, network, is_self=False),
    "suspend oneself": lambda who, network: rules.can_suspend(who, network, is_self=True),
    "decide application": rules.can_decide_application,
    "invite": lambda who, network: rules.can_invite(who, network, service_id=99),
    "name buddy": rules.can_name_buddy,
    "approve address": rules.can_approve_address,
    "hand over": rules.can_hand_over,
    "volunteer": lambda who, network: rules.can_volunteer(who, network, vacant=True),
    "see desk": rules.can_see_desk,
}
PLAIN_VERBS = {
    "read anything": rules.can_read_anything,
    "keep draft": rules.can_keep_draft,
    "save search": rules.can_save_search,
    "be told of finds": rules.can_be_told_of_finds,
    "manage networks": rules.can_manage_networks,
    "name cover": rules.can_name_cover,
    "manage services": rules.can_manage_services,
    "edit own service": lambda who: rules.can_edit_service(who, 10),
    "edit another service": lambda who: rules.can_edit_service(who, 99),
    "manage own places": lambda who: rules.can_manage_places(who, 10),
    "manage other places": lambda who: rules.can_manage_places(who, 99),
    "manage memberships": rules.can_manage_memberships,
    "leave": lambda who: rules.can_end_membership(who, is_own=True),
    "end membership": lambda who: rules.can_end_membership(who, is_own=False),
    "move address": rules.can_move_address,
    "reset second factor": rules.can_reset_second_factor,
    "appoint representative": rules.can_appoint_representative,
    "appoint officer": rules.can_appoint_officer,
    "see directory": rules.can_see_directory,
    "write to officer": rules.can_write_to_officer,
    "see audit log": rules.can_see_audit_log,
    "see mail ledger": rules.can_see_mail_ledger,
    "open mail": rules.can_open_mail,
    "replay mail": rules.can_replay_mail,
    "write digest note": rules.can_write_digest_note,
    "settle own held": lambda who: rules.can_settle_held_post(who, is_author=True),
    "settle another's held": lambda who: rules.can_settle_held_post(who, is_author=False),
    "see applications": rules.can_see_applications,
    "declare absence": rules.can_declare_absence,
    "hand over office": rules.can_hand_over_office,
    "see terms": rules.can_see_terms,
}
TAG_VERBS = {
    "tag own topic": lambda who, network: rules.can_tag(who, network, is_author=True),
    "tag another's": lambda who, network: rules.can_tag(who, network, is_author=False),
}
HOME_ASKED = replace(AWAY, asked=frozenset({1}))  # another region's question, which the person's own took on
ASKING_VERBS = {
    "ask with own question": lambda who, network: rules.can_ask_regions(who, network, is_asker=True),
    "ask with another's": lambda who, network: rules.can_ask_regions(who, network, is_asker=False),
    "ask when closed": lambda who, network: rules.can_ask_regions(who, network, is_asker=True, shut=True),
    "answer for region": rules.can_answer_for_region,
    "end own asking": lambda who, network: rules.can_end_asking(who, network, OTHER_REGION, is_asker=True),
    "end another's": lambda who, network: rules.can_end_asking(who, network, OTHER_REGION, is_asker=False),
}
MEETING_VERBS = {
    "see meeting": rules.can_see_meeting,
    "propose meeting": rules.can_propose_meeting,
    "join meeting": rules.can_join_meeting,
    "ask dates": rules.can_ask_dates,
    "fix date": rules.can_fix_date,
    "change meeting": rules.can_change_meeting,
    "cancel meeting": rules.can_cancel_meeting,
    "note attendance": rules.can_note_attendance,
    "record meeting": rules.can_record_meeting,
    "keep school holidays": rules.can_keep_school_holidays,
    "write minutes": rules.can_write_minutes,
    "read draft minutes": lambda who, network: rules.can_read_minutes(who, network, published=False, was_there=False),
    "read the draft, having been there": lambda who, network: rules.can_read_minutes(
        who, network, published=False, was_there=True
    ),
    "read published minutes": lambda who, network: rules.can_read_minutes(
        who, network, published=True, was_there=False
    ),
    "correct minutes": rules.can_correct_minutes,
    "end own action": lambda who, network: rules.can_end_action(who, network, is_owner=True),
    "end another's action": lambda who, network: rules.can_end_action(who, network, is_owner=False),
    "say which dates": rules.can_say_which_dates,
    "answer invitation": rules.can_rsvp,
    "see joining link": lambda who, network: rules.can_see_joining_link(who, network, is_going=False),
    "see it when going": lambda who, network: rules.can_see_joining_link(who, network, is_going=True),
}
CALENDAR_VERBS = {"keep calendar": rules.can_keep_calendar}
APPEAL_VERBS = {
    "appeal": lambda who: rules.can_appeal(who, is_own=True),
    "decide appeal": lambda who: rules.can_decide_appeal(who, is_party=False),
    "decide own appeal": lambda who: rules.can_decide_appeal(who, is_party=True),
}
EXPORT_VERBS = {"export region": rules.can_export_region}
OUT_VERBS = {
    "export members": rules.can_export_members,
    "erase oneself": lambda who: rules.can_erase(who, 9),
    "erase another": lambda who: rules.can_erase(who, 99),
    "see mail health": rules.can_see_mail_health,
    "see own mail diary": lambda who: rules.can_see_mail_diary(who, 9),
    "see another's mail diary": lambda who: rules.can_see_mail_diary(who, 99),
}
DOCUMENT = Path(__file__).parents[2] / "docs" / "permissions.md"


def documented(verbs) -> dict[tuple[str, str], str]:
    """The table of docs/permissions.md with a row for each role and a column for each of these verbs."""
    table, inside = {}, False
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if cells[0] == "role":
            inside = cells[1:] == list(verbs)
        elif inside and line.startswith("|") and cells[0] in ROLES:
            table |= {(cells[0], verb): cell for verb, cell in zip(verbs, cells[1:], strict=True)}
    return table


@pytest.mark.parametrize(
    "verbs",
    [VERBS, MODERATION_VERBS, POLL_VERBS, PEOPLE_VERBS, TAG_VERBS, ASKING_VERBS, EXPORT_VERBS, MEETING_VERBS],
    ids=["boards", "moderation", "polls", "people", "tags", "asking", "export", "meetings"],
)
@pytest.mark.parametrize("role", ROLES)
def test_the_tables_by_network_say_what_the_code_does(role, verbs):
    table = documented(verbs)
    for verb, rule in verbs.items():
        allowed = {name for name, network in NETWORKS.items() if rule(ROLES[role], network)}
        cell = table[role, verb]
        named = set(NETWORKS) if cell == "all" else set() if cell == "–" else set(cell.split(", "))
        assert allowed == named, verb


@pytest.mark.parametrize(
    "verbs", [PLAIN_VERBS, APPEAL_VERBS, OUT_VERBS, CALENDAR_VERBS], ids=["plain", "appeals", "out", "calendar"]
)
@pytest.mark.parametrize("role", ROLES)
def test_the_tables_of_plain_verbs_say_what_the_code_does(role, verbs):
    table = documented(verbs)
    assert {verb: table[role, verb] for verb in verbs} == {
        verb: "yes" if rule(ROLES[role]) else "–" for verb, rule in verbs.items()
    }


def test_every_rule_of_the_book_is_in_a_table():
    """A rule that no table shows is one that nobody reads."""
    shown = Path(__file__).read_text(encoding="utf-8")
    rulebook = [name for name in vars(rules) if name.startswith("can_")]
    assert [name for name in rulebook if f"rules.{name}" not in shown] == []


@pytest.mark.parametrize("role", ROLES)
def test_nobody_posts_in_a_closed_network_and_its_readers_stay(role):
    for network in NETWORKS.values():
        shut = replace(network, closed=date(2026, 4, 1))
        assert not rules.can_start_topic(ROLES[role], shut)
        assert not rules.can_start_topic(ROLES[role], network, closed=True)
        assert not rules.can_move_topic(ROLES[role], HOME, shut)
        assert rules.can_read(ROLES[role], shut, shared=False) == rules.can_read(ROLES[role], network, shared=False)


@pytest.mark.parametrize(("role", "network", "shared"), list(itertools.product(ROLES, NETWORKS, [False, True])))
def test_the_list_rule_agrees_with_the_rule_about_one_board(role, network, shared):
    who, facts = ROLES[role], NETWORKS[network]
    scope = rules.reading_scope(who)
    listed = facts.pk in scope.network_ids or facts.kind in scope.kinds or (shared and scope.shared)

    assert listed == rules.can_read(who, facts, shared=shared)


@pytest.mark.parametrize(("role", "network"), list(itertools.product(ROLES, NETWORKS)))
def test_the_list_of_meetings_agrees_with_the_rule_about_one(role, network):
    who, facts = ROLES[role], NETWORKS[network]
    scope = rules.meeting_scope(who)

    assert not scope.shared
    assert (facts.pk in scope.network_ids or facts.kind in scope.kinds) == rules.can_see_meeting(who, facts)


@pytest.mark.parametrize(("role", "network"), list(itertools.product(ROLES, NETWORKS)))
def test_the_list_of_where_one_votes_agrees_with_the_rule_about_one_network(role, network):
    who, facts = ROLES[role], NETWORKS[network]
    scope = rules.voting_scope(who)

    assert (facts.pk in scope.network_ids or facts.kind in scope.kinds) == rules.can_vote(who, facts, locked=False)


@pytest.mark.parametrize("role", ROLES)
def test_the_lists_of_those_on_the_way_in_agree_with_the_rules_about_one(role):
    who = ROLES[role]
    deciding, inviting = rules.deciding_scope(who), rules.inviting_scope(who)
    for region in (HOME, AWAY):
        listed = deciding.everything or region.pk in deciding.region_ids
        assert listed == rules.can_decide_application(who, region)
        for service in (10, 99):
            listed = inviting.everything or region.pk in inviting.region_ids or service in inviting.service_ids
            assert listed == rules.can_invite(who, region, service_id=service)
    assert rules.can_see_applications(who) == any(
        rules.can_decide_application(who, network) for network in NETWORKS.values()
    )


@pytest.mark.parametrize("role", ROLES)
def test_who_was_asked_has_what_the_people_of_the_topics_own_region_have_and_moderates_nothing(role):
    who = ROLES[role]
    for rule in (
        lambda network: rules.can_read(who, network, shared=False),
        lambda network: rules.can_reply(who, network, locked=False),
        lambda network: rules.can_vote(who, network, locked=False),
        lambda network: rules.can_edit_post(who, network, is_author=True),
    ):
        assert rule(HOME_ASKED) == (rule(HOME) or rule(AWAY)), role
    assert rules.can_moderate(who, HOME_ASKED) == rules.can_moderate(who, AWAY)
    assert not rules.can_ask_regions(who, HOME_ASKED, is_asker=False)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_not_read_may_not_write_either(role):
    for network in NETWORKS.values():
        if not rules.can_read(ROLES[role], network, shared=False):
            assert not rules.can_start_topic(ROLES[role], network)


@pytest.mark.parametrize("role", ROLES)
def test_who_moderates_a_network_reads_it(role):
    for network in NETWORKS.values():
        if rules.can_moderate(ROLES[role], network):
            assert rules.can_read(ROLES[role], network, shared=False)


@pytest.mark.parametrize("reason", list(rules.Reason))
def test_every_reason_has_its_sentence(reason):
    assert reason.sentence.endswith(".")


@pytest.mark.parametrize(
    ("role", "network", "reason"),
    [
        ("suspended", HOME, rules.Reason.SUSPENDED),
        ("lapsed", HOME, rules.Reason.LAPSED),
        ("outsider", HOME, rules.Reason.NOT_A_MEMBER),
        ("member", AWAY, rules.Reason.NOT_YOUR_NETWORK),
    ],
)
def test_the_reason_given_is_the_true_one(role, network, reason):
    assert rules.why_not_write(ROLES[role], network) == reason


def test_only_the_secretariat_sees_the_mail_ledger():
    assert {role for role, who in ROLES.items() if rules.can_see_mail_ledger(who)} == {"secretariat"}


def test_only_an_author_who_may_write_settles_a_held_post():
    settles = {role for role, who in ROLES.items() if rules.can_settle_held_post(who, is_author=True)}
    assert settles == {"member", "lead", "representative", "group representative", "officer", "secretariat"}
    assert not rules.can_settle_held_post(ROLES["member"], is_author=False)
