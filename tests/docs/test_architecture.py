"""docs/architecture.md and docs/glossary.md agree with the models and the contracts."""

import tomllib
from pathlib import Path

from django.apps import apps

from inbound.models import InboundMail
from notifications.tokens import Purpose
from tests.docs.documents import DOCS, ROOT, read, table_rows

ARCHITECTURE, GLOSSARY = read(DOCS / "architecture.md"), read(DOCS / "glossary.md")


def test_the_order_of_rooms_is_that_of_the_contract():
    contracts = tomllib.loads(read(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")

    assert " → ".join(f"`{layer}`" for layer in layers) in ARCHITECTURE
    assert [row[0] for row in table_rows(ARCHITECTURE, "contract")] == [contract["name"] for contract in contracts]


def test_every_model_of_ours_is_in_the_table():
    ours = {model.__name__ for model in apps.get_models() if (ROOT / model.__module__.split(".")[0]).is_dir()}
    named = " ".join(row[1] for row in table_rows(ARCHITECTURE, "room"))

    assert {name for name in ours if name not in named} == set()


def test_the_states_a_mail_ends_in_are_the_ones_in_the_table():
    ends = [state.value for state in InboundMail.State if state != InboundMail.State.RECEIVED]

    assert [row[0] for row in table_rows(ARCHITECTURE, "state")] == ends


def test_every_purpose_of_a_token_is_in_the_glossary():
    assert sorted(row[0] for row in table_rows(GLOSSARY, "purpose")) == sorted(purpose.value for purpose in Purpose)


def test_functions_on_the_way_of_a_post_and_of_a_mail_exist():
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for room in ("accounts", "forum", "inbound", "meetings", "notifications", "outbox", "regions")
        for path in Path(ROOT, room).rglob("*.py")
    )
    named = (
        "reply_to_topic", "start_topic", "write_post", "hold", "publish", "wake", "drain_events", "drain_deliveries",
        "live_since", "newer_posts", "keep", "drain_mails", "read_mail", "verdict", "sender_is_proven", "dispatch",
        "standing_of", "visible_posts", "tells_refusals", "member_page", "key_of", "new_key", "keep_house",
    )  # fmt: skip

    assert [name for name in named if f"def {name}(" not in source] == []
    assert [name for name in named if name not in ARCHITECTURE + GLOSSARY] == []
