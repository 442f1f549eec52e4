"""Threat 88: each act with a privilege leaves exactly one entry. The actions are found by looking at them, so that a new
one that forgets its entry fails here.
"""

import ast
import importlib
import inspect
from pathlib import Path
from types import FunctionType, ModuleType

import pytest
from django.utils import timezone

from audit.models import Entry
from forum.actions.release_held_post import release_held_post
from forum.actions.reply_to_topic import reply_to_topic
from forum.actions.return_held_post import return_held_post
from forum.actions.vouch_for_held_post import vouch_for_held_post
from forum.origin import Origin
from regions import permissions
from regions.actions.admit_member import admit_member
from regions.actions.apply_import import apply_import
from regions.actions.appoint_officer import appoint_officer
from regions.actions.appoint_representative import appoint_representative
from regions.actions.change_membership import change_membership
from regions.actions.drop_import import drop_import
from regions.actions.erase_member import erase_member
from regions.actions.export_audit_log import export_audit_log
from regions.actions.export_members import export_members
from regions.actions.give_network_place import give_network_place
from regions.actions.upload_import import upload_import
from regions.audit_log import Wanted
from regions.audit_words import WORDS
from regions.importing.work import drain_imports
from regions.models import Import, Network
from tests.factories import fresh, make_network, make_officer, make_person, make_service

ROOT = Path(__file__).parents[2]
ROOMS = ("accounts", "regions", "forum", "meetings", "notifications", "inbound")
# What any member may do, and what people do with their own things: no privilege, so no entry is asked for.
ORDINARY = {
    "can_read_anything", "can_read", "can_start_topic", "can_reply", "can_vote", "can_follow",
    "can_settle_held_post", "can_volunteer", "can_see_directory", "can_write_to_officer", "can_edit_post", "can_take_back_post",
    "can_accept_answer", "can_keep_draft",
    "can_report", "can_save_search", "can_be_told_of_finds", "can_write_aside", "can_appeal", "can_see_account",
    "can_see_meeting", "can_rsvp", "can_say_which_dates", "can_keep_calendar", "can_see_joining_link",
    "can_read_minutes", "can_correct_minutes",
}  # fmt: skip
PRIVILEGED = {name for name in vars(permissions) if name.startswith("can_")} - ORDINARY


def actions() -> list[ModuleType]:
    files = [path for room in ROOMS for path in sorted((ROOT / room / "actions").glob("[a-z]*.py"))]
    return [importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts)) for path in files]


def names_in(thing: ModuleType | FunctionType) -> set[str]:
    """Every name that a module or a function mentions."""
    tree = ast.parse(inspect.cleandoc("\n" + inspect.getsource(thing)))
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def reaches(module: ModuleType) -> set[str]:
    """The names of the module, and of our functions that it calls: a rule may be asked one step away."""
    near = names_in(module)
    helpers = [
        thing for name in near
        if isinstance(thing := getattr(module, name, None), FunctionType) and thing.__module__.split(".")[0] in ROOMS
        and thing.__module__ not in (module.__name__, "regions.permissions")
    ]  # fmt: skip
    return near.union(*(names_in(inspect.unwrap(helper)) for helper in helpers))


def privileged_actions() -> dict[str, ModuleType]:
    return {
        module.__name__.rpartition(".")[2]: module
        for module in actions()
        if PRIVILEGED & reaches(module)
    }  # fmt: skip


def test_the_actions_that_use_a_privilege_are_found():
    assert {"admit_member", "appoint_officer", "release_held_post", "return_held_post"} <= set(privileged_actions())
    assert {"reply_to_topic", "follow_board", "withdraw_held_post"}.isdisjoint(privileged_actions())


@pytest.mark.parametrize("name", privileged_actions())
def test_threat_88_an_action_that_uses_a_privilege_writes_an_entry(name):
    assert "write_entry" in reaches(privileged_actions()[name])


@pytest.mark.parametrize("name", privileged_actions())
def test_its_verb_is_said_in_plain_english(name):
    module = privileged_actions()[name]
    calls = [
        node for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "write_entry"
    ]  # fmt: skip
    verbs = {call.args[0].value for call in calls if call.args and isinstance(call.args[0], ast.Constant)}

    assert verbs <= set(WORDS) or all(verb.replace("_", " ") != verb for verb in verbs)


@pytest.fixture
def scene(db, topic, author, rep, follower, seen_by):
    """Everybody and everything that the acts below need, with their own entries behind them."""

    class Scene:
        secretariat, chair = make_officer("secretariat"), make_officer("chair")
        newcomer, service, group = make_person(), make_service(make_network()), make_network(kind=Network.Kind.GROUP)
        today = timezone.localdate()
        moderator, member = rep, follower
        given = Import.objects.create(file_name="x.csv", content=b"Address,First name,Last name,Service\na,b,c,d")

        @staticmethod
        def waiting():
            text = "It is about NHS 999 123 4563."
            post = reply_to_topic(author, topic.pk, content=text, origin=Origin.web(), idempotency_key="web:w")
            return vouch_for_held_post(author, post.pk)

    drain_imports()
    Scene.given.refresh_from_db()
    return Scene()


ACTS = {
    "admit_member": lambda s: admit_member(
        s.secretariat, s.newcomer, s.service, tier="full", job_title="Head", starts=s.today
    ),
    "appoint_officer": lambda s: appoint_officer(s.secretariat, s.member, "treasurer", starts=s.today),
    "appoint_representative": lambda s: appoint_representative(
        s.secretariat, s.member, s.member.memberships.get().service.region, starts=s.today
    ),
    "change_membership": lambda s: change_membership(
        s.secretariat, s.member.memberships.get().pk, status="suspended", reason="Why"
    ),
    "give_network_place": lambda s: give_network_place(s.secretariat, s.newcomer, s.group, starts=s.today),
    "release_held_post": lambda s: release_held_post(fresh(s.moderator), s.waiting().pk),
    "return_held_post": lambda s: return_held_post(fresh(s.moderator), s.waiting().pk, reason="Somebody might."),
    "export_audit_log": lambda s: export_audit_log(s.chair, Wanted()),
    "export_members": lambda s: export_members(s.secretariat),
    "export_region": lambda s: export_members(s.chair, region=s.service.region),
    "upload_import": lambda s: upload_import(s.secretariat, file_name="members.csv", content=b"x"),
    "apply_import": lambda s: apply_import(s.secretariat, s.given.pk, digest=s.given.plan["digest"]),
    "erase_member": lambda s: erase_member(s.secretariat, s.newcomer.pk),
    "drop_import": lambda s: drop_import(s.secretariat, s.given.pk),
}


@pytest.mark.parametrize("name", ACTS)
def test_threat_88_each_act_writes_exactly_one_entry_that_names_its_actor(scene, name):
    before = Entry.objects.count()

    ACTS[name](scene)

    (entry,) = Entry.objects.order_by("pk")[before:]
    assert (entry.verb, entry.outcome) == (name, Entry.Outcome.DONE)
    assert entry.actor_id in {scene.secretariat.pk, scene.chair.pk, scene.moderator.pk}


@pytest.mark.parametrize("name", [name for name in ACTS if "held_post" not in name])
def test_an_act_that_is_refused_leaves_no_entry_that_says_it_was_done(scene, name):
    before = Entry.objects.count()
    scene.secretariat = scene.chair = make_person()

    with pytest.raises(permissions.Refused):
        ACTS[name](scene)

    assert Entry.objects.count() == before
