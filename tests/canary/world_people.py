"""What is kept about people and services, each with a word of its own, and the addresses at which it is reached."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.utils import timezone

from accounts.models import AddressHelp, AddressRequest, SignInCode
from audit.write import write_entry
from config.admin import SHOWN
from notifications.models import Delivery, Notification
from regions.actions.declare_absence import declare_absence
from regions.actions.invite_person import invite_person
from regions.actions.name_lead import name_lead
from regions.actions.offer_to_represent import offer_to_represent
from regions.actions.record_payment import Money, record_payment
from regions.actions.write_to_officer import write_to_officer
from regions.invitation_keys import known_key_of
from regions.models import (
    Application,
    Confidence,
    Import,
    Induction,
    Interest,
    Membership,
    Network,
    Profile,
    Service,
    ServiceChange,
    Volunteer,
)
from tests.canary.words import (
    EXECUTIVE,
    GROUP_READERS,
    HOME_READERS,
    NOBODY,
    OF_HOME,
    OWNERS,
    READ_SHARED,
    REPRESENTATIVES,
    SECRETARIAT,
    World,
    member_of,
)
from tests.factories import make_person

HOME_OFFICE = frozenset({"home_rep", "secretariat"})  # who decides on what waits in the home region
AWAY_OFFICE = frozenset({"away_rep", "secretariat"})
OFFICERS_REGION = frozenset({"officer", "secretariat"})  # a region without a representative is the officers'
TERMS = frozenset({"officer", "secretariat"})
AUTHOR = frozenset({"home_author"})


def service_of(world: World, persona: str) -> Service:
    return Service.objects.get(memberships__member=world.personas[persona])


def place_of(world: World, persona: str) -> Membership:
    return Membership.objects.select_related("service").get(member=world.personas[persona])


def add_people(world: World) -> None:
    _services(world)
    _profiles(world)
    _payments(world)
    _addresses(world)


def _services(world: World) -> None:
    service = service_of(world, "home_author")
    name_lead(None, service.pk, version=service.version, member_id=member_of(world, "home_author").pk)
    Service.objects.filter(pk=service.pk).update(
        about=world.canary("about a service", READ_SHARED),
        contact_name=world.canary("contact of a service", SECRETARIAT, sure=True),
        contact_address=f"{world.canary('address of a contact', SECRETARIAT, sure=True)}@else.example",
        contact_phone=world.canary("telephone of a contact", SECRETARIAT, sure=True),
    )
    ServiceChange.objects.create(
        service=service, kind="edited", on=timezone.localdate(),
        note=world.canary("note on a service", SECRETARIAT, sure=True),
    )  # fmt: skip
    world.made["service"] = service
    # The region's page names its services to everybody: that there is one is no secret.
    world.target("service", service.slug, exists_for=READ_SHARED, owner="members")
    for route in ("service_places", "edit_service"):
        world.target(route, service.slug, exists_for=None, owner="lead")
        other = service_of(world, "away_member")
        world.target(route, other.slug, exists_for=None, owner="no lead")
    colleague = place_of(world, "home_member")
    world.target("remove_colleague", service.slug, place_of(world, "home_author").pk, exists_for=None, owner="lead")
    world.target("remove_colleague", colleague.service.slug, colleague.pk, exists_for=None, owner="no lead")
    world.target("remove_colleague", service.slug, colleague.pk, exists_for=None, owner="nobody")
    world.target("secretariat_service", service.slug, exists_for=SECRETARIAT)
    for act in ("contact", "payment", "lead", "merge"):
        world.target("secretariat_service_act", service.slug, act, exists_for=SECRETARIAT)
    for persona, exists in (("home_author", OF_HOME), ("away_member", frozenset({"away_rep", "officer"}))):
        place = place_of(world, persona)
        who = exists - {"secretariat"}
        world.target("suspend_member", place.pk, exists_for=who, owner=persona, data="reason=&until=")
        world.target("lift_suspension", place.pk, exists_for=who, owner=persona)
        world.target("leave_place", place.pk, exists_for=frozenset({persona}), owner=persona)
        world.target("secretariat_membership_act", place.pk, "end", exists_for=SECRETARIAT)
        world.target("secretariat_member", place.member_id, exists_for=SECRETARIAT)
        for route in ("secretariat_member_payment", "erase_member", "reset_second_factor"):
            world.target(route, place.member_id, exists_for=SECRETARIAT)
    suspended = place_of(world, "home_suspended")
    world.target("lift_suspension", suspended.pk, exists_for=OF_HOME - {"secretariat"}, owner="home_author")
    world.target("secretariat_member", suspended.member_id, exists_for=SECRETARIAT)


def _profiles(world: World) -> None:
    """An open profile, one with everything hidden, one that is not listed; and somebody who is suspended."""
    author, open_one = member_of(world, "home_author"), member_of(world, "away_member")
    hidden, gone = member_of(world, "home_member"), member_of(world, "home_suspended")
    Profile.objects.create(
        member=author, about=world.canary("about a member", READ_SHARED),
        phone=world.canary("hidden telephone", AUTHOR),
    )  # fmt: skip
    Profile.objects.create(
        member=open_one, show_address=True, show_phone=True, phone=world.canary("shown telephone", READ_SHARED)
    )
    own = frozenset({"home_member"})
    Profile.objects.create(
        member=hidden, listed=False, about=world.canary("about an unlisted member", own),
        phone=world.canary("telephone of an unlisted member", own),
    )  # fmt: skip
    Profile.objects.create(
        member=gone, about=world.canary("about a suspended member", frozenset({"home_suspended"})),
        phone=world.canary("telephone of a suspended member", frozenset({"home_suspended"})), show_phone=True,
    )  # fmt: skip
    # The admin shows the secretariat who takes an interest in what.
    Interest.objects.create(member=author, words=world.canary("interest of a member", READ_SHARED))
    Interest.objects.create(member=hidden, words=world.canary("interest of an unlisted member", own | SECRETARIAT))
    Interest.objects.create(
        member=gone, words=world.canary("interest of a suspended member", SECRETARIAT | {"home_suspended"})
    )
    gone.last_name = world.canary("last name of a suspended member", EXECUTIVE | {"secretariat", "home_suspended"})
    gone.save(update_fields=["last_name"])
    for persona, readers in (
        ("home_author", READ_SHARED),
        ("home_member", OF_HOME | own),
        ("home_suspended", OF_HOME | {"home_suspended"}),
    ):
        Membership.objects.filter(member=member_of(world, persona)).update(
            job_title=world.canary(f"job title of {persona}", readers)
        )
    for persona, readers in (
        ("home_author", OF_HOME | AUTHOR), ("home_suspended", OF_HOME | {"home_suspended"}),
        ("away_member", READ_SHARED),
    ):  # fmt: skip
        member = member_of(world, persona)
        address = f"{world.canary(f'address of {persona}', readers)}@council.example"
        EmailAddress.objects.filter(user=member).update(email=address)
        member.email = address
        member.save(update_fields=["email"])
    for persona, exists in (
        ("home_author", READ_SHARED), ("away_member", READ_SHARED), ("home_member", own),
        ("home_suspended", NOBODY), ("home_ended", NOBODY), ("outsider", NOBODY),
    ):  # fmt: skip
        owner = {"home_member": "unlisted"}.get(persona, "members" if exists else "nobody")
        world.target("member", member_of(world, persona).pk, exists_for=exists, owner=owner)
    world.target("directory", exists_for=None, query="region=home-region")


def _payments(world: World) -> None:
    today = timezone.localdate()
    secretary = member_of(world, "secretariat")
    for number, (where, who, readers) in enumerate(
        (
            ("order number of a service", {"service": world.made["service"]}, SECRETARIAT),
            ("order number of a member", {"member": member_of(world, "home_author")}, SECRETARIAT | AUTHOR),
        )
    ):
        word = world.canary(where, readers, sure=readers == SECRETARIAT)
        money = Money(paid_by="council", amount_pence=10_000, paid_on=today, order_number=word, places=3)
        payment = record_payment(secretary, **who, year=today, money=money, idempotency_key=f"canary:{number}")
        world.target("correct_payment", payment.pk, exists_for=SECRETARIAT)


def _addresses(world: World) -> None:
    """A further address that waits for a word, one that waits for its code, and a call for help."""
    author = member_of(world, "home_author")
    for where, persona, office in (("home", "home_author", HOME_OFFICE), ("away", "away_member", AWAY_OFFICE)):
        word = world.canary(f"new address that waits in {where}", office | {persona}, sure=True)
        asked = AddressRequest.objects.create(
            member=member_of(world, persona), address=f"{word}@else.example", state="waiting"
        )
        world.target("decide_address", asked.pk, exists_for=office, owner=where, data="do=approve")
    code = SignInCode.objects.create(
        member=author, address="third@else.example", purpose="new_address", code="123456", mailed=timezone.now()
    )
    word = world.canary("address that waits for its code", AUTHOR | SECRETARIAT)
    asked = AddressRequest.objects.create(member=author, address=f"{word}@else.example", code=code)
    world.target("prove_address", asked.pk, exists_for=AUTHOR, owner="author", data="code=999999")
    second = EmailAddress.objects.create(
        user=author, email=f"{world.canary('second address', AUTHOR | SECRETARIAT)}@council.example", verified=True
    )
    world.target("change_address", second.pk, exists_for=AUTHOR, owner="author", data="do=main")
    call = AddressHelp.objects.create(
        name=world.canary("name in a call for help", SECRETARIAT, sure=True), old_address="old@council.example",
        new_address=f"{world.canary('address in a call for help', SECRETARIAT, sure=True)}@council.example",
        service="A service", words=world.canary("words of a call for help", SECRETARIAT, sure=True), state="waiting",
    )  # fmt: skip
    world.target("decide_address_help", call.pk, exists_for=SECRETARIAT, data="do=refuse")
    session = UserSession.objects.create(
        user=author, session_key="k" * 32, ip="127.0.0.1", user_agent=world.canary("browser of a session", AUTHOR)
    )
    world.target("end_session", session.pk, exists_for=AUTHOR, owner="author")


def add_diary(world: World) -> None:
    """A mail that went to the home region's author; the secretariat reads whether it arrived, and not what it was."""
    author, topic = member_of(world, "home_author"), world.made["home topic"]
    sent = Delivery.objects.create(
        member=author, address=author.email, post=topic.posts.order_by("pk")[0], state=Delivery.State.SENT,
        message_id="<sent@ymn.example>", sent=timezone.now(),
    )  # fmt: skip
    told = Notification.objects.create(
        member=author, event_id=10**9, kind="new_topic", topic=topic, post=sent.post, seq=10**9
    )
    world.target("notification", told.pk, exists_for=AUTHOR, owner="home_author")
    world.target("take_preset", exists_for=None, data="preset=quiet")
    world.target("mail_again", sent.pk, exists_for=AUTHOR, owner="home_author")
    world.target("member_mail_again", sent.pk, exists_for=SECRETARIAT)
    for persona in ("home_author", "home_suspended"):
        world.target("member_mail_diary", member_of(world, persona).pk, exists_for=SECRETARIAT)


