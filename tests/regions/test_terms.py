"""Terms: who represents, who covers, who is away, who would stand."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.refs import ref
from audit.models import Entry
from forum.actions.vouch_for_held_post import vouch_for_held_post
from forum.models import Post
from regions.actions.appoint_officer import appoint_officer
from regions.actions.appoint_representative import appoint_representative
from regions.actions.declare_absence import declare_absence
from regions.actions.end_absence import end_absence
from regions.actions.end_office import end_office
from regions.actions.end_representation import end_representation
from regions.actions.hand_over_office import hand_over_office
from regions.actions.hand_over_representation import hand_over_representation
from regions.actions.name_cover import name_cover
from regions.actions.offer_to_represent import offer_to_represent
from regions.actions.undo_hand_over import undo_hand_over
from regions.actions.undo_office_hand_over import undo_office_hand_over
from regions.cover import looked_after
from regions.models import AccessVersion, Network, NetworkPlace, Office, Representation, Volunteer
from regions.permissions import Reason, Refused, can_moderate, is_acting_officer
from regions.standing import standing_of
from tests.factories import (
    fresh,
    join,
    make_answer,
    make_board,
    make_network,
    make_officer,
    make_representative,
    make_topic,
)
from tests.outbound import drain_outbox, mails_to, plain_text

TODAY = timezone.localdate
DAY = timedelta(days=1)


def moderates(member, network, today=None):
    return can_moderate(standing_of(fresh(member), today=today), network)


@pytest.fixture
def secretary(db):
    return make_officer("secretariat")


@pytest.fixture
def chair(london):
    return make_officer("chair", region=london)


@pytest.fixture
def covered(north_west, london):
    """A vacant North West that London's representative covers."""
    neighbour = make_representative(london, "Yvonne")
    Network.objects.filter(pk=north_west.pk).update(covered_by=london)
    north_west.refresh_from_db()
    return neighbour


# --- Vacancy, cover, volunteering


def test_scenario_12_board_says_vacant_names_who_covers_and_offers_to_volunteer(covered, board, author, seen_by):
    browser = seen_by(author)
    page = browser.get(f"/boards/{board.slug}/").content.decode()
    assert "No representative at present" in page
    assert "Yvonne Tester covers, for London" in " ".join(page.split())
    assert "/regions/north-west/volunteer/" in page
    assert '<a href="#looks-after">Who covers, and how to volunteer</a>' in page  # on a phone the rest stands far below

    answer = browser.post("/regions/north-west/volunteer/", {"words": "I have ten years of it."})
    assert answer.status_code == 302
    assert Volunteer.objects.get().member == author
    assert "is with the officers" in browser.get("/volunteer/").content.decode()


def test_board_with_a_representative_offers_nothing(rep, board, author, seen_by):
    page = seen_by(author).get(f"/boards/{board.slug}/").content.decode()

    assert rep.full_name in page
    assert "/volunteer/" not in page
    assert seen_by(author).get("/regions/north-west/volunteer/").status_code == 403


def test_the_executive_covers_where_no_neighbour_does(north_west, board, author, chair, seen_by):
    page = " ".join(seen_by(author).get(f"/boards/{board.slug}/").content.decode().split())

    assert f"{chair.full_name} covers, for the executive" in page


def test_nobody_volunteers_for_another_region(covered, londoner, seen_by):
    answer = seen_by(londoner).post("/regions/north-west/volunteer/", {"words": ""})

    assert answer.status_code == 403
    assert not Volunteer.objects.exists()


def test_offer_is_told_to_those_who_appoint_and_settled_by_the_appointment(
    covered, north_west, author, chair, secretary
):
    offer_to_represent(author, north_west, words="Ten years.")
    drain_outbox()
    for who in (chair, secretary):
        assert "would represent North West" in mails_to(who.email)[-1]["Subject"]
        assert "Ten years" not in plain_text(mails_to(who.email)[-1])

    appoint_representative(chair, author, north_west, starts=TODAY())

    assert Volunteer.objects.get().outcome == "appointed"
    drain_outbox()
    assert "You represent North West" in mails_to(author.email)[-1]["Subject"]
    assert moderates(author, north_west)
    assert not moderates(covered, north_west)


