"""A small association in which every text is a canary: a word that only some personas may ever see.

Who may see what is written down here a second time, from the product's rules and not from the rule book's code: the
crawl compares the two.
"""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Member
from forum.actions.add_poll import add_poll
from forum.actions.ask_regions import ask_regions
from forum.actions.close_topic import close_topic
from forum.actions.decide_asking import decide_asking
from forum.actions.edit_post import edit_post
from forum.actions.remove_post import remove_post
from forum.actions.report_post import report_post
from forum.actions.save_draft import save_draft
from forum.actions.save_search import save_search
from forum.actions.set_tags import set_tags
from forum.actions.take_back_post import take_back_post
from forum.actions.vouch_for_held_post import vouch_for_held_post
from forum.drafts import Words, topic_place
from forum.models import Post, PostOrigin, Tag, Topic
from forum.polls.wish import PollWish
from forum.search import Wanted
from inbound.models import InboundMail
from notifications.tokens import Purpose, seal
from regions.actions.appeal_suspension import appeal_suspension
from regions.actions.change_membership import change_membership
from regions.actions.give_network_place import give_network_place
from regions.models import Network
from tests.canary.words import (
    AWAY_READERS,
    EXECUTIVE,
    GROUP_READERS,
    HOME_READERS,
    NOBODY,
    OF_HOME,
    OWNERS,
    READ_SHARED,
    UNSURE,
    WRITERS,
    Canary,
    Target,
    World,
    member_of,
)
from tests.canary.world_files import add_files
from tests.canary.world_meetings import add_meetings
from tests.canary.world_people import add_diary, add_joining, add_offices, add_pages, add_people
from tests.factories import (
    make_answer,
    make_board,
    make_member,
    make_network,
    make_officer,
    make_person,
    make_representative,
    make_topic,
)  # fmt: skip
from tests.outbound import drain_outbox


def make_world() -> World:
    world = World()
    _networks(world)
    _people(world)
    _boards(world)
    _held(world)
    _reported(world)
    _appeal(world)
    _moderated(world)
    _asked(world)
    _mail(world)
    _searches(world)
    add_files(world)
    add_meetings(world)
    _public(world)
    add_people(world)
    add_joining(world)
    add_offices(world)
    add_pages(world)
    add_diary(world)
    for canary in world.canaries:
        # Fifteen letters of sixteen: the page may repeat what was asked for, and only a hit completes the word.
        if canary.where.startswith(("title", "body", "answer", "text", "file", "words of a file")):
            world.target("search", exists_for=None, query=f"q={canary.word[:15]}")
        if canary.where.startswith(("interest", "job title", "last name")):
            world.target("directory", exists_for=None, query=f"q={canary.word[:15]}")
    for persona, member in world.personas.items():
        if member is not None:
            world.personas[persona] = Member.objects.get(pk=member.pk)
    drain_outbox()
    return world


def _networks(world: World) -> None:
    for key, name, kind in (
        ("home", "Home region", "region"), ("away", "Away region", "region"), ("national", "Everyone", "national"),
        ("representatives", "All reps", "representatives"),
    ):  # fmt: skip
        world.networks[key] = make_network(name, kind=kind)
    world.networks["shared"] = world.networks["away"]
    secret = world.canary("name of the executive's network", EXECUTIVE)
    world.networks["executive"] = make_network(f"Exec {secret}", kind="executive")
    # It has no representative, so the officers look after it.
    secret = world.canary("name of a group", GROUP_READERS | {"secretariat", "officer"})
    world.networks["group"] = make_network(f"Group {secret}", kind="group")
    for key in ("executive", "group"):  # the page may repeat an address that was asked for
        Network.objects.filter(pk=world.networks[key].pk).update(slug=f"{key}-network")
        world.networks[key].refresh_from_db()


