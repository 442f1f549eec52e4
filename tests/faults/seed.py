"""The people and topics of the database under test, and what an outsider needs to take part as one of them."""

import json
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from accounts.assurance import mark_second_factor
from accounts.models import Member
from forum.models import Topic
from notifications.addresses import reply_address
from notifications.models import DevMail
from notifications.tokens import Purpose, seal
from tests.factories import make_board, make_member, make_network, make_officer, make_topic
from tests.outbound import drain_outbox

FOLLOWERS = 60


def main() -> None:
    """Run in a process of its own after django.setup(), in the settings of the product under test. Prints JSON."""
    call_command("migrate", verbosity=0)
    print(json.dumps(people_and_topics()))


def people_and_topics() -> dict[str, Any]:
    london, north_west, wales = (make_network(name) for name in ("London", "North West", "North East"))
    few = [make_member(london, name) for name in ("Ann", "Bob", "Cat", "Dan")]
    author, *many = [make_member(north_west, "Sam"), *(make_member(north_west) for _ in range(FOLLOWERS))]
    stranger = make_member(wales, "Eve")
    secretary = make_officer("secretariat")
    make_board(wales, slug="north-east")
    small = make_topic(few[0], make_board(london, slug="london"), title="A topic that few follow")
    large = make_topic(author, make_board(north_west, slug="north-west"), title="A topic that many follow")
    drain_outbox()
    DevMail.objects.all().delete()
    return {
        "few": [person(member, small) for member in few],
        "author": person(author, large),
        "many": [person(member, large) for member in many],
        "stranger": person(stranger, large),
        "secretary": person(secretary, large),
        "small_topic": small.pk,
        "large_topic": large.pk,
        "large_board": large.forum_id,
    }


def person(member: Member, topic: Topic) -> dict[str, str]:
    """Their address, the cookie of a browser in which they are signed in, and where they answer the topic by mail."""
    browser = Client()
    browser.force_login(member)
    session = browser.session
    mark_second_factor(session)  # the secretariat's pages open for nobody without
    session.save()
    token = seal(Purpose.REPLY, member_id=member.pk, thing_id=topic.pk, generation=member.token_generation)
    return {
        "address": member.email,
        "session": browser.cookies[settings.SESSION_COOKIE_NAME].value,
        "answer_to": reply_address(token),
    }