def test_offer_leads_to_the_form_with_its_member_chosen_and_its_address_holds_no_number(
    covered, north_west, london, author, londoner, secretary, seen_by
):
    offer = offer_to_represent(author, north_west)
    other = Volunteer.objects.create(member=londoner, network=london)
    desk, page = seen_by(secretary, sure=True), "/secretariat/terms/north-west/"
    assert f'href="?offer={offer.ref}#appoint"' in desk.get(page).content.decode()

    chosen = [
        desk.get(f"{page}?offer={one}").context["appoint"].initial["member"] for one in (offer.ref, other.ref, "1")
    ]
    assert chosen == [author.pk, None, None]


def test_offer_is_thanked_for_or_taken_back(covered, north_west, author, follower, secretary, seen_by):
    offer = offer_to_represent(author, north_west)
    seen_by(secretary, sure=True).post(f"/secretariat/terms/offers/{ref('offer', offer.pk)}/thank/")
    drain_outbox()
    assert "Your offer" in mails_to(author.email)[-1]["Subject"]

    offer_to_represent(follower, north_west)
    seen_by(follower).post("/regions/north-west/volunteer/", {"do": "withdraw"})
    assert {row.outcome for row in Volunteer.objects.all()} == {"thanked", "withdrawn"}


def test_offer_with_a_childs_details_is_not_taken_and_the_words_are_kept(covered, author, seen_by):
    page = seen_by(author).post("/volunteer/", {"words": "I worked with Jay Smith, born 3/4/2011."}).content.decode()

    assert "looks like a child" in page
    assert "Jay Smith" in page
    assert not Volunteer.objects.exists()


# --- Appointing and ending


def test_a_region_has_two_representatives_at_a_time_at_most(north_west, rep, author, follower, chair):
    appoint_representative(chair, author, north_west, starts=TODAY(), ends=TODAY() + 9 * DAY)

    with pytest.raises(Refused) as refused:
        appoint_representative(chair, follower, north_west, starts=TODAY() + 9 * DAY)
    assert refused.value.reason == Reason.TWO_REPRESENTATIVES
    appoint_representative(chair, follower, north_west, starts=TODAY() + 10 * DAY)
    with pytest.raises(Refused) as refused:
        appoint_representative(chair, rep, north_west, starts=TODAY() + 3 * DAY)
    assert refused.value.reason == Reason.ALREADY_IN_OFFICE


def test_only_a_member_of_the_region_represents_it(north_west, londoner, chair):
    with pytest.raises(Refused) as refused:
        appoint_representative(chair, londoner, north_west, starts=TODAY())
    assert refused.value.reason == Reason.NOT_OF_THIS_REGION


@pytest.mark.parametrize("who", ["author", "rep"])
def test_nobody_else_appoints_or_names_cover(north_west, london, rep, author, follower, who):
    actor = {"author": author, "rep": rep}[who]
    for act in (
        lambda: appoint_representative(actor, follower, north_west, starts=TODAY()),
        lambda: name_cover(actor, north_west, london),
        lambda: appoint_officer(actor, follower, "chair", starts=TODAY()),
    ):
        with pytest.raises(Refused):
            act()


def test_ended_term_takes_the_right_away_that_night_and_raises_the_version(north_west, rep, chair):
    before = AccessVersion.objects.get(pk=rep.pk).version
    end_representation(chair, rep.representations.get().pk, ends=TODAY())
    assert moderates(rep, north_west)
    assert not moderates(rep, north_west, TODAY() + DAY)
    assert AccessVersion.objects.get(pk=rep.pk).version > before

    end_representation(chair, rep.representations.get().pk, ends=TODAY() - DAY)
    assert not moderates(rep, north_west)
    drain_outbox()
    assert "Your term for North West ends" in mails_to(rep.email)[-1]["Subject"]
    with pytest.raises(Refused):
        end_representation(chair, rep.representations.get().pk, ends=TODAY())