def _people(world: World) -> None:
    home, away = world.networks["home"], world.networks["away"]
    people: dict[str, Member | None] = {
        "anonymous": None,
        "outsider": make_person("Olga"),
        "home_author": make_member(home, "Ada"),
        "home_member": make_member(home, "Bea"),
        "home_lapsed": make_member(home, "Lou"),
        "home_suspended": make_member(home, "Sid"),
        "home_ended": make_member(home, "Eve"),
        "home_rep": make_representative(home, "Rae"),
        "away_member": make_member(away, "Awa"),
        "away_rep": make_representative(away, "Ray"),
        "officer": make_officer("chair", region=make_network("Third region")),
        "group_member": make_member(make_network("Fourth region"), "Gus"),
        "secretariat": make_officer("secretariat"),
    }
    world.personas = people
    give_network_place(None, member_of(world, "group_member"), world.networks["group"], starts=timezone.localdate())


def _boards(world: World) -> None:
    for key, writer in WRITERS.items():
        readers = OWNERS[key]
        board = make_board(
            world.networks[key], slug=f"{key}-board", readers="members" if key == "shared" else "network"
        )
        board.description = world.canary(f"description of the {key} board", readers)
        board.save()
        world.boards[key] = board
        author = member_of(world, writer)
        topic = make_topic(
            author, board, title=f"Title {world.canary(f'title on {key}', readers)}",
            text=f"Body {world.canary(f'body on {key}', readers)}.",
        )  # fmt: skip
        answer = make_answer(author, topic, f"Earlier {world.canary(f'earlier text on {key}', readers)}.")
        answer = edit_post(
            author, answer.pk, content=f"Answer {world.canary(f'answer on {key}', readers)}.", version=0
        )  # fmt: skip
        PostOrigin.objects.update_or_create(
            post=answer,
            defaults={
                "kind": "email", "message_id": f"<{world.canary(f'message id on {key}', NOBODY)}@x.example>",
                "folded": f"Quoted {world.canary(f'quote on {key}', readers)}",
                "files": [f"{world.canary(f'file name on {key}', readers)}.pdf"],
            },
        )  # fmt: skip
        world.target("mend_post", answer.pk, exists_for=readers, owner=key)
        world.made[f"{key} topic"] = topic
        set_tags(author, topic.pk, names=[world.canary(f"tag on {key}", readers)])
        Tag.objects.filter(topics__topic=topic).update(slug=f"tag-on-{key}")  # the page may repeat what was asked for
        world.target("remind", topic.pk, exists_for=readers, owner=key, data="day=2030-01-01")
        world.target("followers", topic.pk, exists_for=readers, owner=key)
        world.target("topic_tags", topic.pk, exists_for=readers, owner=key, data="more=remand")
        network = world.networks[key]
        world.target("network_tags", network.slug, exists_for=OWNERS["shared"] if key == "away" else readers, owner=key)
        world.target("tagged", network.slug, f"tag-on-{key}", exists_for=readers, owner=key)
        world.target(
            "board", board.slug, exists_for=readers | ({"anonymous"} if key in PUBLIC_BOARDS else NOBODY), owner=key
        )
        world.target("follow_board", board.slug, exists_for=readers, owner=key, data="wants=nothing")
        if key != "shared":  # that board is of the network «away», which is so there for whoever reads it
            may = READ_SHARED if key == "away" else readers
            world.target("follow_network", world.networks[key].slug, exists_for=may, owner=key, data="wants=weekly")
        for route, data in (
            ("topic", "text=An+answer&key=k1"),
            ("newer_posts", ""),
            ("writing_now", ""),
            ("follow_topic", "wants=mute"),
        ):
            world.target(route, topic.pk, exists_for=readers, owner=key, data=data)
        add_poll(
            author, topic.pk,
            wish=PollWish(
                f"Poll {world.canary(f'poll question on {key}', readers)}",
                (f"Option {world.canary(f'poll option on {key}', readers)}", "Another"),
                timezone.now() + timedelta(days=3),
            ),
        )  # fmt: skip
        for route, data in (("poll", "pick=1"), ("poll_results", ""), ("add_poll", "")):
            world.target(route, topic.pk, exists_for=readers, owner=key, data=data)
        world.target("new_topic", exists_for=None, query=f"board={board.slug}")
        world.target("live_since", exists_for=None, query=f"board={board.pk}&topic={topic.pk}&after=0")
        for route, data in (
            ("post", ""), ("post_page", ""), ("post_history", ""), ("edit_post", "text=Changed&version=1"),
            ("undo_post", ""), ("take_back_post", ""),
        ):  # fmt: skip
            world.target(route, answer.pk, exists_for=readers, owner=key, data=data)
        world.target("accept_answer", answer.pk, exists_for=readers, owner=key)
        world.target("close_topic", topic.pk, exists_for=readers, owner=key, data="asked=This&heard=That")
        world.target("board_people", board.slug, exists_for=readers, owner=key, query="q=a")
        shut = make_topic(author, board, title="Long settled", text="We wondered.")
        heard = f"We heard {world.canary(f'summary on {key}', readers)}"
        close_topic(author, shut.pk, asked="What now?", heard=heard)
        world.target("topic", shut.pk, exists_for=readers, owner=key)
        world.target("reopen_topic", shut.pk, exists_for=readers, owner=key)
        begun = f"Begun {world.canary(f'draft on {key}', frozenset({writer}))}"
        save_draft(author, topic_place(topic.pk), words=Words(begun), version=0)
        gone = make_answer(author, topic, f"Regretted {world.canary(f'withdrawn text on {key}', frozenset({writer}))}.")
        take_back_post(author, gone.pk)
        world.target("post_page", gone.pk, exists_for=readers, owner=key)
        world.target("post_history", gone.pk, exists_for=frozenset({writer}), owner=f"withdrawn {key}")
    # Somebody had a place here and has lost it.
    change_membership(None, member_of(world, "home_lapsed").memberships.get().pk, status="lapsed")
    change_membership(
        None, member_of(world, "home_suspended").memberships.get().pk, status="suspended",
        reason=world.canary("reason of a suspension", OF_HOME | {"home_suspended", "away_rep"}),  # the executive hears appeals
    )  # fmt: skip
    change_membership(
        None, member_of(world, "home_ended").memberships.get().pk, status="ended",
        reason=world.canary("reason of an end", OF_HOME | {"home_ended"}),
    )  # fmt: skip