def add_joining(world: World) -> None:
    rows = (
        ("home", service_of(world, "home_author"), HOME_OFFICE),
        ("away", service_of(world, "away_member"), AWAY_OFFICE),
        ("fourth", service_of(world, "group_member"), OFFICERS_REGION),
        ("unlisted", None, SECRETARIAT),
    )
    for where, service, office in rows:
        row = Application.objects.create(
            address=f"{world.canary(f'address of an application in {where}', office)}@council.example",
            first_name=world.canary(f"name of an application in {where}", office), last_name="Tester",
            job_title="Head", service=service, words=world.canary(f"words of an application in {where}", office),
            state="waiting", proven=timezone.now(),
        )  # fmt: skip
        world.target("application", row.pk, exists_for=office, owner=where, data="do=refuse&reason=No+longer")
    unproven = Application.objects.create(
        address="unproven@council.example", first_name=world.canary("name of an unproven application", SECRETARIAT),
        last_name="Tester", job_title="Head", service=rows[0][1],
        words=world.canary("words of an unproven application", NOBODY),
    )  # fmt: skip
    world.target("application", unproven.pk, exists_for=NOBODY, owner="nobody")
    refused = Application.objects.create(
        address="refused@council.example", first_name="Ned", last_name="Tester", job_title="Head", service=rows[0][1],
        state="refused", decided=timezone.now(), reason=world.canary("reason of a refusal", HOME_OFFICE),
    )  # fmt: skip
    world.target("application", refused.pk, exists_for=HOME_OFFICE, owner="home")
    for where, service, office in rows[:3]:
        readers = office | AUTHOR if where == "home" else office  # the service's lead as well
        word = world.canary(f"address of an invitation in {where}", readers)
        made = invite_person(
            None, address=f"{word}@council.example", first_name="Ned", last_name="Tester", service=service,
            tier="full", through_service=True, starts=timezone.localdate(),
        )  # fmt: skip
        world.target("change_invitation", made.pk, exists_for=office, owner=where, data="do=withdraw")
    made = invite_person(
        None, address="somebody@council.example", first_name="Ned", last_name="Tester", service=rows[1][1],
        tier="full", through_service=True, starts=timezone.localdate(),
    )  # fmt: skip
    world.target("invitation", str(known_key_of(made)), exists_for=None)
    Induction.objects.update_or_create(
        member=member_of(world, "home_member"),
        defaults={"started": timezone.localdate(), "buddy": member_of(world, "home_author")},
    )


