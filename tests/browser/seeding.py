"""The demo, one topic of several pages, nothing left to do. Runs inside the settings of the product under test.

What the demo's newest posts set off is done here, so that the site starts at rest and no bell rings by itself.
"""

from django.core.management import call_command

from accounts.models import Member
from forum.actions.reply_to_topic import reply_to_topic
from forum.actions.start_topic import start_topic
from forum.origin import Origin
from tests.browser.product import LONG_TOPIC
from tests.outbound import drain_outbox

ANSWERS = 27


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    call_command("seed_demo", verbosity=0)
    start_long_topic()
    drain_outbox()


def start_long_topic() -> None:
    asks = Member.objects.get(email="tim.allpress@wiltshire.council.example")
    answers = Member.objects.get(email="nadia.belhaj@bristol.council.example")
    opening = start_topic(
        asks, "south-west", title=LONG_TOPIC, content="Ours is a list of forty things. What are your five?",
        kind="question", origin=Origin.web(), idempotency_key="long",
    )  # fmt: skip
    for number in range(ANSWERS):
        reply_to_topic(
            answers, opening.topic_id, content=f"Point {number + 1}: a morning in court, with time to talk afterwards.",
            origin=Origin.web(), idempotency_key=f"long:{number}",
        )  # fmt: skip
