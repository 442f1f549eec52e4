"""Addresses: several a person, each proven; a foreign one opens nothing until somebody says so; nobody is orphaned."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions.ask_for_address import ask_for_address
from accounts.models import AddressHelp, AddressRequest, Member, SignInCode
from accounts.refs import ref
from accounts.selectors import member_for_address
from audit.models import Entry
from forum.models import Post
from notifications.tokens import Purpose, seal
from regions.actions.decide_address import decide_address
from regions.actions.move_member_address import move_member_address
from regions.actions.prove_address import prove_address
from regions.models import Membership
from regions.permissions import Reason, Refused
from tests.accounts.browsing import ask, code_mailed_to, give_app, is_in, sign_in, subjects
from tests.factories import fresh, make_answer, make_member, make_officer, make_person, make_topic
from tests.outbound import drain_outbox, mails_to, plain_text, receive, write_mail


@pytest.fixture
def secretary(db):
    return make_officer("secretariat")


def add(browser: Client, address: str):
    """Ask for the address, and type the code that went there."""
    page = browser.post("/account/addresses/", {"address": address})["Location"]
    return browser.post(page, {"code": code_mailed_to(address)}, follow=True)


def addresses(member) -> list[str]:
    return sorted(EmailAddress.objects.filter(user=member, verified=True).values_list("email", flat=True))


def test_scenario_5_posting_from_either_address_is_posting_as_the_same_person(author, topic, seen_by):
    browser = seen_by(author, sure=True)
    add(browser, "s.tester@lakeside.example")
    token = seal(Purpose.REPLY, member_id=author.pk, thing_id=topic.pk, generation=author.token_generation)
    to = f"reply+{token}@ymn.example"
    for sender in ("sam@lakeside.example", "s.tester@lakeside.example"):
        receive(write_mail(sender=sender, to=to, text=f"From {sender[0:3]}."), sender=sender, to=to)

    assert {post.poster_id for post in Post.objects.filter(topic=topic)} == {author.pk}
    assert Post.objects.filter(topic=topic).count() == 3


def test_address_of_the_own_organisation_is_added_once_its_code_is_typed(author, seen_by):
    browser = seen_by(author, sure=True)
    answer = browser.post("/account/addresses/", {"address": "Sam.T@lakeside.example"})
    assert addresses(author) == ["sam@lakeside.example"]
    assert browser.post(answer["Location"], {"code": "12"}).status_code == 422
    browser.post(answer["Location"], {"code": code_mailed_to("sam.t@lakeside.example")})

    assert addresses(author) == ["sam.t@lakeside.example", "sam@lakeside.example"]
    assert is_in(sign_in("sam.t@lakeside.example"))


def test_old_addresses_are_told_at_once_what_to_do(author, seen_by):
    add(seen_by(author, sure=True), "sam.t@lakeside.example")
    drain_outbox()
    (letter,) = [mail for mail in mails_to("sam@lakeside.example") if "was added" in str(mail["Subject"])]

    assert "sam.t@lakeside.example was added" in plain_text(letter)
    assert "If it was not, write to" in plain_text(letter)


def test_colleagues_domain_counts_as_the_own_and_a_mailbox_that_anybody_has_does_not(author, north_west):
    colleague = make_person("Col", address="col@newcouncil.example", more=("col@gmail.com",))
    place = author.memberships.get()
    Membership.objects.create(member=colleague, service=place.service, tier="second", starts=place.starts)
    states = {}
    for address in ("sam@newcouncil.example", "sam@gmail.com"):
        request = ask_for_address(author, address)
        states[address] = prove_address(author, request.pk, code_mailed_to(address)).state

    assert states == {"sam@newcouncil.example": "added", "sam@gmail.com": "waiting"}


def test_threat_75_foreign_address_opens_nothing_until_the_representative_says_so(author, rep, seen_by):
    page = add(seen_by(author, sure=True), "sam@elsewhere.example")
    assert "another organisation" in page.content.decode()
    assert addresses(author) == ["sam@lakeside.example"]
    assert member_for_address("sam@elsewhere.example") is None
    assert any("waits for approval" in subject for subject in subjects("sam@lakeside.example"))
    assert subjects(rep.email) == ["A member's new address waits for you"]
    ask(Client(), "sam@elsewhere.example")
    assert not any("is your code" in subject for subject in subjects("sam@elsewhere.example"))

    desk = seen_by(rep, sure=True)
    assert "sam@elsewhere.example" in desk.get("/address-requests/").content.decode()
    desk.post(f"/address-requests/{ref('request', AddressRequest.objects.get().pk)}/", {"do": "approve"})

    assert "sam@elsewhere.example" in addresses(author)
    assert Entry.objects.get(verb="decide_address").actor_id == rep.pk
    assert any("was added" in subject for subject in subjects("sam@lakeside.example"))


def test_threat_75_address_that_is_not_approved_stays_shut(author, rep, seen_by):
    add(seen_by(author, sure=True), "sam@elsewhere.example")
    request = AddressRequest.objects.get()
    decide_address(rep, request.pk, approve=False)

    assert addresses(author) == ["sam@lakeside.example"]
    with pytest.raises(Refused) as refused:
        decide_address(rep, request.pk, approve=True)
    assert refused.value.reason == Reason.ALREADY_DECIDED


def test_only_who_knows_the_member_decides_and_nobody_for_themselves(author, rep, londoner, follower, seen_by, london):
    add(seen_by(author, sure=True), "sam@elsewhere.example")
    add(seen_by(rep, sure=True), "moira@elsewhere.example")
    of_author, of_rep = AddressRequest.objects.order_by("pk")
    for other in (londoner, follower):
        browser = seen_by(other, sure=True)
        assert "elsewhere" not in browser.get("/address-requests/").content.decode()
        assert browser.post(f"/address-requests/{ref('request', of_author.pk)}/", {"do": "approve"}).status_code == 404
    with pytest.raises(Refused) as refused:
        decide_address(rep, of_rep.pk, approve=True)

    assert refused.value.reason == Reason.OWN_MATTER
    assert AddressRequest.objects.filter(state="waiting").count() == 2


def test_one_waiting_request_and_three_cost_the_same(north_west, rep, seen_by):
    desk, counts = seen_by(rep, sure=True), []
    for number in (1, 2):
        for _ in range(number):
            member = make_member(north_west)
            AddressRequest.objects.create(member=member, address=f"m{member.pk}@elsewhere.example", state="waiting")
        with CaptureQueriesContext(connection) as queries:
            assert len(desk.get("/address-requests/").context["rows"]) == (1 if number == 1 else 3)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_threat_73_address_of_another_member_is_answered_alike_and_never_taken(author, follower, seen_by):
    browser, pages = seen_by(author, sure=True), []
    for address in (follower.email, "free@lakeside.example"):
        answer = browser.post("/account/addresses/", {"address": address})
        drain_outbox()
        page = browser.get(answer["Location"]).content.decode()
        pages.append(re.sub(r'value="[^"]*"|[\w.]+@[\w.]+|new/\w+', "", page))
        if address == follower.email:
            assert browser.post(answer["Location"], {"code": ""}).status_code == 422
            assert mails_to(follower.email) == []

    assert pages[0] == pages[1]
    assert member_for_address(follower.email) == follower


def test_two_members_prove_one_address_and_the_first_has_it(author, follower):
    first, second = (ask_for_address(member, "shared@lakeside.example") for member in (author, follower))
    drain_outbox()
    codes = [
        re.search(r"^\d{6}$", plain_text(mail), re.MULTILINE).group() for mail in mails_to("shared@lakeside.example")
    ]

    assert prove_address(author, first.pk, codes[0]).state == "added"
    assert prove_address(follower, second.pk, codes[1]) is None
    assert member_for_address("shared@lakeside.example") == author


def test_threat_57_members_cannot_bury_a_strangers_address(north_west):
    for _ in range(4):
        ask_for_address(make_member(north_west), "victim@nowhere.example")

    assert len(subjects("victim@nowhere.example")) == 3


def test_main_address_is_chosen_and_all_are_told(seen_by, north_west):
    member = make_member(north_west, "Keeley", address="keeley@work.example", more=("keeley@home.example",))
    other = EmailAddress.objects.get(email="keeley@home.example")
    browser = seen_by(member, sure=True)
    browser.post(f"/account/addresses/{ref('address', other.pk)}/", {"do": "main"})

    assert fresh(member).email == "keeley@home.example"
    assert list(EmailAddress.objects.filter(user=member, primary=True).values_list("email", flat=True)) == [other.email]
    assert subjects("keeley@work.example") == subjects("keeley@home.example") == ["Your main address has changed"]


def test_removed_address_opens_nothing_and_is_told(seen_by, north_west):
    member = make_member(north_west, "Keeley", address="keeley@work.example", more=("keeley@home.example",))
    row = EmailAddress.objects.get(email="keeley@home.example")
    browser = seen_by(member, sure=True)
    browser.post(f"/account/addresses/{ref('address', row.pk)}/", {"do": "remove"})

    assert addresses(member) == ["keeley@work.example"]
    assert subjects("keeley@home.example") == ["An address was removed from your account"]
    assert member_for_address("keeley@home.example") is None


def test_main_address_cannot_be_removed_nor_anothers_touched(author, follower, seen_by):
    browser = seen_by(author, sure=True)
    for owner in (author, follower):
        row = EmailAddress.objects.get(user=owner)
        assert browser.post(f"/account/addresses/{ref('address', row.pk)}/", {"do": "remove"}).status_code == 404
    theirs = EmailAddress.objects.get(user=follower)
    assert browser.post(f"/account/addresses/{ref('address', theirs.pk)}/", {"do": "main"}).status_code == 404
    assert (fresh(author).email, fresh(follower).email) == (author.email, follower.email)


def test_changing_addresses_needs_a_fresh_code_and_keeps_what_was_typed(author, seen_by):
    browser = seen_by(author)
    assert browser.post("/account/addresses/", {"address": "kept@lakeside.example"})["Location"].startswith("/confirm/")
    browser.post("/confirm/", {"do": "send"})
    browser.post("/confirm/", {"code": code_mailed_to(author.email)})

    assert "kept@lakeside.example" in browser.get("/account/addresses/").content.decode()


def test_threat_78_fields_that_nobody_asked_for_change_nothing(author, seen_by):
    browser = seen_by(author, sure=True)
    extra = {
        "is_staff": "1",
        "is_superuser": "1",
        "verified": "1",
        "primary": "1",
        "user": "1",
        "state": "added",
        "member": "99",
    }
    browser.post("/account/addresses/", {"address": "sam2@lakeside.example"} | extra)
    Client().post("/sign-in/help/", HELP | extra)

    member = fresh(author)
    assert (member.is_staff, member.is_superuser, addresses(member)) == (False, False, ["sam@lakeside.example"])
    assert AddressRequest.objects.get().state == AddressHelp.objects.get().state == "unproven"


# --- Scenario 4: the old address is gone

HELP = {
    "name": "Sam Tester", "old_address": "sam@lakeside.example", "new_address": "sam@newcouncil.example",
    "service": "New Council YJS", "words": "Beth knows me.",
}  # fmt: skip


def call_for_help(**changes) -> Client:
    browser = Client()
    browser.post("/sign-in/help/", HELP | changes)
    browser.post("/sign-in/help/code/", {"code": code_mailed_to(HELP["new_address"])})
    return browser


def test_scenario_4_member_whose_old_address_bounces_is_moved_and_keeps_every_post(
    author, board, follower, secretary, seen_by
):
    give_app(author)
    topic = make_topic(author, board)
    make_answer(author, topic)
    old_session = sign_in(author.email)
    call_for_help()
    assert "Somebody has lost their old address" in subjects(secretary.email)

    desk = seen_by(secretary, sure=True)
    assert author.full_name in desk.get("/secretariat/address-help/").content.decode()
    desk.post(f"/secretariat/address-help/{ref('address_help', AddressHelp.objects.get().pk)}/", {"do": "move"})

    assert addresses(author) == ["sam@newcouncil.example"]
    assert fresh(author).email == "sam@newcouncil.example"
    assert Post.objects.filter(poster=author).count() == 2
    assert author.memberships.get().status == "current"
    for address in ("sam@lakeside.example", "sam@newcouncil.example"):
        assert "Your account has moved to a new address" in subjects(address)
    assert not is_in(old_session)
    assert Entry.objects.get(verb="move_member_address").member_id == author.pk
    browser = Client()
    ask(browser, "sam@newcouncil.example")
    browser.post("/sign-in/code/", {"code": code_mailed_to("sam@newcouncil.example")})
    assert browser.get("/sign-in/second-factor/").status_code == 200


def test_call_whose_new_address_was_not_proven_reaches_nobody(author, secretary, seen_by):
    Client().post("/sign-in/help/", HELP)
    drain_outbox()

    assert "Nobody waits" in seen_by(secretary, sure=True).get("/secretariat/address-help/").content.decode()
    assert mails_to(secretary.email) == []
    with pytest.raises(Refused):
        move_member_address(secretary, AddressHelp.objects.get().pk)


def test_refused_call_changes_nothing_and_writes_to_nobody(author, secretary, seen_by):
    call_for_help()
    before = len(subjects("sam@newcouncil.example"))
    desk = seen_by(secretary, sure=True)
    desk.post(f"/secretariat/address-help/{ref('address_help', AddressHelp.objects.get().pk)}/", {"do": "refuse"})

    assert addresses(author) == ["sam@lakeside.example"]
    assert len(subjects("sam@newcouncil.example")) == before


def test_only_the_secretariat_reads_and_decides_calls(author, rep, seen_by):
    call_for_help()
    call = AddressHelp.objects.get()
    for member in (author, rep):
        browser = seen_by(member, sure=True)
        assert browser.get("/secretariat/address-help/").status_code == 403
        assert (
            browser.post(f"/secretariat/address-help/{ref('address_help', call.pk)}/", {"do": "move"}).status_code
            == 403
        )
    assert addresses(author) == ["sam@lakeside.example"]


def test_secretariat_does_not_move_itself(secretary, seen_by):
    call_for_help(old_address=secretary.email)
    with pytest.raises(Refused) as refused:
        move_member_address(secretary, AddressHelp.objects.get().pk)

    assert refused.value.reason == Reason.OWN_MATTER


def test_new_address_that_is_anothers_by_now_moves_nobody(author, secretary, db):
    call_for_help()
    make_person("Eve", address=HELP["new_address"])
    with pytest.raises(Refused) as refused:
        move_member_address(secretary, AddressHelp.objects.get().pk)

    assert refused.value.reason == Reason.ADDRESS_TAKEN
    assert Member.objects.get(pk=author.pk).email == "sam@lakeside.example"


def test_threat_73_call_for_help_reads_alike_whoever_is_known(author, follower):
    seen = []
    for old, new in (
        (author.email, "a@new.example"),
        ("x@y.example", "b@new.example"),
        ("x@y.example", follower.email),
    ):
        browser = Client()
        with CaptureQueriesContext(connection) as queries:
            answer = browser.post("/sign-in/help/", HELP | {"old_address": old, "new_address": new})
        page = re.sub(r'value="[^"]*"|[\w.]+@[\w.]+', "", browser.get("/sign-in/help/code/").content.decode())
        work = [query["sql"].split()[0] for query in queries].count("INSERT")
        seen.append((answer.status_code, answer["Location"], page, work))

    assert len(set(seen)) == 1


@pytest.mark.embedded
def test_threat_57_call_for_help_buries_nobody(author):
    for number in range(6):
        Client(REMOTE_ADDR=f"203.0.113.{number}").post("/sign-in/help/", HELP)
    drain_outbox()
    assert len(subjects(HELP["new_address"])) == 2
    slowed = [Client().post("/sign-in/help/", HELP | {"new_address": f"n{n}@x.example"}).status_code for n in range(12)]

    assert slowed[8:] == [302, 302, 422, 422]
    assert SignInCode.objects.filter(purpose="help").count() == 16


def test_fields_of_the_call_say_what_is_wrong_and_keep_what_was_typed(db):
    page = Client().post("/sign-in/help/", {"name": "Sam", "old_address": "sam", "new_address": "", "service": ""})
    text = page.content.decode()

    assert page.status_code == 422
    assert text.count('aria-invalid="true"') == 3
    assert 'value="sam"' in text
    assert "The old address is no email address" in text