# A visitor is told that a region's board is there, who reads it and how to join.
PUBLIC_BOARDS = frozenset({"home", "away", "shared"})


def _held(world: World) -> None:
    """A held post of the home region, and one that its author has vouched for; each with a child's date of birth."""
    author = frozenset({"home_author"})
    for state, readers in ((Post.State.HELD, author), (Post.State.WAITING, author | {"home_rep"})):
        topic = make_topic(
            member_of(world, "home_author"), world.boards["home"],
            title=f"About {world.canary(f'title of a {state} post', readers)}",
            text=f"Kyle Smith, born 03/04/2011, {world.canary(f'text of a {state} post', readers)}",
        )  # fmt: skip
        post = Post.objects.get(topic=topic)
        assert post.state == Post.State.HELD
        if state == Post.State.WAITING:
            vouch_for_held_post(member_of(world, "home_author"), post.pk)
        world.target("held_post", post.pk, exists_for=author, owner="held")
        world.target("settle_held_post", post.pk, exists_for=author, owner="held")
        world.target("decide_held_post", post.pk, exists_for=frozenset({"home_rep"}), owner=state)
        world.target("topic", topic.pk, exists_for=NOBODY, owner="nobody")


def _reported(world: World) -> None:
    """A reported post, and a removed one: who said what of it is for who decides, and never for its author."""
    author, reporter, rep = (member_of(world, name) for name in ("home_author", "home_member", "home_rep"))
    topic, office = world.made["home topic"], frozenset({"home_rep"})
    reported = make_answer(author, topic, f"Reported {world.canary('text of a reported post', HOME_READERS)}.")
    report_post(reporter, reported.pk, why="unkind", words=world.canary("words of a report", office))
    removed = make_answer(author, topic, f"Gone {world.canary('text of a removed post', office | {'home_author'})}.")
    remove_post(rep, removed.pk, reason=world.canary("reason of a removal", office | {"home_author"}))
    # The queue names the board: of the executive's, whose name others do not know, something waits too.
    report_post(rep, world.made["executive topic"].first_post_id, why="unkind", words="")
    world.target("decide_held_post", reported.pk, exists_for=office, owner="reported")
    world.target("report_post", reported.pk, exists_for=HOME_READERS, owner="home", data="why=unkind")
    world.target("report_post", removed.pk, exists_for=NOBODY, owner="removed", data="why=unkind")
    world.target("post", removed.pk, exists_for=NOBODY, owner="nobody")
    for post, owner in ((reported, "home"), (removed, "removed")):
        world.target("moderate_post", post.pk, exists_for=office, owner=owner, data="reason=x")
        world.target("purge_post", post.pk, exists_for=office, owner=owner)
    world.target("restore_post", removed.pk, exists_for=office, owner="removed")
    world.target("held_post", removed.pk, exists_for=frozenset({"home_author"}), owner="held")