def add_offices(world: World) -> None:
    today = timezone.localdate()
    region = service_of(world, "group_member").region
    offer = offer_to_represent(
        member_of(world, "group_member"), region,
        words=world.canary("words of a volunteer", TERMS | {"group_member"}),
    )  # fmt: skip
    assert Volunteer.objects.get() == offer
    world.target("thank_volunteer", offer.pk, exists_for=TERMS)
    world.target("volunteer", region.slug, exists_for=None, owner="group_member", data="words=I+would")
    world.target("volunteer", "home-region", exists_for=None, owner="held")
    rep, away = member_of(world, "home_rep"), world.networks["away"]
    declare_absence(rep, starts=today + timedelta(days=40), ends=today + timedelta(days=44))
    world.target(
        "region_desk", "home-region", exists_for=frozenset({"home_rep"}), owner="home",
        data="do=buddy-0",
    )  # fmt: skip
    world.target("region_desk", away.slug, exists_for=frozenset({"away_rep"}), owner="away", data="do=buddy-0")
    world.target("region_desk", region.slug, exists_for=frozenset({"officer"}), owner="vacant", data="do=buddy-0")
    world.target("end_term", rep.representations.get().pk, exists_for=TERMS, data=f"ends={today:%d/%m/%Y}")
    chair = member_of(world, "officer").offices.get()
    world.target("end_officer_term", chair.pk, exists_for=SECRETARIAT, data=f"ends={today:%d/%m/%Y}")
    for key in ("home", "group"):
        world.target("network_terms", world.networks[key].slug, exists_for=TERMS)
    author = member_of(world, "home_author")
    # One has gone to the officer's mailbox by the time that anybody looks; one has not left yet.
    write_to_officer(
        author, "chair", words=f"Sent {world.canary('sent words in confidence', frozenset({'officer'}))}",
        idempotency_key="canary",
    )  # fmt: skip
    Confidence.objects.create(
        sender=author, reply_to=author.email, office="chair", officer=member_of(world, "officer"),
        words=world.canary("words in confidence", NOBODY), idempotency_key="waits",
    )  # fmt: skip
    world.target("write_to_officer", "chair", exists_for=None)
    world.target("write_to_officer", "secretariat", exists_for=NOBODY, owner="nobody")
    write_entry("set_readers", actor_id=author.pk, subject=world.canary("subject of an entry", EXECUTIVE, sure=True))
    row = Import.objects.create(
        uploaded_by=member_of(world, "secretariat"), state="ready", rows=1,
        file_name=f"{world.canary('name of an import', SECRETARIAT, sure=True)}.csv",
        content=world.canary("content of an import", NOBODY).encode(),
        plan={
            "digest": "d", "counts": dict.fromkeys(("new", "changed", "moved", "unknown", "nothing", "faults"), 1), "notices": [],
            "changes": [{"row": 2, "kind": "new", "who": "Ned Tester", "address": "ned@council.example",
                         "says": [["Job title", "", world.canary("plan of an import", SECRETARIAT, sure=True)]]}],
            "faults": [{"row": 3, "column": "Name", "sentence": world.canary("fault of an import", SECRETARIAT, sure=True)}],
        },
    )  # fmt: skip
    world.target("secretariat_import", row.pk, exists_for=SECRETARIAT, data="do=drop")
    for ending in ("csv", "xlsx"):
        world.target("import_sample", ending, exists_for=SECRETARIAT)
    world.target("export_members", exists_for=None, data="as=xlsx")