def test_cover_follows_what_was_named(north_west, london, covered, secretary):
    other = make_network("South West")
    neighbour = make_representative(other)
    assert moderates(covered, north_west)

    name_cover(secretary, north_west, other)

    assert not moderates(covered, north_west)
    assert moderates(neighbour, north_west)
    drain_outbox()
    assert "You cover North West" in mails_to(neighbour.email)[-1]["Subject"]
    with pytest.raises(Refused):
        name_cover(secretary, north_west, north_west)


# --- Handing over


def test_hand_over_takes_effect_on_its_day_and_all_concerned_are_told(north_west, rep, author, chair):
    day = TODAY() + 5 * DAY

    hand_over_representation(rep, north_west, author, starts=day)

    assert moderates(rep, north_west)
    assert not moderates(author, north_west)
    assert not moderates(rep, north_west, day)
    assert moderates(author, north_west, day)
    drain_outbox()
    for who in (rep, author, chair):
        assert "follows" in mails_to(who.email)[-1]["Subject"]


def test_hand_over_can_be_undone_before_its_day_and_not_after(north_west, rep, author, time_machine):
    ends = TODAY() + 90 * DAY
    rep.representations.update(ends=ends)
    term = hand_over_representation(rep, north_west, author, starts=TODAY() + 5 * DAY)
    assert term.ends == ends

    undo_hand_over(rep, term.pk)
    assert [row.ends for row in Representation.objects.all()] == [ends]

    term = hand_over_representation(rep, north_west, author, starts=TODAY() + 5 * DAY)
    with pytest.raises(Refused):
        undo_hand_over(author, term.pk)
    with pytest.raises(Refused):
        undo_hand_over(rep, term.pk, today=TODAY() + 5 * DAY)


def test_a_term_that_ends_before_its_first_day_never_begins(north_west, author, chair):
    term = appoint_representative(chair, author, north_west, starts=TODAY() + 9 * DAY)
    end_representation(chair, term.pk, ends=TODAY())

    assert not moderates(author, north_west, TODAY() + 9 * DAY)
    drain_outbox()
    assert "does not begin" in mails_to(author.email)[-1]["Subject"]


@pytest.mark.parametrize(("days", "reason"), [(0, Reason.NOT_WITHIN_THE_TERM), (31, Reason.NOT_WITHIN_THE_TERM)])
def test_hand_over_stays_within_the_term(north_west, rep, author, days, reason):
    rep.representations.update(ends=TODAY() + 30 * DAY)

    with pytest.raises(Refused) as refused:
        hand_over_representation(rep, north_west, author, starts=TODAY() + days * DAY)
    assert refused.value.reason == reason


def test_nobody_hands_over_what_they_do_not_hold(north_west, author, follower, londoner, rep):
    with pytest.raises(Refused):
        hand_over_representation(author, north_west, follower, starts=TODAY() + DAY)
    with pytest.raises(Refused):
        hand_over_representation(rep, north_west, londoner, starts=TODAY() + DAY)


# --- Away


def test_while_all_are_away_who_covers_steps_in_and_is_told(north_west, london, rep, board, author, seen_by):
    neighbour = make_representative(london, "Yvonne")
    Network.objects.filter(pk=north_west.pk).update(covered_by=london)

    absence = declare_absence(rep, starts=TODAY(), ends=TODAY() + 4 * DAY)

    assert moderates(neighbour, north_west)
    assert not moderates(neighbour, north_west, TODAY() + 5 * DAY)
    page = " ".join(seen_by(author).get(f"/boards/{board.slug}/").content.decode().split())
    assert "away until" in page
    assert "Yvonne Tester covers, for London" in page
    assert "/volunteer/" not in page
    drain_outbox()
    assert "is away" in mails_to(neighbour.email)[-1]["Subject"]
    end_absence(rep, absence.pk)
    assert not moderates(neighbour, north_west)


