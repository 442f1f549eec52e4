"""The directory: who is found by whom, by what, and what each page shows."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.refs import ref
from audit.models import Entry
from regions.actions.change_membership import change_membership
from regions.actions.save_profile import save_profile
from regions.directory import Wanted as W
from regions.directory import find_members, listed_members, members_today
from regions.models import Interest, Membership, Profile
from regions.problems import Problem
from regions.standing import State, standings_of
from tests.factories import fresh, make_board, make_member, make_network, make_officer, make_person, make_topic

SHOWN = {
    "about": "", "phone": "", "show_address": False, "show_phone": False, "listed": True, "interests": (),
    "job_title": "Head of service",
}  # fmt: skip


def show(member, **more):
    return save_profile(fresh(member), **SHOWN | more)


def found(query="", **more):
    return [member.first_name for member in find_members(W.of(query, **more))]


def a_person_of_each_kind(region):
    """One member of each kind that the directory tells apart, by name."""
    people = {name: make_member(region, name) for name in ("Current", "Lapsed", "Suspended", "Ended", "Twice", "Back")}
    change = {"Lapsed": "lapsed", "Suspended": "suspended", "Ended": "ended", "Twice": "suspended", "Back": "suspended"}
    for name, status in change.items():
        until = timezone.localdate() - timezone.timedelta(days=1) if name == "Back" else None
        change_membership(None, people[name].memberships.get().pk, status=status, until=until)
    place = Membership.objects.get(member=people["Current"])
    second = make_member(region).memberships.get().service
    Membership.objects.create(member=people["Twice"], service=second, starts=place.starts)
    people["Nobody"] = make_person("Nobody")
    people["Inactive"] = make_member(region, "Inactive")
    type(people["Inactive"]).objects.filter(pk=people["Inactive"].pk).update(is_active=False)
    people["Erased"] = make_member(region, "Erased")
    type(people["Erased"]).objects.filter(pk=people["Erased"].pk).update(erased=timezone.now())
    return people


def test_members_of_today_are_those_whose_state_is_current_or_lapsed(north_west):
    people = a_person_of_each_kind(north_west)
    standings = standings_of([member.pk for member in people.values()])
    readers = {name for name, who in people.items() if standings[who.pk].state in (State.CURRENT, State.LAPSED)}

    listed = set(
        members_today().filter(pk__in=[who.pk for who in people.values()]).values_list("first_name", flat=True)
    )

    assert listed == {"Current", "Lapsed", "Back"}
    assert readers - {"Inactive", "Erased"} == listed


def test_who_does_not_want_to_be_listed_is_found_by_nobody_but_themselves(author, follower, seen_by):
    show(author, listed=False)

    assert not listed_members().filter(pk=author.pk).exists()
    assert seen_by(follower).get(f"/members/{ref('member', author.pk)}/").status_code == 404
    assert seen_by(author).get(f"/members/{ref('member', author.pk)}/").status_code == 200
    assert author.last_name not in seen_by(follower).get("/directory/?q=Sam").content.decode()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("sam", ["Sam"]), ("SAM tester", ["Sam"]), ("head", ["Beth", "Sam"]), ("remand", ["Sam"]),
        ("remand beth", []), ("north", ["Beth", "Sam"]), ("", ["Beth", "Sam"]), ("%", []), ("nul\x00l", []),
    ],
)  # fmt: skip
def test_each_word_must_be_somewhere_in_name_part_service_region_or_interest(author, follower, query, names):
    show(author, interests=("Remand beds",))

    assert found(query) == names


def test_member_is_found_by_service_of_today_and_not_by_the_one_they_left(author):
    place = author.memberships.get()
    assert found(place.service.name) == ["Sam"]

    change_membership(None, place.pk, status="ended")
    other = make_member(place.service.region, "Other").memberships.get().service
    Membership.objects.create(member=author, service=other, starts=timezone.localdate())

    assert found(place.service.name) == []
    assert sorted(found(other.name)) == ["Other", "Sam"]


def test_region_and_interest_narrow_the_list(author, londoner):
    show(author, interests=("Courts",))
    show(londoner, interests=("courts",))

    assert found(interest="COURTS") == ["Imran", "Sam"]
    assert found(interest="courts", region="london") == ["Imran"]
    assert found(interest="court") == []


@pytest.mark.parametrize(
    "path", ["/directory/", "/services/", "/profile/", "/members/{}/", f"/members/{ref('member', 999_999)}/"]
)
def test_directory_is_for_members_and_tells_the_others_alike(author, follower, seen_by, path):
    path = path.format(ref("member", follower.pk))
    ended = make_person("Gone")
    change_membership(None, author.memberships.get().pk, status="suspended", reason="Forwarded a post.")

    assert Client().get(path)["Location"].startswith("/sign-in/?next=")
    for person in (ended, author):
        page = seen_by(person).get(path)
        assert page.status_code == 403
        assert follower.full_name not in page.content.decode()
    assert Entry.objects.filter(verb="see_directory", outcome="refused").count() == 2


def test_secretariat_and_lapsed_members_see_the_directory(author, follower, seen_by):
    change_membership(None, author.memberships.get().pk, status="lapsed")

    for person in (author, make_officer("secretariat")):
        assert follower.full_name in seen_by(person, sure=True).get("/directory/").content.decode()


def test_suspended_and_ended_members_are_found_by_nobody(north_west, follower, seen_by):
    people = a_person_of_each_kind(north_west)
    browser = seen_by(follower)
    text = browser.get("/directory/").content.decode()

    for name, person in people.items():
        is_found = name in ("Current", "Lapsed", "Back")
        assert (f"/members/{ref('member', person.pk)}/" in text) == is_found, name
        assert browser.get(f"/members/{ref('member', person.pk)}/").status_code == (200 if is_found else 404), name


def test_address_and_telephone_are_shown_only_to_those_they_were_chosen_for(author, follower, seen_by):
    browser, path = seen_by(follower), f"/members/{ref('member', author.pk)}/"
    show(author, phone="01632 960 001")
    hidden = browser.get(path).content.decode()
    show(author, phone="01632 960 001", show_address=True, show_phone=True)
    shown = browser.get(path).content.decode()

    assert author.email not in hidden
    assert "01632 960 001" not in hidden
    assert f'href="mailto:{author.email}"' in shown
    assert "01632 960 001" in shown
    for page in (hidden, shown):
        assert author.email not in browser.get("/directory/").content.decode()
        assert "01632 960 001" not in browser.get("/directory/").content.decode()
        assert author.full_name in page


def test_threat_1_page_of_a_member_shows_only_topics_that_its_reader_may_read(
    author, topic, follower, londoner, seen_by
):
    shared = make_board(topic.forum.network, slug="north-west-shared", readers="members")
    make_topic(author, shared, title="Open to all of you")
    path = f"/members/{ref('member', author.pk)}/"

    near, far = seen_by(follower).get(path).content.decode(), seen_by(londoner).get(path).content.decode()

    assert topic.subject in near
    assert topic.subject not in far
    assert "Open to all of you" in near
    assert "Open to all of you" in far


def test_saving_a_profile_replaces_what_was_there(author):
    show(author, interests=("Courts", "courts", "Remand"), about="Here I am.")
    show(author, interests=("Remand", "Girls"), about="", job_title="Interim head")

    assert list(Interest.objects.values_list("words", flat=True)) == ["Girls", "Remand"]
    assert Profile.objects.get(member=author).about == ""
    assert author.memberships.get().job_title == "Interim head"


@pytest.mark.parametrize("field", ["about", "job_title", "interests"])
def test_what_looks_like_a_child_is_not_taken_into_a_profile(author, field):
    words = "Kayleigh Barton, born 12/03/2011"

    with pytest.raises(Problem) as told:
        show(author, **{field: (words,) if field == "interests" else words})

    assert told.value.field == field
    assert not Profile.objects.exists()


def test_profile_form_keeps_what_was_typed_and_says_what_is_wrong(author, seen_by):
    fields = {"about": "About me", "interests": "x" * 90, "phone": "not a phone", "job_title": "", "show_phone": "on"}

    page = seen_by(author).post("/profile/", fields)

    assert page.status_code == 422
    text = page.content.decode()
    assert "About me" in text
    assert "is longer than 60" in text
    assert "not a telephone number" in text
    assert 'aria-invalid="true"' in text
    assert not Profile.objects.exists()


def test_profile_form_saves_and_leads_back(author, seen_by):
    browser = seen_by(author)

    page = browser.post(
        "/profile/", {"interests": "Remand\n\nCourts", "job_title": "Head", "listed": "on"}, follow=True
    )

    assert "Saved." in page.content.decode()
    assert list(author.interests.values_list("words", flat=True)) == ["Courts", "Remand"]


def test_directory_costs_the_same_for_one_member_and_for_three(north_west, seen_by, django_assert_num_queries):
    reader = make_member(north_west, "Reader")
    show(reader, interests=("One", "Two"))
    browser = seen_by(reader)
    for more in range(2):
        with django_assert_num_queries(8):
            assert browser.get("/directory/").status_code == 200
        for _ in range(2 * (1 - more)):
            show(make_member(make_network()), interests=("Three",))


def test_a_long_directory_is_paged_and_keeps_what_was_asked_for(north_west, seen_by):
    for number in range(31):
        make_member(north_west, f"Person{number:02}")
    browser = seen_by(make_member(north_west, "Reader"))

    page = browser.get("/directory/?region=north-west").content.decode()

    assert "32 members, page 1 of 2" in page
    assert "?region=north-west&amp;page=2" in page
    assert "Person00" not in browser.get("/directory/?region=north-west&page=2").content.decode()