def add_pages(world: World) -> None:
    _network_pages(world)
    for model in SHOWN:
        row = model._default_manager.order_by("pk").first()
        for page in ("change", "history") if row is not None else ():
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
            world.target(name, str(row.pk), exists_for=None)
    world.target("admin:app_list", "regions", exists_for=None)
    for key in ("home", "away", "group"):
        world.target("move_topic", world.made[f"{key} topic"].pk, exists_for=OWNERS[key], owner=key)
    for key in ("home", "away"):
        slug = world.networks[key].slug
        for route in ("region_members", "export_region"):
            world.target(route, slug, exists_for=None, owner=key, data="as=xlsx")
        for route in ("secretariat_network", "merge_network", "close_network"):
            world.target(route, slug, exists_for=SECRETARIAT)
    world.target("secretariat_network", world.networks["group"].slug, exists_for=SECRETARIAT)


def _network_pages(world: World) -> None:
    exist = {
        "home": HOME_READERS, "away": OWNERS["away"], "group": GROUP_READERS, "executive": EXECUTIVE,
        "representatives": REPRESENTATIVES, "national": READ_SHARED,
    }  # fmt: skip
    for key, readers in exist.items():
        network = world.networks[key]
        abouts = {"home": READ_SHARED, "away": READ_SHARED, "group": GROUP_READERS | {"officer"}}
        Network.objects.filter(pk=network.pk).update(
            about=world.canary(f"about the {key} network", abouts.get(key, readers) | {"secretariat"})
        )
        meets = readers | {"officer"} if key == "group" else readers  # the officers cover it
        world.target("network", network.slug, exists_for=meets, owner=key)
        world.target("board_readers", network.slug, exists_for=readers, owner=key, data="do=open")
        world.target("change_board", network.slug, world.boards[key].pk, exists_for=readers, owner=key, data="do=close")
    group = world.networks["group"]
    world.target("leave_group", group.slug, exists_for=frozenset({"group_member"}), owner="group")
    world.target("leave_group", world.networks["executive"].slug, exists_for=NOBODY, owner="nobody")
    who = make_person("Una")
    world.target(
        "group_members", group.slug, exists_for=GROUP_READERS | {"secretariat", "officer"}, owner="group",
        data=f"do=end&member={who.pk}",
    )  # fmt: skip
    world.target("group_members", world.networks["executive"].slug, exists_for=NOBODY, owner="nobody")