def test_with_two_representatives_the_other_one_is_told_and_nobody_steps_in(north_west, london, rep):
    other, neighbour = make_representative(north_west, "Ishaq"), make_representative(london)
    Network.objects.filter(pk=north_west.pk).update(covered_by=london)

    declare_absence(rep, starts=TODAY(), ends=TODAY() + 4 * DAY)

    drain_outbox()
    assert "is away" in mails_to(other.email)[-1]["Subject"]
    assert mails_to(neighbour.email) == []
    assert not looked_after(Network.objects.get(pk=north_west.pk)).covered


def test_days_away_are_checked(rep, author):
    declare_absence(rep, starts=TODAY(), ends=TODAY() + DAY)
    for starts, ends in ((1, 3), (-5, -1), (9, 8)):
        with pytest.raises(Refused):
            declare_absence(rep, starts=TODAY() + starts * DAY, ends=TODAY() + ends * DAY)
    with pytest.raises(Refused):
        declare_absence(author, starts=TODAY(), ends=TODAY())


# --- Officers


def test_each_office_has_one_holder_and_ends_on_its_day(secretary, author, follower):
    office = appoint_officer(secretary, author, "treasurer", starts=TODAY())
    with pytest.raises(Refused) as refused:
        appoint_officer(secretary, follower, "treasurer", starts=TODAY() + DAY)
    assert refused.value.reason == Reason.OFFICE_HELD

    end_office(secretary, office.pk, ends=TODAY())
    appoint_officer(secretary, follower, "treasurer", starts=TODAY() + DAY)
    assert standing_of(author).is_officer
    assert not standing_of(fresh(author), today=TODAY() + DAY).is_officer


def test_the_last_of_the_secretariat_cannot_shut_the_door_behind_them(secretary):
    with pytest.raises(Refused) as refused:
        end_office(secretary, Office.objects.get().pk, ends=TODAY())
    assert refused.value.reason == Reason.STILL_IN_USE


# --- Pages


def test_terms_page_shows_vacancies_ends_and_offers_to_officers_and_secretariat(
    covered, north_west, author, chair, secretary, seen_by
):
    covered.representations.update(ends=TODAY() + 30 * DAY)
    offer_to_represent(author, north_west)
    for who in (chair, secretary):
        page = seen_by(who, sure=True).get("/secretariat/terms/").content.decode()
        assert "vacant" in page
        assert "1 volunteer" in page
        assert f"until {TODAY() + 30 * DAY:%-d %B %Y}" in page
    assert seen_by(author).get("/secretariat/terms/").status_code == 403
    assert seen_by(covered).get("/secretariat/terms/").status_code == 403
    assert seen_by(chair).get("/secretariat/terms/officers/").status_code == 403


def test_terms_page_appoints_and_says_beside_the_field_why_not(north_west, rep, author, follower, secretary, seen_by):
    browser = seen_by(secretary, sure=True)
    facts = {"do": "appoint", "member": author.pk, "starts": f"{TODAY():%d/%m/%Y}", "ends": ""}
    assert browser.post("/secretariat/terms/north-west/", facts).status_code == 302

    page = browser.post("/secretariat/terms/north-west/", facts | {"member": follower.pk})
    assert page.status_code == 422
    assert "two representatives at a time" in page.content.decode()
    page = browser.post("/secretariat/terms/north-west/", facts | {"starts": "soon", "ends": "1/1/2020"})
    assert "Write the day like" in page.content.decode()
    term = author.representations.get()
    browser.post(f"/secretariat/terms/representatives/{ref('term', term.pk)}/end/", {"ends": str(TODAY() - DAY)})
    assert not moderates(author, north_west)


def test_officers_page_appoints_by_address(author, secretary, seen_by):
    browser = seen_by(secretary, sure=True)
    facts = {"address": "nobody@lakeside.example", "name": "chair", "starts": str(TODAY()), "ends": ""}
    assert "Nobody here has this address" in browser.post("/secretariat/terms/officers/", facts).content.decode()

    assert browser.post("/secretariat/terms/officers/", facts | {"address": author.email}).status_code == 302
    office = author.offices.get()
    browser.post(f"/secretariat/terms/officers/{ref('office', office.pk)}/end/", {"ends": str(TODAY() - DAY)})
    assert not standing_of(fresh(author)).is_officer