def _appeal(world: World) -> None:
    """Against the home representative, who therefore sees nothing of it."""
    suspended, deciders = member_of(world, "home_suspended"), frozenset({"officer", "away_rep"})
    place = suspended.memberships.get()
    place.suspended_by = member_of(world, "home_rep")
    place.save(update_fields=["suspended_by"])
    words = world.canary("words of an appeal", deciders | {"home_suspended"}, sure=True)
    appeal = appeal_suspension(suspended, place.pk, words=words)
    world.target("appeal", place.pk, exists_for=frozenset({"home_suspended"}), owner="home_suspended", data="words=x")
    world.target("decide_appeal", appeal.pk, exists_for=EXECUTIVE, owner="appeal", data="outcome=upheld&reason=x")


def _asked(world: World) -> None:
    """Three questions of the home region to the other: one waits, one was taken on, one declined."""
    author, rep, away = member_of(world, "home_author"), member_of(world, "away_rep"), world.networks["away"]
    for owner, readers in (
        ("asked", HOME_READERS),
        ("taken on", HOME_READERS | AWAY_READERS),
        ("declined", HOME_READERS),
    ):
        topic = make_topic(
            author, world.boards["home"], title=f"Question {world.canary(f'title of a question {owner}', readers)}",
            text=f"Asked {world.canary(f'text of a question {owner}', readers)}.",
        )  # fmt: skip
        (row,) = ask_regions(author, topic.pk, region_ids=[away.pk])
        if owner == "declined":
            reason = world.canary("reason of a region that declined", HOME_READERS)
            decide_asking(rep, row.pk, accept=False, reason=reason)
        if owner == "taken on":
            decide_asking(rep, row.pk, accept=True)
            answer = make_answer(
                member_of(world, "away_member"), Topic.objects.get(pk=topic.pk),
                f"From away {world.canary('answer of a region that was asked', readers)}.",
            )  # fmt: skip
            world.target("post", answer.pk, exists_for=readers, owner=owner)
            world.target("post_page", answer.pk, exists_for=readers, owner=owner)
        for route, data in (
            ("topic", "text=An+answer&key=k2"),
            ("newer_posts", ""),
            ("writing_now", ""),
            ("followers", ""),
        ):
            world.target(route, topic.pk, exists_for=readers, owner=owner, data=data)
        world.target("ask_regions", topic.pk, exists_for=readers, owner=owner, data=f"regions={away.pk}")
        world.target("asked_region", row.pk, exists_for=readers, owner=owner, data="do=decline&reason=x")
        world.target("end_asking", row.pk, exists_for=readers, owner=owner)
    for key in ("away", "shared", "group", "executive", "representatives", "national"):
        world.target("ask_regions", world.made[f"{key} topic"].pk, exists_for=OWNERS[key], owner=key)


