"""Invitations: only the invited address opens them, whoever holds the link."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member
from accounts.refs import ref
from audit.models import Entry
from notifications.models import Letter
from regions.actions.accept_invitation import accept_invitation
from regions.actions.ask_for_invitation_code import ask_for_invitation_code
from regions.actions.invite_person import invite_person
from regions.actions.resend_invitation import resend_invitation
from regions.actions.withdraw_invitation import withdraw_invitation
from regions.giving_places import take_up_leads
from regions.models import Induction, Invitation, ProofCode, Service, Subscription
from regions.permissions import Reason, Refused
from tests.accounts.browsing import digits, give_app, is_in, sign_in
from tests.factories import make_member, make_officer, make_person, make_representative, make_service
from tests.outbound import drain_outbox, everything_sent, mails_to, plain_text

TODAY = timezone.localdate


def invite(actor, service, address="new@lakeside.example", **more):
    facts = {"first_name": "Nia", "last_name": "Newman", "tier": "full", "starts": TODAY()} | more
    return invite_person(actor, address=address, service=service, **facts)


def link_in_letter(address="new@lakeside.example"):
    drain_outbox()
    return re.search(r"/invitation/[a-z2-7]+/", plain_text(mails_to(address)[-1])).group()


def code_mailed_to(address="new@lakeside.example"):
    drain_outbox()
    return re.search(r"^\d{6}$", plain_text(mails_to(address)[-1]), re.MULTILINE).group()


@pytest.fixture
def service(north_west):
    return make_service(north_west)


@pytest.fixture
def link(rep, service):
    invite(rep, service)
    return link_in_letter()


# --- Taking a place


def test_invited_person_types_the_code_and_is_a_member_signed_in(link, service):
    browser = Client()
    page = browser.get(link).content.decode()
    assert service.name in page
    assert "Moira" in page
    browser.post(link)

    answer = browser.post(link, {"code": code_mailed_to()})

    member = Member.objects.get(email="new@lakeside.example")
    assert answer["Location"] == "/welcome/"
    assert browser.session["_auth_user_id"] == str(member.pk)
    place = member.memberships.get()
    assert (place.service, place.tier, place.starts) == (service, "full", TODAY())
    assert Induction.objects.filter(member=member).exists()
    assert (
        "FOI" in plain_text(mails_to(member.email)[-1])
        or "freedom-of-information" in browser.get("/welcome/").content.decode()
    )


def test_welcome_letter_says_in_five_lines_what_to_do(link, board):
    browser = Client()
    browser.post(link)
    browser.post(link, {"code": code_mailed_to()})
    drain_outbox()

    text = plain_text(mails_to("new@lakeside.example")[-1])

    assert re.findall(r"^(\d)\.", text, re.MULTILINE) == list("12345")
    assert "north-west@" in text
    assert "freedom-of-information" in text
    assert "data controller" in text


def test_existing_member_keeps_their_account_and_gets_a_second_place(rep, service, author):
    invite(rep, service, author.email)
    proof = ask_for_invitation_code(Invitation.objects.get().pk)

    member = accept_invitation(proof.pk, typed=proof.code)

    assert member == author
    assert author.memberships.count() == 2


def test_threat_77_an_invitation_is_no_way_around_the_factor_of_a_member(rep, service, author, seen_by):
    secret = give_app(author)
    invite(rep, service, author.email)
    link, browser = link_in_letter(author.email), Client()
    browser.post(link)

    answer = browser.post(link, {"code": code_mailed_to(author.email)})

    assert author.memberships.count() == 2
    assert answer["Location"] == "/sign-in/?next=%2Fwelcome%2F"
    assert not is_in(browser)
    assert browser.get("/my-data/")["Location"].startswith("/sign-in/")
    assert "You have a second step at the door" in browser.get(answer["Location"]).content.decode()
    inside = sign_in(author.email)
    inside.post("/sign-in/second-factor/", {"code": digits(secret)})
    assert is_in(inside)


def test_an_invited_member_without_a_factor_comes_in_by_the_code(rep, service, author):
    invite(rep, service, author.email)
    link, browser = link_in_letter(author.email), Client()
    browser.post(link)

    assert browser.post(link, {"code": code_mailed_to(author.email)})["Location"] == "/welcome/"
    assert is_in(browser)


def test_successor_looks_after_the_service_from_their_first_day(rep, service, author):
    Service.objects.filter(pk=service.pk).update(lead=author)
    later = TODAY() + timedelta(days=9)
    invite(rep, service, becomes_lead=True, starts=later)
    proof = ask_for_invitation_code(Invitation.objects.get().pk)
    member = accept_invitation(proof.pk, typed=proof.code)
    service.refresh_from_db()
    assert service.lead == author

    assert take_up_leads(today=later - timedelta(days=1)) == 0
    assert take_up_leads(today=later) == 1
    assert take_up_leads(today=later + timedelta(days=1)) == 0
    service.refresh_from_db()
    assert service.lead == member


def test_scanner_that_opens_the_link_changes_nothing(link):
    before = (ProofCode.objects.count(), Letter.objects.count(), Member.objects.count())
    for _ in range(3):
        Client().get(link)
        Client().head(link)

    assert (ProofCode.objects.count(), Letter.objects.count(), Member.objects.count()) == before


# --- Who may not


def test_threat_76_forwarded_link_gives_nothing_and_mails_only_the_invited(link):
    thief = Client()
    page = thief.get(link).content.decode()
    assert "new@lakeside.example" not in page
    thief.post(link, {"address": "thief@elsewhere.example", "email": "thief@elsewhere.example"})
    code = code_mailed_to()

    thief.post(link, {"code": "000000" if code != "000000" else "111111"})

    assert "_auth_user_id" not in thief.session
    assert b"thief@elsewhere" not in everything_sent()
    assert not Member.objects.filter(email__startswith="thief").exists()


def test_threat_76_code_works_only_in_the_browser_that_asked_for_it(link):
    Client().post(link)
    other = Client()

    other.post(link, {"code": code_mailed_to()})

    assert "_auth_user_id" not in other.session


def test_threat_76_code_of_another_invitation_does_not_open_this_one(rep, service, link):
    thief = Client()
    invite(rep, service, "thief@lakeside.example", first_name="Tom")
    own = link_in_letter("thief@lakeside.example")
    thief.post(own)

    thief.post(link, {"code": code_mailed_to("thief@lakeside.example")})

    assert "_auth_user_id" not in thief.session


def test_five_wrong_codes_kill_the_code_and_a_new_one_opens(link):
    browser = Client()
    browser.post(link)
    code = code_mailed_to()
    wrong = "000000" if code != "000000" else "111111"
    pages = [browser.post(link, {"code": wrong}).content.decode() for _ in range(5)]
    assert "That is not the code" in pages[0]
    assert "Ask for a new one" in pages[4]
    browser.post(link, {"code": code})
    assert "_auth_user_id" not in browser.session

    browser.post(link)
    browser.post(link, {"code": code_mailed_to()})
    assert "_auth_user_id" in browser.session


def test_threat_57_no_address_gets_more_than_three_codes_a_day(link, time_machine):
    browsers = [Client() for _ in range(8)]
    answers = [browser.post(link).status_code for browser in browsers]
    drain_outbox()

    assert answers == [302] * 3 + [429] * 5
    assert len(mails_to("new@lakeside.example")) == 1 + 3
    time_machine.move_to(timezone.now() + timedelta(days=1, minutes=1), tick=False)
    assert Client().post(link).status_code == 302


def test_threat_57_inviting_again_and_again_does_not_flood_an_address(rep, north_west):
    services = [make_service(north_west) for _ in range(5)]
    for service in services[:3]:
        invite(rep, service)

    with pytest.raises(Refused) as refused:
        invite(rep, services[3])
    assert refused.value.reason == Reason.TOO_MANY_LETTERS


def test_code_is_nowhere_once_it_was_mailed(link):
    Client().post(link)
    code = code_mailed_to()

    assert ProofCode.objects.get().code == ""
    assert code not in str(list(ProofCode.objects.values()) + list(Letter.objects.values()))


def test_secret_of_the_link_stands_in_no_row(link):
    key = link.split("/")[2]

    assert key not in str(list(Invitation.objects.values()) + list(Letter.objects.values()))


def test_signing_in_by_invitation_changes_the_session_key(link):
    browser = Client()
    browser.post(link)
    before = browser.session.session_key

    browser.post(link, {"code": code_mailed_to()})

    assert browser.session.session_key != before


# --- Over


def test_withdrawn_used_and_expired_links_say_so_and_open_nothing(rep, service, link, time_machine):
    invitation = Invitation.objects.get()
    withdraw_invitation(rep, invitation.pk)
    assert Client().get(link).status_code == 410
    assert Client().post(link).status_code == 410

    second = invite(rep, service)
    link = link_in_letter()
    proof = ask_for_invitation_code(second.pk)
    accept_invitation(proof.pk, typed=proof.code)
    assert "Sign in" in Client().get(link).content.decode()

    invite(rep, service, "late@lakeside.example")
    late = link_in_letter("late@lakeside.example")
    time_machine.move_to(timezone.now() + timedelta(days=30, minutes=1), tick=False)
    assert Client().post(late).status_code == 410
    assert Client().get("/invitation/aaaaaaaa/").status_code == 404


def test_sending_again_makes_a_new_link_and_ends_the_older_one(rep, link, time_machine):
    invitation = Invitation.objects.get()
    with pytest.raises(Refused):
        resend_invitation(rep, invitation.pk)
    time_machine.move_to(timezone.now() + timedelta(days=1, minutes=1), tick=False)

    resend_invitation(rep, invitation.pk)

    newer = link_in_letter()
    assert newer != link
    assert Client().get(link).status_code == 404
    assert Client().get(newer).status_code == 200


def test_code_typed_after_the_withdrawal_gives_no_place(rep, link):
    browser = Client()
    browser.post(link)
    code = code_mailed_to()
    withdraw_invitation(rep, Invitation.objects.get().pk)

    assert browser.post(link, {"code": code}).status_code == 410
    assert not Member.objects.filter(email="new@lakeside.example").exists()


# --- Who invites


def test_lead_invites_within_the_places_of_the_service(north_west, service):
    lead = make_member(north_west)
    own = lead.memberships.get().service
    Service.objects.filter(pk=own.pk).update(lead=lead)
    Subscription.objects.create(
        service=own, places=1, starts=TODAY() - timedelta(days=5), ends=TODAY() + timedelta(days=300)
    )
    invite(lead, own, tier="second")

    with pytest.raises(Refused) as refused:
        invite(lead, own, "more@lakeside.example", tier="second")
    assert refused.value.reason == Reason.NO_PLACE_LEFT
    with pytest.raises(Refused) as refused:
        invite(lead, service, tier="second")
    assert refused.value.reason == Reason.NOT_THE_LEAD


@pytest.mark.parametrize("who", ["member", "another rep", "chair"])
def test_nobody_else_invites(north_west, london, service, who):
    actor = {
        "member": lambda: make_member(north_west),
        "another rep": lambda: make_representative(london),
        "chair": lambda: make_officer("chair", region=london),
    }[who]()
    if who == "chair":
        make_representative(north_west)
    with pytest.raises(Refused):
        invite(actor, service)


def test_only_the_secretariat_gives_an_honorary_place(rep, service):
    invite(make_officer("secretariat"), service, tier="honorary")

    with pytest.raises(Refused):
        invite(rep, service, "other@lakeside.example", tier="honorary")


def test_invitation_is_in_the_audit_log_without_names(rep, service):
    invitation = invite(rep, service)

    entry = Entry.objects.get(verb="invite_person")
    assert (entry.actor_id, entry.subject) == (rep.pk, f"invitation {invitation.pk}")
    assert "Nia" not in str(entry.details)
    assert "lakeside" not in str(entry.details)


def test_page_invites_and_says_beside_the_field_what_is_wrong(rep, service, seen_by):
    browser = seen_by(rep)
    facts = {
        "address": "nia@lakeside", "first_name": "Nia", "last_name": "", "service": service.pk, "tier": "full",
        "starts": "31/2/2026",
    }  # fmt: skip
    page = browser.post("/invitations/", facts)
    text = page.content.decode()
    assert page.status_code == 422
    for sentence in ("Write the whole address", "Write the last name.", "Write the day like"):
        assert sentence in text
    assert 'value="nia@lakeside"' in text

    good = facts | {"address": "nia@lakeside.example", "last_name": "Newman", "starts": "1/4/2026"}
    assert browser.post("/invitations/", good).status_code == 302
    again = browser.post("/invitations/", good)
    assert "still open" in again.content.decode()


def test_another_regions_invitation_does_not_exist_and_the_try_is_kept(london, north_west, service, seen_by):
    other = make_representative(london)
    invitation = invite(make_officer("secretariat"), service)
    browser = seen_by(other)

    for do in ("withdraw", "resend"):
        assert browser.post(f"/invitations/{ref('invitation', invitation.pk)}/", {"do": do}).status_code == 404
    assert invitation.first_name not in browser.get("/invitations/").content.decode()
    assert browser.post(f"/invitations/{ref('invitation', 999_999)}/", {"do": "withdraw"}).status_code == 404
    assert Entry.objects.filter(verb="change_invitation", outcome="refused", actor_id=other.pk).count() == 2


def test_page_is_not_for_members_nor_for_a_secretariat_without_second_factor(north_west, service, seen_by):
    assert seen_by(make_member(north_west)).get("/invitations/").status_code == 403
    secretary = make_officer("secretariat")
    with_one = seen_by(secretary, sure=True)
    assert with_one.get("/invitations/").status_code == 200


def test_closed_account_is_told_to_write_to_the_secretariat(rep, service):
    gone = make_person(address="gone@lakeside.example")
    Member.objects.filter(pk=gone.pk).update(is_active=False)
    invite(rep, service, "gone@lakeside.example")
    link, browser = link_in_letter("gone@lakeside.example"), Client()
    browser.post(link)

    page = browser.post(link, {"code": code_mailed_to("gone@lakeside.example")})

    assert "Write to the secretariat" in page.content.decode()
    assert Invitation.objects.get().accepted is None