def test_terms_page_costs_the_same_for_one_network_and_for_three(secretary, seen_by, north_west, rep):
    browser, counts = seen_by(secretary, sure=True), []
    for more in (0, 2):
        for _ in range(more):
            make_representative(make_network())
        browser.get("/secretariat/terms/")
        with CaptureQueriesContext(connection) as queries:
            browser.get("/secretariat/terms/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_desk_shows_what_waits_to_the_representative(north_west, rep, board, author, seen_by, time_machine):
    make_topic(author, board, title="Who has a remand protocol?")
    answered = make_topic(author, board, title="Already answered")
    make_answer(rep, answered)
    time_machine.move_to(timezone.now() + timedelta(days=8), tick=False)

    page = seen_by(rep).get("/regions/north-west/desk/").content.decode()

    assert "Who has a remand protocol?" in page
    assert "Already answered" not in page
    assert "Nobody has joined" in page


def test_own_term_page_does_what_it_says(north_west, rep, author, seen_by):
    browser, path = seen_by(rep), "/term/"
    own = f"region-{rep.representations.get().pk}"
    facts = {"do": "absence", "starts": str(TODAY()), "ends": str(TODAY() + DAY)}
    assert browser.post(path, facts).status_code == 302
    assert "already" in browser.post(path, facts).content.decode()
    absence = rep.absences.get()
    assert browser.post(path, {"do": "back", "thing": absence.pk}).status_code == 302
    assert not rep.absences.exists()
    browser.post(path, {"do": own, "successor": author.pk, "starts": str(TODAY() + 3 * DAY)})
    assert author.representations.exists()
    assert f"{author.full_name} follows you" in browser.get(path).content.decode()
    assert browser.post(path, {"do": f"undo-{own}"}).status_code == 302
    assert not author.representations.exists()
    assert browser.post(path, {"do": f"undo-{own}"}).status_code == 404
    assert browser.post(path, {"do": "nonsense"}).status_code == 404
    assert seen_by(author).get(path).status_code == 404
    assert Entry.objects.filter(verb="see_own_term", outcome="refused", actor_id=author.pk).count() == 1


def test_representative_of_a_group_says_when_they_are_away_and_hands_over(north_west, author, follower, seen_by):
    group = make_network("Resettlement", kind="group")
    browser = seen_by(make_representative(group, "Greta"))
    for member in (author, follower):
        NetworkPlace.objects.create(member=member, network=group, starts=TODAY())
    greta = group.representations.get().member
    own = f"region-{group.representations.get().pk}"

    assert '<a href="/term/">' in browser.get("/networks/resettlement/").content.decode()
    browser.post("/term/", {"do": own, "successor": author.pk, "starts": str(TODAY() + 3 * DAY)})

    assert moderates(author, group, TODAY() + 3 * DAY)
    assert not moderates(greta, group, TODAY() + 3 * DAY)


def test_officer_hands_over_and_can_undo_it_until_the_day(chair, secretary, author, seen_by, time_machine):
    browser, office, day = seen_by(chair), chair.offices.get(), TODAY() + 3 * DAY
    own = f"office-{office.pk}"
    wrong = browser.post("/term/", {"do": own, "address": "nobody@example.org", "starts": str(day)})
    assert "Nobody here has this address" in wrong.content.decode()
    browser.post("/term/", {"do": own, "address": author.email, "starts": str(day)})
    drain_outbox()
    for who in (chair, author, secretary):
        assert f"{author.full_name} follows {chair.full_name} as chair" in mails_to(who.email)[-1]["Subject"]
    assert "Undo the hand-over" in seen_by(secretary, sure=True).get("/secretariat/terms/officers/").content.decode()

    browser.post("/term/", {"do": f"undo-{own}"})
    assert [row.ends for row in Office.objects.filter(name="chair")] == [None]
    drain_outbox()
    assert "does not take place" in plain_text(mails_to(author.email)[-1])

    hand_over_office(chair, office.pk, author, starts=day)
    time_machine.move_to(timezone.now() + 3 * DAY, tick=False)
    assert is_acting_officer(standing_of(fresh(author)))
    assert not is_acting_officer(standing_of(fresh(chair)))
    with pytest.raises(Refused):
        undo_office_hand_over(secretary, Office.objects.get(member=author).pk)


def test_office_is_handed_over_by_its_holder_to_a_member_within_the_term(chair, secretary, author, rep):
    office = chair.offices.get()
    office.ends = TODAY() + 30 * DAY
    office.save()
    tries = [
        (author, office.pk, author, DAY, Reason.NOT_THE_OFFICER),
        (secretary, secretary.offices.get().pk, author, DAY, Reason.NOT_THE_OFFICER),
        (chair, office.pk, author, 0 * DAY, Reason.NOT_WITHIN_THE_TERM),
        (chair, office.pk, author, 31 * DAY, Reason.NOT_WITHIN_THE_TERM),
        (chair, office.pk, chair, DAY, Reason.ALREADY_IN_OFFICE),
        (chair, office.pk, secretary, DAY, Reason.NOT_A_MEMBER),
    ]
    for who, which, whom, later, reason in tries:
        with pytest.raises(Refused) as refused:
            hand_over_office(fresh(who), which, whom, starts=TODAY() + later)
        assert refused.value.reason == reason
    assert hand_over_office(chair, office.pk, author, starts=TODAY() + DAY).ends == office.ends
    with pytest.raises(Refused) as refused:
        hand_over_office(fresh(chair), office.pk, rep, starts=TODAY() + DAY)  # the term ends today by now
    assert refused.value.reason == Reason.NOT_WITHIN_THE_TERM


def test_other_officers_act_for_one_who_is_away(chair, north_west, author, seen_by):
    treasurer = make_officer("treasurer")
    declare_absence(chair, starts=TODAY(), ends=TODAY() + DAY)
    drain_outbox()

    assert "the other officers act" in mails_to(treasurer.email)[-1]["Subject"]
    assert looked_after(north_west).covering == [treasurer]
    assert "is away until" in seen_by(author).get("/write-to/chair/").content.decode()
    declare_absence(treasurer, starts=TODAY(), ends=TODAY() + DAY)
    assert looked_after(north_west).covering == [chair, treasurer]


def test_threat_18_another_regions_desk_does_not_exist_and_each_try_is_kept(north_west, rep, londoner, london, seen_by):
    other = make_representative(london)
    for who in (other, londoner):
        browser = seen_by(who)
        assert browser.get("/regions/north-west/desk/").status_code == 404
        assert browser.post("/regions/north-west/desk/", {"do": "buddy-1"}).status_code == 404
        assert Entry.objects.filter(verb="see_desk", outcome="refused", actor_id=who.pk).count() == 2
    assert Client().get("/regions/north-west/desk/").status_code == 302


# --- Moderating elsewhere


@pytest.fixture
def held(board, author):
    """A post that waits for its region's representative."""
    make_topic(author, board, text="About Jay Smith, born 3/4/2011.")
    post = Post.objects.get()
    return vouch_for_held_post(author, post.pk)


def test_scenario_14_representative_of_london_moderates_nothing_elsewhere_and_each_try_is_kept(
    held, north_west, london, seen_by
):
    other = make_representative(london)
    make_representative(north_west)
    browser, path = seen_by(other), f"/moderation/{ref('post', held.pk)}/"
    tries = [
        browser.get(path),
        browser.post(path, {"do": "release"}),
        browser.post(path, {"do": "return", "reason": "No."}),
        browser.post("/regions/north-west/desk/", {"do": "absence"}),
    ]

    assert [answer.status_code for answer in tries] == [404] * 4
    assert Entry.objects.filter(outcome="refused", actor_id=other.pk).count() == 4
    held.refresh_from_db()
    assert held.state == Post.State.WAITING
    assert b"Jay" not in browser.get("/moderation/").content


def test_scenario_13_executive_reads_any_regions_board_and_moderates_none(held, topic_elsewhere, chair, rep, seen_by):
    browser = seen_by(chair)

    assert browser.get(f"/topics/{ref('topic', topic_elsewhere.pk)}/").status_code == 200
    assert browser.post(f"/moderation/{ref('post', held.pk)}/", {"do": "release"}).status_code == 404
    assert "You can read this board" in browser.get(f"/boards/{topic_elsewhere.forum.slug}/").content.decode()
    answer = browser.post(f"/topics/{ref('topic', topic_elsewhere.pk)}/", {"text": "Hello", "key": "web:1"})
    assert answer.status_code == 403


@pytest.fixture
def topic_elsewhere(north_west, author):
    return make_topic(author, make_board(north_west))


def test_threat_17_representative_whose_term_ended_mid_form_decides_nothing(held, rep, north_west, chair, seen_by):
    browser = seen_by(rep)
    assert browser.get(f"/moderation/{ref('post', held.pk)}/").status_code == 200
    end_representation(chair, rep.representations.get().pk, ends=TODAY() - DAY)

    answer = browser.post(f"/moderation/{ref('post', held.pk)}/", {"do": "release"})

    assert answer.status_code in (403, 404)
    assert Entry.objects.filter(outcome="refused", actor_id=rep.pk).count() == 1
    held.refresh_from_db()
    assert held.state == Post.State.WAITING


# --- The one-line forms beside a term


@pytest.mark.parametrize(("typed", "told"), [("soon", "1/4/2026"), ("", ""), ("1/4/2020", "This day is long past.")])
def test_a_bad_last_day_is_told_beside_its_own_field_and_kept(typed, told, north_west, rep, seen_by):
    term = Representation.objects.get(member=rep)
    officer = make_officer("treasurer")
    office = officer.offices.get()
    browser = seen_by(make_officer("secretariat"), sure=True)
    for path, pk in (
        (f"/secretariat/terms/representatives/{ref('term', term.pk)}/end/", term.pk),
        (f"/secretariat/terms/officers/{ref('office', office.pk)}/end/", office.pk),
    ):
        answer = browser.post(path, {"ends": typed})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert f'id="id_ends_{pk}_error"' in page
        assert f'href="#id_ends_{pk}"' in page
        assert told in page
        assert typed in page
    assert (Representation.objects.get(pk=term.pk).ends, Office.objects.get(pk=office.pk).ends) == (None, None)


def test_the_last_of_the_secretariat_is_told_beside_the_field_why_they_stay(seen_by, db):
    only = make_officer("secretariat")
    office = only.offices.get()
    answer = seen_by(only, sure=True).post(
        f"/secretariat/terms/officers/{ref('office', office.pk)}/end/", {"ends": str(TODAY())}
    )

    assert answer.status_code == 422
    assert "This cannot be done while" in answer.content.decode()
    assert Office.objects.get(pk=office.pk).ends is None


def test_a_good_last_day_ends_the_term(north_west, rep, seen_by):
    term = Representation.objects.get(member=rep)
    day = TODAY() + timedelta(days=9)
    browser = seen_by(make_officer("secretariat"), sure=True)
    answer = browser.post(
        f"/secretariat/terms/representatives/{ref('term', term.pk)}/end/", {"ends": f"{day:%d/%m/%Y}"}
    )

    assert answer.status_code == 302
    assert Representation.objects.get(pk=term.pk).ends == day


def test_letters_to_who_looks_after_a_group_lead_to_the_group_and_to_no_desk(secretary, author):
    group = make_network("Girls in the system", kind="group")
    join(author, group)
    appoint_representative(secretary, author, group, starts=TODAY(), ends=None)
    drain_outbox()

    (mail,) = [mail for mail in mails_to(author.email) if "represent" in str(mail["Subject"])]
    assert f"/networks/{group.slug}/" in plain_text(mail)
    assert "/desk/" not in plain_text(mail)
