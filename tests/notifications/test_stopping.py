"""Stopping a board's mail from a letter."""

import re

from django.test import Client

from forum.models import BoardFollow
from notifications.tokens import Purpose, seal, unseal
from regions.actions.change_membership import change_membership
from tests.factories import make_answer
from tests.outbound import drain_outbox, mails_to, plain_text


def stop_address(member) -> str:
    drain_outbox()
    return re.search(r"/stop/\S+/", mails_to(member.email)[0]["List-Unsubscribe"]).group()


def test_scenario_57_looking_at_the_address_changes_nothing(topic, follower):
    address = stop_address(follower)
    for _ in range(5):
        assert Client().get(address).status_code == 200
        assert Client().head(address).status_code == 200

    assert not BoardFollow.objects.exists()


def test_scenario_57_one_press_turns_off_that_board_only_and_a_mail_says_how_to_undo(topic, follower, board, author):
    address = stop_address(follower)

    response = Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})
    drain_outbox()

    assert response.status_code == 200
    assert [(row.member, row.board, row.wants) for row in BoardFollow.objects.all()] == [(follower, board, "nothing")]
    assert "/mail-settings/" in plain_text(mails_to(follower.email)[-1])
    make_answer(author, topic)
    drain_outbox()
    assert len(mails_to(follower.email)) == 2


def test_threat_16_the_stop_button_works_after_membership_has_ended(topic, follower):
    address = stop_address(follower)
    change_membership(None, follower.memberships.get().pk, status="ended")

    assert Client().post(address).status_code == 200
    assert BoardFollow.objects.filter(member=follower).exists()


def test_stopping_twice_writes_one_letter(topic, follower):
    address = stop_address(follower)
    for _ in range(2):
        Client().post(address)
    drain_outbox()

    assert len(mails_to(follower.email)) == 2


def test_changed_address_stops_nothing(topic, follower):
    address = stop_address(follower)
    changed = address[:-4] + ("aaa/" if not address.endswith("aaa/") else "bbb/")

    assert Client().post(changed).status_code == 404
    assert not BoardFollow.objects.exists()


def test_token_is_good_for_its_own_purpose_only():
    token = seal(Purpose.REPLY, member_id=1, thing_id=2, generation=1)

    assert unseal(Purpose.REPLY, token.upper()).thing_id == 2
    assert unseal(Purpose.STOP, token) is None
    # A token has one spelling: some last letters differ in bits that mean nothing.
    others = [token[:-1] + letter for letter in "abcdefghijklmnopqrstuvwxyz234567" if letter != token[-1]]
    assert [other for other in others if unseal(Purpose.REPLY, other)] == []
    assert unseal(Purpose.REPLY, "") is None
    assert unseal(Purpose.REPLY, "no token!") is None


def test_token_of_an_older_key_still_opens(settings):
    settings.TOKEN_KEYS = ["old key"]
    token = seal(Purpose.REPLY, member_id=1, thing_id=2, generation=1)
    settings.TOKEN_KEYS = ["new key", "old key"]
    assert unseal(Purpose.REPLY, token).member_id == 1
    settings.TOKEN_KEYS = ["new key"]
    assert unseal(Purpose.REPLY, token) is None