def _moderated(world: World) -> None:
    """What is done to topics, and what a network chooses and accounts for."""
    for key, readers in OWNERS.items():
        topic = world.made[f"{key} topic"]
        for route, data in (("moderate_topic", "do=lock"), ("split_topic", "title=x"), ("merge_topics", "into=1")):
            world.target(route, topic.pk, exists_for=readers, owner=key, data=data)
    for key, readers in (("home", HOME_READERS), ("group", GROUP_READERS), ("executive", EXECUTIVE)):
        network = world.networks[key]
        shown = READ_SHARED if key == "home" else readers
        world.target("moderation_account", network.slug, exists_for=shown, owner=key)
        world.target("first_posts", network.slug, exists_for=readers, owner=key)


def _searches(world: World) -> None:
    """What somebody looks for is theirs alone."""
    for name in ("home_author", "away_member"):
        mine = frozenset({name})
        words, called = (world.canary(f"{what} of a saved search of {name}", mine) for what in ("words", "name"))
        kept = save_search(member_of(world, name), wanted=Wanted(words=words), name=called)
        world.target("saved_search", kept.pk, exists_for=mine, owner=name, data="name=x&bell=yes")
    world.target("saved_searches", exists_for=None, data="q=something")


def _public(world: World) -> None:
    for key in ("home", "away"):
        world.target("region", world.networks[key].slug, exists_for=None)
    for key in ("group", "executive", "national", "representatives"):
        world.target("region", world.networks[key].slug, exists_for=NOBODY, owner="nobody")
    owner = member_of(world, "home_author")
    world.target(
        "stop_mail",
        seal(Purpose.STOP, member_id=owner.pk, thing_id=world.boards["home"].pk, generation=owner.token_generation),
        exists_for=None,
    )


def _mail(world: World) -> None:
    owner = member_of(world, "home_author")
    secret = world.canary("sender of a held mail", frozenset({"home_author", "secretariat"}))
    held = InboundMail.objects.create(
        raw=f"Subject: {world.canary('subject of a held mail', frozenset({'home_author', 'secretariat'}), sure=True)}\r\n\r\n"
        f"{world.canary('body of a held mail', frozenset({'home_author', 'secretariat'}), sure=True)}".encode(),
        sha256="0" * 64, envelope_from="someone@else.example", sender=f"{secret}@else.example", envelope_to=f"home-board@{'ymn.example'}",
        state=InboundMail.State.HELD, reason="sender_unproven", member=owner, board_id=world.boards["home"].pk,
        settled=timezone.now(),
    )  # fmt: skip
    world.target("held_mail", held.pk, exists_for=frozenset({"home_author"}), owner="held mail")
    opens = {"exists_for": None, "data": "reason=The member asked for it"}
    world.target("open_ledger_mail", held.pk, owner="held mail", **opens)
    for what, to, state, sealed in (
        ("sealed mail", "home-board", InboundMail.State.POSTED, True),
        ("mail to an author", "author+abc", InboundMail.State.QUARANTINED, False),
        ("unread", "home-board", InboundMail.State.QUARANTINED, False),
    ):
        secret = world.canary(f"body of {what}", frozenset({"secretariat"}) if what == "unread" else NOBODY, sure=True)
        row = InboundMail.objects.create(
            raw=f"Subject: Re: topic\r\n\r\n{secret}".encode(), sha256="0" * 64, envelope_to=f"{to}@ymn.example",
            state=state, sealed=sealed, reason="poison", settled=timezone.now(),
        )  # fmt: skip
        world.target("ledger_mail", row.pk, exists_for=None)
        world.target("open_ledger_mail", row.pk, owner=what, **opens)
    for route in ("replay_ledger_mail", "leave_ledger_mail"):
        world.target(route, row.pk, exists_for=None, owner="unread")
    world.target("ledger_day", exists_for=None, query=f"day={timezone.localdate()}")


__all__ = ["HOME_READERS", "OWNERS", "PUBLIC_BOARDS", "UNSURE", "Canary", "Target", "World", "make_world"]
